// Columns of a register's list: its fields, and what every record has. The choice is remembered in the browser.
import type { Field, Item, Labels, Register } from '@/api/types'
import { i18n } from '@/i18n'
import { isNumeric, moment, plain } from '@/state/format'
import { say } from '@/state/language'
import { fieldOf, pack } from '@/state/pack'
import { sortable } from './filters'

export interface Column { name: string; title: string; field?: Field; sortable: boolean; numeric: boolean }

const systemColumns = ['state', 'owner', 'created_at', 'updated_at']

export function columnOf(register: Register, name: string): Column | undefined {
  const field = fieldOf(register, name)
  if (field) return { name, title: say(field.title), field, sortable: sortable(field), numeric: isNumeric(field) }
  if (!systemColumns.includes(name)) return undefined
  return { name, title: i18n.global.t(`column.${name}`), sortable: name !== 'owner', numeric: false }
}

export const allColumns = (register: Register): Column[] =>
  [...register.fields.filter((field) => !field.retired).map((field) => field.name), ...systemColumns]
    .map((name) => columnOf(register, name)!)

export function defaultColumns(register: Register): string[] {
  const owner = register.owner_field === 'self' || fieldOf(register, register.owner_field ?? '')?.listed ? [] : ['owner']
  const listed = register.fields.filter((field) => field.listed && !field.retired).map((field) => field.name)
  return [...new Set([register.number_field ?? '', register.label_field, 'state', ...listed, ...owner, 'updated_at'])]
    .filter((name) => columnOf(register, name))
}

const memory = (register: Register) => `lingqu.columns.${register.name}`

export function rememberedColumns(register: Register): string[] {
  const stored = JSON.parse(localStorage.getItem(memory(register)) ?? '[]') as string[]
  const usable = stored.filter((name) => columnOf(register, name))
  return usable.length ? usable : defaultColumns(register)
}
export const rememberColumns = (register: Register, columns: string[]) => localStorage.setItem(memory(register), JSON.stringify(columns))

export function cell(column: Column, item: Item, labels: Labels): string {
  if (column.field) return plain(column.field, item.values[column.name], labels)
  if (column.name === 'owner') {
    const organisations = labels[pack.value?.organisation_register ?? '']
    return item.owner ? (organisations?.[String(item.owner.id)] ?? `#${item.owner.id}`) : say(pack.value?.region_title)
  }
  return column.name === 'created_at' || column.name === 'updated_at' ? moment(item[column.name]) : ''
}

export const recordLabel = (register: Register, item: Item): string => {
  const field = fieldOf(register, register.label_field)
  return (field && plain(field, item.values[field.name], {})) || `#${item.id}`
}
