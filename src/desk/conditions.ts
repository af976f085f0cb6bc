// What the operator must know of, as a plain function of what was found: each condition with its words in both languages, which end with
// what to do. Sending is operator-watch.ts's.

import type { Condition } from '../db/marks.ts'
import type { DeskFigures } from '../requests/figures.ts'
import type { Label } from '../requests/words.ts'
import { type VolumeFound, type VolumeLimits, volumeConditions } from './volume.ts'

export interface AlertLimits {
  /** milliseconds without a look into the mailbox */
  mailboxMs: number
  /** milliseconds that a letter may wait */
  letterMs: number
  /** milliseconds that a mail or a verified request may wait to be worked on */
  standstillMs: number
  diskFreeBytes: number
  /** whether deadlines are told too: staff are reminded of each, so the operator only where that is somebody else */
  deadlines: boolean
  /** milliseconds since the last backup, where there ever was one; 0: never said */
  backupMs: number
  volume: VolumeLimits
}

export interface Found {
  now: Date
  /** the process, not the desk's first day */
  startedAt: Date
  /** of what the operator was told */
  told: Condition[]
  figures: DeskFigures
  diskFreeBytes: number
  /** code why the platform's database cannot be looked at; null where it can */
  platformError: string | null
  /** problems of the data map that keep deletions from being carried out */
  mapProblems: number
  /** since when and why corrections and deletions are halted */
  halted: { at: Date; note: string | null } | null
  /** requests of late, and how many are usual */
  volume: VolumeFound
}

/** Those that stand now. */
export function findConditions(found: Found, limits: AlertLimits): Map<Condition, Label> {
  const { now, startedAt, figures, halted } = found
  const standing = new Map<Condition, Label>()
  const minutes = (ms: number) => Math.floor(ms / 60_000)
  const since = (time: Date) => now.getTime() - time.getTime()
  const unread = since(figures.lastPolledAt ?? startedAt)
  // what was not read because nobody was running is no news; what was told before a restart is over when the mailbox is read
  const tried = since(startedAt) > limits.mailboxMs || found.told.includes('mailbox_not_read')
  if (unread > limits.mailboxMs && tried) {
    standing.set('mailbox_not_read', {
      zh: `收件邮箱已有 ${minutes(unread)} 分钟未能读取。请运行 habeas doctor 查看原因（服务器、密码、证书或网络）。`,
      en: `The mailbox was not read for ${minutes(unread)} minutes. habeas doctor says why: server, password, certificate or network.`,
    })
  }
  if (figures.oldestLetterSeconds * 1000 > limits.letterMs) {
    standing.set('letters_stick', {
      zh: `有信件已等待 ${minutes(figures.oldestLetterSeconds * 1000)} 分钟未能发出。请查看 habeas status 和 habeas doctor（SMTP）。`,
      en: `A letter has been waiting for ${minutes(figures.oldestLetterSeconds * 1000)} minutes. Look at habeas status and habeas doctor (SMTP).`,
    })
  }
  if (figures.oldestMailSeconds * 1000 > limits.standstillMs && (figures.mails.received ?? 0) > 0) {
    standing.set('mails_wait', {
      zh: `有 ${figures.mails.received} 封来信收下后一直未能处理。请运行 habeas doctor，并在日志中查看错误代码。`,
      en: `${figures.mails.received} mails were taken in and cannot be worked on. Run habeas doctor and look for codes in the log.`,
    })
  }
  if (figures.oldestStepSeconds * 1000 > limits.standstillMs && halted === null) {
    standing.set('requests_stand_still', {
      zh: '有已核实身份的请求迟迟未能办理。请运行 habeas doctor 和 habeas requests list。',
      en: 'Verified requests are not carried out. Run habeas doctor and habeas requests list.',
    })
  }
  const { dueWithinDay, overdue } = figures
  if (limits.deadlines && dueWithinDay + overdue > 0) {
    standing.set('deadline_near', {
      zh: `有 ${dueWithinDay} 件请求将在一天内到期，${overdue} 件已经逾期，均未办结。请提醒工作人员：habeas requests list`,
      en: `${dueWithinDay} open requests are due within a day, ${overdue} are overdue. See that staff know: habeas requests list`,
    })
  }
  if (found.diskFreeBytes < limits.diskFreeBytes) {
    const free = Math.floor(found.diskFreeBytes / 1_048_576)
    standing.set('disk_nearly_full', {
      zh: `数据目录所在磁盘仅剩 ${free} MB。磁盘写满后来信会留在邮箱里，无法处理；请尽快腾出空间。`,
      en: `Only ${free} MB are free for the data folder. On a full disk mail stays in the mailbox and nothing is answered: free some space.`,
    })
  }
  if (found.platformError !== null) {
    standing.set('platform_unreachable', {
      zh: `无法读取用户平台的数据库（${found.platformError}）。请运行 habeas doctor。`,
      en: `The platform's database cannot be read (${found.platformError}). Run habeas doctor.`,
    })
  }
  if (found.mapProblems > 0) {
    standing.set('map_drifted', {
      zh: `数据地图与用户平台的数据库有 ${found.mapProblems} 处不符，删除请求因此暂缓办理。请运行 habeas platform check。`,
      en: `The data map does not fit the platform's database in ${found.mapProblems} places, so nothing is deleted. Run habeas platform check.`,
    })
  }
  if (limits.backupMs > 0 && figures.lastBackupAt !== null && since(figures.lastBackupAt) > limits.backupMs) {
    standing.set('backup_old', {
      zh: `最近一次备份完成于 ${figures.lastBackupAt.toISOString()}。请检查定时任务：habeas backup 目录`,
      en: `The last backup was made at ${figures.lastBackupAt.toISOString()}. Look at the cron job: habeas backup DIR`,
    })
  }
  for (const [name, words] of volumeConditions(found.volume, limits.volume)) standing.set(name, words)
  if (halted !== null) {
    const why = haltWords(halted.note)
    standing.set('halted', {
      zh: `更正和删除已全部暂停办理（${why.zh}），答复期限仍在计算。请查明原因，然后运行 habeas release。`,
      en: `Corrections and deletions are halted (${why.en}); deadlines run on. Find out why, then run habeas release.`,
    })
  }
  return standing
}

/** Why corrections and deletions were halted, from the note of that mark. */
export function haltWords(note: string | null): Label {
  if (note === 'failures_spike') return { zh: '接连失败，自动暂停', en: 'too many of them failed' }
  if (note === 'many_deletions') return { zh: '删除请求数量异常，自动暂停', en: 'unusually many deletions' }
  return { zh: '由工作人员暂停', en: 'by a person' }
}
