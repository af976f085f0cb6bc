// The data folder: made where missing, private to this user, tried for writing before anything else starts.

import { existsSync } from 'node:fs'
import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeskError } from '../errors.ts'

/** Where a restore works; there for as long as one is not done. */
export const restoringFolder = (folder: string): string => join(folder, '.restoring')

/** Where the copy made before an upgrade lies. */
export const upgradeFolder = (folder: string): string => join(folder, 'before-upgrade')

/** Throws `data_folder_unwritable` with the folder and what to do. */
export async function prepareDataFolder(folder: string): Promise<void> {
  if (existsSync(restoringFolder(folder))) {
    throw new DeskError('data_folder_unwritable', {
      retry: false,
      message: `A restore into ${folder} was cut short: call habeas restore again, and start the desk when it is done.`,
    })
  }
  try {
    for (const inner of ['', 'mails', 'exports']) await mkdir(join(folder, inner), { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK)
    const probe = join(folder, `.probe-${process.pid}`)
    await writeFile(probe, 'probe', { flush: true })
    await rm(probe)
  } catch (cause) {
    throw new DeskError('data_folder_unwritable', {
      retry: false,
      cause,
      message: `The data folder ${folder} cannot be written: give this user the right to write there, free some space, or set dataFolder.`,
    })
  }
}
