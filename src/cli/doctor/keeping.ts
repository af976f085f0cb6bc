// The doctor on what the desk keeps: is its key at hand and nobody else's, is the trail as it was written, who runs the desk and who
// can reach it. Least privilege, checked.

import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Settings } from '../../config.ts'
import { listStaff } from '../../console/sign-in/list-staff.ts'
import { openDb } from '../../db/client.ts'
import { hashKeyFile, keyFile, loadDeskKeyIfAny } from '../../lib/desk-key.ts'
import { verifyTrail } from '../../requests/trail.ts'
import { faultWords } from '../audit/verify.ts'
import { type Check, type Finding, isThisMachine, ok, problem, warning } from './finding.ts'

export function keepingChecks(settings: Settings): Check[] {
  return [
    { name: 'desk key', look: () => deskKey(settings) },
    { name: 'trail', look: () => trail(settings) },
    { name: 'user', look: () => user() },
    { name: 'reachable', look: () => reachable(settings.console) },
    { name: 'accounts', look: () => staff(settings) },
  ]
}

async function deskKey({ key: place, database }: Settings): Promise<Finding[]> {
  const began = existsSync(databaseFile(database.url))
  const files = [...(place.given === undefined ? [keyFile(place)] : []), hashKeyFile(place)]
  const missing = files.filter((file) => !existsSync(file))
  if (missing.length > 0) {
    if (!began) return [ok('made at the first start')]
    const words = `${missing.join(' and ')} is gone: nothing that the desk keeps can be read without it; restore it from a backup, and do not start the desk before`
    return [problem(words)]
  }
  // throws where a file holds no key, or another than the data was encrypted with
  await loadDeskKeyIfAny(place)
  const found = await Promise.all(files.map(modeFinding))
  const wrong = found.flatMap((finding) => finding ?? [])
  if (wrong.length > 0) return wrong
  if (place.given !== undefined) return [ok('from HABEAS_KEY, and it opens what the desk keeps')]
  return [ok(`${keyFile(place)}, readable by its owner alone, opens what the desk keeps`)]
}

async function modeFinding(file: string): Promise<Finding | null> {
  const { mode } = await stat(file)
  if ((mode & 0o007) !== 0) return problem(`every user of this machine can read ${file}: chmod 600 ${file}`)
  return (mode & 0o070) === 0 ? null : warning(`the group can read ${file}: chmod 600 ${file}`)
}

async function trail({ key: place, database }: Settings): Promise<Finding[]> {
  if (!existsSync(databaseFile(database.url))) return [ok('begins with the first mail')]
  const key = await loadDeskKeyIfAny(place)
  if (key === null) return [warning('cannot be checked without the desk key: see there')]
  const db = await openDb(database.url, key)
  try {
    const report = await verifyTrail(db)
    return [report.sound ? ok(`${report.entries} entries, the chain is whole`) : problem(faultWords(report.broken))]
  } finally {
    await db.$disconnect()
  }
}

function user(): Finding[] {
  if (process.getuid?.() !== 0) return [ok('not the administrator of this machine')]
  return [
    warning(
      'the desk runs as root, which it never needs: make a user for it that owns the data folder (User= in the systemd unit; the container has one)',
    ),
  ]
}

function reachable({ listen, publicUrl, staffUrl = publicUrl }: Settings['console']): Finding[] {
  const host = listen.slice(0, listen.lastIndexOf(':')).replace(/^\[|\]$/g, '')
  if (isThisMachine(host)) return [ok(`${listen}, from this machine alone`)]
  if (staffUrl?.startsWith('https:') === true) {
    const words = `${listen} can be reached from other machines, past the TLS of ${staffUrl}: let a firewall keep everybody but your proxy from it`
    return [warning(words)]
  }
  return [
    warning(
      `${listen} can be reached from other machines, unencrypted: passwords and personal data of the console cross the network in the clear. Listen on 127.0.0.1 behind a proxy with TLS and write its address as console.staffUrl`,
    ),
  ]
}

async function staff({ key: place, database }: Settings): Promise<Finding[]> {
  const none = warning(
    'nobody can sign in to the console yet: habeas staff add EMAIL --name NAME --role officer makes the first account',
  )
  if (!existsSync(databaseFile(database.url))) return [ok('added once the desk has run: habeas staff add')]
  const key = await loadDeskKeyIfAny(place)
  if (key === null) return [warning('cannot be read without the desk key: see there')]
  const db = await openDb(database.url, key)
  try {
    const members = (await listStaff(db)).filter(({ state }) => state === 'active')
    if (members.length === 0) return [none]
    const bare = members.filter(({ secondFactor, passkeys }) => !secondFactor && passkeys === 0).length
    const words = `${members.length} can sign in`
    return [bare === 0 ? ok(words) : warning(`${words}, ${bare} of them without a second factor: console.secondFactor`)]
  } finally {
    await db.$disconnect()
  }
}

function databaseFile(url: string): string {
  return url.slice('file:'.length)
}
