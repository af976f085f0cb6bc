// Holds the table "Who may import whom" of the house style: reads every import in src/ and names each one that points the
// wrong way, each library used outside its door, and each place that reads the clock or the environment by itself.
// A new folder, or a new library, belongs into the tables below; say there why.

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { importsOf, withoutComments } from './support/imports.ts'

type Part =
  | 'main'
  | 'cli'
  | 'sandbox'
  | 'app'
  | 'console'
  | 'schedule'
  | 'path'
  | 'retention'
  | 'backup'
  | 'intake'
  | 'triage'
  | 'classification'
  | 'verification'
  | 'fulfilment'
  | 'replies'
  | 'outbox'
  | 'sample'
  | 'config'
  | 'words'
  | 'requests'
  | 'userdb'
  | 'mail'
  | 'db'
  | 'lib'
  | 'errors'

const stations = ['intake', 'triage', 'classification', 'verification', 'fulfilment', 'replies', 'outbox'] as const

/** Which part a file belongs to; the first that fits. */
const parts: [RegExp, Part][] = [
  [/^src\/main\.ts$/, 'main'],
  [/^src\/app(-[\w-]+)?\.ts$/, 'app'],
  [/^src\/config(-[\w-]+)?\.ts$/, 'config'],
  [/^src\/errors\.ts$/, 'errors'],
  [/^src\/version\.ts$/, 'lib'],
  // what a request is called: no state, no code of its own, so platform and settings may say it too
  [/^src\/requests\/(words|acts)\.ts$/, 'words'],
  [/^src\/schedule\.ts$/, 'schedule'],
  [/^src\/desk\/[\w-]+\.ts$/, 'path'],
  ...stations.map((name): [RegExp, Part] => [new RegExp(`^src/desk/${name}/`), name]),
  ...(
    ['cli', 'sandbox', 'console', 'retention', 'backup', 'sample', 'requests', 'userdb', 'mail', 'db', 'lib'] as const
  ).map((name): [RegExp, Part] => [new RegExp(`^src/${name}/`), name]),
]

/**
 * What each part may import beside itself and errors.ts:
 * main, cli -> app -> console, schedule -> desk/path, retention -> stations -> requests, userdb, mail -> db, lib
 */
const ground: Part[] = ['words', 'requests', 'mail', 'db', 'lib']
const path: Part[] = ['path', 'retention', ...stations]
const allowed: Record<Part, Part[]> = {
  main: ['cli', 'app', 'config', 'lib'],
  cli: ['sandbox', 'app', 'config', 'console', 'schedule', 'backup', ...path, 'sample', 'userdb', ...ground],
  // the sandbox is a customer of the desk: it starts the app and looks at the database
  sandbox: ['app', 'config', 'sample', 'userdb', ...ground],
  app: ['config', 'console', 'backup', 'schedule', ...path, 'userdb', ...ground],
  console: [...path, ...ground],
  schedule: [...path, ...ground],
  path: [...stations, ...ground],
  retention: [...stations, ...ground],
  // what is kept, copied and put back; who was deleted is known to userdb's ledger alone
  backup: ['retention', 'userdb', ...ground],
  intake: ground,
  triage: ground,
  classification: ground,
  // app.ts builds userdb; of the stations only these two use it
  verification: ['userdb', ...ground],
  fulfilment: ['userdb', ...ground],
  replies: ground,
  outbox: ground,
  sample: ['userdb', ...ground],
  config: ['words', 'lib'],
  words: [],
  requests: ['words', 'db', 'lib'],
  userdb: ['words', 'lib'],
  // no state: neither touches a database
  mail: ['words', 'lib'],
  db: ['lib'],
  lib: [],
  errors: [],
}

/** More that is allowed as `import type`: words of another part, nothing of it at run time. */
const allowedAsType: Partial<Record<Part, Part[]>> = {
  path: ['userdb', 'config'],
}

/** The one door of each library: where it may be imported. */
const doors: Record<string, RegExp[]> = {
  // an exact place, so that nothing of it is loaded where nobody traces
  '@opentelemetry/api': [/^src\/lib\/tracing\.ts$/],
  '@opentelemetry/exporter-trace-otlp-http': [/^src\/lib\/tracing\.ts$/],
  '@opentelemetry/resources': [/^src\/lib\/tracing\.ts$/],
  '@opentelemetry/sdk-trace': [/^src\/lib\/tracing\.ts$/],
  '@hono/node-server': [/^src\/console\//, /^src\/sandbox\//],
  '@libsql/client': [/^src\/db\//],
  '@prisma/adapter-libsql': [/^src\/db\//],
  '@prisma/client': [/^src\/db\//],
  // the sandbox opens an export as its reader would
  '@zip.js/zip.js': [/^src\/desk\/fulfilment\//, /^src\/sandbox\//],
  // sign-in and passkeys of staff
  'better-auth': [/^src\/console\/sign-in\/auth\.ts$/],
  '@simplewebauthn/server': [/^src\/console\/sign-in\/passkeys\.ts$/],
  qrcode: [/^src\/console\/sign-in\//],
  'chinese-days': [/^src\/requests\//],
  'cli-table3': [/^src\/cli\//],
  commander: [/^src\/cli\//, /^src\/main\.ts$/],
  'csv-stringify': [/^src\/desk\/fulfilment\//, /^src\/requests\//, /^src\/cli\//],
  eld: [/^src\/desk\/classification\//],
  'email-addresses': [/^src\/mail\/addresses\.ts$/],
  // app.ts hands pages on
  hono: [/^src\/console\//, /^src\/sandbox\//, /^src\/app(-[\w-]+)?\.ts$/],
  // the console serves its file
  'htmx.org': [/^src\/console\/assets\.ts$/],
  'hoodiecrow-imap': [/^src\/sandbox\//],
  'html-to-text': [/^src\/mail\//],
  imapflow: [/^src\/desk\/intake\/mailbox\.ts$/],
  kysely: [/^src\/userdb\//],
  liquidjs: [/^src\/desk\/replies\//],
  // the sandbox shows letters as a mail program would
  mailparser: [/^src\/mail\/parse\.ts$/, /^src\/sandbox\//],
  mailauth: [/^src\/mail\/own-verification\.ts$/],
  mrml: [/^src\/desk\/replies\//],
  mysql2: [/^src\/userdb\/mysql[\w-]*\.ts$/],
  'node-cron': [/^src\/schedule\.ts$/],
  // the sandbox writes mails as a user's mail program would
  nodemailer: [/^src\/desk\/outbox\/transport\.ts$/, /^src\/sandbox\//],
  'nodemailer/lib/addressparser': [/^src\/mail\/addresses\.ts$/],
  'opencc-js': [/^src\/lib\/chinese\.ts$/],
  pg: [/^src\/userdb\/postgres[\w-]*\.ts$/],
  'pg-cursor': [/^src\/userdb\/postgres\.ts$/],
  pino: [/^src\/lib\/log\.ts$/],
  'pino-pretty': [/^src\/lib\/log\.ts$/],
  'prom-client': [/^src\/console\//],
  // the HTML of a mail, for a frame on a page
  'sanitize-html': [/^src\/console\/mails\/safe-html\.ts$/],
  'smtp-server': [/^src\/sandbox\//],
  'temporal-polyfill': [/^src\/requests\//, /^src\/lib\//],
  yaml: [/^src\/config\.ts$/, /^src\/userdb\//, /^src\/cli\//, /^src\/sandbox\//],
  // stands wherever outside data comes in
  zod: [/^src\//],
}

/** What is read in one place alone, found in the text. */
const places: { what: string; pattern: RegExp; door: RegExp }[] = [
  { what: 'process.env', pattern: /\bprocess\.env\b|\bprocess\[/, door: /^src\/config(-environment)?\.ts$/ },
  {
    what: 'the wall clock',
    pattern: /\bDate\.now\(|\bnew Date\(\s*\)|\bTemporal\.Now\b|(?<![\w.])Date\(\)/,
    door: /^src\/lib\/clock\.ts$/,
  },
  // loaded with import() where somebody wants traces
  { what: 'tracing.ts as a whole', pattern: /\bfrom\s+'[^']*\/tracing\.ts'/, door: /^$/ },
]

interface SourceFile {
  path: string
  source: string
}

/** Every breach of the tables in one file, as a sentence with its line. */
function breaches(file: SourceFile): string[] {
  return [...importBreaches(file), ...placeBreaches(file)]
}

function importBreaches({ path: file, source }: SourceFile): string[] {
  const from = partOf(file)
  if (!from) return [`${file}: belongs to no part of the table`]
  return importsOf(source).flatMap(({ from: target, typeOnly, line }) => {
    const why = target.startsWith('.') ? wrongWay(from, resolve(file, target), typeOnly) : wrongDoor(file, target)
    return why ? [`${file}:${line}: ${why}`] : []
  })
}

function wrongWay(from: Part, target: string, typeOnly: boolean): string | null {
  const to = partOf(target)
  if (!target.startsWith('src/')) return `${target} is no source of the desk`
  if (!to) return `${target} belongs to no part of the table`
  if (target.startsWith('src/db/generated/') && from !== 'db' && !typeOnly) {
    return `${target}: the generated client is used through src/db, its types may be imported as types`
  }
  if (to === from || to === 'errors' || allowed[from].includes(to)) return null
  if (typeOnly && allowedAsType[from]?.includes(to)) return null
  return `${from} may not import ${to} (${target})`
}

function wrongDoor(file: string, target: string): string | null {
  if (target.startsWith('node:')) return null
  const door = doors[target.replace(/(\.js|\/index\.js)$/, '')] ?? doors[packageName(target)]
  if (!door) return `${packageName(target)} has no door in the table yet`
  return door.some((place) => place.test(file)) ? null : `${target} has its door elsewhere: ${door.join(' ')}`
}

function placeBreaches({ path: file, source }: SourceFile): string[] {
  const lines = withoutComments(source).split('\n')
  return places
    .filter(({ door }) => !door.test(file))
    .flatMap(({ what, pattern, door }) =>
      lines.flatMap((text, index) => (pattern.test(text) ? [`${file}:${index + 1}: ${what} is read in ${door}`] : [])),
    )
}

function partOf(file: string): Part | null {
  return parts.find(([pattern]) => pattern.test(file))?.[1] ?? null
}

function resolve(file: string, target: string): string {
  return normalize(join(dirname(file), target)).replaceAll('\\', '/')
}

function packageName(target: string): string {
  const [first = '', second = ''] = target.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}

const root = fileURLToPath(new URL('..', import.meta.url))
const files: SourceFile[] = globSync('src/**/*.ts', { cwd: root })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => !name.startsWith('src/db/generated/') && !name.endsWith('.d.ts'))
  .map((name) => ({ path: name, source: readFileSync(join(root, name), 'utf8') }))

describe('who may import whom', () => {
  test('every import in src/ points the way the table says', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(files.flatMap(({ source }) => importsOf(source)).length).toBeGreaterThan(files.length)
    expect(files.flatMap(breaches)).toEqual([])
  })

  test.for<[string, string, string]>([
    [
      'src/desk/replies/compose.ts',
      "import type { Triage } from '../triage/triage.ts'",
      'replies may not import triage',
    ],
    ['src/desk/triage/triage.ts', "import { app } from '../../app.ts'", 'triage may not import app'],
    [
      'src/desk/intake/receive.ts',
      "import { openUserDb } from '../../userdb/userdb.ts'",
      'intake may not import userdb',
    ],
    ['src/mail/parse.ts', "import {\n  a,\n  b,\n} from '../db/client.ts'", 'mail may not import db'],
    ['src/lib/ids.ts', "export * from '../requests/words.ts'", 'lib may not import words'],
    ['src/userdb/check.ts', "import { dueAt } from '../requests/deadline.ts'", 'userdb may not import requests'],
    ['src/requests/states.ts', "const x = await import('../config.ts')", 'requests may not import config'],
    ['src/console/pages.ts', "import '../userdb/userdb.ts'", 'console may not import userdb'],
    ['src/desk/outbox/send.ts', "import { PrismaClient } from '../../db/generated/client.ts'", 'generated client'],
    ['src/desk/intake/receive.ts', "import { ImapFlow } from 'imapflow'", 'imapflow has its door elsewhere'],
    ['src/mail/quotes.ts', "import parse from 'nodemailer/lib/addressparser'", 'addressparser has its door elsewhere'],
    ['src/lib/ids.ts', "import { nanoid } from 'nanoid'", 'nanoid has no door'],
    ['src/lib/ids.ts', "import fs from '../../test/support/imports.ts'", 'no source of the desk'],
    ['src/things/thing.ts', '', 'belongs to no part'],
    ['src/lib/ids.ts', 'const at = new Date()', 'the wall clock'],
    ['src/lib/ids.ts', 'return Date.now() + 1', 'the wall clock'],
    ['src/app.ts', "import { openTracing } from './lib/tracing.ts'", 'tracing.ts'],
    ['src/lib/log.ts', 'const level = process.env.LEVEL', 'process.env'],
  ])('a planted breach in %s is found: %j', ([path, source, expected]) => {
    expect(breaches({ path, source }).join('\n')).toContain(expected)
  })

  test.for<[string, string]>([
    ['src/userdb/check.ts', "import type { Label } from '../requests/words.ts'"],
    ['src/desk/outbox/send.ts', "import type { Prisma } from '../../db/generated/client.ts'"],
    ['src/desk/outbox/transport.ts', "import { createTransport } from 'nodemailer'"],
    ['src/lib/ids.ts', '// new Date() would be the wall clock\nimport { randomBytes } from "node:crypto"'],
    ['src/lib/ids.ts', "/** import { x } from '../app.ts' */\nconst at = new Date(0)"],
  ])('what is allowed in %s passes: %j', ([path, source]) => {
    expect(breaches({ path, source })).toEqual([])
  })

  test('imports are found however they are written', () => {
    const source = [
      "import a, { type B } from './one.ts'",
      "import * as c from './two.ts'",
      'import type { D } from "./three.ts"',
      "export { e } from './four.ts'",
      "export type { F } from './five.ts'",
      "import './six.ts'",
      "import type from './seven.ts'",
      "const url = 'https://example.org' // import './no.ts'",
      "type G = import('./eight.ts').G",
      "import data from './nine.json' with { type: 'json' }",
      "export const importance = 'from'",
    ].join('\n')
    const found = importsOf(source).map(({ from, typeOnly }) => `${from}${typeOnly ? ' (type)' : ''}`)
    const names = ['one.ts', 'two.ts', 'three.ts (type)', 'four.ts', 'five.ts (type)', 'six.ts', 'seven.ts', 'eight.ts']
    expect(found).toEqual([...names, 'nine.json'].map((name) => `./${name}`))
  })
})
