// The state of one act being filled in: its fields, what was typed (kept in the session's storage until it is done), and sending it.
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { api } from '@/api'
import { asProblem, kUnreachable } from '@/api/client'
import type { Act, ActReply, Field, Problem, RecordView, Register, Row, Values } from '@/api/types'
import { fieldOf } from '@/state/pack'
import { session } from '@/state/session'

interface Draft { values: Values; reason: string; version: number }

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
const blank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && !Array.isArray(value) && Object.keys(value as object).length === 0)

// Cells left empty are not sent, nor are empty rows at the end (those before keep the row numbers of problems right).
function sendable(field: Field, value: unknown): unknown {
  if (blank(value)) return null
  if (field.type !== 'rows') return value
  const rows = (value as Row[]).map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => !blank(cell))))
  while (rows.length && blank(rows[rows.length - 1])) rows.pop()
  return rows.length ? rows : null
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function fieldsOf(register: Register, act: Act): Field[] {
  const named = new Set([...act.needs, ...act.sets, ...act.appends])
  const every = act.sets.includes('*')
  return register.fields.filter((field) => !field.retired && (every || named.has(field.name) || (act.creates && field.required)))
}

export function useActForm(register: Register, act: Act, opened: RecordView | null, prefill: Values = {}) {
  const base = shallowRef(opened)
  const fields = fieldsOf(register, act)
  const storageKey = `lingqu.draft.${register.name}.${opened?.id ?? 'new'}.${act.name}`

  const original = (field: Field): unknown => (act.appends.includes(field.name) ? undefined : base.value?.values[field.name])
  const values = reactive<Values>({})
  for (const field of fields) {
    const start = original(field) ?? prefill[field.name]
    if (start !== undefined) values[field.name] = JSON.parse(JSON.stringify(start))
    else if (act.appends.includes(field.name)) values[field.name] = [{}]
  }
  const reason = ref('')
  const organisation = ref<number>()
  const problem = shallowRef<Problem | null>(null)
  const newer = shallowRef<RecordView | null>(null)
  const sending = ref(false)
  let key = newKey()

  const stored = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as Draft | null
  const restored = ref(!!stored)
  if (stored) {
    Object.assign(values, stored.values)
    reason.value = stored.reason
  }

  const required = (field: Field): boolean =>
    act.needs.includes(field.name) || act.appends.includes(field.name) ||
    // A required field that a creation merely may set is filled in by the act itself when left empty.
    (act.creates === true && field.required === true && !act.sets.includes(field.name))

  function changes(): Values {
    const changed: Values = {}
    for (const field of fields) {
      const value = sendable(field, values[field.name])
      if (!same(value, sendable(field, original(field)))) changed[field.name] = value
    }
    return changed
  }

  const dirty = computed(() => reason.value !== '' || Object.keys(changes()).length > 0)
  watch([values, reason], () => {
    if (!dirty.value) return sessionStorage.removeItem(storageKey)
    const touched = Object.fromEntries(Object.keys(changes()).map((name) => [name, values[name]]))
    sessionStorage.setItem(storageKey, JSON.stringify({ values: touched, reason: reason.value, version: base.value?.version ?? 0 } as Draft))
  }, { deep: true })

  function forget() {
    sessionStorage.removeItem(storageKey)
    restored.value = false
  }
  function discard() {
    for (const field of fields) {
      const start = original(field)
      if (start !== undefined) values[field.name] = JSON.parse(JSON.stringify(start))
      else if (act.appends.includes(field.name)) values[field.name] = [{}]
      else delete values[field.name]
    }
    reason.value = ''
    problem.value = null
    forget()
  }

  // The organisations for which the caller could create; a choice is needed only among several.
  const organisations = computed(() => {
    const allowed = new Set(act.by.map((permit) => permit.role))
    const mine = (session.value?.roles ?? []).filter((entry) => allowed.has(entry.role) && entry.organisation > 0)
    return act.creates && mine.length > 1 ? mine : []
  })

  // What the newer version of the record changed among the fields that this act shows.
  const overtaken = computed(() => {
    const next = newer.value
    if (!next || !base.value) return []
    const before = base.value
    return register.fields.filter((field) => !same(before.values[field.name], next.values[field.name]))
  })
  function takeNewer() {
    const next = newer.value!
    const mine = changes()
    base.value = next
    for (const field of fields)
      if (!(field.name in mine) && !act.appends.includes(field.name)) values[field.name] = JSON.parse(JSON.stringify(next.values[field.name] ?? null))
    newer.value = null
    problem.value = null
  }

  async function send(): Promise<ActReply | null> {
    sending.value = true
    try {
      const body = { values: changes(), reason: reason.value.trim(), organisation: organisation.value }
      const reply = base.value
        ? await api.act(register.name, base.value.id, act.name, base.value.version, body, key)
        : await api.create(register.name, { ...body, act: act.name }, key)
      forget()
      return reply
    } catch (error) {
      problem.value = asProblem(error)
      // After a clear answer the next attempt is a new request; without one it must be recognised as the same.
      if (problem.value.code !== kUnreachable) key = newKey()
      if (problem.value.code === 'version-conflict' && base.value)
        newer.value = await api.read(register.name, base.value.id).catch(() => null)
      return null
    } finally {
      sending.value = false
    }
  }

  return { base, fields, values, reason, organisation, organisations, problem, newer, overtaken, restored, sending, required, dirty, discard, takeNewer, send }
}

export function prefillOf(register: Register, query: Record<string, unknown>): Values {
  const values: Values = {}
  for (const [key, raw] of Object.entries(query)) {
    const field = key.startsWith('set.') ? fieldOf(register, key.slice(4)) : undefined
    if (!field || typeof raw !== 'string') continue
    values[field.name] = field.type === 'ref' ? { id: Number(raw) } : field.type === 'refs' ? [{ id: Number(raw) }] : raw
  }
  return values
}

