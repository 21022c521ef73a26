// Clauses of the policy library that hold every word of a text, in their title, label or summary.
import type { Clause, PolicyDocument } from '@/api/types'
import { say } from '@/state/language'

export function clausesFor(documents: PolicyDocument[], text: string, limit = 8): { document: PolicyDocument; clause: Clause }[] {
  const words = text.toLowerCase().split(/[\s，。、,.]+/).filter(Boolean)
  if (!words.length) return []
  return documents
    .flatMap((document) => document.clauses.map((clause) => ({ document, clause })))
    .filter(({ document, clause }) => {
      const held = [say(document.title), clause.label, say(clause.summary)].join(' ').toLowerCase()
      return words.every((word) => held.includes(word))
    })
    .slice(0, limit)
}
