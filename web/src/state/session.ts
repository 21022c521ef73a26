import { computed, shallowRef } from 'vue'
import { api } from '@/api'
import { setCsrf } from '@/api/client'
import type { Session } from '@/api/types'

export const session = shallowRef<Session | null>(null)
export const account = computed(() => session.value?.account ?? null)

// How far the server's clock is ahead of this machine's; large under a test clock.
const clockOffset = shallowRef(0)
export const serverNow = (): number => Date.now() + clockOffset.value

export function applyNow(now: string | undefined) {
  const time = Date.parse(now ?? '')
  if (!Number.isNaN(time)) clockOffset.value = time - Date.now()
}

function apply(next: Session) {
  session.value = next
  setCsrf(next.csrf)
  applyNow(next.now)
}

export const loadSession = async () => apply(await api.session())
export const signIn = async (login: string, password: string) => apply(await api.signIn(login, password))
export async function signOut() {
  await api.signOut()
  await loadSession()
}
