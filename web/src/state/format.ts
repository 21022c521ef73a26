// Values as people read them. Money and shares stay strings: nothing here rounds.
import type { Field, FileValue, Labels, Ref } from '@/api/types'
import { i18n } from '@/i18n'
import { language } from './language'
import { codeTitle, regionTitle } from './pack'
import { serverNow } from './session'

export function money(value: string): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value)
  if (!match) return value
  const [, sign, whole, fraction] = match
  return `${sign}${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${(fraction ?? '').padEnd(2, '0')}`
}

// "1234500.00" → "123.45" (万元); empty where it would not be shorter to read.
export function tenThousands(value: string): string {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(value)
  if (!match || match[2]!.length < 5) return ''
  const [, sign, whole, fraction = ''] = match
  const head = whole!.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, ',')
  const tail = (whole!.slice(-4) + fraction.padEnd(2, '0')).replace(/0+$/, '')
  return `${sign}${head}${tail ? `.${tail}` : ''}`
}

const two = (value: number) => String(value).padStart(2, '0')
export const day = (time: Date): string => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`

export function moment(value: string | null | undefined): string {
  const time = new Date(value ?? '')
  return Number.isNaN(time.getTime()) ? (value ?? '') : `${day(time)} ${two(time.getHours())}:${two(time.getMinutes())}`
}
// To the second, where the order within a minute counts.
export function instant(value: string): string {
  const shown = moment(value)
  return shown === value || !shown ? shown : `${shown}:${two(new Date(value).getSeconds())}`
}

const kMinute = 60_000
const kHour = 60 * kMinute
const kDay = 24 * kHour

function span(milliseconds: number): string {
  const { t } = i18n.global
  if (milliseconds < kHour) return t('time.minutes', { n: Math.max(1, Math.round(milliseconds / kMinute)) })
  if (milliseconds < kDay) return t('time.hours', { n: Math.round(milliseconds / kHour) })
  return t('time.days', { n: Math.round(milliseconds / kDay) })
}
export function ago(value: string): string {
  const passed = serverNow() - Date.parse(value)
  return passed < kMinute ? i18n.global.t('time.now') : i18n.global.t('time.ago', { span: span(passed) })
}
export const waited = (value: string): string => i18n.global.t('time.waited', { span: span(Math.max(0, serverNow() - Date.parse(value))) })
export function until(value: string): string {
  const left = Date.parse(value) - serverNow()
  return left <= 0 ? i18n.global.t('time.due') : i18n.global.t('time.left', { span: span(left) })
}
export const daysSince = (value: string): number => (serverNow() - Date.parse(value)) / kDay
export const daysUntil = (value: string): number => -daysSince(value)

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

export function localized(value: unknown): string {
  const texts = value as Record<string, string>
  return texts[language.value] || texts.zh || texts.en || Object.values(texts)[0] || ''
}

export const refLabel = (field: Field, ref: Ref, labels: Labels): string => labels[field.target ?? '']?.[String(ref.id)] ?? `#${ref.id}`

// One line of text for any value: tables, changes, titles.
export function plain(field: Field, value: unknown, labels: Labels): string {
  if (value === null || value === undefined || value === '') return ''
  const { t } = i18n.global
  switch (field.type) {
    case 'money': return money(String(value))
    case 'time': return moment(String(value))
    case 'boolean': return value ? t('yes') : t('no')
    case 'code': return codeTitle(field.vocabulary, String(value))
    case 'region': return regionTitle(String(value))
    case 'localized': return localized(value)
    case 'ref': return refLabel(field, value as Ref, labels)
    case 'refs': return (value as Ref[]).map((ref) => refLabel(field, ref, labels)).join('、')
    case 'rows': return t('rows', { n: (value as unknown[]).length })
    case 'file': return (value as FileValue).name
    default: return String(value)
  }
}

export const isNumeric = (field: Field): boolean => ['integer', 'decimal', 'money', 'share'].includes(field.type)
