// "Undo": the answer, for a set time, by which a correction is taken back. It is a correction like any other, of the new values to those
// that stood there before, and begins a request of its own: an answer is no proof, so a code letter restates it. What was
// changed since is asked about and never overwritten.

import type { ActDetails, Correction } from '../requests/acts.ts'
import type { DataMap } from '../userdb/data-map.ts'
import type { Arrival } from './arrival.ts'
import { type PlannedChange, readPlan } from './fulfilment/plan.ts'
import { begin, hold } from './new-mail.ts'
import type { PathParts } from './parts.ts'
import type { MatchedRequest } from './triage/match.ts'

const phrases =
  /^(?:please )?(?:undo(?: (?:it|this|that|the (?:correction|change)s?))?|revert(?: (?:it|this|that|the (?:correction|change)s?))?|(?:change|put|set|turn) (?:it|this|that|them|everything) back|restore (?:it|them|the (?:old|previous|original) values?))(?: please)?(?:[\s,，.。!！;；].{0,80})?$|^(?:请|麻烦|請|麻煩)?(?:帮我|幫我)?(?:(?:撤销|撤銷|取消|还原|還原|恢复|恢復)(?:这次|這次|此次|该|該)?(?:更正|修改|改动|改動|变更|變更)|(?:改|换|換)(?:回去|回来|回來|回原来的|回原來的|回原值)|(?:恢复|恢復|还原|還原)(?:原来的值|原來的值|原值|原状|原狀|原样|原樣)?)(?:吧|一下|谢谢|謝謝)?(?:[\s,，.。!！;；].{0,80})?$/iu

/** True where the first written line says nothing but that. */
export function wantsUndo(newText: string): boolean {
  const first = newText
    .slice(0, 1_000)
    .normalize('NFKC')
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
  return first !== undefined && phrases.test(first)
}

/** Until when a correction that is told of now can be taken back, ISO 8601; null where it cannot. */
export function undoUntil({ clock, settings }: PathParts, results: { kind: string; outcome: string }[]): string | null {
  const corrected = results.some(({ kind, outcome }) => kind === 'correction' && outcome === 'done')
  return corrected && settings.undoMs > 0 ? new Date(clock.now().getTime() + settings.undoMs).toISOString() : null
}

/** Returns false where there is nothing to take back, or no longer. */
export async function undoCorrection(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  const { undoMs } = parts.settings
  // what reached the mailbox in time is in time
  const isInTime = request.settledAt !== null && arrival.row.arrivedAt.getTime() <= request.settledAt.getTime() + undoMs
  if (request.state !== 'fulfilled' || !isInTime || !wantsUndo(arrival.mail.newText)) return false
  const changes = request.acts
    .filter((act) => act.kind === 'correction' && act.state === 'done')
    .flatMap((act) => changesOf(act.plan))
  if (changes.length === 0) return false
  const back = changes.map((change) => reversed(parts.userDb.map, change))
  const acts: ActDetails[] = [{ kind: 'correction', corrections: back.filter((each) => each !== null) }]
  // an empty value cannot be written into a letter and confirmed: a person does it
  if (back.includes(null)) await hold(parts, arrival, 'undo_needs_a_person', acts, null)
  else await begin(parts, arrival, acts)
  return true
}

function changesOf(plan: unknown): PlannedChange[] {
  const read = plan === null ? null : readPlan(plan)
  return read !== null && 'changes' in read ? read.changes : []
}

function reversed({ correction }: DataMap, { table, column, before, after }: PlannedChange): Correction | null {
  const field = Object.keys(correction).find((key) => {
    const place = correction[key]
    return place?.table === table && place.column === column
  })
  return field === undefined || before === null ? null : { field, old: after, value: before }
}
