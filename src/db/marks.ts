// What the desk remembers of its own running (table DeskMark): one row for each thing, set anew or taken away. Read by whoever must
// know after a restart: when the last backup was made, whether the desk was restored, what the operator was told.

import type { Tx } from './client.ts'
import type { DeskMark } from './generated/client.ts'

export type MarkName = 'backup' | 'restored' | 'halted' | `alert:${string}`

export async function readMark(tx: Tx, name: MarkName): Promise<DeskMark | null> {
  return await tx.deskMark.findUnique({ where: { name } })
}

/** Sets it whether or not it stands. */
export async function setMark(tx: Tx, name: MarkName, mark: Omit<DeskMark, 'name'>): Promise<void> {
  const { count } = await tx.deskMark.updateMany({ where: { name }, data: mark })
  if (count === 0) await tx.deskMark.create({ data: { name, ...mark } })
}
