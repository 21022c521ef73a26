// The statements the pack declares, loaded once for the menu and their pages.
import { shallowRef } from 'vue'
import { api } from '@/api'
import type { StatementInfo } from '@/api/types'

export const statements = shallowRef<StatementInfo[]>([])
let loading: Promise<void> | null = null

export function loadStatements(): Promise<void> {
  loading ??= api.statements().then((found) => { statements.value = found.statements }, () => { loading = null })
  return loading
}
