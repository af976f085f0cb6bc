// html-to-text 10 ships no types; this is the part of it that html-text.ts uses.

declare module 'html-to-text' {
  export interface HtmlElement {
    name: string
    attribs: Record<string, string>
    children: unknown[]
  }
  export interface TagDefinition {
    format: string
    options?: Record<string, unknown>
  }
  export interface Builder {
    addInline(text: string): void
    metadata: unknown
    options: { formatters: Record<string, Formatter | undefined> }
    picker: { pick1(element: HtmlElement): TagDefinition }
  }
  export type Formatter = (
    element: HtmlElement,
    walk: (children: unknown[], builder: Builder) => void,
    builder: Builder,
    formatOptions: Record<string, unknown>,
  ) => void
  export function compile(options: {
    wordwrap: false
    baseElements?: { selectors: string[] }
    whitespaceCharacters?: string
    decodeEntities?: boolean
    limits?: Record<string, unknown>
    formatters?: Record<string, Formatter>
    selectors?: { selector: string; format?: string; options?: Record<string, unknown> }[]
  }): (html: string, metadata?: unknown) => string
}
