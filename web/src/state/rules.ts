// The decisions of the pack, loaded once; what pages look up in them.
import { shallowRef } from 'vue'
import { api } from '@/api'
import type { Decision, Decisions } from '@/api/types'

export const rules = shallowRef<Decisions | null>(null)
let loading: Promise<Decisions> | null = null

export function loadRules(): Promise<Decisions> {
  loading ??= api.decisions().then((found) => (rules.value = found)).catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}
// After somebody else signed in: what one may do has changed.
export function forgetRules() {
  loading = null
  rules.value = null
}
export const decisionOf = (name: string): Decision | undefined => rules.value?.decisions.find((decision) => decision.name === name)
