// The path of a record through its states: those passed, the present one, and those that usually follow.
import type { HistoryEntry, Register, State } from '@/api/types'
import { stateOf } from '@/state/pack'

export interface Step { state: State; place: 'passed' | 'present' | 'ahead' }

// The likely next state: by an act that leads on (not a withdrawal), nearest in the order of declaration.
function following(register: Register, state: string, seen: Set<string>): State | undefined {
  const position = (name: string) => register.states.findIndex((one) => one.name === name)
  return register.acts
    .filter((act) => act.from.includes(state) && act.to && !seen.has(act.to) && act.emphasis !== 'danger' && position(act.to) > position(state))
    .map((act) => stateOf(register, act.to!)!)
    .filter((next) => next && next.tone !== 'bad')
    .sort((a, b) => position(a.name) - position(b.name))[0]
}

export function stepsOf(register: Register, present: string, history: HistoryEntry[]): Step[] {
  const passed: string[] = []
  for (const entry of history) {
    const returned = passed.indexOf(entry.to)
    if (returned >= 0) passed.length = returned
    if (entry.to) passed.push(entry.to)
  }
  if (passed[passed.length - 1] !== present) passed.push(present)
  const seen = new Set(passed)
  const steps: Step[] = passed.flatMap((name) => {
    const state = stateOf(register, name)
    return state ? [{ state, place: name === present ? 'present' : 'passed' } as Step] : []
  })
  for (let at = following(register, present, seen); at; at = following(register, at.name, seen)) {
    seen.add(at.name)
    steps.push({ state: at, place: 'ahead' })
    if (at.ends) break
  }
  return steps
}
