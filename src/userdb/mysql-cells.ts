// How MySQL's and MariaDB's values become cells: nothing is rounded, nothing is shifted into another time zone, and
// 0000-00-00 stays what it is.

import type { TypeCastField, TypeCastNext } from 'mysql2'
import type { Cell } from './platform.ts'

/** The driver asks for each value of a row. */
export function readMysqlCell(field: TypeCastField, next: TypeCastNext): unknown {
  const read = readers[field.type]
  if (read) return read(field)
  // texts and bytes are told apart by their character set, which the driver knows
  const value: unknown = next()
  return value instanceof Uint8Array ? new Uint8Array(value) : value
}

/** As readMysqlCell, on a connection whose time zone is UTC: a TIMESTAMP says so. */
export function readMysqlCellInUtc(field: TypeCastField, next: TypeCastNext): unknown {
  if (field.type !== 'TIMESTAMP') return readMysqlCell(field, next)
  const value = field.string()
  return value === null || value.startsWith('0000') ? value : `${value}Z`
}

const text = (field: TypeCastField): Cell => field.string('utf8')

const readers: Record<string, ((field: TypeCastField) => Cell) | undefined> = {
  TINY: number,
  SHORT: number,
  INT24: number,
  LONG: number,
  YEAR: number,
  FLOAT: number,
  DOUBLE: number,
  LONGLONG: (field) => {
    const value = field.string()
    return value === null ? null : exact(BigInt(value))
  },
  DECIMAL: text,
  NEWDECIMAL: text,
  DATE: text,
  NEWDATE: text,
  TIME: text,
  DATETIME: text,
  TIMESTAMP: text,
  JSON: text,
  BIT: (field) => {
    const bytes = field.buffer()
    return bytes === null ? null : exact(BigInt(`0x${bytes.toString('hex') || '0'}`))
  },
}

function number(field: TypeCastField): Cell {
  const value = field.string()
  return value === null ? null : Number(value)
}

function exact(value: bigint): Cell {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}
