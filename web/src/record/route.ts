import type { RouteLocationRaw } from 'vue-router'
import { account } from '@/state/session'

// The page of a record: the working page for those signed in, the public one otherwise.
export const recordRoute = (register: string, id: number): RouteLocationRaw =>
  ({ name: account.value ? 'record' : 'public-record', params: { name: register, id } })
