// Pages beside the general one that some kinds of records have.
import type { RouteLocationRaw } from 'vue-router'
import type { Item } from '@/api/types'

export interface SpecialPage { title: string; to: RouteLocationRaw }

export function specialPageOf(register: string, record: Item): SpecialPage | undefined {
  const params = { id: String(record.id) }
  if (register === 'tech_contract' && record.values.certificate_no) return { title: 'exchange.open', to: { name: 'certificate', params } }
  if (register === 'technology_manager') return { title: 'exchange.manager', to: { name: 'manager', params } }
  if (register === 'need' && ['published', 'matched'].includes(record.state)) return { title: 'match.ofNeed', to: { name: 'matches', params: { name: register, ...params } } }
  if (register === 'achievement' && ['registered', 'offered', 'in_conversion', 'transformed'].includes(record.state))
    return { title: 'match.ofAchievement', to: { name: 'matches', params: { name: register, ...params } } }
  return undefined
}
