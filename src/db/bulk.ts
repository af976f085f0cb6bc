// Many rows of one table in few statements, past Prisma's query compiler, which costs more than SQLite's own work. Values go
// through the same driver adapter as every other statement, so that they are stored in the same form (a test compares them).

import type { DeskKey } from '../lib/desk-key.ts'
import type { Mail, Prisma } from './generated/client.ts'
import { type Row, sealRow } from './seal-rows.ts'
import { sealedModels } from './sealed-fields.ts'

/** Models whose rows come by the hundred; a field is a column of the same name. */
export interface InsertManyRows {
  PrivacyRequest: Prisma.PrivacyRequestCreateManyInput
  Act: Prisma.ActCreateManyInput
  Challenge: Prisma.ChallengeCreateManyInput
  OutboxLetter: Prisma.OutboxLetterCreateManyInput
  Event: EventRow
  MailSignature: Prisma.MailSignatureCreateManyInput
}

/** An event whose details may be said to be absent: NULL, not the JSON null. */
export type EventRow = Omit<Prisma.EventCreateManyInput, 'details'> & { details?: unknown }

interface RawStatements {
  $executeRawUnsafe(query: string, ...values: unknown[]): Promise<number>
  $deskKey(): DeskKey
}

/** Below SQLite's 32,766 and PostgreSQL's 65,535 parameters of one statement. */
const parametersAtOnce = 30_000

/** Like `createMany` of the model: columns that a row leaves out get the database's default. Throws database errors. */
export async function insertMany<M extends keyof InsertManyRows>(
  tx: RawStatements,
  model: M,
  rows: InsertManyRows[M][],
): Promise<void> {
  const key = tx.$deskKey()
  const stored = rows.map((row) => storedRow(key, model, row.id ?? '', row))
  for (const [columns, alike] of byColumns(stored)) {
    const atOnce = Math.floor(parametersAtOnce / columns.length)
    for (let from = 0; from < alike.length; from += atOnce) {
      const some = alike.slice(from, from + atOnce)
      const places = `(${columns.map(() => '?').join(', ')})`
      await tx.$executeRawUnsafe(
        `INSERT INTO "${model}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES ${some.map(() => places).join(', ')}`,
        ...some.flatMap((row) => columns.map((column) => parameter(row[column]))),
      )
    }
  }
}

/**
 * Like `updateMany` with `id` and the state found, for the one update that every mail has, many mails in one statement.
 * Returns how many of them were still there in that state.
 */
export async function updateMails(
  tx: RawStatements,
  moves: { id: string; from: string; data: Partial<Mail> }[],
): Promise<number> {
  const rows = moves.map(({ id, from, data }) => ({ id, ...storedRow(tx.$deskKey(), 'Mail', id, data), from }))
  let count = 0
  for (const [columns, alike] of byColumns(rows)) {
    const set = columns.filter((column) => column !== 'id' && column !== 'from')
    const places = `(${columns.map(() => '?').join(', ')})`
    // SQLite calls the columns of VALUES column1, column2 and so on
    const given = (column: string) => `"given"."column${columns.indexOf(column) + 1}"`
    count += await tx.$executeRawUnsafe(
      `UPDATE "Mail" SET ${set.map((column) => `"${column}" = ${given(column)}`).join(', ')} FROM (VALUES ${alike.map(() => places).join(', ')}) AS "given" WHERE "Mail"."id" = ${given('id')} AND "Mail"."state" = ${given('from')}`,
      ...alike.flatMap((row) => columns.map((column) => parameter(row[column]))),
    )
  }
  return count
}

/** Runs of rows that name the same columns; the order of rows is kept. */
function byColumns(rows: Row[]): [columns: string[], rows: Row[]][] {
  const runs: [columns: string[], rows: Row[]][] = []
  for (const row of rows) {
    const columns = Object.keys(row).filter((column) => row[column] !== undefined)
    const run = runs.at(-1)
    if (run !== undefined && run[0].join() === columns.join()) run[1].push(row)
    else runs.push([columns, [row]])
  }
  return runs
}

/** The row as it is stored; an encrypted JSON value is JSON again, a string. */
function storedRow(key: DeskKey, model: string, id: string | number, row: object): Row {
  const stored = sealRow(key, model, id, row as Row)
  for (const field of sealedModels[model]?.json ?? []) {
    if (typeof stored[field] === 'string') stored[field] = JSON.stringify(stored[field])
  }
  return stored
}

/** JSON columns are text to the adapter, bytes and times are what they are. */
function parameter(value: unknown): unknown {
  const isJson =
    typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array)
  return isJson ? JSON.stringify(value) : value
}
