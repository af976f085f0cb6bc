// What the staff commands share: the desk's records beside a running daemon, and finding an account.

import { openRecords } from '../../app-parts.ts'
import { readSettings, type Settings } from '../../config.ts'
import type { AccountParts } from '../../console/sign-in/accounts.ts'
import { DeskError } from '../../errors.ts'
import { systemChance } from '../../lib/ids.ts'

export async function withAccounts(
  config: string,
  work: (parts: AccountParts, settings: Settings) => Promise<void>,
): Promise<void> {
  const settings = readSettings(config)
  const { db, clock, close } = await openRecords(settings)
  try {
    await work({ db, clock, chance: systemChance }, settings)
  } finally {
    await close()
  }
}

/** Throws `staff_unknown`. */
export async function staffByEmail({ db }: AccountParts, email: string): Promise<{ id: string }> {
  const found = await db.staff.findFirst({ where: { email }, select: { id: true } })
  if (found !== null) return found
  throw new DeskError('staff_unknown', {
    retry: false,
    message: 'No account has that address: habeas staff list --addresses shows all of them.',
  })
}
