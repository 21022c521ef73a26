// What the report says: the list of checks, the acts in words, the sentence. Twin of src/verify/detail/report.cpp and output.cpp.

const kRecordsNamed = 3; // in the sentence
const both = (zh, en = '') => ({en: en || zh, zh});

const kChecks = [
  ['text', '文件是规范的 JSON 文本', 'The file is canonical JSON text'],
  ['form', '内容符合证据包格式', 'The content has the form of a bundle'],
  ['digests', '各部分与摘要相符', 'Every section fits its digest'],
  ['key', '公钥与其指纹相符', 'The public key fits its fingerprint'],
  ['signature', '检查点的签名正确', "The checkpoint's signature is right"],
  ['inclusion', '每条存证都在已签名的日志中', 'Every leaf is in the signed log'],
  ['seals', '公开的个人信息与封存值相符', 'Opened values fit their seals'],
  ['chain', '办理首尾相接，没有缺漏', 'The acts follow each other without a gap'],
  ['attachments', '附件与存证相符', 'Attachments fit the leaves'],
  ['earlier', '与较早的检查点一致', 'Consistent with an earlier checkpoint'],
];

export function emptyReport() {
  return {
    format: 'lingqu-report/1',
    proven: false,
    sentence: both(''),
    checks: kChecks.map(([id, zh, en]) => ({id, what: both(zh, en), state: 'skipped', failures: []})),
    origin: '', at: '', key: '', hash: '', signature: '', size: 0, key_trusted: false,
    subjects: [],
    attachments: [],
  };
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const find = (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
const text = (value) => (typeof value === 'string' ? value : '');

function titleIn(from, name, otherwise) {
  const found = find(from, name);
  if (typeof found === 'string') return both(found);
  const zh = text(find(found, 'zh'));
  const en = text(find(found, 'en'));
  return zh || en ? both(zh || en, en) : both(otherwise);
}

// In the order of RFC 8785; JavaScript by itself lists integer-like keys first.
const names = (object) => Object.keys(object ?? {}).sort();

// "shares/0/name": a column of a row, whose label is that of "shares/name" if there is one.
function fieldTitle(field, label) {
  const match = /^([^/]*)\/(\d{1,9})\/(.+)$/.exec(field);
  if (!match) return label('fields', field);
  const [, group, row, column] = match;
  const outer = label('fields', group);
  let inner = label('fields', `${group}/${column}`);
  if (inner.zh === `${group}/${column}`) inner = both(column);
  return both(`${outer.zh}（第 ${Number(row) + 1} 行）${inner.zh}`, `${outer.en} (row ${Number(row) + 1}) ${inner.en}`);
}

function valuesOf(entry, label) {
  const values = [];
  const add = (field, state, rest = {}) => {
    const title = field === '*actor' ? both('办理人', 'Actor') : field === '*reason' ? both('理由', 'Reason') : field === '*decisions' ? both('决策依据', 'Decision traces') : fieldTitle(field, label);
    values.push({field, state, title, ...rest});
  };
  for (const field of names(entry.leaf.set)) add(field, 'shown', {value: entry.leaf.set[field]});
  for (const field of entry.leaf.cleared ?? []) add(field, 'cleared');
  for (const path of names(entry.leaf.sealed)) {
    if (Object.hasOwn(entry.openings, path)) add(path, 'opened', {value: entry.openings[path].value});
    else add(path, 'withheld');
  }
  return values;
}

function actOf(entry, register, labels, clauses) {
  const leaf = entry.leaf;
  const here = find(find(labels, 'registers'), register);
  const label = (kind, name) => titleIn(find(here, kind), name, name);
  return {
    sequence: leaf.sequence,
    at: leaf.at,
    act: leaf.act, from: leaf.from, to: leaf.to,
    act_title: label('acts', leaf.act), from_title: label('states', leaf.from), to_title: label('states', leaf.to),
    account: leaf.account, organisation: leaf.organisation ?? 0, version: leaf.version,
    role: leaf.role, pack: leaf.pack,
    role_title: titleIn(find(labels, 'roles'), leaf.role, ''),
    organisation_title: titleIn(find(labels, 'organisations'), String(leaf.organisation ?? 0), ''),
    basis: (leaf.basis ?? []).map((id) => ({id, title: text(find(clauses, id))})),
    ...(leaf.decisions ? {decisions: leaf.decisions.map((one) => ({
      ...one, clauses: one.clauses.map((id) => ({id, title: text(find(clauses, id))})),
    }))} : {}),
    values: valuesOf(entry, label),
  };
}

// Duties as the issuer saw them: for reading only, like all labels; what proves them are the acts. Anything misshapen is left out.
function dutiesOf(labels, clauses) {
  const lists = find(labels, 'duties');
  if (!Array.isArray(lists)) return [];
  return lists.filter((list) => Array.isArray(find(list, 'items'))).map((list) => ({
    register: text(list.register),
    record: Number(list.record) || 0,
    title: titleIn(find(find(labels, 'registers'), text(list.register)), 'title', text(list.register)),
    items: list.items.filter((one) => ['done', 'missing', 'not_applicable'].includes(find(one, 'state'))).map((one) => ({
      id: text(one.id), state: one.state, late: one.late === true, clause: text(one.clause), clause_title: text(find(clauses, text(one.clause))),
      title: titleIn(one, 'title', text(one.id)), remedy: titleIn(one, 'remedy', ''),
    })),
  }));
}

export function describe(bundle, report) {
  const {checkpoint, json} = bundle;
  Object.assign(report, {origin: checkpoint.origin, at: checkpoint.at, key: checkpoint.keyId, hash: bundle.hash,
    signature: checkpoint.algorithm, size: checkpoint.size});
  report.subjects = bundle.subjects.map((subject) => ({
    register: subject.register,
    record: subject.record,
    title: titleIn(find(find(json.labels, 'registers'), subject.register), 'title', subject.register),
    complete: subject.entries[0].leaf.previous === undefined,
    acts: subject.entries.map((entry) => actOf(entry, entry.leaf.register, json.labels, json.clauses)),
  }));
  const duties = dutiesOf(json.labels, json.clauses);
  if (duties.length > 0) report.duties = duties;
  report.attachments = bundle.attachments.map(({digest, content}) => ({bytes: content.length, digest}));
}

/** The failure to name first: the first one, or a later one inside the place it names. */
function leadingFailure(report) {
  let leading;
  for (const check of report.checks) {
    for (const failure of check.failures) if (!leading || failure.where.startsWith(leading.where + '/')) leading = failure;
  }
  return leading;
}

function allActs(report) {
  const named = report.subjects.slice(0, kRecordsNamed);
  const others = report.subjects.slice(kRecordsNamed);
  let zh = named.map((one) => `记录 ${one.register}/${one.record} 的 ${one.acts.length} 次办理${one.complete ? '' : '（不含更早的办理）'}`).join('、');
  let en = '';
  named.forEach((one, i) => {
    en += i === 0 ? '' : i + 1 === report.subjects.length ? ' and ' : ', ';
    en += `${one.acts.length} ${one.acts.length === 1 ? 'act' : 'acts'} on ${one.register}/${one.record}${one.complete ? '' : ' (without earlier ones)'}`;
  });
  if (others.length > 0) {
    const acts = others.reduce((sum, one) => sum + one.acts.length, 0);
    zh += `及另外 ${others.length} 条记录的 ${acts} 次办理`;
    en += ` and ${acts} on ${others.length} more`;
  }
  return {zh, en};
}

export function sentence(report) {
  const failure = leadingFailure(report);
  if (failure) {
    return both(`本文件不能作为证据：${failure.where}——${failure.problem.zh}。`, `This file is not evidence: ${failure.where}: ${failure.problem.en}.`);
  }
  const acts = allActs(report);
  const trusted = report.key_trusted;
  return both(
    `本文件证明：${acts.zh}按所列顺序记入存证日志“${report.origin}”，不晚于 ${report.at}，由指纹为 ${report.key}` +
      `${trusted ? ' 的密钥签名（与您提供的指纹一致）' : ' 的密钥签名'}；不证明：所载内容与事实相符、此后没有新的办理、` +
      `${trusted ? '' : '该密钥属于其所称的单位（请核对指纹）、'}系统时钟准确。`,
    `This file proves that ${acts.en} were recorded in this order in the log “${report.origin}” no later than ${report.at}, ` +
      `signed with the key ${report.key}${trusted ? ' (the fingerprint you gave)' : ''}; it does not prove that what was stated is ` +
      `true in fact, that no acts followed, ${trusted ? '' : 'that the key belongs to whom it is said to (compare the fingerprint), '}` +
      `or that the system's clock was right.`);
}
