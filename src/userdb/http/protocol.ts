// The answers of a platform's endpoint as docs/http-endpoint.md describes them; everything that comes in is held against
// these shapes. More fields than are named here are let pass, so that an endpoint may say more than the desk asks for.

import { z } from 'zod'

const name = z.string().min(1).max(300)
const count = z.int().min(0)

const subject = z.object({
  key: name,
  address: z.string().nullable(),
  name: z.string().nullable(),
})

const erasures = z.array(
  z.object({
    table: name,
    rows: count,
    how: z.enum(['deleted', 'anonymised', 'kept']),
    until: z.iso.date().nullable(),
    firstUntil: z.iso.date().nullable().optional(),
  }),
)

const filesRemoved = z.object({ removed: count, notFound: count })

export const answers = {
  find: z.object({ subjects: z.array(subject).max(100) }),
  get: z.object({ subject: subject.nullable() }),
  openView: z.object({ view: name.nullable(), subject: subject.nullable(), counts: z.record(z.string(), count) }),
  viewRows: z.object({ rows: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() }),
  closeView: z.object({}),
  values: z.object({ values: z.array(z.string().nullable()) }),
  taken: z.object({ taken: z.boolean() }),
  correct: z.object({ outcome: z.enum(['done', 'moved_on', 'taken']) }),
  planErase: z.object({ tables: erasures }),
  erase: z.discriminatedUnion('state', [
    z.object({ state: z.literal('erased'), tables: erasures, files: filesRemoved.optional() }),
    z.object({ state: z.literal('gone'), files: filesRemoved.optional() }),
    z.object({ state: z.literal('changed') }),
  ]),
  refuse: z.object({ switches: z.array(z.object({ table: name, column: name, rows: count })) }),
  accounts: z.object({
    accounts: z.array(z.object({ key: name, addressHash: z.string().regex(/^[0-9a-f]{64}$/) })),
    next: z.string().nullable(),
  }),
  mentions: z.object({ mentions: z.array(z.object({ table: name, column: name, rows: count })) }),
}

/** `map` is a data map as in YAML, without owners: how rows are found is the platform's own business. */
export const description = z.object({
  protocol: z.literal(1),
  map: z.unknown(),
  /** operations beyond those that every endpoint has */
  offers: z.array(z.string()).default([]),
  /** what the platform itself finds wrong; an `error` stops deletions */
  problems: z
    .array(
      z.object({
        level: z.enum(['error', 'warning']),
        table: z.string(),
        column: z.string().nullable().default(null),
        message: z.string().max(500),
      }),
    )
    .default([]),
})

export const runningAnswer = z.object({ operation: name })
export const errorAnswer = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) })
