// Finds data subjects in the table the map names. An address is compared as a whole, letters A-Z in either case and
// nothing else folded: a look-alike in another script is another address.

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import type { Cell, Database, Row } from './platform.ts'

export interface Subject {
  key: string
  /** as the database spells it */
  address: string | null
  name: string | null
}

/** Every account with this address; `address` is an addr-spec. */
export async function findSubjects(db: Database, map: DataMap, address: string): Promise<Subject[]> {
  const { table, email } = map.subject
  const { rows } =
    await sql<Row>`select ${columns(map)} from ${sql.id(table)} where lower(${sql.id(table, email)}) = lower(${address}) limit 100`.execute(
      db,
    )
  // the database's lower() may fold more than A-Z
  return rows
    .map(subject)
    .filter((found) => found.address !== null && asciiLower(found.address) === asciiLower(address))
}

export async function readSubject(db: Database, map: DataMap, key: string): Promise<Subject | null> {
  const { table, key: column } = map.subject
  const { rows } =
    await sql<Row>`select ${columns(map)} from ${sql.id(table)} where ${sql.id(table, column)} = ${key}`.execute(db)
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
  const nameColumn = name === undefined ? sql`null` : sql.id(table, name)
  return sql`${sql.id(table, key)} as ${sql.id('key')}, ${sql.id(table, email)} as ${sql.id('address')}, ${nameColumn} as ${sql.id('name')}`
}

function subject(row: Row): Subject {
  return { key: cellText(row.key) ?? '', address: cellText(row.address), name: cellText(row.name) }
}
