// GB 32100-2015: 18 characters of an alphabet of 31, the last a check character modulo 31.
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

export type CreditCodeVerdict =
  | { kind: 'good' }
  | { kind: 'short'; missing: number }
  | { kind: 'long' }
  | { kind: 'character'; at: number; character: string }
  | { kind: 'check'; expected: string; found: string }

export const normalCreditCode = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase()

export function checkCreditCode(text: string): CreditCodeVerdict {
  const code = normalCreditCode(text)
  for (let at = 0; at < code.length; at++)
    if (!alphabet.includes(code[at]!)) return { kind: 'character', at: at + 1, character: code[at]! }
  if (code.length < 18) return { kind: 'short', missing: 18 - code.length }
  if (code.length > 18) return { kind: 'long' }
  let sum = 0
  let weight = 1
  for (let at = 0; at < 17; at++) {
    sum += alphabet.indexOf(code[at]!) * weight
    weight = (weight * 3) % 31
  }
  const expected = alphabet[(31 - (sum % 31)) % 31]!
  return expected === code[17] ? { kind: 'good' } : { kind: 'check', expected, found: code[17]! }
}
