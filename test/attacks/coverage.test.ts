// docs/security.md names a test for every known attack and every line of the intake checklist: each line is there, and each test
// named exists. A test that is renamed must be renamed there.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { attacks } from '../../src/cli/attack/attacks.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, , shown] = /^\| ([A-Z]?\d+) \| (.+?) \| (.+) \|$/.exec(line) ?? []
      return name === undefined || shown === undefined ? [] : [{ name, shown }]
    })
const rows = read('docs/security.md')
const duties = read('docs/duties.md')
const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, n) => `${letter}${n + 1}`)

/** Files and titles of a cell, in order; an attack's file is the list. */
function references(shown: string): { file: string; title: string | null }[] {
  let file = ''
  const found: { file: string; title: string | null }[] = []
  for (const [, path, attack, title] of shown.matchAll(/`((?:test|src)\/[^`]+)`|\b(attacks?)\b|“([^”]+)”/g)) {
    if (path !== undefined) {
      file = path
      found.push({ file, title: null })
    } else if (attack !== undefined) file = 'attack'
    else if (title !== undefined) found.push({ file, title })
  }
  return found
}

function missing({ file, title }: { file: string; title: string | null }): string | null {
  if (file === 'attack') return attacks.some(({ name }) => name === title) ? null : `no attack “${title}”`
  if (globSync(file, { cwd: root }).length === 0) return `no file ${file}`
  if (title === null) return null
  const source = readFileSync(join(root, file), 'utf8')
  const literals = ["'", '"', '`'].map((quote) => `${quote}${title}${quote}`)
  return literals.some((literal) => source.includes(literal)) ? null : `no test “${title}” in ${file}`
}

test('every known attack and every line of the checklist stands in the table, once', () => {
  expect(rows.map((row) => row.name)).toEqual([...numbered('S', 22), ...numbered('A', 22), ...numbered('', 64)])
  expect(duties.map((row) => row.name)).toEqual([...numbered('L', 30), ...numbered('F', 15), ...numbered('W', 23)])
})

test('every test that the table names exists', () => {
  const named = [...rows, ...duties].flatMap((row) => references(row.shown))
  expect(named.length).toBeGreaterThan(250)
  expect(named.flatMap((each) => missing(each) ?? [])).toEqual([])
})

test('a planted name is found to be missing', () => {
  const planted = references('`test/lib/log.test.ts` “no such test”, attack “no such attack”, `test/mails/none.eml`')
  expect(planted.flatMap((each) => missing(each) ?? [])).toHaveLength(3)
  expect(existsSync(join(root, 'SECURITY.md'))).toBe(true)
})
