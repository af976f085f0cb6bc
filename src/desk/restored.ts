// After a restore: mails that the lost desk had taken in after the backup may be answered already, and nobody here knows. They are held
// for a person, without a word to anybody; whoever finds one unanswered lets it run (`habeas mails rerun`). Once the mailbox was read,
// staff get one note that says what to look at.

import { readMark, setMark } from '../db/marks.ts'
import { commit, noChanges } from '../requests/changes.ts'
import { isOpen } from '../requests/states.ts'
import { note } from './answering.ts'
import type { Arrival } from './arrival.ts'
import type { PathParts } from './parts.ts'
import { postStaffNote } from './post.ts'
import { matchRequest } from './triage/match.ts'

/** The mail is held; an open request that it answers is held with it. */
export async function holdRestored(parts: PathParts, arrival: Arrival): Promise<void> {
  const { mail, changes, row } = arrival
  const own = [parts.settings.privacyAddress, ...parts.settings.aliases]
  const match = await matchRequest(parts.db, mail, own, parts.own)
  arrival.outcome = { state: 'held', reason: 'restored', requestId: null }
  if (match.outcome !== 'joined' || !isOpen(match.request.state)) return
  const { id, state } = match.request
  arrival.outcome.requestId = id
  note(parts, changes, id, 'mail_added', 'restored', { mail: row.id }, 'requester')
  if (state === 'held') return
  changes.requestMoves.push({ id, from: state, data: { state: 'held', stateReason: 'restored', nextStepAt: null } })
  note(parts, changes, id, 'held', 'restored')
}

/** Tells staff once what a restore left to them, when all mails of before it were looked at. */
export async function tellOfRestore(parts: PathParts): Promise<'nothing' | 'waits' | 'told'> {
  const { db, clock } = parts
  const restored = await readMark(db, 'restored')
  if (restored === null || restored.toldAt !== null) return 'nothing'
  if (!(await isHeard(parts, restored.at))) return 'waits'
  const mails = await db.mail.count({ where: { state: 'held', stateReason: 'restored' } })
  const requests = await db.privacyRequest.count({
    where: { state: 'held', stateReason: { in: ['restored', 'restored_deleted'] } },
  })
  const letters = await db.outboxLetter.count({ where: { state: 'given_up', error: 'restored' } })
  const madeAt = restored.note ?? ''
  const at = restored.at.toISOString()
  const lines = [
    {
      zh: `系统已从备份恢复。备份时间：${madeAt}；恢复时间：${at}。这两个时间之间办理的事项，系统没有记录。`,
      en: `The desk was restored from a backup of ${madeAt}, at ${at}. It has no record of what was done in between.`,
    },
    {
      zh: `这段时间收下的来信 ${mails} 封，可能已经答复，现已暂停：habeas mails list --state held；确认未答复的：habeas mails rerun 编号`,
      en: `${mails} mails taken in meanwhile may be answered already and are held: habeas mails list --state held; those that are not: habeas mails rerun ID`,
    },
    {
      zh: `办理中而暂停的请求 ${requests} 项：habeas requests list --held`,
      en: `${requests} requests that were under way are held: habeas requests list --held`,
    },
    {
      zh: `备份时待发的信件 ${letters} 封，未再发送，多半当时已经发出。`,
      en: `${letters} letters that waited at the backup are not sent again; most likely they left then.`,
    },
    {
      zh: '如已设置 imap.moveTo，请把这段时间的来信移回收件箱，它们会同样暂停待查。用户平台的数据如也曾恢复：habeas platform reapply --yes',
      en: 'If imap.moveTo is set, move the mails of that time back into the inbox: they are held in the same way. If the platform was restored too: habeas platform reapply --yes',
    },
  ]
  const changes = noChanges()
  await postStaffNote(parts, changes, { reference: null, what: 'trouble', lines, dueAt: null }, null)
  await commit(db, [changes])
  await setMark(db, 'restored', { at: restored.at, note: restored.note, toldAt: clock.now() })
  return 'told'
}

async function isHeard({ db }: PathParts, restoredAt: Date): Promise<boolean> {
  const box = await db.mailbox.findFirst({ where: { lastPolledAt: { gte: restoredAt } }, select: { id: true } })
  if (box === null) return false
  return (await db.mail.count({ where: { state: 'received', stateReason: 'restored' } })) === 0
}
