// The page's core gives the very report that the C++ verifier gives, on the same committed bundles.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import {canonical, readCanonical} from '../src/canonical.js';
import {digestText, hash, toHex, utf8, verifySignature, fromHex} from '../src/crypto.js';
import {verifyBundle} from '../src/verify.js';

const folder = new URL('../../../tests/unit/verify/fixtures/', import.meta.url);
const bytesOf = (name) => new Uint8Array(readFileSync(new URL(name, folder)));
const textOf = (name) => readFileSync(new URL(name, folder), 'utf8');
const asJson = ({files, ...report}) => JSON.parse(JSON.stringify(report));
const placeOf = (report, id) => report.checks.find((check) => check.id === id).failures[0]?.where ?? '';

// A forger's change: the digests are made anew, so only signature and tree can tell.
function forged(name, change) {
  const json = JSON.parse(textOf(name));
  change(json);
  const digest = (section, value) => digestText(json.hash, utf8(`lingqu-section/1\n${section}\n`), utf8(canonical(value)));
  const digests = {subjects: json.subjects.map((subject, i) => digest(`subjects/${i}`, subject))};
  for (const section of ['attachments', 'checkpoint', 'clauses', 'consistency', 'labels']) digests[section] = digest(section, json[section]);
  json.digests = {...digests, whole: digest('whole', {digests, format: json.format, hash: json.hash})};
  return utf8(canonical(json));
}

test('good bundles of both suites give the report of the C++ verifier, word for word', () => {
  for (const name of ['sm2', 'ed25519']) {
    assert.deepEqual(asJson(verifyBundle(bytesOf(`${name}.json`))), JSON.parse(textOf(`${name}.report.json`)), name);
  }
});

test('duties among the labels are listed for reading, misshapen ones left out', () => {
  const duty = {id: 'kept', state: 'missing', late: true, clause: 'law/1', title: {zh: '留存', en: 'Kept'}, remedy: {zh: '请上传', en: 'Upload'}};
  const report = verifyBundle(forged('sm2.json', (json) => {
    json.labels.duties = [{register: 'deal', record: 7, items: [duty, {id: 'bad', state: 'perhaps'}, null]}, {register: 'deal'}, 'x'];
  }));
  assert.equal(report.proven, true);
  assert.deepEqual(report.duties.map((list) => [list.record, list.items.map((one) => [one.id, one.state, one.late, one.remedy.en])]), [[7, [['kept', 'missing', true, 'Upload']]]]);
  assert.equal(verifyBundle(bytesOf('sm2.json')).duties, undefined);
});

test('flipped bits are refused and located', () => {
  for (const [start, name] of ['sm2', 'ed25519'].entries()) {
    const good = bytesOf(`${name}.json`);
    for (let i = start; i < good.length; i += 13) { // the C++ test takes every byte; here each costs a signature in JavaScript
      const bad = good.slice();
      bad[i] ^= 1 << (i % 7);
      const report = verifyBundle(bad);
      assert.equal(report.proven, false, `${name} byte ${i}`);
      assert.ok(report.checks.some((check) => check.state === 'failed' && check.failures[0].where), `${name} byte ${i}`);
    }
  }
});

test('bytes taken out, put in or cut off are refused', () => {
  const good = bytesOf('sm2.json');
  for (let i = 0; i < good.length; i += 397) {
    assert.equal(verifyBundle(good.slice(0, i)).proven, false);
    assert.equal(verifyBundle(Uint8Array.of(...good.slice(0, i), ...good.slice(i + 1))).proven, false);
    assert.equal(verifyBundle(Uint8Array.of(...good.slice(0, i), 0x30, ...good.slice(i))).proven, false);
  }
  assert.equal(verifyBundle(Uint8Array.of(...good, 10)).proven, false);
});

test('a forger who makes the digests anew is found where the C++ verifier finds him', () => {
  assert.equal(verifyBundle(forged('sm2.json', () => {})).proven, true);
  const cases = [
    ['inclusion', 'subjects/0/leaves/1', (json) => { json.subjects[0].leaves[1].leaf.set.price = '1.00'; }],
    ['seals', 'subjects/0/leaves/0/openings/inventor', (json) => { json.subjects[0].leaves[0].openings.inventor.value = '李四'; }],
    ['seals', 'subjects/0/leaves/0/openings/other', (json) => { json.subjects[0].leaves[0].openings.other = {salt: 'AAAA', value: 'x'}; }],
    ['signature', 'checkpoint', (json) => { json.checkpoint.head.at = '2030-01-01T00:00:00Z'; }],
    ['key', 'checkpoint/head/key', (json) => { json.checkpoint.key = 'AAAA'; }],
    ['chain', 'subjects/0/leaves/1/leaf/previous', (json) => { json.subjects[0].leaves.splice(1, 1); }],
    ['chain', 'subjects/0/leaves/0/leaf/record', (json) => { json.subjects[0].record = 18; }],
    ['attachments', 'attachments/0', (json) => { json.attachments[0].content = 'AAAA'; }],
    ['attachments', 'attachments/0', (json) => { json.attachments[0] = {content: '', digest: digestText('sm3', new Uint8Array())}; }],
    ['form', 'subjects/0/leaves/0/leaf/hash', (json) => { json.subjects[0].leaves[0].leaf.hash = 'sha256'; }],
    ['form', 'subjects/0/leaves/0/leaf/set/price', (json) => { json.subjects[0].leaves[0].leaf.set.price = null; }],
    ['form', 'subjects/0/leaves/0/leaf/at', (json) => { json.subjects[0].leaves[0].leaf.at = '2026-02-30T00:00:00Z'; }],
    ['form', 'subjects/0/leaves/0/extra', (json) => { json.subjects[0].leaves[0].extra = 1; }],
    ['form', 'subjects/0/leaves', (json) => { json.subjects[0].leaves = []; }],
  ];
  for (const [id, where, change] of cases) {
    const report = verifyBundle(forged('sm2.json', change));
    assert.equal(report.proven, false);
    assert.equal(placeOf(report, id), where, where);
  }
});

test('the decisions of a leaf have their form and are reported', () => {
  const one = {clauses: ['law/18'], decision: 'notice', digest: 'sm3:00', verified: false, version: '2015-10-01'};
  const withDecisions = (decisions) => verifyBundle(forged('sm2.json', (json) => { json.subjects[0].leaves[0].leaf.decisions = decisions; }));
  const added = withDecisions([one]);
  assert.equal(placeOf(added, 'inclusion'), 'subjects/0/leaves/0'); // the leaf that was signed had none
  assert.deepEqual(added.subjects[0].acts[0].decisions, [{...one, clauses: [{id: 'law/18', title: ''}]}]);
  const leaf = 'subjects/0/leaves/0/leaf/decisions';
  assert.equal(placeOf(withDecisions('notice'), 'form'), leaf);
  for (const [name, wrong] of [['verified', 'no'], ['clauses', 'law/18'], ['version', 1]]) {
    assert.ok(placeOf(withDecisions([{...one, [name]: wrong}]), 'form').startsWith(`${leaf}/0/${name}`), name);
  }
});

test('the key you trust and an earlier checkpoint are compared', () => {
  for (const name of ['sm2', 'ed25519']) {
    const good = bytesOf(`${name}.json`);
    const trustedKey = verifyBundle(good).key;
    assert.equal(verifyBundle(good, {trustedKey}).key_trusted, true);
    assert.equal(verifyBundle(good, {trustedKey: 'sm3:00'}).proven, false);
    const earlierCheckpoint = bytesOf(`${name}.earlier.json`);
    const report = verifyBundle(good, {earlierCheckpoint});
    assert.equal(report.proven, true);
    assert.equal(report.checks.at(-1).state, 'passed');
    for (let i = 0; i < earlierCheckpoint.length; i += 29) {
      const bad = earlierCheckpoint.slice();
      bad[i] ^= 1;
      assert.equal(verifyBundle(good, {earlierCheckpoint: bad}).proven, false);
    }
    const without = forged(`${name}.json`, (json) => { json.consistency = []; });
    assert.equal(placeOf(verifyBundle(without, {earlierCheckpoint}), 'earlier'), 'consistency');
  }
});

test('canonical JSON is read and everything else refused', () => {
  const read = (text) => readCanonical(typeof text === 'string' ? utf8(text) : text);
  for (const text of ['null', '0', '-7', '9007199254740991', '"a\\n\\u001f\u2028"', '[]', '{}', '{"":1,"a":[true,{"b":"€"}]}',
    '{"__proto__":{"x":1}}', '{"\u{10000}":1,"\uffff":2}']) {
    const {value, failure} = read(text);
    assert.equal(failure, undefined, text);
    assert.equal(canonical(value), text);
  }
  for (const text of ['', ' 1', '1 ', '01', '-0', '1.0', '1e2', '9007199254740992', '"\\u0041"', '"\\/"', '"\\u000a"', '"\\u001F"',
    '"\\u0000"', '"\n"', '"\\ud800"', '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a" :1}', '[1,]', '{"a":1,}', '[1', '{"\uffff":1,"\u{10000}":2}',
    'tru', '['.repeat(100) + ']'.repeat(100), Uint8Array.of(0x22, 0xc0, 0x80, 0x22), Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22),
    Uint8Array.of(0xef, 0xbb, 0xbf, 0x31)]) {
    assert.match(read(text).failure?.where ?? '', /^byte \d+$/, String(text).slice(0, 40));
  }
  assert.equal(read('{"中":1,"文":x}').failure.where, 'byte 15');
});

test('vectors of the standards', () => {
  assert.equal(toHex(hash('sm3', utf8('abc'))), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  assert.equal(toHex(hash('sha256', utf8('abc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  const key = fromHex('302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  const signature = fromHex('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00');
  assert.equal(verifySignature('ed25519', key, Uint8Array.of(0x72), signature), true);
  assert.equal(verifySignature('ed25519', key, Uint8Array.of(0x73), signature), false);
});
