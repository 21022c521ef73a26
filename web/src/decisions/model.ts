// A DMN file as people read it: decisions with their tables, in the order in which they depend on each other.
export interface ModelRule { number: number; id: string; tests: string[]; outputs: string[]; annotations: Record<string, string> }
export interface ModelTable {
  id: string
  policy: string
  inputs: { text: string; label: string }[]
  outputs: { text: string; label: string }[]
  annotations: string[]
  rules: ModelRule[]
}
export interface ModelElement {
  id: string
  name: string
  label: string
  kind: 'input' | 'decision' | 'knowledge'
  description: string
  required: string[]
  tables: ModelTable[]
  text: string
}

const kKinds: Record<string, ModelElement['kind']> = { inputData: 'input', decision: 'decision', businessKnowledgeModel: 'knowledge' }

const children = (element: Element, name?: string) => [...element.children].filter((child) => !name || child.localName === name)
const child = (element: Element, name: string) => children(element, name)[0]
const cell = (element: Element | undefined) => (element ? (child(element, 'text')?.textContent ?? '').trim() : '')

function table(xml: Element): ModelTable {
  const annotations = children(xml, 'annotation').map((one) => one.getAttribute('name') ?? '')
  const aggregation = xml.getAttribute('aggregation')
  return {
    id: xml.id,
    policy: (xml.getAttribute('hitPolicy') ?? 'UNIQUE') + (aggregation ? ` ${aggregation}` : ''),
    inputs: children(xml, 'input').map((one) => ({ text: cell(child(one, 'inputExpression')), label: one.getAttribute('label') ?? '' })),
    outputs: children(xml, 'output').map((one) => ({ text: one.getAttribute('name') ?? '', label: one.getAttribute('label') ?? '' })),
    annotations,
    rules: children(xml, 'rule').map((rule, index) => ({
      number: index + 1,
      id: rule.id,
      tests: children(rule, 'inputEntry').map(cell),
      outputs: children(rule, 'outputEntry').map(cell),
      annotations: Object.fromEntries(children(rule, 'annotationEntry').map((one, at) => [annotations[at] ?? '', cell(one)])),
    })),
  }
}

export function readModel(xml: string): ModelElement[] {
  const root = new DOMParser().parseFromString(xml, 'application/xml').documentElement
  const elements = children(root).filter((one) => kKinds[one.localName]).map((one): ModelElement => ({
    id: one.id,
    name: one.getAttribute('name') ?? '',
    label: one.getAttribute('label') ?? '',
    kind: kKinds[one.localName]!,
    description: (child(one, 'description')?.textContent ?? '').trim(),
    required: children(one).filter((part) => part.localName.endsWith('Requirement'))
      .flatMap((part) => children(part)).filter((part) => part.localName.startsWith('required'))
      .map((part) => (part.getAttribute('href') ?? '').replace(/^.*#/, '')),
    tables: [...one.getElementsByTagNameNS('*', 'decisionTable')].map(table),
    text: cell(child(one, 'literalExpression')),
  }))
  return elements
}

// The elements `decision` needs, itself first.
export function needed(elements: ModelElement[], decision: string): ModelElement[] {
  const found = elements.filter((one) => one.name === decision)
  for (let at = 0; at < found.length; ++at)
    for (const id of found[at]!.required) {
      const one = elements.find((element) => element.id === id)
      if (one && !found.includes(one)) found.push(one)
    }
  return found
}
