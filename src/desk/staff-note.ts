// Words of staff for staff, beside a request in any state: they stand in the trail, encrypted as all that may be personal there, and
// leave with it. Nobody outside ever reads them.

import { noChanges } from '../requests/changes.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { type Obstacle, obstacle, requestOf } from './staff-plan.ts'
import { type StaffStep, stepOf } from './staff-step.ts'

/** Longer is a document, which belongs elsewhere. */
const longest = 10_000

export async function addNote(
  parts: PathParts,
  reference: string,
  { by, words }: { by: string; words: string },
): Promise<StaffStep | Obstacle> {
  const request = await requestOf(parts, reference)
  const text = words.trim()
  if (text === '') return obstacle('nothing_to_do', 'The note is empty.', '备注是空的。')
  if (text.length > longest)
    return obstacle('nothing_to_do', `The note is longer than ${longest} characters.`, `备注超过 ${longest} 字。`)
  const changes = noChanges()
  note(parts, changes, request.id, 'noted', null, { words: text }, `staff:${by}`)
  return stepOf(request, changes, { becomes: request.state })
}
