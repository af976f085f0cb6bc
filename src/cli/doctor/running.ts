// The doctor on how the desk has been running: is anything halted, when was the last backup, who is told of trouble, what stands.

import { existsSync } from 'node:fs'
import type { Settings } from '../../config.ts'
import { type Db, openDb } from '../../db/client.ts'
import { readMark, standingConditions } from '../../db/marks.ts'
import { haltWords } from '../../desk/conditions.ts'
import type { Clock } from '../../lib/clock.ts'
import { loadDeskKeyIfAny } from '../../lib/desk-key.ts'
import { type Check, type Finding, ok, problem, warning } from './finding.ts'

export function runningChecks(settings: Settings, clock: Clock): Check[] {
  return [
    { name: 'erasing', look: () => withDb(settings, halted) },
    { name: 'backup', look: () => withDb(settings, (db) => backup(db, clock)) },
    { name: 'conditions', look: () => withDb(settings, conditions) },
    { name: 'operator', look: () => operator(settings) },
  ]
}

/** Nothing to say where the desk never ran; a key that is gone is said by the check of the key. */
async function withDb({ database, key: place }: Settings, look: (db: Db) => Promise<Finding>): Promise<Finding[]> {
  if (!existsSync(database.url.slice('file:'.length))) return []
  const key = await loadDeskKeyIfAny(place).catch(() => null)
  if (key === null) return []
  const db = await openDb(database.url, key)
  try {
    return [await look(db)]
  } finally {
    await db.$disconnect()
  }
}

async function halted(db: Db): Promise<Finding> {
  const mark = await readMark(db, 'halted')
  if (mark === null) return ok('corrections and deletions go on')
  return problem(
    `corrections and deletions are halted since ${mark.at.toISOString()} (${haltWords(mark.note).en}): look at habeas requests list --held, mend it, then habeas release`,
  )
}

async function backup(db: Db, clock: Clock): Promise<Finding> {
  const mark = await readMark(db, 'backup')
  if (mark === null) return warning('there is no backup yet: habeas backup DIR, from cron every night')
  const days = Math.floor((clock.now().getTime() - mark.at.getTime()) / 86_400_000)
  if (days < 2) return ok(`the last one was made at ${mark.at.toISOString()}`)
  return warning(`the last one is ${days} days old: look at the cron job that calls habeas backup DIR`)
}

async function conditions(db: Db): Promise<Finding> {
  const standing = await standingConditions(db)
  if (standing.length === 0) return ok('nothing that the operator was told of stands')
  return warning(
    `the operator was told of: ${standing.join(', ').replaceAll('_', ' ')}; see the other checks and the log`,
  )
}

function operator({ organisation }: Settings): Finding[] {
  const address = (organisation.operatorAddress ?? organisation.staffAddress).toLowerCase()
  const own = [organisation.privacyAddress, ...organisation.aliases].map((each) => each.toLowerCase())
  if (own.includes(address)) {
    return [
      problem(
        'organisation.operatorAddress is an address of the desk itself, which sets its own notes aside: name another mailbox',
      ),
    ]
  }
  return [
    ok(
      organisation.operatorAddress === undefined
        ? 'trouble of the desk is told to the staff address'
        : 'trouble of the desk is told to a mailbox of its own',
    ),
  ]
}
