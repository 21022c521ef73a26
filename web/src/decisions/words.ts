// Words for what decisions take and yield: titles, codes, figures, and the reasons of nulls.
import type { Answer, Decision, DecisionCode, DecisionField, DecisionInput, DecisionVersion } from '@/api/types'
import { i18n } from '@/i18n'
import { money } from '@/state/format'
import { language, say } from '@/state/language'
import { pack, registers, regionTitle } from '@/state/pack'

// Where the decision has no words of its own for a name, those of a register's field of that name.
const fieldOfAnyRegister = (name: string) => registers().flatMap((register) => register.fields).find((field) => field.name === name)

// What the model itself calls an input: its label, or its description up to the first remark.
function labelInModel(decision: Decision | undefined, name: string): string {
  const input = [...(decision?.versions ?? [])].reverse().flatMap((version) => version.inputs).find((one) => one.name === name)
  return input?.label || input?.help.split(/[（(，,；;。]/)[0] || ''
}

export function titleOf(decision: Decision | undefined, name: string, label = ''): string {
  return say(decision?.fields.find((field) => field.name === name)?.title) || label || labelInModel(decision, name) || say(fieldOfAnyRegister(name)?.title) || name
}

export const fieldOf = (decision: Decision | undefined, name: string): DecisionField | undefined => decision?.fields.find((field) => field.name === name)

export function codesOf(decision: Decision | undefined, name: string, allowed: string[] = []): DecisionCode[] {
  const known = [...(fieldOf(decision, name)?.codes ?? []), ...(pack.value?.vocabularies[fieldOfAnyRegister(name)?.vocabulary ?? '']?.codes ?? [])]
  const title = (code: string) => known.find((one) => one.code === code)?.title ?? { zh: code, en: code }
  if (allowed.length) return allowed.map((code) => ({ code, title: title(code) }))
  return fieldOf(decision, name)?.codes ?? []
}

export type InputKind = 'money' | 'share' | 'date' | 'number' | 'boolean' | 'code' | 'region' | 'text' | 'other'
export function kindOf(decision: Decision, input: DecisionInput): InputKind {
  const declared = fieldOf(decision, input.name)?.type
  if (declared === 'integer' || declared === 'decimal') return 'number'
  if (declared === 'rows') return 'other'
  if (declared && declared !== 'text') return declared as InputKind
  if (input.name === 'region') return 'region'
  if (input.type === 'number') return fieldOfAnyRegister(input.name)?.type === 'money' ? 'money' : 'number'
  if (input.type === 'boolean') return 'boolean'
  if (input.type === 'date') return 'date'
  if (codesOf(decision, input.name, input.allowed).length || input.suggested.length) return 'code'
  return input.type === 'string' || !input.type ? 'text' : 'other'
}

// Moves the decimal point of plain digits two places to the left: shares are typed in per cent.
function perCent(digits: string): string {
  const [whole = '0', fraction = ''] = digits.split('.')
  const padded = whole.padStart(3, '0')
  return `${padded.slice(0, -2)}.${padded.slice(-2)}${fraction}`
}

// What was typed as the API takes it; undefined where nothing was typed.
export function toApi(kind: InputKind, typed: unknown): unknown {
  if (typed === '' || typed === null || typed === undefined) return undefined
  const text = String(typed)
  if (kind === 'money' || kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (kind === 'share') return /^\d+(\.\d+)?%?$/.test(text) ? Number(perCent(text.replace('%', ''))) : text
  if (kind === 'other') {
    try {
      return JSON.parse(text)
    } catch {
      return text
    }
  }
  return typed
}

const percent = (value: number) => `${Number((value * 100).toPrecision(12))}%`

// A value in words, by what its name says it is.
export function shown(decision: Decision | undefined, name: string, value: unknown): string {
  const { t } = i18n.global
  if (value === null || value === undefined) return t('rules.noValue')
  if (typeof value === 'boolean') return value ? t('yes') : t('no')
  const type = fieldOf(decision, name)?.type || fieldOfAnyRegister(name)?.type
  if (typeof value === 'number') {
    if (type === 'money') return `${money(value.toFixed(2))} ${t('form.yuan')}`
    if (type === 'share' || /(_share|_ratio|_rate|^share|^floor|^rate)$/.test(name)) return percent(value)
    return String(value)
  }
  if (typeof value === 'string') {
    if (name === 'region') return value === '000000' ? t('rules.nation') : regionTitle(value)
    return say(codesOf(decision, name, [value])[0]?.title) || value
  }
  if (Array.isArray(value)) return value.map((item) => shown(decision, name, item)).join('、') || t('blank')
  return Object.entries(value as Record<string, unknown>).map(([key, item]) => `${titleOf(decision, key)}：${shown(decision, key, item)}`).join('；')
}

// The outcome as named parts.
export function parts(decision: Decision | undefined, answer: Answer): { name: string; title: string; text: string; missing: boolean }[] {
  const { value } = answer
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return Object.entries(value).map(([name, item]) => ({ name, title: titleOf(decision, name), text: shown(decision, name, item), missing: item === null }))
  const output = decision?.fields.find((field) => field.name === answer.decision)?.name ?? answer.decision
  return [{ name: output, title: say(decision?.title) || answer.decision, text: shown(decision, output, value), missing: value === null }]
}

export const versionOf = (decision: Decision, from: string): DecisionVersion | undefined => decision.versions.find((version) => version.from === from)

// Reasons of nulls come in the engine's English; these are what officers meet. `$1` is what follows.
const kReasons: [RegExp, string][] = [
  [/^no rule hits and there is no default output/, '没有规则适用于这些输入'],
  [/^more than one rule hits in a table of policy UNIQUE/, '有多条规则同时适用，规则表有误'],
  [/^rules with different outputs hit/, '同时适用的规则结论不同，规则表有误'],
  [/^wrong value for input:? ?(.*)/, '输入“$1”的值不符合要求'],
  [/^not among the allowed values of:? ?(.*)/, '不在允许的取值范围内（$1）'],
  [/^cannot (add|subtract|multiply|divide|compare|negate)\b(.*)/, '有输入未填写或类型不符，无法计算'],
  [/^the divisor is zero/, '除数为零'],
  [/^the condition of if is not a boolean/, '判断条件缺少输入'],
  [/^(not a|an item is not a|a) (number|boolean|string|date|list)/, '有输入未填写或类型不符'],
  [/^no such entry:? ?(.*)/, '缺少“$1”'],
  [/^has no logic:? ?(.*)/, '“$1”没有给出值'],
  [/^(more (steps|memory)|nested deeper) than allowed/, '计算超出限额，已中止'],
]
export function reasonText(reason: string): string {
  if (language.value !== 'zh') return reason
  const found = kReasons.find(([pattern]) => pattern.test(reason))
  return found ? reason.replace(found[0], found[1]) : reason
}
