// Which register holds the bids of an auction's register, and what of an auction's history is its price line.
import type { HistoryEntry, Register } from '@/api/types'
import { registers } from '@/state/pack'

export interface Bidding {
  register: string // of the bids
  act: string
  entry: string    // its ref to the bidder's entry: what a bid needs besides the amount
  entries: string  // register of the entries
  auction: string
  number: string
  amount: string
  position: string
  placedAt: string
  taken: string    // act of the auction that takes a bid
}

const found = new Map<string, Bidding | null>()

function look(auction: string): Bidding | null {
  for (const register of registers())
    for (const act of register.acts) {
      if (!act.bid || register.fields.find(({ name }) => name === act.bid!.auction)?.target !== auction) continue
      const entry = register.fields.find(({ name, type }) => type === 'ref' && act.needs.includes(name))
      if (!entry?.target) continue
      return {
        register: register.name, act: act.name, entry: entry.name, entries: entry.target, auction: refTo(register, auction), number: act.bid.bidder,
        amount: act.bid.amount, position: act.bid.position, placedAt: act.bid.placed_at, taken: act.bid.act,
      }
    }
  return null
}
const refTo = (register: Register, target: string): string => register.fields.find((field) => field.target === target)?.name ?? ''

export function bidding(auction: string): Bidding | null {
  if (!found.has(auction)) found.set(auction, look(auction))
  return found.get(auction)!
}

export interface Point { position: number; number: string; amount: string; at: string; endsAt: string; leaf: number; cause: number | null; proven: boolean }

// The leaves of an auction that took a bid, in their order. What a leaf does not repeat has not changed.
export function priceLine(entries: HistoryEntry[], taken: string, before?: Point): Point[] {
  const line: Point[] = []
  for (const entry of entries) {
    if (entry.act !== taken) continue
    const last = line.at(-1) ?? before
    const text = (field: string, otherwise: string): string => (typeof entry.set[field] === 'string' ? (entry.set[field] as string) : otherwise)
    line.push({
      position: Number(entry.set.bids ?? (last?.position ?? 0) + 1),
      number: text('leader', last?.number ?? ''),
      amount: text('price', last?.amount ?? ''),
      at: text('last_bid_at', last?.at ?? entry.at),
      endsAt: text('ends_at', last?.endsAt ?? ''),
      leaf: entry.leaf,
      cause: entry.cause,
      proven: entry.proven,
    })
  }
  return line
}

// Yuan with two decimals as whole fen, exact below 90 trillion yuan.
export function fen(value: string): number {
  const [whole = '0', fraction = ''] = value.split('.')
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2))
}
export const yuan = (value: number): string => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
