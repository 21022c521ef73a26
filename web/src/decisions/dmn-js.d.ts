// What pages use of dmn-js, which comes without types.
declare module 'dmn-js/lib/NavigatedViewer' {
  export interface DmnJsView { id: string; name?: string; type: 'drd' | 'decisionTable' | 'literalExpression' | 'boxedExpression'; element: { id: string; name: string } }
  export default class NavigatedViewer {
    constructor(options: { container: HTMLElement })
    importXML(xml: string): Promise<unknown>
    getViews(): DmnJsView[]
    getActiveView(): DmnJsView | undefined
    getActiveViewer(): { get(service: string): unknown } | undefined
    open(view: DmnJsView): Promise<unknown>
    on(event: string, handler: (event: { views: DmnJsView[]; activeView?: DmnJsView }) => void): void
    destroy(): void
  }
}
