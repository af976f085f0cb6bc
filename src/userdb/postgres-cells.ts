// How PostgreSQL's values become cells: nothing is rounded, nothing is shifted into another time zone. Lists become JSON.

import { sql } from 'kysely'
import { types } from 'pg'
import type { Cell, Database, Row } from './platform.ts'

type Reader = (text: string) => Cell

/** Reads values by the type's number (pg_type.oid); numbers of lists are learnt from the server, for enums have lists too. */
export class PostgresCells {
  private readonly lists = new Map<number, number>()

  async learn(db: Database): Promise<void> {
    const { rows } =
      await sql<Row>`select oid, typelem from pg_catalog.pg_type where typcategory = 'A' and typelem <> 0`.execute(db)
    for (const { oid, typelem } of rows) this.lists.set(Number(oid), Number(typelem))
  }

  reader(oid: number): Reader {
    const element = this.lists.get(oid)
    if (element === undefined) return readers[oid] ?? asIs
    return (text) => listJson(text, element)
  }
}

const asIs: Reader = (text) => text
const wholeNumber: Reader = (text) => {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

const readers: Record<number, Reader> = {
  16: (text) => (text === 't' ? 1 : 0), // bool
  17: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')), // bytea
  20: wholeNumber, // int8
  21: Number, // int2
  23: Number, // int4
  26: Number, // oid
  700: Number, // float4
  701: Number, // float8
}

/** The driver's types describe a function where there is an object. */
const { arrayParser } = types as unknown as {
  arrayParser: { create: (text: string, read: (part: string) => unknown) => { parse: () => unknown } }
}

const jsonTypes = [114, 3802]

function listJson(text: string, element: number): string {
  const read = (part: string): unknown => {
    if (jsonTypes.includes(element)) return JSON.parse(part)
    if (element === 16) return part === 't'
    const cell = readers[element]?.(part) ?? part
    return typeof cell === 'number' ? cell : part
  }
  return JSON.stringify(arrayParser.create(text, read).parse())
}
