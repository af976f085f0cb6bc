// The station that carries a request out. planAct restates the exact act before a code is sent, prepareAct writes down
// what is about to be done, fulfil does it. Each may run twice: after a crash the second run finds from the plan
// whether the platform's transaction had been committed, and gives the same result. Moves no states; path.ts does.

import { DeskError } from '../../errors.ts'
import type { ActDetails, ActResult, ActStatement } from '../../requests/acts.ts'
import type { Label, RequestKind } from '../../requests/words.ts'
import { addressHash } from '../../userdb/subjects.ts'
import type { UserDb } from '../../userdb/userdb.ts'
import { giveAccess } from './access.ts'
import { correct, planCorrection } from './correction.ts'
import { erase, fitsForDeletion, planDeletion } from './deletion.ts'
import type { Surroundings } from './export-contents.ts'
import { type ActPlan, readPlan } from './plan.ts'
import { planRefusal, planTakingBack, refuse, turningOn, withState } from './refusal.ts'

export type { Controller, Surroundings } from './export-contents.ts'
export type { ActPlan } from './plan.ts'

/** The details of the four rights. */
export type RightDetails = Extract<ActDetails, { kind: RequestKind }>

export type PlannedAct =
  | { statement: ActStatement }
  /** what is wrong with the values, without repeating them; `fields` are those that may be corrected */
  | { ask: { why: 'correction_value'; problems: Label[]; fields: Label[] } }
  /** a person must decide: FIELD_change where staff alone may correct it (email_change), or platform_schema_mismatch */
  | { held: string }
  | { declined: Label }

export interface FulfilAct {
  kind: RequestKind
  details: RightDetails
  /** what prepareAct gave, as read back from the desk's database */
  plan: unknown
}

/** Checks the act against the data and restates it exactly; changes nothing. Throws 'subject_missing'. */
export async function planAct(db: UserDb, subjectKey: string, details: RightDetails): Promise<PlannedAct> {
  await subjectOf(db, subjectKey)
  switch (details.kind) {
    case 'access':
      return { statement: { kind: 'access' } }
    case 'deletion':
      return (await fitsForDeletion(db)) ? { statement: { kind: 'deletion' } } : { held: 'platform_schema_mismatch' }
    case 'correction': {
      const planned = await planCorrection(db, subjectKey, details.corrections)
      return 'changes' in planned
        ? {
            statement: {
              kind: 'correction',
              changes: planned.changes.map(({ label, shown }) => ({ label, ...shown })),
            },
          }
        : planned
    }
    case 'refusal': {
      if (details.back !== undefined) return planTakingBack(db.map, details.back)
      const planned = planRefusal(db.map, details.purposes)
      return 'purposes' in planned ? { statement: { kind: 'refusal', purposes: planned.purposes } } : planned
    }
  }
}

/**
 * What is about to be done, as JSON; the caller writes it down BEFORE it calls fulfil. `statement` is what the data
 * subject confirmed, null where nothing was: where the values on file have moved on since, or a correction was never
 * confirmed, the plan is to decline. `byStaff` opens fields that one mail may not correct, and spares the confirming. Changes nothing. Throws 'subject_missing'.
 */
export async function prepareAct(
  db: UserDb,
  subjectKey: string,
  details: RightDetails,
  statement: ActStatement | null,
  options: { byStaff?: boolean; now?: Date; policyVersion?: string | null } = {},
): Promise<ActPlan> {
  const subject = await subjectOf(db, subjectKey)
  const head = { version: 1 as const, addressHash: addressHash(subject) }
  switch (details.kind) {
    case 'access':
      return { ...head, kind: 'access' }
    case 'correction': {
      const planned = await planCorrection(db, subjectKey, details.corrections, options.byStaff)
      if ('declined' in planned) return { ...head, kind: 'correction', declined: planned.declined }
      if ('held' in planned) throw staffAlone()
      if (
        !('changes' in planned) ||
        !(isAsConfirmed(planned.changes, statement) || (options.byStaff && statement === null))
      )
        return { ...head, kind: 'correction', declined: movedOn }
      return { ...head, kind: 'correction', changes: planned.changes }
    }
    case 'deletion':
      return { ...head, kind: 'deletion', tables: await planDeletion(db, subjectKey) }
    case 'refusal': {
      const essential = db.map.refusal.essential
      const at = (wording: Label[]) =>
        options.now === undefined
          ? {}
          : { recorded: { at: options.now.toISOString(), policyVersion: options.policyVersion ?? null, wording } }
      if (details.back !== undefined) {
        const { labels, ...on } = turningOn(db.map, details.back)
        return { ...head, kind: 'refusal', ...on, switchedOff: [], switchedOn: labels, essential: [], ...at(labels) }
      }
      const planned = planRefusal(db.map, details.purposes)
      if (!('purposes' in planned)) return { ...head, kind: 'refusal', declined: planned.declined }
      return {
        ...head,
        kind: 'refusal',
        switches: await withState(db, subjectKey, planned.switches),
        calls: planned.calls,
        switchedOff: planned.switchedOff,
        essential,
        ...at(planned.purposes),
      }
    }
  }
}

/** Carries the act out as planned, or finds that it was. Throws DeskErrors; an act that may not be done is 'declined'. */
export async function fulfil(
  db: UserDb,
  subjectKey: string,
  act: FulfilAct,
  surroundings: Surroundings,
): Promise<ActResult> {
  const plan = readPlan(act.plan)
  if (plan.kind !== act.kind)
    throw new DeskError('internal', {
      retry: false,
      message: 'the plan of an act is of another kind; hand the request to staff and report it',
    })
  if ('declined' in plan) return { kind: plan.kind, outcome: 'declined', reason: plan.declined }
  switch (plan.kind) {
    case 'access':
      return await giveAccess(db, subjectKey, plan, surroundings)
    case 'correction':
      return await correct(db, subjectKey, plan)
    case 'deletion':
      return await erase(db, subjectKey, plan, surroundings.searchFor ?? null)
    case 'refusal':
      return await refuse(db, subjectKey, plan)
  }
}

async function subjectOf(db: UserDb, key: string) {
  const subject = await db.getSubject(key)
  if (!subject)
    throw new DeskError('subject_missing', {
      retry: false,
      message: 'the account of this request is no longer in the platform database; answer the request by hand',
    })
  return subject
}

function staffAlone(): DeskError {
  return new DeskError('state_moved_on', {
    retry: false,
    message: 'the data map leaves this correction to staff; look at the request and approve or decline it by hand',
  })
}

function isAsConfirmed(
  changes: { shown: { before: string | null; after: string } }[],
  statement: ActStatement | null,
): boolean {
  if (statement?.kind !== 'correction' || statement.changes.length !== changes.length) return false
  return changes.every(
    ({ shown }, i) => statement.changes[i]?.before === shown.before && statement.changes[i]?.after === shown.after,
  )
}

const movedOn: Label = {
  zh: '在您确认之后，相关信息已发生变化，因此未作改动。请查看现在的内容，如仍需更正请再次来信。',
  en: 'The information changed after you confirmed, so nothing was changed. Please look at it as it is now and write again if it still needs correcting.',
}
