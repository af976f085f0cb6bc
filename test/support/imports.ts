// Reads what a source file imports: static, side-effect, re-exported, dynamic and `import('…')` in types. It relies on the
// formatter, which puts every import at the start of a line; TypeScript 7 has no parser to ask.

export interface Import {
  /** as written: './cursor.ts', 'imapflow', 'node:fs' */
  from: string
  /** true where nothing of it is left at run time: `import type`, `export type … from`, `typeof import()` is not */
  typeOnly: boolean
  line: number
}

const statement =
  /^(?:import|export)\s+(?<type>type\s+(?!from\b|,))?(?:(?:[\w$*{][^'"`;]*?\s)?from\s+)?(?<quote>['"])(?<from>[^'"\n]+)\k<quote>/gm
const call =
  /\b(?:import|require|import\.meta\.resolve)\(\s*(?:\/\*.*?\*\/\s*)?(?<quote>['"`])(?<from>[^'"`\n]+)\k<quote>/g

export function importsOf(source: string): Import[] {
  const code = withoutComments(source)
  const found: Import[] = []
  for (const pattern of [statement, call]) {
    for (const match of code.matchAll(pattern)) {
      const { type, from = '' } = match.groups ?? {}
      found.push({ from, typeOnly: type !== undefined, line: code.slice(0, match.index).split('\n').length })
    }
  }
  return found.sort((a, b) => a.line - b.line)
}

/** Comments become blanks of the same number of lines. `//` inside a string stays, unless a blank stands before it. */
export function withoutComments(source: string): string {
  const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ')
  return source
    .replaceAll(/^[ \t]*\/\*[\s\S]*?\*\//gm, blank)
    .replaceAll(/(?<=^|[\s;,{(])\/\/(?![^\n]*['"`]\s*[,)\]}]?\s*$).*$/gm, blank)
    .replaceAll(/^[ \t]*\/\/.*$/gm, blank)
}
