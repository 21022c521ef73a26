// Paths of values in problems: "price", "shares/2/share" (rows counted from 0).
import { i18n } from '@/i18n'
import { say } from '@/state/language'
import { fieldOf } from '@/state/pack'
import type { Field, Problem, Register } from '@/api/types'

export function fieldPathTitle(register: Register | undefined, path: string): string {
  const [head = '', row, ...rest] = path.split('/')
  const field = register && fieldOf(register, head)
  if (!field) return path
  const parts = [say(field.title)]
  if (row !== undefined) parts.push(/^\d+$/.test(row) ? i18n.global.t('form.row', { n: Number(row) + 1 }) : row)
  const column: Field | undefined = field.rows?.find((candidate) => candidate.name === rest[0])
  if (rest[0]) parts.push(say(column?.title) || rest[0])
  return parts.join(' · ')
}

// The problems of a reply that belong to a value, by path.
export function problemsByPath(problem: Problem | null): Map<string, Problem> {
  const found = new Map<string, Problem>()
  const visit = (one: Problem) => {
    if (one.field && !found.has(one.field)) found.set(one.field, one)
    one.details?.forEach(visit)
  }
  if (problem) visit(problem)
  return found
}

// The element that holds the value, or the nearest group around it.
export function focusPath(root: HTMLElement, path: string) {
  for (let at = path; at; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
    const holder = root.querySelector<HTMLElement>(`[data-path="${CSS.escape(at)}"]`)
    if (!holder) continue
    holder.scrollIntoView({ block: 'center' })
    holder.querySelector<HTMLElement>('input, textarea, button, [tabindex="0"]')?.focus({ preventScroll: true })
    return
  }
}
