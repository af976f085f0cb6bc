// Tells the operator by mail what stands in the desk's way: once when it begins, again after a long while, and once when it is well. What
// was told is remembered in the database (marks `alert:NAME`, note `stands` or `well`), so that a restart tells nothing twice; what comes
// and goes is told no more often than the settings say. Where letters cannot leave, the log says so and the alert waits in the outbox.

import { type Condition, conditions, readMark, setMark, standingConditions } from '../db/marks.ts'
import { errorCode } from '../errors.ts'
import { freeBytes } from '../lib/disk.ts'
import { commit, noChanges } from '../requests/changes.ts'
import { readFigures } from '../requests/figures.ts'
import type { Label } from '../requests/words.ts'
import { type Found, findConditions } from './conditions.ts'
import { halt } from './halt.ts'
import type { PathParts } from './parts.ts'
import { postOperatorNote } from './post.ts'
import { readVolume } from './volume.ts'

/** A condition that was told and is over must stay so for this long before it is called well. */
const calmMs = 300_000

export class OperatorWatch {
  readonly #parts: PathParts
  readonly #startedAt: Date
  /** code why letters cannot leave; null while they do */
  readonly #lettersError: () => string | null
  #looking: Promise<number> = Promise.resolve(0)

  constructor(parts: PathParts, lettersError: () => string | null) {
    this.#parts = parts
    this.#startedAt = parts.clock.now()
    this.#lettersError = lettersError
  }

  /** What stands now, told or not. */
  async standing(): Promise<Map<Condition, Label>> {
    return findConditions(await this.#find(), this.#parts.settings.alerts)
  }

  /** Letters to staff and operator that wait because letters cannot leave. */
  async waitingLetters(): Promise<number> {
    if (this.#lettersError() === null) return 0
    return await this.#parts.db.outboxLetter.count({ where: { state: 'queued', template: 'staff-note' } })
  }

  /** Returns how many letters it wrote. One look at a time, or two would tell the same. */
  async look(): Promise<number> {
    this.#looking = this.#looking.then(
      async () => await this.#lookOnce(),
      async () => await this.#lookOnce(),
    )
    return await this.#looking
  }

  async #lookOnce(): Promise<number> {
    const standing = await this.standing()
    await this.#haltOn(standing)
    let told = 0
    for (const name of conditions) if (await this.#tell(name, standing.get(name) ?? null)) told++
    return told
  }

  /** Where the settings say so, deletions wait for a person as soon as there are unusually many of them. */
  async #haltOn(standing: Map<Condition, Label>): Promise<void> {
    const { log, settings } = this.#parts
    if (!settings.alerts.volume.haltDeletions || !standing.has('many_deletions')) return
    // what a person has released goes on until it was well in between
    if ((await readMark(this.#parts.db, 'alert:many_deletions'))?.note === 'stands') return
    if (await halt(this.#parts, 'desk', 'many_deletions'))
      log.error('corrections and deletions are halted: unusually many deletions; look, then habeas release')
  }

  async #find(): Promise<Found> {
    const { db, clock, dataFolder, settings, userDb } = this.#parts
    const platform = await userDb.check().then(
      (problems) => ({ error: null, problems: problems.filter((each) => each.level === 'error').length }),
      (error: unknown) => ({ error: errorCode(error), problems: 0 }),
    )
    return {
      now: clock.now(),
      startedAt: this.#startedAt,
      told: await standingConditions(db),
      figures: await readFigures(db, clock),
      diskFreeBytes: await freeBytes(dataFolder),
      platformError: platform.error,
      mapProblems: platform.problems,
      halted: await readMark(db, 'halted'),
      volume: await readVolume(this.#parts, settings.alerts.volume),
    }
  }

  async #tell(name: Condition, words: Label | null): Promise<boolean> {
    const { db, clock, log, settings } = this.#parts
    const mark = await readMark(db, `alert:${name}`)
    const now = clock.now()
    const sinceTold = mark?.toldAt ? now.getTime() - mark.toldAt.getTime() : Number.POSITIVE_INFINITY
    const stood = mark?.note === 'stands'
    if (words === null && !stood) return false
    if (words === null && sinceTold < calmMs) return false
    if (words !== null && sinceTold < (stood ? settings.alerts.repeatMs : settings.alerts.quietMs)) return false
    const lines = words === null ? [ended(name, mark?.at ?? now)] : [words]
    const changes = noChanges()
    const what = words === null ? 'well_again' : 'trouble'
    await postOperatorNote(this.#parts, changes, { reference: null, what, lines, dueAt: null })
    await commit(db, [changes])
    const at = stood && words !== null ? (mark?.at ?? now) : now
    await setMark(db, `alert:${name}`, { at, toldAt: now, note: words === null ? 'well' : 'stands' })
    const lettersError = this.#lettersError()
    if (words === null) log.info({ condition: name }, 'condition is over')
    else log.error({ condition: name }, words.en)
    if (lettersError !== null)
      log.error({ condition: name, code: lettersError }, 'the operator cannot be told by mail: letters wait')
    return true
  }
}

function ended(name: Condition, since: Date): Label {
  const what = names[name]
  return {
    zh: `已恢复：${what.zh}（自 ${since.toISOString()} 起）。无需再处理。`,
    en: `Over: ${what.en} (since ${since.toISOString()}). Nothing more is to be done about it.`,
  }
}

const names: Record<Condition, Label> = {
  mailbox_not_read: { zh: '收件邮箱无法读取', en: 'the mailbox was not read' },
  letters_stick: { zh: '信件无法发出', en: 'letters did not leave' },
  mails_wait: { zh: '来信未能处理', en: 'mails could not be worked on' },
  requests_stand_still: { zh: '请求未能办理', en: 'requests stood still' },
  deadline_near: { zh: '有请求即将到期或已逾期', en: 'answers were due soon or overdue' },
  disk_nearly_full: { zh: '磁盘空间不足', en: 'the disk was nearly full' },
  platform_unreachable: { zh: '用户平台的数据库无法读取', en: "the platform's database could not be read" },
  map_drifted: { zh: '数据地图与数据库不符', en: 'the data map did not fit' },
  backup_old: { zh: '备份过旧', en: 'the last backup was old' },
  many_requests: { zh: '请求数量异常', en: 'there were unusually many requests' },
  many_from_a_domain: { zh: '某一域名的请求数量异常', en: 'one domain sent unusually many requests' },
  many_deletions: { zh: '删除请求数量异常', en: 'there were unusually many deletions' },
  halted: { zh: '更正和删除暂停办理', en: 'corrections and deletions were halted' },
}
