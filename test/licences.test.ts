// Licences of everything that runs in production, read from the packages themselves: permissive ones alone.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAdvisories } from './support/advisories.ts'

const root = join(import.meta.dirname, '..')
const allowed = [
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  // htmx.org says it so
  'BSD-0-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
]

/** Packages whose file names no licence in words a machine reads, and what their licence text says. */
const read: Record<string, string> = { optimist: 'MIT' }

interface Locked {
  packages: Record<
    string,
    { dev?: boolean; devOptional?: boolean; peer?: boolean; optional?: boolean; license?: string }
  >
}

/** Folders of all production packages, as the lock file has them, that are installed here; what others name as their optional peers is left out of the image. */
function productionFolders(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Locked
  return Object.entries(packages).flatMap(([folder, { dev, devOptional, peer }]) =>
    folder !== '' &&
    dev !== true &&
    devOptional !== true &&
    peer !== true &&
    existsSync(join(root, folder, 'package.json'))
      ? [folder]
      : [],
  )
}

function licenceOf(folder: string): { name: string; licence: string } {
  const { name, license, licenses } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string
    license?: string | { type: string }
    licenses?: { type: string }[]
  }
  const said = typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' OR '))
  return { name, licence: read[name] ?? said ?? 'none' }
}

/** An SPDX expression that can be taken under allowed licences alone: one side of an OR, both of an AND. */
function isAllowed(expression: string): boolean {
  const plain = expression.replace(/[()]/g, ' ').trim()
  return plain
    .split(/\s+OR\s+/i)
    .some((choice) => choice.split(/\s+AND\s+/i).every((each) => allowed.includes(each.trim())))
}

test('every package that runs in production has a permissive licence', () => {
  const packages = productionFolders().map(licenceOf)
  expect(packages.length).toBeGreaterThan(100)
  expect(
    packages.filter(({ licence }) => !isAllowed(licence)).map(({ name, licence }) => `${name}: ${licence}`),
  ).toEqual([])
})

test.each([
  ['GPL-3.0', false],
  ['(MIT OR GPL-3.0)', true],
  ['MIT AND GPL-3.0', false],
  ['none', false],
])('%s: %s', (expression, expected) => {
  expect(isAllowed(expression)).toBe(expected)
})

test('advisories of high severity fail, lower ones do not, and a registry that knows none is said and fails nothing', () => {
  const found = (high: number) =>
    JSON.stringify({
      metadata: { vulnerabilities: { low: 2, high, critical: 0, total: high + 2 } },
      vulnerabilities: { left: { name: 'left', severity: 'high' }, right: { name: 'right', severity: 'low' } },
    })
  expect(readAdvisories(found(1))).toEqual({
    code: 1,
    words: '1 findings of high severity: left. See npm audit.',
  })
  expect(readAdvisories(found(0)).code).toBe(0)
  const none = readAdvisories('{"message":"405 Method Not Allowed - POST https://registry.example/bulk"}')
  expect(none.code).toBe(0)
  expect(none.words).toContain('no questions about advisories (405 Method Not Allowed')
  expect(readAdvisories('').words).toContain('no answer')
})
