// Finds data subjects in the table the map names. An address is compared as a whole, letters A-Z in either case and
// nothing else folded: a look-alike in another script is another address.

import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import { columnId, tableId } from './names.ts'
import type { Cell, Database, DialectWords, Row } from './platform.ts'
import type { SubjectColumns, SubjectKey } from './subject-key.ts'

export interface Subject {
  key: string
  /** as the database spells it */
  address: string | null
  name: string | null
}

/** Every account with this address; `address` is an addr-spec. */
export async function findSubjects(
  db: Database,
  map: DataMap,
  subjectColumns: SubjectColumns,
  address: string,
): Promise<Subject[]> {
  return withAddress(await subjectRows(db, map, subjectColumns, [address], mostOfOne), address)
}

/** The same for many addresses in one look; null where more accounts share them than that look takes in. */
export async function findSubjectsOf(
  db: Database,
  map: DataMap,
  subjectColumns: SubjectColumns,
  addresses: string[],
): Promise<Map<string, Subject[]> | null> {
  if (addresses.length === 0) return new Map()
  const most = addresses.length * mostOfOne
  const found = await subjectRows(db, map, subjectColumns, addresses, most)
  if (found.length >= most) return null
  const byAddress = Map.groupBy(found, ({ address }) => (address === null ? null : asciiLower(address)))
  return new Map(addresses.map((address) => [address, byAddress.get(asciiLower(address)) ?? []]))
}

/** More than one is as good as many: it is asked which is meant. */
const mostOfOne = 100

async function subjectRows(
  db: Database,
  map: DataMap,
  { emailIgnoresCase }: SubjectColumns,
  addresses: string[],
  most: number,
): Promise<Subject[]> {
  const { table, email } = map.subject
  const column = columnId(table, email)
  // a database that folds by itself can use its index on the column; lower() would read the whole table
  const among = emailIgnoresCase
    ? sql`${column} in (${sql.join(addresses)})`
    : sql`lower(${column}) in (${sql.join(addresses.map((address) => sql`lower(${address})`))})`
  const limit = sql.lit(most)
  const { rows } = await sql<Row>`select ${columns(map)} from ${tableId(table)} where ${among} limit ${limit}`.execute(
    db,
  )
  return rows.map(subject)
}

/** What the database takes for the same may be more than A-Z. */
export function withAddress(found: Subject[], address: string): Subject[] {
  const wanted = asciiLower(address)
  return found.filter((one) => one.address !== null && asciiLower(one.address) === wanted)
}

export async function readSubject(db: Database, map: DataMap, key: SubjectKey): Promise<Subject | null> {
  return await subjectRow(db, map, key, sql``)
}

/** As readSubject, in a write transaction: until it ends nobody else works on this subject. */
export async function holdSubject(
  db: Database,
  words: DialectWords,
  map: DataMap,
  key: SubjectKey,
): Promise<Subject | null> {
  return await subjectRow(db, map, key, words.forUpdate)
}

async function subjectRow(
  db: Database,
  map: DataMap,
  key: SubjectKey,
  lock: RawBuilder<unknown>,
): Promise<Subject | null> {
  const { table, key: column } = map.subject
  const { rows } =
    await sql<Row>`select ${columns(map)} from ${tableId(table)} where ${columnId(table, column)} = ${key} ${lock}`.execute(
      db,
    )
  const row = rows[0]
  return row ? subject(row) : null
}

/** Tells whether an account is still the one it was, without holding its address. */
export function addressHash(subject: Subject): string {
  return createHash('sha256')
    .update(asciiLower(subject.address ?? ''))
    .digest('hex')
}

/** How a cell reads as text; the same text is compared with what mails say. */
export function cellText(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('base64') : String(cell)
}

export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function columns(map: DataMap) {
  const { table, key, email, name } = map.subject
  const nameColumn = name === undefined ? sql`null` : columnId(table, name)
  return sql`${columnId(table, key)} as ${sql.id('key')}, ${columnId(table, email)} as ${sql.id('address')}, ${nameColumn} as ${sql.id('name')}`
}

function subject(row: Row): Subject {
  return { key: cellText(row.key) ?? '', address: cellText(row.address), name: cellText(row.name) }
}
