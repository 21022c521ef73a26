// Which register takes sealed offers on another, and how a commitment is made: docs/formats/commitment.md.
import { registers } from '@/state/pack'
import { fen, yuan } from './bidding'
import { sm3 } from './sm3'

export interface Sealing { register: string; act: string; subject: string; commitment: string; amount: string; terms: string }

// On records of `subject`; null when nothing is sealed for them.
export function sealing(subject: string): Sealing | null {
  for (const register of registers())
    for (const act of register.acts)
      for (const { sealed } of act.conditions) {
        if (!sealed || register.fields.find(({ name }) => name === sealed.subject)?.target !== subject) continue
        const creation = register.acts.find((one) => one.creates && one.needs.includes(sealed.commitment))
        if (creation) return { register: register.name, act: creation.name, ...sealed }
      }
  return null
}

export interface Sealed { subject: string; bidder: number; amount: string; terms: string; salt: string; commitment: string }

// The terms are sealed as the server will store them: lines ended by a line feed, no blanks at the ends.
export function seal(subject: string, bidder: number, amount: string, text: string): Sealed {
  const terms = text.replace(/\r\n?/g, '\n').trim()
  const exact = yuan(fen(amount))
  const salt = [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return { subject, bidder, amount: exact, terms, salt, commitment: commitment(subject, bidder, exact, terms, salt) }
}

export const commitment = (subject: string, bidder: number, amount: string, terms: string, salt: string): string =>
  `sm3:${sm3(`lingqu-commitment/1\n${subject}\n${bidder}\n${amount}\n${sm3(terms)}\n${salt}\n`)}`
