// Deletion (PIPL Art. 47, GDPR Art. 17): one transaction at the platform, and a list of what was removed and of what
// stays and why. An account that is gone when we come again was erased by the run before; its result is the plan's.

import { DeskError } from '../../errors.ts'
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

export async function erase(db: UserDb, key: string, plan: DeletionPlan): Promise<ActResult> {
  const outcome = await db.erase(key, plan.addressHash)
  switch (outcome.state) {
    case 'erased':
      return result(db.map, outcome.tables, outcome.files)
    case 'gone':
      return result(db.map, plan.tables, outcome.files)
    case 'changed':
      throw accountChanged()
  }
}

function result(map: DataMap, tables: TableErasure[], files?: FilesRemoved): ActResult {
  const removed: Extract<ActResult, { kind: 'deletion'; outcome: 'done' }>['removed'] = []
  const kept: Extract<ActResult, { kind: 'deletion'; outcome: 'done' }>['kept'] = []
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
