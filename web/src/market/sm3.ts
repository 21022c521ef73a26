// SM3 (GB/T 32905-2016) over bytes, for commitments that are made before anything is sent. The server opens
// what was sealed here, by its own implementation.
const kStart = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]
const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n))
const p0 = (x: number): number => x ^ rotate(x, 9) ^ rotate(x, 17)
const p1 = (x: number): number => x ^ rotate(x, 15) ^ rotate(x, 23)

function pad(bytes: Uint8Array): DataView {
  const length = ((bytes.length + 8) >> 6) * 64 + 64
  const padded = new Uint8Array(length)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor((bytes.length * 8) / 2 ** 32))
  view.setUint32(length - 4, (bytes.length * 8) >>> 0)
  return view
}

function compress(state: number[], block: DataView, offset: number) {
  const w: number[] = []
  for (let j = 0; j < 16; ++j) w.push(block.getUint32(offset + 4 * j))
  for (let j = 16; j < 68; ++j) w.push(p1(w[j - 16]! ^ w[j - 9]! ^ rotate(w[j - 3]!, 15)) ^ rotate(w[j - 13]!, 7) ^ w[j - 6]!)
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number]
  for (let j = 0; j < 64; ++j) {
    const early = j < 16
    const ss1 = rotate((rotate(a, 12) + e + rotate(early ? 0x79cc4519 : 0x7a879d8a, j % 32)) | 0, 7)
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g)
    const tt1 = (ff + d + (ss1 ^ rotate(a, 12)) + (w[j]! ^ w[j + 4]!)) | 0
    const tt2 = (gg + h + ss1 + w[j]!) | 0
    ;[d, c, b, a] = [c, rotate(b, 9), a, tt1]
    ;[h, g, f, e] = [g, rotate(f, 19), e, p0(tt2)]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = state[i]! ^ word })
}

export function sm3(text: string): string {
  const block = pad(new TextEncoder().encode(text))
  const state = [...kStart]
  for (let offset = 0; offset < block.byteLength; offset += 64) compress(state, block, offset)
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
