// habeas status: what waits, what is due, when the desk last polled and sent, and what failed. Read from its records, so that it
// tells the truth whether the daemon runs or not.

import { setTimeout as pause } from 'node:timers/promises'
import { styleText } from 'node:util'
import { Command, InvalidArgumentError } from 'commander'
import { openRecords, type Records } from '../app-parts.ts'
import { readSettings, type Settings } from '../config.ts'
import { readMark, standingConditions } from '../db/marks.ts'
import { haltWords } from '../desk/conditions.ts'
import { mailboxKey } from '../desk/intake/receive.ts'
import { DeskError } from '../errors.ts'
import { readFigures } from '../requests/figures.ts'
import { openStates } from '../requests/states.ts'
import { configOption, jsonOption } from './options.ts'
import { fromNow, print, printJson, strong, table, timeText } from './print.ts'

export function statusCommand(): Command {
  return new Command('status')
    .description('what waits, what is due, the last poll and the last letter, failures')
    .addOption(configOption())
    .addOption(jsonOption())
    .option('--watch [seconds]', 'again and again, every 5 seconds or as said, until q or Ctrl-C', readSeconds)
    .addHelpText('after', '\nExamples:\n  habeas status --watch\n  habeas status --json')
    .action(async ({ config, json, watch }: { config: string; json?: boolean; watch?: number | true }) => {
      const settings = readSettings(config)
      const records = await openRecords(settings)
      try {
        const show = async () => {
          const status = await readStatus(records, settings)
          if (json === true) printJson(status)
          else print(`${watch === undefined ? '' : head(status, records)}${page(status, records)}`)
        }
        await show()
        if (watch !== undefined) await repeat(show, watch === true ? 5 : watch)
      } finally {
        await records.close()
      }
    })
}

/** Until q or Ctrl-C: an orderly end. What cannot be read once is said, and looked at again. */
async function repeat(show: () => Promise<void>, seconds: number): Promise<void> {
  const end = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort())
  const leave = onKeys(['q', 'Q', '\u0003', '\u0004'], () => end.abort())
  try {
    while (!end.signal.aborted) {
      // aborting it is the end, not a failure
      await pause(seconds * 1000, null, { signal: end.signal }).catch(() => undefined)
      if (end.signal.aborted) return
      await show().catch((error: unknown) => {
        if (!(error instanceof DeskError) || !error.retry) throw error
        print(`${error.message}\n`)
      })
    }
  } finally {
    leave()
  }
}

/** On a terminal keys are heard at once, Ctrl-C (3) and Ctrl-D (4) among them; the returned function gives it back as it was. */
function onKeys(keys: string[], act: () => void): () => void {
  const { stdin } = process
  if (!stdin.isTTY) return () => undefined
  const hear = (typed: Buffer) => {
    if (keys.some((key) => typed.includes(key))) act()
  }
  stdin.setRawMode(true).on('data', hear)
  return () => void stdin.setRawMode(false).off('data', hear).pause()
}

type Status = Awaited<ReturnType<typeof readStatus>>

async function readStatus({ db, clock }: Records, { imap }: Settings) {
  const now = clock.now()
  const figures = await readFigures(db, clock)
  const name = mailboxKey(db.$deskKey(), `${imap.user}@${imap.host}/${imap.folder}`)
  const mailbox = await db.mailbox.findUnique({ where: { name } })
  const open = { state: { in: [...openStates] } }
  const oldestMail = await db.mail.findFirst({ where: { state: 'received' }, orderBy: { arrivedAt: 'asc' } })
  const oldestOpen = await db.privacyRequest.findFirst({ where: open, orderBy: { receivedAt: 'asc' } })
  const oldestLetter = await db.outboxLetter.findFirst({ where: { state: 'queued' }, orderBy: { createdAt: 'asc' } })
  const lastSent = await db.outboxLetter.findFirst({ where: { sentAt: { not: null } }, orderBy: { sentAt: 'desc' } })
  const nextDue = await db.privacyRequest.findFirst({ where: open, orderBy: { dueAt: 'asc' } })
  const halted = await readMark(db, 'halted')
  const heldAfterRestore = await db.mail.count({ where: { state: 'held', stateReason: 'restored' } })
  const lastPolledAt = mailbox?.lastPolledAt ?? null
  return {
    now,
    /** false where the mailbox was not looked at for three of its intervals: no daemon, or it cannot reach the mailbox */
    polling: lastPolledAt !== null && now.getTime() - lastPolledAt.getTime() < 3000 * imap.pollEverySeconds,
    lastPolledAt,
    lastSentAt: lastSent?.sentAt ?? null,
    lastBackupAt: figures.lastBackupAt,
    /** since when and why corrections and deletions are halted */
    halted: halted === null ? null : { at: halted.at, why: halted.note },
    /** what the operator was told of and is not over */
    conditions: await standingConditions(db),
    waiting: {
      mails: figures.mails.received ?? 0,
      oldestMailArrivedAt: oldestMail?.arrivedAt ?? null,
      letters: figures.letters.queued ?? 0,
      oldestLetterAt: oldestLetter?.createdAt ?? null,
      letterError: oldestLetter?.error ?? null,
    },
    open: {
      requests: openStates.reduce((sum, state) => sum + (figures.requests[state] ?? 0), 0),
      byState: Object.fromEntries(openStates.map((state) => [state, figures.requests[state] ?? 0])),
      held: figures.requests.held ?? 0,
      oldestReceivedAt: oldestOpen?.receivedAt ?? null,
      nextDueAt: nextDue?.dueAt ?? null,
      dueWithin3Days: figures.dueSoon,
      overdue: figures.overdue,
    },
    failures: {
      mailsFailed: figures.mails.failed ?? 0,
      lettersGivenUp: figures.letters.given_up ?? 0,
      lettersBounced: figures.letters.bounced ?? 0,
      lettersSuppressed: figures.letters.suppressed ?? 0,
      mailsHeldAfterRestore: heldAfterRestore,
    },
  }
}

/** On a terminal over the page before it; elsewhere one below the other. */
function head({ now, conditions, halted, open: { overdue } }: Status, { timeZone }: Records): string {
  const clear = process.stdout.isTTY ? '\u001b[H\u001b[J' : ''
  const trouble = [...conditions, ...(halted === null ? [] : ['halted']), ...(overdue > 0 ? ['overdue'] : [])]
  const state = trouble.length === 0 ? 'all well' : trouble.join(', ').replaceAll('_', ' ')
  const colour = trouble.length === 0 ? 'green' : 'red'
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(now)
  const keys = process.stdout.isTTY ? '  (q ends)' : ''
  return `${clear}${strong('habeas')}  ${time}  ${styleText(colour, state, { stream: process.stdout })}${keys}\n\n`
}

function readSeconds(text: string): number {
  const seconds = Number(text)
  if (seconds >= 1 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('seconds from 1 to 3600')
}

function page(
  { now, polling, lastPolledAt, lastSentAt, lastBackupAt, halted, conditions, waiting, open, failures }: Status,
  { timeZone }: Records,
): string {
  const at = (time: Date | null) => (time === null ? 'never' : `${timeText(time, timeZone)}, ${fromNow(time, now)}`)
  const since = (count: number, time: Date | null) =>
    count === 0 || time === null ? '' : `the oldest ${fromNow(time, now)}`
  const { byState } = open
  const states = openStates
    .filter((state) => byState[state] !== 0)
    .map((state) => `${byState[state]} ${state.replaceAll('_', ' ')}`)
  const notes = (count: number, advice: string) => (count === 0 ? '' : advice)
  return table(
    [],
    [
      [
        'last poll',
        at(lastPolledAt),
        polling ? '' : 'the mailbox is not being read: is the daemon running? (habeas run, habeas doctor)',
      ],
      ['last letter', at(lastSentAt), ''],
      ['last backup', at(lastBackupAt), lastBackupAt === null ? 'habeas backup DIR makes one' : ''],
      [
        'erasing',
        halted === null ? 'goes on' : 'HALTED',
        halted === null ? '' : `${haltWords(halted.why).en}, ${fromNow(halted.at, now)}: mend it, then habeas release`,
      ],
      [
        'alerts',
        conditions.length,
        notes(conditions.length, `${conditions.join(', ').replaceAll('_', ' ')}: habeas doctor says what to do`),
      ],
      ['mails waiting', waiting.mails, since(waiting.mails, waiting.oldestMailArrivedAt)],
      [
        'letters waiting',
        waiting.letters,
        [since(waiting.letters, waiting.oldestLetterAt), waiting.letterError ?? '']
          .filter((part) => part !== '')
          .join(', '),
      ],
      [
        'requests open',
        open.requests,
        [states.join(', '), since(open.requests, open.oldestReceivedAt)].filter((part) => part !== '').join('; '),
      ],
      ['for staff', open.held, notes(open.held, 'habeas requests list --held')],
      ['next due', open.nextDueAt === null ? 'nothing' : at(open.nextDueAt), ''],
      ['due in 3 days', open.dueWithin3Days, ''],
      ['overdue', open.overdue, notes(open.overdue, 'habeas requests list shows them on top')],
      ['mails failed', failures.mailsFailed, notes(failures.mailsFailed, 'habeas mails list --state failed')],
      [
        'held after restore',
        failures.mailsHeldAfterRestore,
        notes(failures.mailsHeldAfterRestore, 'habeas mails list --state held; unanswered ones: habeas mails rerun ID'),
      ],
      ['letters given up', failures.lettersGivenUp, notes(failures.lettersGivenUp, 'staff were told of each')],
      ['letters bounced', failures.lettersBounced, notes(failures.lettersBounced, 'staff were told of each')],
      [
        'letters held back',
        failures.lettersSuppressed,
        notes(failures.lettersSuppressed, 'a cap on letters was reached (settings: limits.…PerDay, quietHours)'),
      ],
    ],
  )
}
