// One act on many records, one after the other; each has its own answer, and one refusal stops none of the others.
import { api, type ActBody } from '@/api'
import { asProblem } from '@/api/client'
import type { Item, Problem } from '@/api/types'

export interface BatchResult { item: Item; leaf?: number; problem?: Problem }

export async function actOnAll(register: string, act: string, items: Item[], body: (item: Item) => ActBody,
                               each: (result: BatchResult) => void): Promise<void> {
  const run = crypto.randomUUID()
  for (const item of items) {
    try {
      const reply = await api.act(register, item.id, act, item.version, body(item), `${run}-${item.id}`)
      each({ item, leaf: reply.leaf })
    } catch (error) {
      each({ item, problem: asProblem(error) })
    }
  }
}
