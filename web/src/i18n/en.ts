import type zh from './zh'

const en: typeof zh = {
  product: 'Lingqu', yes: 'Yes', no: 'No', blank: '(empty)', cancel: 'Cancel', save: 'Save', remove: 'Remove', reload: 'Reload', retry: 'Try again',
  loading: 'Loading…', rows: '{n} rows', unverified: 'unverified', verified: 'verified', skip: 'Skip to content', breadcrumb: 'Location',
  time: {
    now: 'just now', ago: '{span} ago', waited: 'for {span}', left: '{span} left', due: 'due', minutes: '{n} min', hours: '{n} h', days: '{n} d',
  },
  menu: {
    label: 'Main menu', home: 'Home', registers: 'Registers', statements: 'Statements', more: 'Basis and evidence', policy: 'Policy library', rules: 'Rules', evidence: 'Evidence', public: 'Public search',
    accounts: 'Accounts', publicSearch: 'Public search', verify: 'Verify a bundle', back: 'Back to work',
  },
  top: {
    search: 'Search names, numbers, texts', me: 'My settings', signOut: 'Sign out',
    connection: { off: 'Live updates are off', connecting: 'Connecting to live updates', live: 'Live: the page follows what others do', lost: 'Live updates are interrupted; reconnecting. The page may be out of date' },
    connectionShort: { off: 'Off', connecting: 'Connecting', live: 'Live', lost: 'Interrupted' },
  },
  clock: {
    title: 'Test clock', today: 'Today: {today}', advance: 'Advance by', days: 'days', go: 'Advance', done: 'It is now {today}; what was due has been done',
    hint: 'For tests and demonstrations only; not present in operation',
  },
  login: {
    account: 'Account', password: 'Password', submit: 'Sign in', wait: 'Try again in {n} s', public: 'Public search, no account needed', demo: 'Demonstration accounts',
    fiction: 'All demonstration data are fictional; the organisations and persons do not exist. Click a role to sign in.', footer: '{pack} · pack version {version}',
  },
  home: {
    hello: 'Welcome, {name}', waiting: 'To do', due: 'Due soon', recent: 'Recently updated', byState: 'By state', create: 'New', noCreate: 'Nothing you may create',
    kinds: 'By register', record: 'Record', act: 'Act', age: 'Waiting', automatic: 'Automatic: {act}', nothingWaiting: 'Nothing is waiting for you', nothingDue: 'Nothing is due',
    more: 'All {n}', fewer: 'Fewer', cut: 'The oldest {shown} of {total}', noRecent: 'No records yet',
  },
  column: { state: 'State', owner: 'Owner', created_at: 'Created', updated_at: 'Updated' },
  list: {
    search: 'Search this register (press /)', all: 'All', columns: 'Columns', columnsReset: 'Reset', export: 'Export', import: 'Import', create: 'New', empty: 'No records match',
    keys: 'J / K move, Enter opens, / searches',
  },
  filter: {
    title: 'Filter', operator: 'Comparison', any: 'Any', apply: 'Apply', clear: 'Clear', from: 'From', to: 'To', eq: 'equals', contains: 'contains', in: 'one of', range: 'between', empty: 'is empty', filled: 'is filled',
  },
  market: {
    enter: 'Enter the auction room', price: 'Price', startPrice: 'Start price', leads: 'No. {n} leads', lastPrice: 'Last bid', lastBy: 'no. {n}', you: 'you', left: 'Time left', begins: 'Begins in', over: 'Over', days: '{n} d',
    endsAt: 'ends {at}', extensions: 'extended {n}×', extended: 'A late bid moved the end', bids: 'Bids', increment: 'Increment', rule: 'Extension',
    ruleText: 'a bid in the last {window} min leaves at least {extension} min', bid: 'Bid', yourBid: 'Your bid (no. {n})', steps: '+{n}', place: 'Bid', youLead: 'You lead',
    least: 'Least next bid {n} yuan; the server’s clock counts, bids stay', placed: '{amount} yuan counted, bid no. {n}, leaf #{leaf}', notEntered: 'You have not entered, or the entry is not admitted yet.', waits: 'You are number {n}; bid here once bidding begins.',
    soldFor: 'Sold for {price} yuan', noBids: 'Nobody bid', belowReserve: 'Below the reserve, not sold', winner: 'Winner: {name} (no. {n})', proofHint: 'Every bid is in the evidence log; each bidder can fetch the bundle of an own bid and check that it counted and in which order.',
    line: 'Price line', lineLabel: '{n} bids, price {price} yuan', nth: 'Bid {n}', noBidsYet: 'No bids yet.', all: 'All bids (latest 200)', number: 'No.', amount: 'Amount (yuan)', time: 'Time', leaf: 'Leaf',
    mine: 'My bids', counted: '{amount} yuan, bid {n}, leaf #{leaf}', proof: 'Bundle',
  },
  seal: {
    hint: 'Amount and terms become a hash in your browser; only the hash is handed in. To open the offer you need the saved file; without it it stays closed.',
    bidder: 'For which organisation', save: 'Seal and save the file', saved: 'Sealed; the file is on your computer, keep it safe. The commitment:', handIn: 'Hand in the commitment',
  },
  record: {
    acts: 'Acts', noActs: 'There is nothing for you to do now.', notYet: 'Not possible yet', whyNot: 'Why?', otherStates: 'Acts of other states ({n})', hideOtherStates: 'Hide acts of other states', related: 'Related records', noRelated: 'No related records yet.', allRelated: 'Show all {n}',
    history: 'History', lifecycle: 'Progress', version: 'Version {n}', bundle: 'Download evidence bundle', withheld: 'Withheld', erased: 'Erased on request', empty: 'Not filled in: ',
    due: '“{act}” happens by itself on {at}', done: '“{act}” done, evidence #{leaf}', reloaded: 'Somebody just did “{act}”; the page is up to date', changedElsewhere: 'Somebody just did “{act}”. What you typed is kept.',
    proven: 'Proven #{leaf}', pending: 'Unsigned #{leaf}', provenHelp: 'This act is covered by a signed head of the log and can be verified offline', pendingHelp: 'In the log; the next signature will cover it',
    money: 'Money', why: 'Why?', system: 'Done by the system', unnamed: 'Name withheld', cause: 'caused by #{leaf}', showChanges: 'Values ({n})', hideChanges: 'Hide values',
  },
  duty: {
    title: 'Duties', count: '{done} of {all} done', done: 'done', missing: 'to be done', late: 'overdue', not_applicable: 'not applicable', others: '{n} that do not apply', hide: 'Hide those that do not apply',
  },
  form: {
    required: 'Required', choose: 'Choose', pick: '{register}: type a name or number', region: 'Choose a region', date: 'Choose a date', yuan: 'yuan', wan: '10,000 yuan', tenThousands: '= {n} × 10,000 yuan',
    moneyHint: '“120万” is understood', personal: 'personal', clear: 'Clear', chooseFile: 'Choose a file', replaceFile: 'Replace', fileHint: 'or drop it here, up to 50 MB',
    addRow: 'Add a row', removeRow: 'Remove row {n}', row: 'Row {n}', sum: 'Sum', languages: 'Languages', becomes: 'Becomes', reason: 'Reason', onBehalf: 'On behalf of',
    nothingToFill: 'Nothing to fill in; confirm to submit.', proofHint: 'Submitting is recorded as evidence and cannot be taken back', submit: 'Submit “{act}”', confirmDanger: 'Do “{act}”? It is recorded as evidence and cannot be taken back.',
    restored: 'What you had typed before is restored.', discard: 'Discard it', conflict: 'The record has changed (now version {version}). What you typed is kept.', useNewer: 'Continue with the newer version',
  },
  creditCode: {
    good: 'Check digit is right', short: '{missing} characters missing', long: 'More than 18 characters', character: 'Character {at}, “{character}”, is not allowed', check: 'The check character should be “{expected}”, not “{found}”',
  },
  languages: { zh: 'Chinese', en: 'English', vi: 'Vietnamese', th: 'Thai', id: 'Indonesian', ms: 'Malay', km: 'Khmer', lo: 'Lao', my: 'Burmese' },
  problem: { field: 'Field', remedy: 'What to do', clause: 'Basis', rule: 'Rule' },
  clause: { ownWords: 'Clauses are summarised; the official text prevails.', open: 'Open in the policy library' },
  import: {
    title: 'Import: {register}', choose: 'Choose a file', template: '{format} template', drop: 'Click to choose a file, or drop it here', formats: 'Excel (XLSX), CSV or JSON Lines, up to 64 MB', again: 'click to replace',
    wrongFormat: 'This kind of file is not supported; use XLSX, CSV or JSONL.', columns: 'Columns and fields', serverMaps: 'The server reads the headers of Excel files; check to see the result.', ignore: '(leave out)', act: 'Registered by',
    check: 'Check', run: 'Import', checkFirst: 'Check first; a file is imported whole or not at all.', result: 'Result', done: '{n} imported', clean: '{n} rows without problems, ready to import',
    rejected: '{bad} of {total} rows are wrong; nothing was imported', open: 'Open the register', line: 'Row', column: 'Column', problem: 'Problem', filter: 'Row, column or problem', saveReport: 'Save report', reportName: 'problems',
  },
  codes: {
    required: 'missing', 'wrong-type': 'wrong format', 'too-long': 'too long', 'out-of-range': 'out of range', 'unknown-field': 'unknown field', 'unknown-code': 'not in vocabulary', 'bad-credit-code': 'bad credit code',
    'bad-region': 'bad region', 'bad-reference': 'bad reference', 'not-unique': 'already exists', 'bad-encoding': 'bad encoding', 'duplicate-in-file': 'repeated in file', 'unknown-column': 'unknown column', 'bad-json': 'bad JSON',
    'read-only-field': 'read only', 'share-sum': 'sum of shares', 'money-sum': 'sum of amounts', 'date-order': 'order of dates',
  },
  search: {
    title: 'Search', publicTitle: '{region} · Public search', publicHelp: 'What has been made public; no account needed.', placeholder: 'Name, keyword or number', submit: 'Search', all: 'Show all {n}', loose: 'No record holds all of the words; these hold some of them.', policies: 'Clauses', nothing: 'Nothing found for “{q}”. Use fewer words, or other ones.',
  },
  policy: {
    search: 'Search documents and clauses', documents: 'Documents', parameters: 'Parameters', parameterCount: '{n} values', parameter: 'Parameter', value: 'Value', source: 'Source', status: 'Status',
  },
  rules: {
    help: 'Rules for conditions, shares, periods and amounts, all of them DMN models; each rule names the clause it rests on.', search: 'Search rules and clauses', none: 'The pack has no rules yet',
    inForceSince: 'In force since {day}', size: '{rules} rules · {versions} versions', moreClauses: '{n} more clauses', unverifiedRules: 'The source of {n} rules is unverified', notInForce: 'Not in force today',
    try: 'Try it', day: 'Day', evaluate: 'Decide', outcome: 'Outcome', notAsked: 'Fill in the inputs and press “Decide” to see the outcome, the rules that hit and their clauses.', noValue: '(no outcome)', nation: 'National',
    because: 'Because of', given: 'Given', ruleOf: '{element} · rule {n}', ruleN: 'rule {n}', clause: 'Clause', note: 'Note', json: 'As JSON', formula: 'Formula', noRules: 'This decision has no tables',
    tab: { rules: 'Rules', laws: 'Under which law', model: 'Model', versions: 'Versions and drafts' },
    policy: { UNIQUE: 'one rule hits', ANY: 'rules that hit agree', FIRST: 'the first rule that hits', PRIORITY: 'the highest priority', 'RULE': 'all, in order', OUTPUT: 'all, by priority', COLLECT: 'all that hit, collected' },
    diagram: 'Requirements', noView: 'The model cannot be shown', download: 'Download model', regions: 'Regions', law: 'Law of', addDay: 'Add a day', versionFrom: 'In force from',
    status: 'Status', inForce: 'In force', future: 'Not yet in force', past: 'Superseded', open: 'Open', compare: 'Compare with the one in force', draftN: 'Draft {n}',
    newDraft: 'Hand in a draft', draftHelp: 'Upload a DMN model (at most 2 MiB). It is checked as the pack is, and recorded in the evidence log; a draft decides nothing.', file: 'Model file', draftNote: 'What is changed and why', sendDraft: 'Check and hand in', draftKept: 'Draft {n} is kept, proof #{leaf}',
    comparing: '{before} → {after}', same: 'The rules do not differ.', change: 'Change', rule: 'Rule', column: 'Column', before: 'Before', after: 'After', changes: { added: 'added', removed: 'removed', changed: 'changed' },
    casesDiffer: '{n} of {total} cases come out otherwise', case: 'Case',
  },
  evidence: {
    help: 'Every act leaves an entry in the evidence log; the log is signed, and any change to it is found.', head: 'Signed head', sign: 'Sign now', check: 'Check everything', origin: 'Log', size: 'Entries', unsigned: '{n} more not yet signed',
    root: 'Root hash', at: 'Signed at', algorithm: 'Algorithm', key: 'Key fingerprint', signature: 'Signature', prove: 'Prove', leaf: 'Evidence number', leafText: 'Entry', path: 'Proof path',
    proofText: 'Entry #{sequence} is in the signed log of {size} entries; the proof has {n} steps.', checked: 'All consistent: {leaves} entries, {heads} signatures.',
  },
  statement: {
    from: 'From', on: 'Until', year: 'Year', organisation: 'Organisation', by: 'Lines by', export: 'Export XLSX', print: 'Print', opening: 'Opening', increase: 'Increase', decrease: 'Decrease',
    closing: 'Closing', items: 'Items', yuan: 'Yuan', total: 'Total', row: 'Item', nothing: 'No balance and no movement in this period', basis: 'Basis', due: 'Due on', made: 'Made at {at}',
    ofYear: 'Year {year}', period: '{from} to {to}',
  },
  verify: {
    title: 'Verify a bundle', help: 'Only the file itself is looked at, no database; the offline tools give the same result.', choose: 'Click to choose a bundle, or drop it here', offline: 'Offline page', proven: 'Verified', broken: 'Not verified',
    passed: 'passed', failed: 'failed', skipped: 'not checked', subjects: 'Records', acts: '{n} acts',
  },
  accounts: {
    search: 'Account, name, organisation', create: 'New account', edit: 'Edit', name: 'Name', memberships: 'Roles and organisations', status: 'Status', active: 'active', disabled: 'disabled', disable: 'Disable', enable: 'Enable',
    confirmDisable: 'Disable “{name}”? They can no longer sign in.', confirmEnable: 'Enable “{name}”?', saved: 'Saved', resetPassword: 'New password', resetHint: 'Leave empty to keep the password', passwordHint: 'At least 10 characters',
    person: 'Person', role: 'Role', addMembership: 'Add a role',
  },
  me: {
    mustChange: 'Change the initial password first.', password: 'Password', old: 'Present', new: 'New', again: 'Again', different: 'The two differ', change: 'Change', passwordChanged: 'Password changed',
    tokens: 'Tokens for programs', tokensHelp: 'For programs that call the interface with your rights.', tokenName: 'Purpose', tokenDays: 'Valid for days', createToken: 'Create', tokenOnce: 'Shown only once; save it now:',
  },
  exchange: {
    desk: 'Contract desk', deskHelp: 'In the order of their due days; tick several to accept or register them together, each with its own result', due: 'Working days left', overdue: '{n} working days late', left: '{n} working days', today: 'due today', noDue: 'not accepted',
    queue: 'Waiting', statistics: 'Statistics', selected: '{n} selected', selectAll: 'Select all', batchAct: 'Do together', apply: 'Do it for {n} selected', results: 'Results', doneOne: 'done', failed: 'not done', nothing: 'No contract is waiting',
    suggested: 'Suggested type', count: 'Number', amount: 'Contract amount (yuan)', technologyAmount: 'Technology amount (yuan)', by: 'By {field}', total: 'Total', unknown: 'not given',
    certificate: 'Certificate', certificateTitle: 'Certificate of registration of a technology contract', print: 'Print', scan: 'Scan to verify', scanHelp: 'The code opens the public page: compare number, type and state with this certificate', fingerprint: 'Fingerprint of the pack', leaf: 'Leaf', notRegistered: 'The contract is not registered: there is no certificate.',
    invalid: 'This certificate is no longer valid: {state}', open: 'Open the certificate', quality: 'Quality of matches', qualityHelp: 'Share of published needs with an accepted match, time to first contact, reasons of no; every figure opens into its records', rate: 'Needs with a match', matched: 'Matched', published: 'Published needs', firstContact: 'First contact (mean days)',
    days: '{n} days', contacted: '{n} contacted', reasons: 'Reasons of no', accepted: 'Yes', declined: 'No', noFigure: 'No data yet', deals: 'Deals', dealsAmount: 'Amount (yuan)', commission: 'Commission (yuan)', hours: 'Hours of training', trainings: 'Training', proposals: 'Matches proposed',
    titles: 'Title applications', manager: 'Page of the manager', record: 'Record', allManagers: 'All managers',
  },
  match: {
    title: 'Matched with', ofNeed: 'Match achievements', ofAchievement: 'Match needs', open: 'Not answered only', good: 'Nothing against only', making: 'The index is still being made; results are incomplete and will follow by themselves.', nothing: 'Nothing fits. Describe the problem, figures and keywords in more detail and try again.',
    scoreHelp: 'Score beside the best match, out of 100', advice: 'How to improve', why: 'Reasons ({n})', yes: 'Fits', no: 'Does not fit', whyNot: 'The main reason',
  },
  missing: { title: 'There is no such page', remedy: 'Check the address, or use the menu.', home: 'Home' },
}
export default en
