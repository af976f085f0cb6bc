// What is written down before the platform is touched: enough to tell afterwards whether it happened, and to give the
// same result again. Read back from JSON, so its shape is checked.

import { z } from 'zod'
import { DeskError } from '../../errors.ts'

const label = z.object({ zh: z.string(), en: z.string() })
const place = z.object({ table: z.string(), column: z.string() })
const plain = z.union([z.string(), z.number(), z.boolean()])
const plains = z.record(z.string(), plain)
/** `addressHash`: the account's address when planned; a key that was given to somebody else since does not match. */
const head = { version: z.literal(1), addressHash: z.string() }

const change = place.extend({
  label,
  before: z.string().nullable(),
  after: z.string(),
  /** as people read them */
  shown: z.object({ before: z.string().nullable(), after: z.string() }),
  unique: z.boolean(),
  copies: z.array(place),
})

const erasure = z.object({
  table: z.string(),
  rows: z.number(),
  how: z.enum(['deleted', 'anonymised', 'kept']),
  until: z.string().nullable(),
  firstUntil: z.string().nullish(),
})

const planSchema = z.union([
  z.object({ ...head, kind: z.enum(['access', 'correction', 'deletion', 'refusal']), declined: label }),
  z.object({ ...head, kind: z.literal('access') }),
  z.object({ ...head, kind: z.literal('correction'), changes: z.array(change).min(1) }),
  z.object({ ...head, kind: z.literal('deletion'), tables: z.array(erasure) }),
  z.object({
    ...head,
    kind: z.literal('refusal'),
    switches: z.array(
      // `wasOff`: before the refusal; taking it back leaves such a switch alone
      place.extend({ off: plain, where: plains.optional(), insert: plains.optional(), wasOff: z.boolean().optional() }),
    ),
    calls: z.array(z.object({ call: z.string(), purpose: z.string(), by: z.enum(['key', 'address']) })).optional(),
    switchedOff: z.array(label),
    switchedOn: z.array(label).optional(),
    recorded: z.object({ at: z.string(), policyVersion: z.string().nullable(), wording: z.array(label) }).optional(),
    essential: z.array(z.object({ label, reason: label })),
  }),
])

export type ActPlan = z.output<typeof planSchema>
export type AccessPlan = Exclude<Extract<ActPlan, { kind: 'access' }>, { declined: unknown }>
export type CorrectionPlan = Extract<ActPlan, { changes: unknown }>
export type DeletionPlan = Extract<ActPlan, { tables: unknown }>
export type RefusalPlan = Extract<ActPlan, { switches: unknown }>
export type PlannedChange = CorrectionPlan['changes'][number]

export function readPlan(plan: unknown): ActPlan {
  const parsed = planSchema.safeParse(plan)
  if (parsed.success) return parsed.data
  throw new DeskError('internal', {
    retry: false,
    cause: parsed.error,
    message: 'the plan of an act cannot be read; hand the request to staff and report it',
  })
}

/** An account that is no longer the one the plan was made for: a person looks at it. */
export function accountChanged(): DeskError {
  return new DeskError('state_moved_on', {
    retry: false,
    message:
      'the account changed its address after the act was planned, so nothing was done; look at the account and answer by hand',
  })
}
