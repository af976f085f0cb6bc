// What earlier refusals turned off for an account and nobody has taken back since: read from the plans of what was done.

import type { RefusedPlace } from '../requests/acts.ts'
import type { RefusalPurpose } from '../requests/words.ts'
import { readPlan } from './fulfilment/plan.ts'
import { placeKey, placesFor, placesOf } from './fulfilment/refusal.ts'
import type { PathParts } from './parts.ts'

/** Of these purposes; of any where none is named. */
export async function refusedPlaces(
  { db, userDb }: Pick<PathParts, 'db' | 'userDb'>,
  subjectKey: string,
  purposes: RefusalPurpose[],
): Promise<RefusedPlace[]> {
  const acts = await db.act.findMany({
    where: { kind: 'refusal', state: 'done', request: { subjectKey } },
    orderBy: { request: { receivedAt: 'asc' } },
    select: { plan: true },
  })
  const meant = placesFor(userDb.map, purposes)
  const off = new Map<string, RefusedPlace>()
  for (const { plan } of acts) {
    const places = refusalPlaces(plan)
    for (const place of places?.on ?? []) off.delete(placeKey(place))
    for (const place of places?.off ?? []) if (meant.has(placeKey(place))) off.set(placeKey(place), place)
  }
  return [...off.values()]
}

/** Null where it is no plan of a refusal, or one that was declined. */
export function refusalPlaces(plan: unknown): { off: RefusedPlace[]; on: RefusedPlace[] } | null {
  const read = plan === null ? null : readPlan(plan)
  return read !== null && 'switches' in read ? placesOf(read) : null
}
