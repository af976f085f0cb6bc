// The bytes of a mail as they came, for whoever shows or hands on some of it.

import type { PathParts } from '../../desk/parts.ts'
import { DeskError } from '../../errors.ts'

/** Throws `request_unknown` where there is no such mail, or its source is gone. */
export async function sourceOf({ db, sources }: PathParts, id: string): Promise<Buffer> {
  const mail = await db.mail.findUnique({ where: { id }, select: { source: true } })
  if (mail?.source == null) throw new DeskError('request_unknown', { retry: false })
  return await sources.read(mail.source)
}
