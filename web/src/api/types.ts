// The shapes of docs/design/api.md.

export type Language = 'zh' | 'en'
export interface Text { zh: string; en?: string }

export type FieldType =
  | 'text' | 'long_text' | 'localized' | 'integer' | 'decimal' | 'money' | 'share' | 'date' | 'time' | 'boolean'
  | 'code' | 'ref' | 'refs' | 'rows' | 'file' | 'region' | 'credit_code'
export type Visibility = 'public' | 'registered' | 'parties' | 'regulator'
export type Tone = 'neutral' | 'active' | 'waiting' | 'good' | 'bad'

export interface Field {
  name: string
  title: Text
  help?: Text
  type: FieldType
  required?: boolean
  personal?: boolean
  unique?: boolean
  retired?: boolean
  listed?: boolean
  visible?: Visibility | ''
  group?: string
  vocabulary?: string
  target?: string
  max_length?: number
  scale?: number
  minimum?: string | number | null
  maximum?: string | number | null
  min_rows?: number
  max_rows?: number
  searched?: boolean
  mark?: string
  computed?: boolean
  expression?: string // FEEL, of a computed field
  rows?: Field[]
}

export interface State { name: string; title: Text; tone: Tone; ends: boolean }

export interface Act {
  name: string
  title: Text
  help?: Text
  from: string[]
  to?: string
  by: { role: string; field?: string }[]
  needs: string[]
  sets: string[]
  appends: string[]
  reason?: boolean
  emphasis?: 'normal' | 'primary' | 'danger'
  basis: string[]
  conditions: { id: string; kind: string; clause?: string; title?: Text; expression?: string; decision?: string; sealed?: { commitment: string; amount: string; terms: string; salt: string; subject: string } }[]
  system?: boolean
  creates?: boolean
  bid?: { auction: string; bidder: string; amount: string; position: string; placed_at: string; act: string }
}

export interface Register {
  name: string
  title: Text
  help?: Text
  icon?: string
  menu_order: number
  label_field: string
  number_field?: string
  owner_field?: string
  bundle_with?: string[] // ref fields whose records belong to the evidence of this one
  visible: Visibility
  groups: { name: string; title: Text }[]
  fields: Field[]
  states: State[]
  acts: Act[]
}

export interface Clause { id: string; label: string; summary: Text | string }
export interface PolicyDocument {
  id: string
  title: Text
  issuer?: string
  date?: string
  number?: string
  verified: boolean
  note?: string
  clauses: Clause[]
}
export interface Parameter {
  key: string
  value: string
  unit?: string
  clause?: string
  mark?: string
  verified: boolean
  title: Text
}
export interface Role { name: string; title: Text; help?: Text; region_scope: boolean; manages_accounts: boolean; audits: boolean }
export interface Code { code: string; title: Text; retired?: boolean }
export interface Vocabulary { title: Text; verified: boolean; codes: Code[] }

export interface Pack {
  name: string
  version: string
  title: Text
  region_title: Text
  region: string
  content_hash: string
  organisation_register: string
  person_register: string
  roles: Role[]
  vocabularies: Record<string, Vocabulary>
  regions: Record<string, Text>
  documents: PolicyDocument[]
  parameters: Parameter[]
  calendar?: { id: string; off: string[]; work: string[] }
  registers: Register[]
}

export interface StatementInfo {
  name: string
  kind: 'balance' | 'report'
  title: Text
  help?: Text
  icon?: string
  basis: string[]
  due?: string
  note?: Text
  note_clause?: string
  register?: string   // of movements
  by?: string[]       // fields a balance may have lines by
  shown?: string[]    // of these, the usual ones
}
// A figure, and the list behind it as an address of the API; none where there is nothing.
export interface Figure { value: number | string; open?: string }
export interface BalanceLine {
  organisation?: number
  codes: Record<string, string>
  opening: Figure; increase: Figure; decrease: Figure; closing: Figure
  items_opening: Figure; items_in: Figure; items_out: Figure; items_closing: Figure
}
export interface StatementReply {
  statement: string
  from: string
  to: string
  year?: number
  organisation: { id: number; label: string } | null
  by?: string[]
  by_organisation?: boolean
  lines?: BalanceLine[]
  total?: BalanceLine
  labels?: Labels
  tables?: {
    name: string; title: Text; help: Text
    columns: { name: string; title: Text }[]
    rows: { name: string; title: Text; total: boolean; cells: Figure[] }[]
  }[]
}

export interface Ref { id: number }
export interface FileValue { digest: string; name: string; type: string; size: number }
export type Row = Record<string, unknown>
export type Values = Record<string, unknown>
export type Labels = Record<string, Record<string, string>>

export interface Session {
  account: { id: number; login: string; name: string; person?: number | null } | null
  roles: { role: string; organisation: number; label: string }[]
  csrf?: string
  manages_accounts?: boolean
  audits?: boolean
  must_change_password?: boolean
  demo?: { login: string; name: string; role: string; title: Text }[]
  test_clock?: boolean
  now: string
}

export interface Problem {
  status: number
  code: string
  message: Text
  remedy?: Text
  field?: string
  rule?: string
  clause?: string
  details?: Problem[]
  report?: ImportReport
}

export interface Item {
  id: number
  version: number
  state: string
  owner: Ref | null
  created_at: string
  updated_at: string
  values: Values
}
export interface ListReply {
  records: Item[]
  total?: number
  by_state: Record<string, number>
  page: number
  size: number
  labels: Labels
}
// Counts and sums by the values of some fields.
export interface Totals {
  groups: { by: Values; count: number; sums: Record<string, { sum: string | null; filled: number }> }[]
  total: number
}
export interface Choice { id: number; label: string; number?: string; state?: string }
export interface ActChoice { act: string; allowed: boolean; reason?: Problem | null }
export interface RecordView extends Item {
  register: string
  last_leaf: number
  hidden: string[]
  labels: Labels
  acts: ActChoice[]
  related: { register: string; by: string; count: number }[]
  due: { at: string; act: string } | null
  duties?: DutyFinding[] // where the register has duties and the reader is a party
}
export interface DutyFinding {
  id: string
  title: Text
  clause: string
  remedy: Text
  state: 'done' | 'missing' | 'not_applicable'
  late: boolean
}
// `record` is null where the act took the record out of the caller's sight.
/** A decision that an act rests on; trace: null where the caller may not see what it looked at. */
export interface Decided { decision: string; version: string; digest: string; clauses: string[]; verified: boolean; trace: unknown }
export interface ActReply { id: number; record: RecordView | null; leaf: number; version: number; repeated: boolean; decisions: Decided[] }
export interface HistoryEntry {
  leaf: number
  at: string
  version: number
  act: string
  from: string
  to: string
  actor: string
  organisation: { id: number; label: string } | null
  role: string
  reason: string
  basis: string[]
  cause: number | null
  decisions: Decided[]
  set: Values
  proven: boolean
}
export interface ImportProblem { line: number; column?: string; field?: string; code: string; message: Text; remedy?: Text }
export interface ImportReport { total: number; imported: number; first?: number; last?: number; bad_rows: number; problems: ImportProblem[] }

export interface Todo { register: string; id: number; label: string; state: string; act: string; since: string; due: string | null }
export interface Todos { waiting: Todo[]; waiting_total: number; due: Todo[] }
export interface SearchHit {
  register: string; id: number; label: string; number: string; state: string
  owner: { id: number; label: string }; field: string; passage: { text: string; matches: boolean }[]
}
export interface SearchReply { hits: SearchHit[]; total: number; loose: boolean; registers: Record<string, number>; page: number; size: number; followed: number }
export interface MatchReason { for: boolean; text: Text; need_says: string; passage: string; matched: string }
export interface MatchAnswer { id: number; state: string; accepted: boolean; declined: boolean; reason: string; advice: string }
export interface Match {
  id: number
  label: string
  number: string
  state: string
  owner: { id: number; label: string }
  score: string
  values: Values
  reasons: MatchReason[]
  answer: MatchAnswer | null
}
export interface Matches { with: string; complete: boolean; embeddings: boolean; matches: Match[] }
export interface RegisterCount { register: string; total: number; by_state: Record<string, number> }
export interface Change { register: string; id: number; version: number; act: string; state: string; leaf: number }

export interface LogHead {
  origin: string
  size: number
  root: string
  at: string
  signature: string
  key_id: string
  public_key: string
  algorithm: string
  unsigned_leaves: number
}
export interface LogProof { sequence: number; leaf: unknown; head: LogHead; path: string[] }
export interface Account {
  id: number
  login: string
  name: string
  person?: number | null
  active: boolean
  memberships: { organisation: number; role: string }[]
}

// Decisions of the pack: figures are JSON numbers, dates and codes texts.
export interface DecisionCode { code: string; title: Text }
export interface DecisionField { name: string; title: Text; help: Text; type: string; codes: DecisionCode[] }
export interface DecisionInput { name: string; label: string; help: string; type: string; allowed: string[]; allowed_text: string; suggested: string[] }
export interface DecisionOutput { name: string; label: string; type: string; allowed: string[] }
export interface DecisionVersion {
  from: string
  until: string | null
  decision: string
  digest: string
  verified: boolean
  unverified_rules: number
  rules: number
  clauses: string[]
  inputs: DecisionInput[]
  outputs: DecisionOutput[]
}
export interface Decision { name: string; title: Text; help: Text; in_force: string | null; fields: DecisionField[]; versions: DecisionVersion[] }
export interface Decisions { decisions: Decision[]; regions: DecisionCode[]; region: string; today: string; may_draft: boolean }

export interface TableHit {
  table: string
  policy: string
  inputs: Record<string, unknown>
  rules: { number: number; id: string; annotations?: Record<string, string> }[]
  result: unknown
}
export interface TraceStep { element: string; value: unknown; required?: Record<string, unknown>; tables?: TableHit[]; reasons?: string[] }
export interface Trace { results: Record<string, unknown>; trace?: TraceStep[] }
export interface Answer {
  decision: string
  version: string
  digest: string
  value: unknown
  clauses: string[]
  verified: boolean
  reasons: string[]
  trace?: Trace
}
export interface Variant { on?: string; region?: string; version?: string }
export interface VariantAnswer { on: string; region: string; answer?: Answer; problem?: Problem }
export interface CellChange { part: 'input' | 'output' | 'annotation'; column: string; before: string; after: string }
export interface RuleChange { change: 'added' | 'removed' | 'changed'; element: string; before: number | null; after: number | null; cells: CellChange[] }
export interface VersionComparison {
  before: string
  after: string
  rules: RuleChange[]
  texts: { element: string; before: string; after: string }[]
  cases_total: number
  cases: { id: string; on: string; inputs: Record<string, unknown>; before: Answer; after: Answer }[]
}
export interface Draft { id: number; decision: string; from: string; note: string; digest: string; size: number; by: string; at: string; leaf: number }

export interface VerifyFailure { where: string; problem: Text }
export interface VerifyCheck { id: string; what: Text; state: 'passed' | 'failed' | 'skipped'; failures?: VerifyFailure[] }
export interface VerifyReport {
  proven: boolean
  sentence: Text
  checks: VerifyCheck[]
  origin?: string
  at?: string
  key?: string
  size?: number
  subjects?: { register: string; record: number; title?: Text; complete?: boolean; acts: unknown[] }[]
}
