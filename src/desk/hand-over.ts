// What was done for an account without a stored address goes to nobody by mail: whoever wrote is unproven as an address, however well
// staff know the person. Staff hand the result over by the route on which the person was verified. An export waits for them in
// the data folder, each look at it stands in the trail, and it is removed after its time.

import { join } from 'node:path'
import { DeskError } from '../errors.ts'
import { openSealedFile, type SealedFile } from '../lib/sealed-file.ts'
import type { ActResult } from '../requests/acts.ts'
import { type Changes, commit, noChanges } from '../requests/changes.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { postStaffNote } from './post.ts'

/** Instead of the letter with the results. */
export async function leaveForStaff(
  parts: PathParts,
  changes: Changes,
  request: { id: string; reference: string },
  results: ActResult[],
): Promise<void> {
  const { chance, clock, key, settings } = parts
  const now = clock.now()
  const [file] = results.flatMap((result) =>
    result.kind === 'access' && result.outcome === 'done' ? [result.export] : [],
  )
  if (file !== undefined) {
    const id = chance.id(now)
    changes.downloads.push({
      id,
      requestId: request.id,
      way: 'staff',
      // no token opens it
      tokenHash: key.mac('hand-over', id),
      file: file.file,
      name: file.name,
      sentTo: '',
      createdAt: now,
      expiresAt: new Date(now.getTime() + settings.exports.handOverMs),
    })
  }
  note(parts, changes, request.id, 'left_for_staff', 'no_stored_address')
  const lines = [
    {
      zh: `结果：${results.map(({ kind, outcome }) => `${kind} ${outcome}`).join('，')}；账号没有登记邮箱，因此没有寄给任何人`,
      en: `Results: ${results.map(({ kind, outcome }) => `${kind} ${outcome}`).join(', ')}; the account has no address, so nothing was mailed`,
    },
    ...(file === undefined
      ? []
      : [
          {
            zh: `取出文件：habeas requests export-file ${request.reference} --to 文件`,
            en: `To get the file: habeas requests export-file ${request.reference} --to FILE`,
          },
        ]),
  ]
  await postStaffNote(
    parts,
    changes,
    { reference: request.reference, what: 'hand_over', lines, dueAt: null },
    request.id,
  )
}

/** The export of such a request, for staff to hand over; that they took it stands in the trail. The caller closes the file. */
export async function takeForHandOver(
  parts: PathParts,
  reference: string,
  by: string,
): Promise<{ file: SealedFile; name: string }> {
  const { clock, dataFolder, db, key } = parts
  const waiting = await db.download.findFirst({
    where: {
      way: 'staff',
      closedAs: null,
      expiresAt: { gt: clock.now() },
      request: { reference: reference.trim().toUpperCase() },
    },
    orderBy: { createdAt: 'desc' },
  })
  if (waiting === null) {
    throw new DeskError('request_unknown', {
      retry: false,
      message: `No export of ${reference.trim().toUpperCase().slice(0, 40)} waits to be handed over: exports of accounts with a stored address go to that address alone, and what waited is removed after exports.handOverDays.`,
    })
  }
  const file = await openSealedFile(key.ring, waiting.file, join(dataFolder, waiting.file))
  const changes = noChanges()
  note(parts, changes, waiting.requestId, 'export_handed_over', null, undefined, `staff:${by}`)
  await commit(db, [changes])
  return { file, name: waiting.name }
}
