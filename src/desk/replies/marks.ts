// What stands between a template and the two parts of its mail: the template's tags become marks, single control
// characters, before Liquid fills it; afterwards html.ts turns marks into tags and escapes all the rest, and plain-text.ts
// turns them into lines. So a letter is filled once, its parts cannot differ, and nothing but a mark becomes HTML: values
// cannot hold marks, cleanValue takes control characters out.

/** What a mark means for the lines of the text part; `inline` nothing. */
export type MarkKind =
  | 'paragraph'
  | 'heading'
  | 'list'
  | 'numbered'
  | 'item'
  | 'number'
  | 'row'
  | 'code'
  | 'form'
  | 'end'
  | 'line'
  | 'cell'
  | 'inline'

export interface Mark {
  html: string
  kind: MarkKind
}

/** begins a mark; the character after it is its place in the table, from U+E000 on, where Liquid has no signs of its own */
export const markSign = '\u0001'
const firstMark = 0xe000
/** between these, what only HTML shows: the address in a link */
export const onlyHtml = { begin: '\u0002', end: '\u0003' } as const
/** between these, what only the text shows: the address after a link's words */
export const onlyText = { begin: '\u0004', end: '\u0005' } as const

export class MarkTable {
  readonly #marks: Mark[] = []
  readonly #written = new Map<string, string>()

  /** The two characters that stand for this mark. */
  write(mark: Mark): string {
    const key = `${mark.kind} ${mark.html}`
    let written = this.#written.get(key)
    if (written === undefined) {
      written = markSign + String.fromCharCode(firstMark + this.#marks.push(mark) - 1)
      this.#written.set(key, written)
    }
    return written
  }

  read(code: number): Mark | undefined {
    return this.#marks[code - firstMark]
  }
}
