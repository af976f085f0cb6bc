// A mail that could not be handled after all its tries: `received -> failed`, its bytes kept, staff told. `habeas mails rerun`
// takes it up again.

import type { Mail } from '../db/generated/client.ts'
import type { ErrorCode } from '../errors.ts'
import type { Changes } from '../requests/changes.ts'
import { dueAt } from '../requests/deadline.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { postStaffNote } from './post.ts'

export async function holdFailed(parts: PathParts, changes: Changes, mail: Mail, code: ErrorCode): Promise<void> {
  changes.mailMoves.push({
    id: mail.id,
    from: 'received',
    data: { state: 'failed', error: code, handledAt: parts.clock.now(), nextAttemptAt: null },
  })
  note(parts, changes, null, 'mail_failed', code, { mail: mail.id })
  const lines = [
    { zh: `来信编号：${mail.id}`, en: `Mail: ${mail.id}` },
    { zh: `原因代码：${code}`, en: `Reason: ${code}` },
    { zh: `处理后可重试：habeas mails rerun ${mail.id}`, en: `To try again: habeas mails rerun ${mail.id}` },
  ]
  const due = dueAt(mail.arrivedAt, parts.settings.deadline).toISOString()
  await postStaffNote(parts, changes, { reference: null, what: 'trouble', lines, dueAt: due }, null)
}
