// Deletion (PIPL Art. 47, GDPR Art. 17): one transaction at the platform, and a list of what was removed and of what
// stays and why. An account that is gone when we come again was erased by the run before; its result is the plan's.

import { DeskError, errorCode } from '../../errors.ts'
import type { ActResult } from '../../requests/acts.ts'
import type { DataMap } from '../../userdb/data-map.ts'
import type { FilesRemoved } from '../../userdb/file-removals.ts'
import { tableOf } from '../../userdb/owned.ts'
import type { TableErasure, UserDb } from '../../userdb/userdb.ts'
import { accountChanged, type DeletionPlan } from './plan.ts'

/** Unsure is never erased: a column that nobody declared could be anything. */
export async function fitsForDeletion(db: UserDb): Promise<boolean> {
  return (await db.check()).every((problem) => problem.level !== 'error')
}

export async function planDeletion(db: UserDb, key: string): Promise<TableErasure[]> {
  if (await fitsForDeletion(db)) return await db.planErase(key)
  throw new DeskError('platform_schema_mismatch', {
    retry: false,
    message: 'the data map does not fit the database, so nothing is deleted; run `habeas platform check`',
  })
}

export async function erase(db: UserDb, key: string, plan: DeletionPlan, searchFor: string | null): Promise<ActResult> {
  const outcome = await db.erase(key, plan.addressHash)
  switch (outcome.state) {
    case 'erased':
      return { ...result(db.map, outcome.tables, outcome.files), ...(await searched(db, searchFor)) }
    case 'gone':
      return { ...result(db.map, plan.tables, outcome.files), ...(await searched(db, searchFor)) }
    case 'changed':
      throw accountChanged()
  }
}

/** Where the address still stands: what others wrote, and what the law keeps. */
async function searched(db: UserDb, address: string | null): Promise<Pick<Done, 'stillNamed'>> {
  if (address === null) return {}
  try {
    const places = await db.mentions(address)
    return { stillNamed: { rows: places.reduce((sum, { rows }) => sum + rows, 0), places } }
  } catch (error) {
    // an endpoint that cannot be asked says nothing about it
    if (errorCode(error) === 'platform_refused') return {}
    throw error
  }
}

type Done = Extract<ActResult, { kind: 'deletion'; outcome: 'done' }>

function result(map: DataMap, tables: TableErasure[], files?: FilesRemoved): Done {
  const removed: Done['removed'] = []
  const kept: Done['kept'] = []
  for (const { table, rows, how, until, firstUntil } of tables) {
    if (rows === 0) continue
    const { label, deletion } = tableOf(map, table)
    if (how !== 'kept') removed.push({ label, rows, how })
    else if (deletion !== 'delete' && 'keep' in deletion) {
      const first = firstUntil && firstUntil !== until ? { firstUntil } : {}
      kept.push({ label, rows, reason: deletion.keep.law, until, ...first })
    }
  }
  return { kind: 'deletion', outcome: 'done', removed, kept, ...(files === undefined ? {} : { files }) }
}
