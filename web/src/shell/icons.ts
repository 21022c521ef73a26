// The icons that a pack may name for its registers.
import {
  Bell, Box, Briefcase, Coin, Collection, Connection, DataLine, Document, Files, Flag, Location, Medal, Money, OfficeBuilding, Opportunity, PieChart,
  School, Stamp, Switch, Tickets, Trophy, User, Wallet,
} from '@element-plus/icons-vue'
import type { Component } from 'vue'

const icons: Record<string, Component> = {
  bell: Bell, box: Box, briefcase: Briefcase, building: OfficeBuilding, coin: Coin, collection: Collection, connection: Connection, 'data-line': DataLine,
  document: Document, files: Files, flag: Flag, 'light-bulb': Opportunity, location: Location, medal: Medal, money: Money,
  'pie-chart': PieChart, school: School, stamp: Stamp, switch: Switch, tickets: Tickets, trophy: Trophy, user: User, wallet: Wallet,
}
export const iconOf = (name: string | undefined): Component => icons[name ?? ''] ?? Document
