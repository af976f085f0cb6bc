// The one place where Prisma's calls meet encryption: what they write is encrypted, conditions on encrypted fields become
// conditions on their look-up hashes, what they read is decrypted, related rows included.

import type { DeskKey } from '../lib/desk-key.ts'
import { isSealedField, openRow, type Row, sealRow } from './seal-rows.ts'
import { lookUpHash, relations, sealedModels } from './sealed-fields.ts'

interface Call {
  model: string
  operation: string
  args: Row
  query: (args: Row) => Promise<unknown>
}

const reading = ['findMany', 'findFirst', 'findFirstOrThrow', 'findUnique', 'findUniqueOrThrow']
const writing = ['create', 'createMany', 'update', 'updateMany', 'delete', 'deleteMany']
const counting = ['count', 'aggregate', 'groupBy']

export async function sealedQuery(key: DeskKey, { model, operation, args, query }: Call): Promise<unknown> {
  if (![...reading, ...writing, ...counting].includes(operation))
    throw new Error(`${operation} does not know how to encrypt: use another call`)
  const asked = withIds(model, {
    ...args,
    ...(args.where === undefined ? {} : { where: sealedWhere(key, model, args.where as Row) }),
    ...(args.data === undefined ? {} : { data: sealedData(key, model, args) }),
  })
  const found = await query(asked.args)
  if (!counting.includes(operation)) openFound(key, model, found, asked)
  return found
}

function sealedData(key: DeskKey, model: string, { data, where }: Row): unknown {
  if (Array.isArray(data)) return data.map((row: Row) => sealedNew(key, model, row))
  const row = data as Row
  return sealedNew(key, model, row, row.id ?? (where as Row | undefined)?.id)
}

function sealedNew(key: DeskKey, model: string, row: Row, id = row.id): Row {
  const stored = sealRow(key, model, id, row)
  for (const [name, related] of Object.entries(relations)) {
    const create = (row[name] as { create?: Row | Row[] } | undefined)?.create
    if (create === undefined || typeof create !== 'object') continue
    const rows = Array.isArray(create) ? create : [create]
    stored[name] = { ...(row[name] as Row), create: rows.map((each) => sealedNew(key, related, each)) }
  }
  return stored
}

function sealedWhere(key: DeskKey, model: string, where: Row): Row {
  const stored: Row = {}
  for (const [field, condition] of Object.entries(where)) {
    const related = relations[field]
    if (field === 'AND' || field === 'OR' || field === 'NOT') {
      const each = (inner: Row) => sealedWhere(key, model, inner)
      stored[field] = Array.isArray(condition) ? condition.map(each) : each(condition as Row)
    } else if (related !== undefined && typeof condition === 'object' && condition !== null) {
      stored[field] = relatedWhere(key, related, condition as Row)
    } else if (isSealedField(model, field)) {
      Object.assign(stored, sealedCondition(key, model, field, condition))
    } else stored[field] = condition
  }
  return stored
}

function relatedWhere(key: DeskKey, model: string, condition: Row): Row {
  const quantified = ['some', 'none', 'every', 'is', 'isNot'].some((word) => word in condition)
  if (!quantified) return sealedWhere(key, model, condition)
  return Object.fromEntries(
    Object.entries(condition).map(([word, inner]) => [
      word,
      inner === null || inner === undefined ? inner : sealedWhere(key, model, inner as Row),
    ]),
  )
}

/** Equality alone can be asked of an encrypted field, and whether there is a value. */
function sealedCondition(key: DeskKey, model: string, field: string, condition: unknown): Row {
  if (condition === null || condition === undefined) return { [field]: condition }
  const hash = sealedModels[model]?.hashes[field]
  const hashed = (value: unknown) => {
    if (hash !== undefined && typeof value === 'string') return lookUpHash(key, hash.purpose, value)
    throw new Error(`${model}.${field} is encrypted and cannot be searched like this`)
  }
  if (typeof condition === 'object' && !Array.isArray(condition)) {
    const { in: among, equals, not, ...others } = condition as Row
    if (Object.keys(others).length === 0) {
      if (not === null) return { [field]: condition }
      if (Array.isArray(among) && hash !== undefined) return { [hash.column]: { in: among.map(hashed) } }
      if (typeof equals === 'string' && hash !== undefined) return { [hash.column]: hashed(equals) }
    }
  }
  return { [hash?.column ?? field]: hashed(condition) }
}

/** What is asked for, and which ids were added for decryption alone. */
interface Asked {
  args: Row
  addedId: boolean
  related: [name: string, model: string, asked: Asked][]
}

/** A row's id is part of what its values are bound to, so it is read with them. */
function withIds(model: string, args: Row): Asked {
  const select = args.select as Row | undefined
  const shape = select ?? (args.include as Row | undefined)
  if (shape === undefined) return { args, addedId: false, related: [] }
  const wanted: Row = { ...shape }
  const related: Asked['related'] = []
  for (const [name, inner] of Object.entries(shape)) {
    const other = relations[name]
    if (other === undefined || inner === false || inner === undefined) continue
    const innerArgs = inner === true ? {} : (inner as Row)
    const asked = withIds(other, innerArgs)
    related.push([name, other, asked])
    if (inner !== true) wanted[name] = asked.args
  }
  const addedId =
    select !== undefined && select.id !== true && Object.keys(select).some((field) => isSealedField(model, field))
  if (addedId) wanted.id = true
  return { args: { ...args, [select === undefined ? 'include' : 'select']: wanted }, addedId, related }
}

function openFound(key: DeskKey, model: string, found: unknown, asked: Asked): void {
  if (Array.isArray(found)) {
    for (const row of found) openFound(key, model, row, asked)
    return
  }
  if (typeof found !== 'object' || found === null) return
  const row = found as Row
  openRow(key, model, row)
  for (const [name, other, inner] of asked.related) openFound(key, other, row[name], inner)
  if (asked.addedId) delete row.id
}
