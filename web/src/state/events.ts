// The live connection: changes of records that the reader may see, as they happen.
import { onScopeDispose, shallowRef } from 'vue'
import type { Change } from '@/api/types'

export type Connection = 'off' | 'connecting' | 'live' | 'lost'
export const connection = shallowRef<Connection>('off')

// null: the connection was lost for a while, anything may have changed.
type Listener = (change: Change | null) => void
const listeners = new Set<Listener>()
let source: EventSource | null = null
let retry: ReturnType<typeof setTimeout> | undefined
let missed = false

function tell(change: Change | null) {
  for (const listener of listeners) listener(change)
}

export function connect() {
  disconnect()
  connection.value = 'connecting'
  source = new EventSource('/api/v1/events')
  source.onopen = () => {
    connection.value = 'live'
    if (missed) tell(null)
    missed = false
  }
  source.onerror = () => {
    connection.value = 'lost'
    missed = true
    // A closed source does not try again by itself (the browser does so only while it is connecting).
    if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, 5000)
  }
  source.addEventListener('change', (event) => {
    tell(JSON.parse((event as MessageEvent<string>).data) as Change)
  })
}

export function disconnect() {
  clearTimeout(retry)
  source?.close()
  source = null
  connection.value = 'off'
}

// Until the calling component goes away.
export function onChange(listener: Listener) {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}
