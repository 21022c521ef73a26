// The column names of a file, as far as the browser can read them: CSV (first row) and JSON Lines (keys of the first lines).
export type TableFormat = 'csv' | 'xlsx' | 'jsonl'

export function formatOf(name: string): TableFormat | undefined {
  const ending = name.toLowerCase().split('.').pop()
  if (ending === 'csv' || ending === 'xlsx') return ending
  return ending === 'jsonl' || ending === 'ndjson' ? 'jsonl' : undefined
}

function csvRow(text: string): string[] {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quoted && character === '"' && text[at + 1] === '"') cell += text[++at]
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === ',') { cells.push(cell); cell = '' }
    else if (!quoted && (character === '\n' || character === '\r')) break
    else cell += character
  }
  return [...cells, cell].map((name) => name.trim()).filter(Boolean)
}

function jsonKeys(text: string): string[] {
  const keys = new Set<string>()
  for (const line of text.split('\n').slice(0, 20)) {
    try {
      Object.keys(JSON.parse(line) as object).forEach((key) => keys.add(key))
    } catch {
      break
    }
  }
  return [...keys]
}

export async function headersOf(file: File, format: TableFormat): Promise<string[]> {
  if (format === 'xlsx') return []
  const beginning = (await file.slice(0, 256 * 1024).text()).replace(/^\uFEFF/, '')
  return format === 'csv' ? csvRow(beginning) : jsonKeys(beginning)
}
