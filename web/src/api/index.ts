// The routes of the API that pages use, one line each.
import { json, query, request } from './client'
import type {
  Account, ActChoice, ActReply, Answer, Choice, Decisions, Draft, FileValue, HistoryEntry, ImportReport, ListReply, LogHead, LogProof, Matches, Pack, RecordView,
  RegisterCount, SearchReply, Session, StatementInfo, StatementReply, Todos, Totals, Values, Variant, VariantAnswer, VerifyReport, VersionComparison,
} from './types'

export type Filters = Record<string, string | number | boolean | undefined>
export interface ActBody { values?: Values; reason?: string; organisation?: number; check_only?: boolean; act?: string }

const records = (register: string) => `/records/${encodeURIComponent(register)}`
const record = (register: string, id: number) => `${records(register)}/${id}`
const decision = (name: string) => `/decisions/${encodeURIComponent(name)}`
const post = <T>(path: string, body?: unknown, headers?: Record<string, string>) => json<T>(path, { method: 'POST', body, headers })

export const api = {
  session: () => json<Session>('/session'),
  signIn: (login: string, password: string) => post<Session>('/session', { login, password }),
  signOut: () => json<void>('/session', { method: 'DELETE' }),
  changePassword: (old: string, next: string) => post<void>('/session/password', { old, new: next }),
  createToken: (name: string, days: number) => post<{ token: string }>('/tokens', { name, days }),
  accounts: () => json<{ accounts: Account[] }>('/accounts'),
  createAccount: (account: Partial<Account> & { password?: string }) => post<Account>('/accounts', account),
  changeAccount: (id: number, change: Partial<Account> & { password?: string }) =>
    json<Account>(`/accounts/${id}`, { method: 'PATCH', body: change }),

  pack: () => json<Pack>('/pack'),

  list: (register: string, filters: Filters, signal?: AbortSignal) => json<ListReply>(records(register) + query(filters), { signal }),
  totals: (register: string, by: string[], sum: string[], filters: Filters = {}) =>
    json<Totals>(`${records(register)}/totals${query({ ...filters, by: by.join(','), sum: sum.join(',') })}`),
  read: (register: string, id: number) => json<RecordView>(record(register, id)),
  creations: (register: string) => json<{ acts: ActChoice[] }>(`${records(register)}/new`),
  create: (register: string, body: ActBody, key: string) => post<ActReply>(records(register), body, { 'Idempotency-Key': key }),
  act: (register: string, id: number, act: string, version: number, body: ActBody, key: string) =>
    post<ActReply>(`${record(register, id)}/acts/${act}`, body, { 'If-Match': `"${version}"`, 'Idempotency-Key': key }),
  history: (register: string, id: number, from?: number, limit?: number) =>
    json<{ entries: HistoryEntry[] }>(`${record(register, id)}/history${query({ from, limit })}`),
  choices: (register: string, q: string, limit = 20) => json<{ choices: Choice[] }>(`${records(register)}/choices${query({ q, limit })}`),

  exportAddress: (register: string, filters: Filters) => `/api/v1${records(register)}/export${query(filters)}`,
  templateAddress: (register: string, format: string) => `/api/v1${records(register)}/template${query({ format })}`,
  bundleAddress: (register: string, id: number) => `/api/v1${record(register, id)}/bundle`,
  fileAddress: (register: string, id: number, digest: string) => `/api/v1${record(register, id)}/files/${encodeURIComponent(digest)}`,

  async upload(file: File): Promise<FileValue> {
    return post<FileValue>('/files', file, {
      'Content-Type': file.type || 'application/octet-stream',
      'X-Filename': encodeURIComponent(file.name),
    })
  },
  importFile: (register: string, file: File, options: Filters) => post<ImportReport>(`${records(register)}/import${query(options)}`, file),

  decisions: () => json<Decisions>('/decisions'),
  evaluate: (name: string, body: { inputs: Values; on?: string; region?: string; version?: string; trace?: boolean }) =>
    post<Answer>(`${decision(name)}/evaluate`, body),
  compareLaws: (name: string, body: { inputs: Values; variants: Variant[] }) => post<{ answers: VariantAnswer[] }>(`${decision(name)}/compare`, body),
  compareVersions: (name: string, from: string, to: string) => json<VersionComparison>(`${decision(name)}/comparison${query({ from, to })}`),
  modelAddress: (name: string, version: string) => `/api/v1${decision(name)}/${encodeURIComponent(version)}/model`,
  model: (name: string, version: string) => request(`${decision(name)}/${encodeURIComponent(version)}/model`).then((reply) => reply.text()),
  drafts: (name: string) => json<{ drafts: Draft[] }>(`${decision(name)}/drafts`),
  createDraft: (name: string, body: { from: string; note: string; model: string }) => post<Draft>(`${decision(name)}/drafts`, body),
  statements: () => json<{ statements: StatementInfo[] }>('/statements'),
  statement: (name: string, options: Filters) => json<StatementReply>(`/statements/${encodeURIComponent(name)}${query(options)}`),
  statementAddress: (name: string, options: Filters) => `/api/v1/statements/${encodeURIComponent(name)}/export${query(options)}`,

  todos: () => json<Todos>('/todos'),
  search: (filters: Filters, signal?: AbortSignal) => json<SearchReply>('/search' + query(filters), { signal }),
  matches: (filters: Filters) => json<Matches>('/matches' + query(filters)),
  overview: () => json<{ registers: RegisterCount[] }>('/overview'),

  logHead: () => json<LogHead>('/log/head'),
  signLog: () => post<LogHead>('/log/head'),
  logProof: (leaf: number) => json<LogProof>(`/log/proof/${leaf}`),
  checkLog: () => post<{ leaves: number; heads: number; ok: boolean }>('/log/check'),
  verify: (bundle: Blob) => request('/verify', { method: 'POST', body: bundle }).then((response) => response.json() as Promise<VerifyReport>),

  advanceClock: (days: number) => post<{ now: string }>('/test/clock', { advance_days: days }),
}
