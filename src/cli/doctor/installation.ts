// The doctor on this machine: who may read what, whether the data folder can be written, the clock, the calendar, the letters.

import { access, constants, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { letterOrganisation, templatesFolder } from '../../app-parts.ts'
import type { Settings } from '../../config.ts'
import { letterNames } from '../../desk/replies/check-templates.ts'
import { createComposer } from '../../desk/replies/compose.ts'
import { toTraditional } from '../../lib/chinese.ts'
import type { Clock } from '../../lib/clock.ts'
import { holidaysKnown } from '../../requests/working-days.ts'
import { type Check, type Finding, ok, problem, warning } from './finding.ts'

export function installationChecks(settings: Settings, file: string, clock: Clock): Check[] {
  return [
    { name: 'settings', look: () => settingsFile(file) },
    { name: 'data folder', look: () => dataFolder(settings) },
    { name: 'clock', look: () => clockSanity(clock) },
    { name: 'holidays', look: () => holidays(clock, settings.organisation.officeHours.timeZone) },
    { name: 'letters', look: () => letters(settings) },
    { name: 'senders', look: () => trust(settings) },
    { name: 'staff', look: () => staffAddress(settings) },
  ]
}

async function settingsFile(file: string): Promise<Finding[]> {
  const { mode } = await stat(file)
  if ((mode & 0o007) !== 0) {
    return [warning(`every user of this machine can read ${file}, which may hold passwords: chmod 600 ${file}`)]
  }
  return [ok(`${file} is sound`)]
}

async function dataFolder({ dataFolder: folder, alerts }: Settings): Promise<Finding[]> {
  const found = await statOrNull(folder)
  if (found === null) return [await notYet(folder)]
  if (!found.isDirectory()) return [problem(`${folder} is a file, not a folder: set dataFolder`)]
  const words = `${folder} cannot be written: give this user the right to write there, or set dataFolder`
  try {
    const probe = join(folder, `.doctor-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
  } catch {
    return [problem(words)]
  }
  const { bavail, bsize } = await statfs(folder)
  const free = Math.floor((bavail * bsize) / 1_048_576)
  if (free < 100)
    return [problem(`only ${free} MB are free for ${folder}: free some space, mail cannot be stored soon`)]
  if (free < alerts.diskFreeMB) return [warning(`only ${free} MB are free for ${folder}: free some space`)]
  if ((found.mode & 0o007) !== 0)
    return [warning(`every user of this machine can look into ${folder}: chmod 700 ${folder}`)]
  return [ok(`${folder} can be written, ${free} MB free`)]
}

/** Nothing is made here: the doctor may run as another user than the daemon. */
async function notYet(folder: string): Promise<Finding> {
  let above = dirname(folder)
  while ((await statOrNull(above)) === null && above !== dirname(above)) above = dirname(above)
  try {
    if (!(await stat(above)).isDirectory()) throw new Error('a file')
    await access(above, constants.W_OK)
    return ok(`${folder} is made at the first start`)
  } catch {
    return problem(`${folder} does not exist and cannot be made in ${above}: make it for this user, or set dataFolder`)
  }
}

/** A clock behind the program's own files is wrong: deadlines and codes would be judged by it. */
async function clockSanity(clock: Clock): Promise<Finding[]> {
  const now = clock.now()
  const { mtime } = await stat(new URL('../../../package.json', import.meta.url))
  if (now.getTime() < mtime.getTime() - 86_400_000) {
    return [problem(`it is ${now.toISOString()} here, earlier than when habeas was installed: set the clock (NTP)`)]
  }
  return [ok(`${now.toISOString()}, which can be true`)]
}

function holidays(clock: Clock, timeZone: string): Finding[] {
  const [year = 0, month = 0] = new Intl.DateTimeFormat('sv-SE', { timeZone })
    .format(clock.now())
    .split('-')
    .map(Number)
  const advice = 'until then Mondays to Fridays count, which promises too early, never too late; update habeas'
  if (!holidaysKnown(year)) return [warning(`the working days of ${year} are not known: ${advice}`)]
  if (holidaysKnown(year + 1)) return [ok(`${year} and ${year + 1} are known`)]
  // the State Council publishes the next year's calendar in November
  if (month < 12) return [ok(`${year} is known; ${year + 1} is published in November`)]
  return [warning(`the working days of ${year + 1} are not known: ${advice}`)]
}

function letters(settings: Settings): Finding[] {
  const folder = settings.templates ?? templatesFolder
  createComposer(folder, letterOrganisation(settings), toTraditional)
  return [ok(`${letterNames.length} letters in ${folder} can be written in both languages`)]
}

function trust({ verification, organisation }: Settings): Finding[] {
  const { trustedServers, alignedSenderKinds, verifyMails } = verification
  if (trustedServers.length > 0) return [ok(`Authentication-Results of ${trustedServers.join(', ')} are believed`)]
  if (verifyMails) return [ok('the desk verifies senders itself (DKIM, DMARC, ARC)')]
  if (alignedSenderKinds.length === 0) return [ok('every request needs a code')]
  const kinds = alignedSenderKinds.join(', ')
  return [
    warning(
      `no server's Authentication-Results are believed, so ${kinds} need a code too: name the receiving servers of ${organisation.privacyAddress.split('@')[1]} in verification.trustedServers`,
    ),
  ]
}

function staffAddress({ organisation }: Settings): Finding[] {
  const own = [organisation.privacyAddress, ...organisation.aliases].map((each) => each.toLowerCase())
  if (!own.includes(organisation.staffAddress.toLowerCase())) return [ok('notes to staff go to a mailbox of their own')]
  return [
    problem(
      'organisation.staffAddress is an address of the desk itself, which sets its own notes aside: name another mailbox',
    ),
  ]
}

async function statOrNull(path: string) {
  try {
    return await stat(path)
  } catch {
    return null
  }
}
