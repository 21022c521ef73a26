// The checks of docs/formats/bundle.md on a bundle's bytes. Twin of src/verify/verify.cpp: the same report, so that the two can be
// compared; the only difference is that text which is not canonical JSON may be refused some bytes earlier or later.
import {canonical, readCanonical} from './canonical.js';
import {digestText, isHash, leafHash, utf8, verifyConsistency, verifyInclusion, verifySignature} from './crypto.js';
import {readBundle, readCheckpoint} from './form.js';
import {describe, emptyReport, sentence} from './report.js';

const kMostFailures = 20;

/** Runs one check: passed unless it fails somewhere. */
function run(report, id, body) {
  const check = report.checks.find((one) => one.id === id);
  check.state = 'passed';
  body((where, zh, en) => {
    check.state = 'failed';
    if (check.failures.length < kMostFailures) check.failures.push({where, problem: {en, zh}});
  });
  return check.state === 'passed';
}

const sectionDigest = (algorithm, name, value) => digestText(algorithm, utf8(`lingqu-section/1\n${name}\n`), utf8(canonical(value)));

function checkDigests({json, hash}, fail) {
  const {whole, ...others} = json.digests;
  const wholeFits = whole === sectionDigest(hash, 'whole', {digests: others, format: json.format, hash: json.hash});
  let allFit = true;
  const compare = (name, section, expected) => {
    if (sectionDigest(hash, name, section) === expected) return;
    allFit = false;
    fail(wholeFits ? name : `digests/${name}`, '与摘要不符，内容已被改动', 'it does not fit its digest: something was changed');
  };
  for (const name of ['attachments', 'checkpoint', 'clauses', 'consistency', 'labels']) compare(name, json[name], json.digests[name]);
  json.subjects.forEach((subject, i) => compare(`subjects/${i}`, subject, json.digests.subjects[i]));
  if (allFit && !wholeFits) fail('digests/whole', '总摘要不符', 'the digest of the whole does not fit');
}

const fingerprint = (checkpoint) => digestText(checkpoint.hash, checkpoint.key);
const signatureIsGood = (one) => verifySignature(one.algorithm, one.key, utf8(one.text), one.signature);

function checkKey({checkpoint}, options, report, fail) {
  if (fingerprint(checkpoint) !== checkpoint.keyId) {
    fail('checkpoint/head/key', '与公钥不符', 'it is not the fingerprint of the public key');
  }
  if (!options.trustedKey) return;
  report.key_trusted = options.trustedKey.trim().toLowerCase() === checkpoint.keyId;
  if (!report.key_trusted) fail('checkpoint/head/key', '与您提供的密钥指纹不同', 'it is not the fingerprint you gave');
}

function eachEntry(bundle, visit) {
  bundle.subjects.forEach((subject, i) => subject.entries.forEach((entry, j) => visit(entry, `subjects/${i}/leaves/${j}`, subject, j)));
}

function checkInclusion(bundle, fail) {
  const {hash, checkpoint} = bundle;
  eachEntry(bundle, ({leaf, proof}, path) => {
    if (verifyInclusion(hash, leaf.sequence, checkpoint.size, leafHash(hash, utf8(leaf.text)), proof, checkpoint.root)) return;
    fail(path, `第 ${leaf.sequence} 号存证不在已签名的日志中`, `leaf ${leaf.sequence} is not in the signed log`);
  });
}

function checkSeals(bundle, fail) {
  eachEntry(bundle, ({leaf, openings}, path) => {
    for (const name of Object.keys(openings).sort()) {
      const {salt, value} = openings[name];
      const seal = digestText(bundle.hash, utf8(canonical(['lingqu-seal/1', leaf.register, leaf.record, name, salt, value])));
      if (leaf.sealed === undefined || !Object.hasOwn(leaf.sealed, name) || leaf.sealed[name] !== seal) {
        fail(`${path}/openings/${name}`, '与存证中的封存值不符', 'it does not fit the seal in the leaf');
      }
    }
  });
}

function checkChain(bundle, fail) {
  eachEntry(bundle, ({leaf}, path, subject, j) => {
    if (leaf.register !== subject.register || leaf.record !== subject.record) {
      fail(`${path}/leaf/record`, '不是该记录的存证', 'it is a leaf of another record');
    }
    if (j > 0) {
      const before = subject.entries[j - 1].leaf;
      if (leaf.previous !== before.sequence || leaf.sequence <= before.sequence) {
        fail(`${path}/leaf/previous`, '与上一条存证不相接', 'it does not follow the leaf before it');
      }
      if (leaf.from !== before.to) {
        fail(`${path}/leaf/from`, '与上一条存证的状态不符', 'it differs from the state the leaf before it left');
      }
      if (leaf.version < before.version) fail(`${path}/leaf/version`, '版本号倒退', 'the version went back');
    }
    if (leaf.time > bundle.checkpoint.time) fail(`${path}/leaf/at`, '晚于检查点的时间', 'it is after the time of the checkpoint');
  });
}

function collectStrings(value, strings) {
  if (typeof value === 'string') strings.add(value);
  else if (value !== null && typeof value === 'object') for (const item of Object.values(value)) collectStrings(item, strings);
}

function checkAttachments(bundle, fail) {
  const named = new Set();
  eachEntry(bundle, ({leaf, openings}) => {
    collectStrings(leaf.set ?? {}, named);
    for (const opening of Object.values(openings)) collectStrings(opening.value, named);
  });
  bundle.attachments.forEach(({digest, content}, k) => {
    const algorithm = digest.split(':', 1)[0];
    if (!isHash(algorithm) || digestText(algorithm, content) !== digest) {
      fail(`attachments/${k}`, '附件内容与摘要不符', 'the content does not fit its digest');
    } else if (!named.has(digest)) {
      fail(`attachments/${k}`, '所列存证均未提及该附件', 'no leaf shown names it');
    }
  });
}

// Why the bundle's checkpoint does not extend the earlier one; undefined if it does.
function earlierProblem({checkpoint: now, consistency}, earlier) {
  if (fingerprint(earlier) !== earlier.keyId || !signatureIsGood(earlier)) {
    return ['较早检查点自身的签名不正确', "the earlier checkpoint's own signature is wrong"];
  }
  if (earlier.origin !== now.origin) return ['较早检查点属于另一日志', 'the earlier checkpoint is of another log'];
  if (earlier.keyId !== now.keyId || earlier.hash !== now.hash) {
    return ['较早检查点由另一密钥签名', 'the earlier checkpoint was signed with another key'];
  }
  if (earlier.size > now.size) return ['所给检查点比本文件更新', 'the checkpoint given is newer than this file'];
  let proof = [];
  if (earlier.size !== 0 && earlier.size !== now.size) {
    const found = consistency.find((one) => one.size === earlier.size);
    if (!found) {
      return [`文件中没有自 ${earlier.size} 条起的一致性证明，请出具单位补充`,
        `the file has no consistency proof from size ${earlier.size}; ask the issuer for one`];
    }
    proof = found.proof;
  }
  if (verifyConsistency(now.hash, earlier.size, now.size, earlier.root, now.root, proof)) return undefined;
  return ['与较早检查点不一致：日志被改写过', 'it contradicts the earlier checkpoint: the log was rewritten'];
}

function checkEarlier(bundle, bytes, fail) {
  const text = readCanonical(bytes);
  const {value: earlier, failure} = text.failure ? text : readCheckpoint(text.value);
  if (failure) return fail(`earlier checkpoint/${failure.where}`, failure.problem.zh, failure.problem.en);
  const problem = earlierProblem(bundle, earlier);
  if (problem) fail('consistency', ...problem);
}

function checkAll(bytes, options, report) {
  const take = (failure) => (fail) => failure && fail(failure.where, failure.problem.zh, failure.problem.en);
  const text = readCanonical(bytes);
  if (!run(report, 'text', take(text.failure))) return;
  const form = readBundle(text.value);
  if (!run(report, 'form', take(form.failure))) return;
  const bundle = form.value;
  run(report, 'digests', (fail) => checkDigests(bundle, fail));
  run(report, 'key', (fail) => checkKey(bundle, options, report, fail));
  run(report, 'signature', (fail) => signatureIsGood(bundle.checkpoint) || fail('checkpoint', '检查点的签名不正确', 'the signature of the checkpoint is wrong'));
  run(report, 'inclusion', (fail) => checkInclusion(bundle, fail));
  run(report, 'seals', (fail) => checkSeals(bundle, fail));
  run(report, 'chain', (fail) => checkChain(bundle, fail));
  run(report, 'attachments', (fail) => checkAttachments(bundle, fail));
  if (options.earlierCheckpoint) run(report, 'earlier', (fail) => checkEarlier(bundle, options.earlierCheckpoint, fail));
  describe(bundle, report);
  report.files = bundle.attachments; // contents, for the page to save; not part of the report's JSON
}

/**
 * Never throws for what is in the bytes. options: trustedKey (fingerprint text), earlierCheckpoint (bytes of a checkpoint file).
 * The report has the keys of `lingqu-verify --json`, and `files`.
 */
export function verifyBundle(bytes, options = {}) {
  const report = emptyReport();
  checkAll(bytes, options, report);
  report.proven = report.checks.every((check) => check.state !== 'failed');
  report.sentence = sentence(report);
  return report;
}
