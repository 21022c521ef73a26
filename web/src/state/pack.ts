// The pack as loaded once, and what pages look up in it.
import { shallowRef } from 'vue'
import { api } from '@/api'
import type { Act, Clause, Field, Pack, PolicyDocument, Register, State } from '@/api/types'
import { say } from './language'

export const pack = shallowRef<Pack | null>(null)
const clauses = new Map<string, { clause: Clause; document: PolicyDocument }>()

export async function loadPack() {
  const loaded = await api.pack()
  loaded.registers.sort((a, b) => a.menu_order - b.menu_order)
  clauses.clear()
  for (const document of loaded.documents)
    for (const clause of document.clauses) clauses.set(clause.id, { clause, document })
  pack.value = loaded
}

export const registers = (): Register[] => pack.value?.registers ?? []
export const registerOf = (name: string): Register | undefined => registers().find((register) => register.name === name)
export const registerTitle = (name: string): string => say(registerOf(name)?.title) || name
export const fieldOf = (register: Register, name: string): Field | undefined => register.fields.find((field) => field.name === name)
export const actOf = (register: Register | undefined, name: string): Act | undefined => register?.acts.find((act) => act.name === name)
export const stateOf = (register: Register | undefined, name: string): State | undefined =>
  register?.states.find((state) => state.name === name)
export const actTitle = (register: string, act: string): string => say(actOf(registerOf(register), act)?.title) || act
export const stateTitle = (register: string, state: string): string => say(stateOf(registerOf(register), state)?.title) || state
export const roleTitle = (name: string): string => say(pack.value?.roles.find((role) => role.name === name)?.title) || name
export const clauseOf = (id: string) => clauses.get(id)

export function clauseTitle(id: string): string {
  const found = clauses.get(id)
  return found ? `${say(found.document.title)} ${found.clause.label}` : id
}

export function codeTitle(vocabulary: string | undefined, code: string): string {
  const found = pack.value?.vocabularies[vocabulary ?? '']?.codes.find((entry) => entry.code === code)
  return say(found?.title) || code
}

const province = (code: string) => `${code.slice(0, 2)}0000`
const city = (code: string) => `${code.slice(0, 4)}00`

export function regionTitle(code: string): string {
  const regions = pack.value?.regions ?? {}
  const path = [...new Set([province(code), city(code), code])].filter((part) => regions[part])
  const home = pack.value?.region
  const shown = path.length > 1 && path[0] === home ? path.slice(1) : path
  return shown.map((part) => say(regions[part])).join(' ') || code
}

export type RegionNode = { value: string; label: string; children?: RegionNode[] }
export function regionTree(): RegionNode[] {
  const regions = pack.value?.regions ?? {}
  const nodes = new Map<string, RegionNode>()
  const roots: RegionNode[] = []
  for (const code of Object.keys(regions).sort()) {
    const node: RegionNode = { value: code, label: say(regions[code]) }
    nodes.set(code, node)
    const parent = [city(code), province(code)].find((candidate) => candidate !== code && nodes.has(candidate))
    if (parent) (nodes.get(parent)!.children ??= []).push(node)
    else roots.push(node)
  }
  return roots
}

export const unverifiedMark = (mark: string | undefined): boolean => mark === 'G' || mark === 'UNKNOWN'
