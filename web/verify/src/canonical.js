// Reads canonical JSON (RFC 8785) and nothing else: the first byte that is not canonical is the error. Numbers are integers within
// ±(2^53 − 1), as everywhere in docs/formats. Objects have no prototype, so a key named "__proto__" is a key like others.

const kDepth = 64;
const kEscapes = {'"': '"', '\\': '\\', b: '\b', t: '\t', n: '\n', f: '\f', r: '\r'};

export class NotCanonical extends Error {
  constructor(position, problem) {
    super(problem.en);
    this.position = position; // UTF-16 index into the text
    this.problem = problem;
  }
}

const wrong = {zh: '不是规范形式的 JSON（RFC 8785）', en: 'it is not canonical JSON (RFC 8785)'};

/** Offset of the first byte that is not part of well-formed UTF-8, or -1. */
export function findInvalidUtf8(bytes) {
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i];
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (length === 0 || i + length > bytes.length) return i;
    for (let j = 1; j < length; ++j) if ((bytes[i + j] & 0xc0) !== 0x80) return i;
    const second = bytes[i + 1];
    if (lead === 0xe0 && second < 0xa0) return i; // overlong
    if (lead === 0xed && second > 0x9f) return i; // surrogate
    if (lead === 0xf0 && second < 0x90) return i; // overlong
    if (lead === 0xf4 && second > 0x8f) return i; // above U+10FFFF
    i += length;
  }
  return -1;
}

class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  fail(position = this.at, problem = wrong) {
    throw new NotCanonical(position, problem);
  }

  document() {
    const value = this.value(0);
    if (this.at !== this.text.length) this.fail();
    return value;
  }

  value(depth) {
    const c = this.text[this.at];
    if (c === '"') return this.string();
    if (c === '{' || c === '[') {
      if (depth >= kDepth) this.fail(this.at, {zh: '嵌套过深', en: 'it is nested too deeply'});
      return c === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    for (const [word, value] of [['true', true], ['false', false], ['null', null]]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  number() {
    const pattern = /-?(?:0|[1-9][0-9]*)/y;
    pattern.lastIndex = this.at;
    const digits = pattern.exec(this.text)?.[0];
    const value = Number(digits);
    if (digits === undefined || digits === '-0' || !Number.isSafeInteger(value)) this.fail();
    this.at += digits.length;
    return value;
  }

  string() {
    let out = '';
    let start = ++this.at;
    for (;; ++this.at) {
      const c = this.text.charCodeAt(this.at);
      if (Number.isNaN(c) || c < 0x20) this.fail();
      if (c === 0x22) break;
      if (c !== 0x5c) continue;
      out += this.text.slice(start, this.at) + this.escape();
      start = this.at + 1;
    }
    out += this.text.slice(start, this.at);
    ++this.at;
    return out;
  }

  // Leaves `at` on the last character of the escape.
  escape() {
    const begin = this.at++;
    const c = this.text[this.at];
    if (Object.hasOwn(kEscapes, c)) return kEscapes[c];
    const hex = this.text.slice(this.at + 1, this.at + 5);
    const code = /^00[01][0-9a-f]$/.test(hex) ? parseInt(hex, 16) : 0;
    if (c !== 'u' || code === 0 || '\b\t\n\f\r'.includes(String.fromCharCode(code))) this.fail(begin);
    this.at += 4;
    return String.fromCharCode(code);
  }

  array(depth) {
    const items = [];
    ++this.at;
    if (this.text[this.at] === ']') return ++this.at, items;
    for (;;) {
      items.push(this.value(depth));
      const c = this.text[this.at++];
      if (c === ']') return items;
      if (c !== ',') this.fail(this.at - 1);
    }
  }

  object(depth) {
    const members = Object.create(null);
    ++this.at;
    if (this.text[this.at] === '}') return ++this.at, members;
    for (let previous;;) {
      const begin = this.at;
      if (this.text[this.at] !== '"') this.fail();
      const name = this.string();
      if (previous !== undefined && !(previous < name)) this.fail(begin); // UTF-16 order, and no key twice
      previous = name;
      if (this.text[this.at++] !== ':') this.fail(this.at - 1);
      members[name] = this.value(depth);
      const c = this.text[this.at++];
      if (c === '}') return members;
      if (c !== ',') this.fail(this.at - 1);
    }
  }
}

/** {value} or {failure: {where, problem}}. */
export function readCanonical(bytes) {
  const bad = findInvalidUtf8(bytes);
  if (bad >= 0) return {failure: {where: `byte ${bad}`, problem: {zh: '不是有效的 UTF-8 编码', en: 'it is not valid UTF-8'}}};
  const text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
  try {
    return {value: new Parser(text).document()};
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    const byte = new TextEncoder().encode(text.slice(0, error.position)).length;
    return {failure: {where: `byte ${byte}`, problem: error.problem}};
  }
}

/** Canonical text of a value that readCanonical gave, or of plain objects, arrays, texts, booleans and integers. */
export function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value !== null && typeof value === 'object') {
    return '{' + Object.keys(value).sort().map((name) => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}';
  }
  return JSON.stringify(value);
}
