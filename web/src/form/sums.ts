// Exact sums of decimal strings, as integers of their smallest unit.
function total(values: string[], places: number): bigint {
  let sum = 0n
  for (const value of values) {
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value)
    if (match) sum += BigInt(match[1]! + match[2]! + (match[3] ?? '').padEnd(places, '0').slice(0, places))
  }
  return sum
}

function write(sum: bigint, places: number): string {
  const sign = sum < 0n ? '-' : ''
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0')
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

export const sumMoney = (values: string[]): string => write(total(values, 2), 2)
export const sumShares = (values: string[]): string =>
  `${write(total(values.map((value) => value.replace('%', '')), 6), 6).replace(/\.?0+$/, '')}%`
