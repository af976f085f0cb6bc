// Encrypts rows on their way into the database and decrypts them on their way out.

import type { DeskKey } from '../lib/desk-key.ts'
import { openText, sealText, unreadable } from '../lib/sealed-text.ts'
import { Prisma } from './generated/client.ts'
import { lookUpHash, placeOf, sealedModels } from './sealed-fields.ts'

export type Row = Record<string, unknown>

/** The row as it is stored: sealed fields encrypted (JSON as text), their look-up hashes beside them. `id` is the row's. */
export function sealRow(key: DeskKey, model: string, id: unknown, row: Row): Row {
  const sealed = sealedModels[model]
  if (sealed === undefined) return row
  const stored = { ...row }
  for (const field of sealed.text) {
    const value = row[field]
    if (value === undefined) continue
    if (value !== null && typeof value !== 'string') throw new Error(`${model}.${field} is written as a text alone`)
    const hash = sealed.hashes[field]
    // retention may keep the hash of what it removes
    if (hash !== undefined && row[hash.column] === undefined) stored[hash.column] = hashOrNull(key, hash.purpose, value)
    // empty says no more than absent
    if (value !== null && value !== '') stored[field] = sealText(key.ring, placeFor(model, id, field), value)
  }
  for (const field of sealed.json) {
    const value = row[field]
    if (value === undefined || value === null || isJsonNull(value)) continue
    stored[field] = sealText(key.ring, placeFor(model, id, field), JSON.stringify(value))
  }
  return stored
}

/** A stored row in plain, in place: what was read belongs to nobody else yet. */
export function openRow(key: DeskKey, model: string, row: Row): void {
  const sealed = sealedModels[model]
  if (sealed === undefined) return
  for (const field of sealed.text) {
    const value = row[field]
    if (typeof value === 'string' && value !== '')
      row[field] = openText(key.ring, placeFor(model, row.id, field), value)
  }
  for (const field of sealed.json) {
    const value = row[field]
    if (value === undefined || value === null) continue
    const place = placeFor(model, row.id, field)
    if (typeof value !== 'string') throw unreadable(place)
    row[field] = JSON.parse(openText(key.ring, place, value))
  }
}

export function isSealedField(model: string, field: string): boolean {
  const sealed = sealedModels[model]
  return sealed !== undefined && (sealed.text.includes(field) || sealed.json.includes(field))
}

function hashOrNull(key: DeskKey, purpose: Parameters<typeof lookUpHash>[1], value: string | null): string | null {
  return value === null || value === '' ? null : lookUpHash(key, purpose, value)
}

function isJsonNull(value: unknown): boolean {
  return value === Prisma.DbNull || value === Prisma.JsonNull
}

function placeFor(model: string, id: unknown, field: string): string {
  if (typeof id === 'string' || typeof id === 'number') return placeOf(model, id, field)
  throw new Error(`${model}.${field} is read and written together with the row's id`)
}
