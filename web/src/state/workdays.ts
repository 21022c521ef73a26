// Working days by the pack's calendar: weekends and holidays are off, days worked in lieu are not.
import { pack } from './pack'

const kDay = 86_400_000
const utc = (date: string) => Date.parse(`${date}T00:00:00Z`)
const iso = (time: number) => new Date(time).toISOString().slice(0, 10)

export function isWorkday(date: string): boolean {
  const calendar = pack.value?.calendar
  if (calendar?.work.includes(date)) return true
  const weekday = new Date(utc(date)).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !calendar?.off.includes(date)
}

// Working days after `from` up to and with `to`; negative when `to` is past: the working days since it.
export function workdaysBetween(from: string, to: string): number {
  if (from === to) return 0
  const forward = from < to
  const [start, end] = forward ? [from, to] : [to, from]
  let days = 0
  for (let time = utc(start) + kDay; time <= utc(end); time += kDay) days += isWorkday(iso(time)) ? 1 : 0
  return forward ? days : -days
}
