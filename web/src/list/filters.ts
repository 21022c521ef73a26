// Conditions of a list, between the page's address, the filter drawer and the API (whose parameters the address repeats).
import type { LocationQuery } from 'vue-router'
import type { Field, FieldType, Register } from '@/api/types'
import { i18n } from '@/i18n'
import { say } from '@/state/language'
import { codeTitle, regionTitle } from '@/state/pack'

export type Operator = 'eq' | 'contains' | 'in' | 'range' | 'empty' | 'filled'
export interface Condition { field: string; op: Operator; values: string[] }

const operators: Partial<Record<FieldType, Operator[]>> = {
  text: ['contains', 'eq'], long_text: ['contains'], localized: ['contains'], credit_code: ['eq', 'contains'],
  integer: ['range'], decimal: ['range'], money: ['range'], share: ['range'], date: ['range'], time: ['range'],
  boolean: ['eq'], code: ['in'], ref: ['eq'], region: ['eq'],
}
export const operatorsOf = (field: Field): Operator[] => {
  const own = operators[field.type]
  return own ? [...own, 'empty', 'filled'] : []
}
export const filterable = (field: Field): boolean => !field.retired && operators[field.type] !== undefined
export const sortable = (field: Field): boolean => filterable(field) && field.type !== 'localized' && field.type !== 'long_text'

const text = (value: LocationQuery[string] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''

export function conditionsOf(register: Register, query: LocationQuery): Condition[] {
  const found: Condition[] = []
  for (const field of register.fields) {
    const at = (suffix: string) => text(query[field.name + suffix])
    const one = (op: Operator, ...values: string[]) => found.push({ field: field.name, op, values })
    if (at('')) one('eq', at(''))
    if (at('.contains')) one('contains', at('.contains'))
    if (at('.in')) one('in', ...at('.in').split(','))
    if (at('.ge') || at('.le')) one('range', at('.ge'), at('.le'))
    if (at('.empty')) one('empty')
    if (at('.filled')) one('filled')
  }
  return found
}

export function conditionsToQuery(conditions: Condition[]): Record<string, string> {
  const query: Record<string, string> = {}
  for (const { field, op, values } of conditions) {
    const [first = '', second = ''] = values
    if (op === 'eq' && first) query[field] = first
    if (op === 'contains' && first) query[`${field}.contains`] = first
    if (op === 'in' && values.length) query[`${field}.in`] = values.join(',')
    if (op === 'range' && first) query[`${field}.ge`] = first
    if (op === 'range' && second) query[`${field}.le`] = second
    if (op === 'empty' || op === 'filled') query[`${field}.${op}`] = 'true'
  }
  return query
}

// Conditions that the drawer does not offer but links bring: several states, a column inside a row group.
export const linkedConditions = (query: LocationQuery): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter(([key]) => key.startsWith('state.') || key.includes('/')).map(([key, value]) => [key, text(value)]))

export function describeLinked(register: Register, key: string, value: string): string {
  const name = key.split('.')[0]!
  if (name === 'state') {
    const title = (state: string) => say(register.states.find((one) => one.name === state)?.title) || state
    return value.split(',').map(title).join('、')
  }
  const [group, column] = name.split('/')
  const field = register.fields.find((one) => one.name === group)?.rows?.find((one) => one.name === column)
  if (!field) return `${key}=${value}`
  return `${say(field.title)}：${key.endsWith('.empty') ? i18n.global.t('filter.empty') : field.type === 'code' ? codeTitle(field.vocabulary, value) : value}`
}

export const withoutConditions = (register: Register, query: LocationQuery): LocationQuery => {
  const names = new Set(register.fields.map((field) => field.name))
  return Object.fromEntries(Object.entries(query).filter(([key]) => !names.has(key.split('.')[0]!)))
}

export function describe(field: Field, condition: Condition, refLabel: (id: string) => string): string {
  const { t } = i18n.global
  const shown = (value: string): string => {
    if (field.type === 'code') return codeTitle(field.vocabulary, value)
    if (field.type === 'region') return regionTitle(value)
    if (field.type === 'boolean') return value === 'true' ? t('yes') : t('no')
    if (field.type === 'ref') return refLabel(value)
    return value
  }
  const values = condition.values.map((value) => (value ? shown(value) : ''))
  const title = say(field.title)
  switch (condition.op) {
    case 'empty':
    case 'filled': return `${title} ${t(`filter.${condition.op}`)}`
    case 'range': return `${title} ${values[0] || '…'} – ${values[1] || '…'}`
    case 'contains': return `${title} ${t('filter.contains')} “${values[0]}”`
    default: return `${title}：${values.join('、')}`
  }
}
