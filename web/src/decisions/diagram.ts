// A requirement diagram for models that come without one: what is required stands below what requires it.
import { readModel, type ModelElement } from './model'

const kDi = 'https://www.omg.org/spec/DMN/20191111/DMNDI/'
const kDc = 'http://www.omg.org/spec/DMN/20180521/DC/'
const kDiagram = 'http://www.omg.org/spec/DMN/20180521/DI/'
const kWidth = 180
const kHeight = 70
const kGapX = 40
const kGapY = 70

function levels(elements: ModelElement[]): Map<string, number> {
  const level = new Map<string, number>()
  const find = (one: ModelElement, seen: string[]): number => {
    const known = level.get(one.id)
    if (known !== undefined || seen.includes(one.id)) return known ?? 0
    const below = one.required.map((id) => elements.find((element) => element.id === id)).filter((element) => !!element)
    const found = below.length ? 1 + Math.max(...below.map((element) => find(element, [...seen, one.id]))) : 0
    level.set(one.id, found)
    return found
  }
  for (const one of elements) find(one, [])
  return level
}

export function withDiagram(xml: string): string {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  if (document.getElementsByTagNameNS('*', 'DMNDI').length) return xml
  const elements = readModel(xml)
  const level = levels(elements)
  const top = Math.max(0, ...level.values())
  const widest = Math.max(...[...Array(top + 1).keys()].map((row) => elements.filter((one) => level.get(one.id) === row).length))
  const make = (space: string, name: string, attributes: Record<string, string | number> = {}) => {
    const element = document.createElementNS(space, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
    return element
  }
  const place = new Map<string, { x: number; y: number }>()
  const diagram = make(kDi, 'dmndi:DMNDiagram', { id: 'generated_diagram' })
  for (let row = 0; row <= top; ++row) {
    const here = elements.filter((one) => level.get(one.id) === row)
    const indent = ((widest - here.length) * (kWidth + kGapX)) / 2
    here.forEach((one, at) => place.set(one.id, { x: 20 + indent + at * (kWidth + kGapX), y: 20 + (top - row) * (kHeight + kGapY) }))
  }
  for (const one of elements) {
    const shape = make(kDi, 'dmndi:DMNShape', { id: `generated_shape_${one.id}`, dmnElementRef: one.id })
    shape.append(make(kDc, 'dc:Bounds', { ...place.get(one.id)!, width: kWidth, height: kHeight }))
    diagram.append(shape)
  }
  let unnamed = 0
  for (const requirement of [...document.getElementsByTagNameNS('*', '*')].filter((one) => one.localName.endsWith('Requirement'))) {
    const from = place.get((requirement.firstElementChild?.getAttribute('href') ?? '').replace(/^.*#/, ''))
    const to = place.get(requirement.parentElement!.id)
    if (!from || !to) continue
    if (!requirement.id) requirement.setAttribute('id', `generated_requirement_${++unnamed}`)
    const edge = make(kDi, 'dmndi:DMNEdge', { id: `generated_edge_${requirement.id}`, dmnElementRef: requirement.id })
    edge.append(make(kDiagram, 'di:waypoint', { x: from.x + kWidth / 2, y: from.y }), make(kDiagram, 'di:waypoint', { x: to.x + kWidth / 2, y: to.y + kHeight }))
    diagram.append(edge)
  }
  const holder = make(kDi, 'dmndi:DMNDI')
  holder.append(diagram)
  document.documentElement.append(holder)
  return new XMLSerializer().serializeToString(document)
}
