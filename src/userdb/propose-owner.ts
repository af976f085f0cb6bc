// Guesses where people are in a schema: the table in which one person is one row, and for every other table how its rows
// lead there. Foreign keys are believed; names alone are marked as unsure. Pure.

import { columnKind } from './column-words.ts'
import type { OwnerPath } from './data-map-schema.ts'
import type { LiveSchema, LiveTable } from './platform.ts'
import { typeFamily } from './type-family.ts'

export interface SubjectCandidate {
  table: string
  key: string
  email: string
  name: string | null
  points: number
}

const accountTables =
  /^(app_?|sys_?|t_?|tb_?|tbl_?)?(users?|members?|accounts?|customers?|people|persons?|profiles?|yonghu|huiyuan)$|用户|用戶|会员|會員|账号|帳號|客户/i

/** Tables that may hold the accounts, the likeliest first. */
export function subjectCandidates(schema: LiveSchema): SubjectCandidate[] {
  return [...schema].flatMap(([table, live]) => candidate(table, live, schema)).sort((a, b) => b.points - a.points)
}

function candidate(table: string, live: LiveTable, schema: LiveSchema): SubjectCandidate[] {
  const [key, ...more] = live.primaryKey
  const named = (kind: string) => live.columns.find((column) => columnKind(column.name) === kind)?.name ?? null
  const email = named('email')
  if (key === undefined || more.length > 0 || email === null) return []
  const references = [...schema.values()]
    .flatMap((each) => each.foreignKeys)
    .filter((each) => each.table === table).length
  const points =
    (accountTables.test(table.replace(/^.*\./, '')) ? 6 : 0) +
    (live.columns.some((column) => /pass|pwd|密码|口令/i.test(column.name)) ? 3 : 0) +
    (named('name') === null ? 0 : 2) +
    (key === email ? -2 : 0) +
    Math.min(references, 8)
  return [{ table, key, email, name: named('name'), points }]
}

export interface OwnerGuess {
  paths: OwnerPath[]
  /** why a person should look at it; null where foreign keys say it */
  doubt: string | null
}

/** The guessed owner of every table that seems to lead to the subject. */
export function guessOwners(schema: LiveSchema, subject: SubjectCandidate): Map<string, OwnerGuess> {
  const owners = new Map<string, OwnerGuess>()
  for (const [name, live] of schema) {
    const guess = name === subject.table ? null : direct(live, schema, subject)
    if (guess) owners.set(name, guess)
  }
  // tables that lead to those, and so on
  for (let found = true; found; ) {
    found = false
    for (const [name, live] of schema) {
      if (name === subject.table || owners.has(name)) continue
      const guess = through(live, owners, subject)
      if (!guess) continue
      owners.set(name, guess)
      found = true
    }
  }
  for (const [name, live] of schema) {
    const guess = name === subject.table || owners.has(name) ? null : byEmail(live, subject)
    if (guess) owners.set(name, guess)
  }
  return owners
}

function direct(live: LiveTable, schema: LiveSchema, subject: SubjectCandidate): OwnerGuess | null {
  const keys = live.foreignKeys.filter((key) => key.table === subject.table && key.matches[0] === subject.key)
  const columns = [...new Set(keys.flatMap((key) => (key.columns.length === 1 ? key.columns : [])))]
  // who made or changed a row for somebody else is not whose row it is
  columns.sort((a, b) => position(live, a) - position(live, b))
  const parties = columns.filter((column) => !/_by$|moderator|editor|admin|invite|approve/i.test(column))
  if (parties.length > 1) return { paths: parties, doubt: 'several columns lead to an account: shared rows?' }
  if (parties[0] !== undefined) return { paths: [parties[0]], doubt: null }
  if (columns[0] !== undefined) return { paths: [columns[0]], doubt: 'is this whose row it is?' }
  const kind = typeFamily(schema.get(subject.table)?.columns.find(({ name }) => name === subject.key)?.type ?? '')
  const bare = subject.table.replace(/^.*\./, '').replace(/s$/i, '').toLowerCase()
  const named = live.columns.find(
    ({ name, type }) =>
      typeFamily(type) === kind &&
      !live.foreignKeys.some((key) => key.columns.includes(name)) &&
      (columnKind(name) === 'person' || name.toLowerCase().replace(/_?id$/, '') === bare),
  )
  return named ? { paths: [named.name], doubt: 'no foreign key says so, its name does' } : null
}

function position(live: LiveTable, column: string): number {
  return live.columns.findIndex(({ name }) => name === column)
}

function through(live: LiveTable, owners: Map<string, OwnerGuess>, subject: SubjectCandidate): OwnerGuess | null {
  for (const key of live.foreignKeys) {
    const parent = owners.get(key.table)
    if (!parent || key.matches.length !== key.columns.length) continue
    const paths = parent.paths.map((path) => [
      { columns: key.columns, table: key.table, matches: key.matches },
      ...(typeof path === 'string' ? [{ columns: [path], table: subject.table, matches: [subject.key] }] : path),
    ])
    return { paths, doubt: parent.doubt }
  }
  return null
}

function byEmail(live: LiveTable, subject: SubjectCandidate): OwnerGuess | null {
  const column = live.columns.find(({ name }) => columnKind(name) === 'email')?.name
  if (column === undefined) return null
  return {
    paths: [[{ columns: [column], table: subject.table, matches: [subject.email] }]],
    doubt: 'found by the e-mail address alone',
  }
}
