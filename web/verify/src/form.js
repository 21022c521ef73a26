// The form of bundles and checkpoints (docs/formats): the first place that is not as it must be. Twin of src/verify/detail/form.cpp.
import {canonical} from './canonical.js';
import {fromBase64, fromHex, isHash} from './crypto.js';

class WrongForm extends Error {
  constructor(where, zh, en) {
    super(en);
    this.failure = {where: where || 'file', problem: {zh, en}};
  }
}

const fail = (where, zh, en) => {
  throw new WrongForm(where, zh, en);
};
const join = (path, name) => (path ? `${path}/${name}` : String(name));
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const has = (value, name) => Object.hasOwn(value, name);

function object(value, path) {
  return isObject(value) ? value : fail(path, '应为对象', 'an object is expected');
}

function keys(value, path, needed, perhaps = []) {
  object(value, path);
  for (const name of needed) if (!has(value, name)) fail(join(path, name), '缺失', 'it is missing');
  for (const name of Object.keys(value)) {
    if (!needed.includes(name) && !perhaps.includes(name)) fail(join(path, name), '不认识的键', 'the key is not known');
  }
}

function word(value, path) {
  return typeof value === 'string' ? value : fail(path, '应为文本', 'a text is expected');
}

function constant(value, path, expected) {
  if (word(value, path) !== expected) fail(path, `应为 ${expected}`, `it must be ${expected}`);
}

function number(value, path) {
  return typeof value === 'number' && value >= 0 ? value : fail(path, '应为非负整数', 'an integer of 0 or more is expected');
}

function list(value, path) {
  return Array.isArray(value) ? value : fail(path, '应为数组', 'an array is expected');
}

function bytes(value, path) {
  return fromBase64(word(value, path)) ?? fail(path, '不是 base64', 'it is not base64');
}

// Text that sorts by time.
function time(value, path) {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{6}))?Z$/.exec(word(value, path));
  const second = match && !match[1].startsWith('0000') ? Date.parse(match[1] + 'Z') : NaN;
  if (Number.isNaN(second) || new Date(second).toISOString().slice(0, 19) !== match[1] || match[2] === '000000') {
    fail(path, '应为 UTC 时间（RFC 3339，以 Z 结尾）', 'a time in UTC is expected (RFC 3339, with Z)');
  }
  return match[1] + (match[2] ?? '000000');
}

function hashName(value, path) {
  return isHash(word(value, path)) ? value : fail(path, '未知的杂凑算法', 'the hash algorithm is not known');
}

function hexDigest(value, path) {
  if (!/^[0-9a-f]{64}$/.test(word(value, path))) fail(path, '杂凑值格式不正确', 'the digest is malformed');
  return fromHex(value);
}

function digest(value, path, algorithm) {
  if (!word(value, path).startsWith(algorithm + ':')) fail(path, '杂凑值格式不正确', 'the digest is malformed');
  return hexDigest(value.slice(algorithm.length + 1), path);
}

function proof(value, path) {
  return list(value, path).map((item, i) => hexDigest(item, join(path, i)));
}

function plain(value, path) {
  if (value === null) fail(path, '不能为 null', 'null is not allowed');
  if (Array.isArray(value)) value.forEach((item, i) => plain(item, join(path, i)));
  else if (isObject(value)) for (const name of Object.keys(value)) plain(value[name], join(path, name));
}

function readHead(value, path) {
  keys(value, path, ['at', 'format', 'hash', 'key', 'origin', 'root', 'signature', 'size']);
  constant(value.format, join(path, 'format'), 'lingqu-head/1');
  const head = {text: canonical(value), at: value.at, time: time(value.at, join(path, 'at'))};
  head.hash = hashName(value.hash, join(path, 'hash'));
  head.keyId = word(value.key, join(path, 'key'));
  head.origin = word(value.origin, join(path, 'origin'));
  head.root = digest(value.root, join(path, 'root'), head.hash);
  head.algorithm = word(value.signature, join(path, 'signature'));
  if (head.algorithm !== 'sm2-sm3' && head.algorithm !== 'ed25519') {
    fail(join(path, 'signature'), '未知的签名算法', 'the signature algorithm is not known');
  }
  head.size = number(value.size, join(path, 'size'));
  return head;
}

function checkpointAt(value, path) {
  keys(value, path, ['format', 'head', 'key', 'signature']);
  constant(value.format, join(path, 'format'), 'lingqu-checkpoint/1');
  return {
    ...readHead(value.head, join(path, 'head')),
    key: bytes(value.key, join(path, 'key')),
    signature: bytes(value.signature, join(path, 'signature')),
  };
}

function readDecision(value, path) {
  keys(value, path, ['clauses', 'decision', 'digest', 'verified', 'version']);
  list(value.clauses, join(path, 'clauses')).forEach((item, i) => word(item, join(join(path, 'clauses'), i)));
  for (const name of ['decision', 'digest', 'version']) word(value[name], join(path, name));
  if (typeof value.verified !== 'boolean') fail(join(path, 'verified'), '应为 true 或 false', 'it must be true or false');
}

function readLeaf(value, path, algorithm) {
  keys(value, path, ['account', 'act', 'at', 'format', 'hash', 'record', 'register', 'sequence', 'to', 'version'],
    ['basis', 'cause', 'cleared', 'decisions', 'from', 'organisation', 'pack', 'previous', 'role', 'sealed', 'set']);
  constant(value.format, join(path, 'format'), 'lingqu-leaf/1');
  constant(value.hash, join(path, 'hash'), algorithm);
  for (const name of ['account', 'record', 'sequence', 'version']) number(value[name], join(path, name));
  for (const name of ['act', 'register', 'to']) word(value[name], join(path, name));
  const leafTime = time(value.at, join(path, 'at'));
  for (const name of ['cause', 'organisation', 'previous']) if (has(value, name)) number(value[name], join(path, name));
  for (const name of ['from', 'pack', 'role']) if (has(value, name)) word(value[name], join(path, name));
  for (const name of ['basis', 'cleared']) {
    if (has(value, name)) list(value[name], join(path, name)).forEach((item, i) => word(item, join(join(path, name), i)));
  }
  if (has(value, 'decisions')) list(value.decisions, join(path, 'decisions')).forEach((item, i) => readDecision(item, join(join(path, 'decisions'), i)));
  if (has(value, 'sealed')) {
    const here = join(path, 'sealed');
    for (const name of Object.keys(object(value.sealed, here))) digest(value.sealed[name], join(here, name), algorithm);
  }
  if (has(value, 'set')) plain(object(value.set, join(path, 'set')), join(path, 'set'));
  return {...value, time: leafTime, text: canonical(value), from: value.from ?? '', pack: value.pack ?? '', role: value.role ?? ''};
}

function readEntry(value, path, algorithm) {
  keys(value, path, ['leaf', 'openings', 'proof']);
  const leaf = readLeaf(value.leaf, join(path, 'leaf'), algorithm);
  const here = join(path, 'openings');
  for (const name of Object.keys(object(value.openings, here))) {
    keys(value.openings[name], join(here, name), ['salt', 'value']);
    bytes(value.openings[name].salt, join(join(here, name), 'salt'));
    plain(value.openings[name].value, join(join(here, name), 'value'));
  }
  return {leaf, openings: value.openings, proof: proof(value.proof, join(path, 'proof'))};
}

function readSubject(value, path, algorithm) {
  keys(value, path, ['leaves', 'record', 'register']);
  number(value.record, join(path, 'record'));
  word(value.register, join(path, 'register'));
  const here = join(path, 'leaves');
  if (list(value.leaves, here).length === 0) fail(here, '没有存证', 'there are no leaves');
  return {
    register: value.register,
    record: value.record,
    entries: value.leaves.map((item, i) => readEntry(item, join(here, i), algorithm)),
  };
}

function readDigests(value, bundle) {
  const names = ['attachments', 'checkpoint', 'clauses', 'consistency', 'labels', 'whole'];
  keys(value, 'digests', [...names, 'subjects']);
  for (const name of names) digest(value[name], join('digests', name), bundle.hash);
  if (list(value.subjects, 'digests/subjects').length !== bundle.subjects.length) {
    fail('digests/subjects', '数目与记录不符', 'there are not as many as subjects');
  }
  value.subjects.forEach((item, i) => digest(item, `digests/subjects/${i}`, bundle.hash));
}

function bundleOf(json) {
  keys(json, '', ['attachments', 'checkpoint', 'clauses', 'consistency', 'digests', 'format', 'hash', 'labels', 'subjects']);
  constant(json.format, 'format', 'lingqu-bundle/1');
  const bundle = {json, hash: hashName(json.hash, 'hash'), checkpoint: checkpointAt(json.checkpoint, 'checkpoint')};
  if (bundle.checkpoint.hash !== bundle.hash) {
    fail('checkpoint/head/hash', '与文件的杂凑算法不同', "it differs from the file's hash algorithm");
  }
  if (list(json.subjects, 'subjects').length === 0) fail('subjects', '没有记录', 'there are no subjects');
  bundle.subjects = json.subjects.map((item, i) => readSubject(item, `subjects/${i}`, bundle.hash));
  bundle.attachments = list(json.attachments, 'attachments').map((item, i) => {
    const path = `attachments/${i}`;
    keys(item, path, ['content', 'digest']);
    return {digest: word(item.digest, join(path, 'digest')), content: bytes(item.content, join(path, 'content'))};
  });
  bundle.consistency = list(json.consistency, 'consistency').map((item, i) => {
    const path = `consistency/${i}`;
    keys(item, path, ['proof', 'size']);
    return {size: number(item.size, join(path, 'size')), proof: proof(item.proof, join(path, 'proof'))};
  });
  for (const name of Object.keys(object(json.clauses, 'clauses'))) word(json.clauses[name], join('clauses', name));
  object(json.labels, 'labels');
  readDigests(json.digests, bundle);
  return bundle;
}

// {value} or {failure: {where, problem}}
function attempt(read) {
  try {
    return {value: read()};
  } catch (error) {
    if (error instanceof WrongForm) return {failure: error.failure};
    throw error;
  }
}

export const readBundle = (json) => attempt(() => bundleOf(json));
export const readCheckpoint = (json) => attempt(() => checkpointAt(json, ''));
