// Hashes, signatures and the tree of RFC 9162: what src/merkle does, on npm libraries.
import {ed25519} from '@noble/curves/ed25519';
import {sha256} from '@noble/hashes/sha2';
import {sm2, sm3} from 'sm-crypto-v2';

const kSm2UserId = '1234567812345678'; // GB/T 32918.2
const kSm2KeyHead = '3059301306072a8648ce3d020106082a811ccf5501822d034200'; // SubjectPublicKeyInfo up to the point
const kEd25519KeyHead = '302a300506032b6570032100';

export const utf8 = (text) => new TextEncoder().encode(text);
export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function fromHex(hex) {
  return Uint8Array.from({length: hex.length / 2}, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** Bytes of RFC 4648 base64 with padding, or null if it is anything else. */
export function fromBase64(text) {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const raw = atob(text);
  if (text.endsWith('=') && btoa(raw.slice(raw.length - (raw.length % 3))) !== text.slice(-4)) return null; // stray bits
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

export const isHash = (name) => name === 'sm3' || name === 'sha256';

export function hash(algorithm, ...parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return algorithm === 'sm3' ? fromHex(sm3(bytes)) : sha256(bytes);
}

/** "sm3:<hexadecimal>" */
export const digestText = (algorithm, ...parts) => `${algorithm}:${toHex(hash(algorithm, ...parts))}`;

const kLeaf = Uint8Array.of(0);
const kNode = Uint8Array.of(1);
export const leafHash = (algorithm, leaf) => hash(algorithm, kLeaf, leaf);
const nodeHash = (algorithm, left, right) => hash(algorithm, kNode, left, right);
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** RFC 9162 section 2.1.3.2. Sizes are up to 2^53, hence BigInt for the shifts. */
export function verifyInclusion(algorithm, index, size, leaf, proof, root) {
  if (index >= size) return false;
  let fn = BigInt(index);
  let sn = BigInt(size) - 1n;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      r = nodeHash(algorithm, p, r);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      r = nodeHash(algorithm, r, p);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && same(r, root);
}

/** RFC 9162 section 2.1.4.2. */
export function verifyConsistency(algorithm, oldSize, newSize, oldRoot, newRoot, proof) {
  if (oldSize > newSize) return false;
  if (oldSize === newSize) return proof.length === 0 && same(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0 && same(oldRoot, hash(algorithm));
  let fn = BigInt(oldSize) - 1n;
  let sn = BigInt(newSize) - 1n;
  while ((fn & 1n) === 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  const path = (BigInt(oldSize) & (BigInt(oldSize) - 1n)) === 0n ? [oldRoot, ...proof] : proof;
  if (path.length === 0) return false;
  let fr = path[0];
  let sr = path[0];
  for (const c of path.slice(1)) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      fr = nodeHash(algorithm, c, fr);
      sr = nodeHash(algorithm, c, sr);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      sr = nodeHash(algorithm, sr, c);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && same(fr, oldRoot) && same(sr, newRoot);
}

// One DER INTEGER of up to 32 bytes, minimal and not negative: [64 hexadecimal digits, position after it], or null.
function derInteger(bytes, at) {
  const length = bytes[at + 1];
  if (bytes[at] !== 2 || length === undefined || length < 1 || length > 33 || at + 2 + length > bytes.length) return null;
  const content = bytes.slice(at + 2, at + 2 + length);
  if (content[0] >= 0x80 || (length > 1 && content[0] === 0 && content[1] < 0x80)) return null;
  const digits = toHex(content[0] === 0 ? content.slice(1) : content);
  return digits.length > 64 ? null : [digits.padStart(64, '0'), at + 2 + length];
}

// r ‖ s in hexadecimal out of a DER signature, or null.
function derSignature(bytes) {
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2 || bytes[1] >= 0x80) return null;
  const r = derInteger(bytes, 2);
  const s = r && derInteger(bytes, r[1]);
  return s && s[1] === bytes.length ? r[0] + s[0] : null;
}

function verifySm2(key, message, signature) {
  const hex = toHex(key);
  const rs = derSignature(signature);
  if (rs === null || !hex.startsWith(kSm2KeyHead) || hex.length !== kSm2KeyHead.length + 130) return false;
  return sm2.doVerifySignature(message, rs, hex.slice(kSm2KeyHead.length), {hash: true, userId: kSm2UserId});
}

function verifyEd25519(key, message, signature) {
  const hex = toHex(key);
  if (signature.length !== 64 || !hex.startsWith(kEd25519KeyHead) || hex.length !== kEd25519KeyHead.length + 64) return false;
  return ed25519.verify(signature, message, key.slice(-32), {zip215: false});
}

/** False also for keys and signatures that cannot be read. */
export function verifySignature(algorithm, key, message, signature) {
  try {
    return algorithm === 'sm2-sm3' ? verifySm2(key, message, signature) : verifyEd25519(key, message, signature);
  } catch {
    return false;
  }
}
