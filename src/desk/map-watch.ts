// Holds the data map against the platform's live schema while the desk runs: platforms change their tables without asking. What
// is new since the last look is told to staff once; what was mended and comes back is told again.

import { errorCode } from '../errors.ts'
import { type Changes, commit, noChanges } from '../requests/changes.ts'
import type { MapProblem } from '../userdb/userdb.ts'
import type { PathParts } from './parts.ts'
import { postStaffNote } from './post.ts'

export class MapWatch {
  readonly #parts: PathParts
  #known: Set<string> | null = null

  constructor(parts: PathParts) {
    this.#parts = parts
  }

  /** Returns how many problems are new. The first look takes warnings as known: the log of the start has named them. */
  async look(): Promise<number> {
    const { userDb, log } = this.#parts
    const problems = await userDb.check()
    await userDb.finishRemovals().catch((error: unknown) => {
      log.warn({ code: errorCode(error) }, 'files of deleted accounts could not be removed; the next look tries again')
    })
    const known = this.#known ?? new Set(problems.filter((each) => each.level === 'warning').map(nameOf))
    const fresh = problems.filter((each) => !known.has(nameOf(each)))
    if (fresh.length > 0) await this.#tell(fresh)
    this.#known = new Set(problems.map(nameOf))
    return fresh.length
  }

  async #tell(problems: MapProblem[]): Promise<void> {
    const { db, log } = this.#parts
    for (const { code, table, column, message } of problems) log.warn({ code, table, column }, message)
    const lines = problems
      .slice(0, 20)
      .map(({ message }) => ({ zh: `数据地图：${message}`, en: `Data map: ${message}` }))
    const changes: Changes = noChanges()
    await postStaffNote(this.#parts, changes, { reference: null, what: 'trouble', lines, dueAt: null }, null)
    await commit(db, [changes])
  }
}

function nameOf({ level, code, table, column }: MapProblem): string {
  return [level, code, table, column].join(' ')
}
