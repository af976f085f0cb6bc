// What the desk remembers of its own running (table DeskMark): one row for each thing, set anew or taken away. Read by whoever must
// know after a restart: when the last backup was made, whether the desk was restored, what the operator was told.

import type { Tx } from './client.ts'
import type { DeskMark } from './generated/client.ts'

/** What the operator is told of while it stands. */
export const conditions = [
  'mailbox_not_read',
  'letters_stick',
  'mails_wait',
  'requests_stand_still',
  'deadline_near',
  'disk_nearly_full',
  'platform_unreachable',
  'map_drifted',
  'backup_old',
  'halted',
  'many_requests',
  'many_from_a_domain',
  'many_deletions',
] as const
export type Condition = (typeof conditions)[number]

export type MarkName = 'backup' | 'restored' | 'halted' | 'released' | `alert:${Condition}`

export async function readMark(tx: Tx, name: MarkName): Promise<DeskMark | null> {
  return await tx.deskMark.findUnique({ where: { name } })
}

/** Conditions of which the operator was told that they stand. */
export async function standingConditions(tx: Tx): Promise<Condition[]> {
  const marks = await tx.deskMark.findMany({ where: { name: { startsWith: 'alert:' }, note: 'stands' } })
  return conditions.filter((name) => marks.some((mark) => mark.name === `alert:${name}`))
}

/** Sets it whether or not it stands. */
export async function setMark(tx: Tx, name: MarkName, mark: Omit<DeskMark, 'name'>): Promise<void> {
  const { count } = await tx.deskMark.updateMany({ where: { name }, data: mark })
  if (count === 0) await tx.deskMark.create({ data: { name, ...mark } })
}
