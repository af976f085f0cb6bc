// The same for a person: a line for each thing, with what to do where something is to be done; that stands out on a terminal.

import { styleText } from 'node:util'
import type { Records } from '../../app-parts.ts'
import { haltWords } from '../../desk/conditions.ts'
import { openStates } from '../../requests/states.ts'
import { fromNow, strong, table, timeText } from '../print.ts'
import type { Status } from './read-status.ts'

export function statusPage(
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
  const rows: Row[] = [
    {
      cells: [
        'last poll',
        at(lastPolledAt),
        polling ? '' : 'the mailbox is not being read: is the daemon running? (habeas run, habeas doctor)',
      ],
      colour: polling ? null : 'red',
    },
    { cells: ['last letter', at(lastSentAt), ''] },
    { cells: ['last backup', at(lastBackupAt), lastBackupAt === null ? 'habeas backup DIR makes one' : ''] },
    {
      cells: [
        'erasing',
        halted === null ? 'goes on' : 'HALTED',
        halted === null ? '' : `${haltWords(halted.why).en}, ${fromNow(halted.at, now)}: mend it, then habeas release`,
      ],
      colour: halted === null ? null : 'red',
    },
    counted(
      'alerts',
      conditions.length,
      `${conditions.join(', ').replaceAll('_', ' ')}: habeas doctor says what to do`,
      'red',
    ),
    { cells: ['mails waiting', waiting.mails, since(waiting.mails, waiting.oldestMailArrivedAt)] },
    {
      cells: [
        'letters waiting',
        waiting.letters,
        [since(waiting.letters, waiting.oldestLetterAt), waiting.letterError ?? '']
          .filter((part) => part !== '')
          .join(', '),
      ],
      colour: waiting.letterError === null ? null : 'yellow',
    },
    {
      cells: [
        'requests open',
        open.requests,
        [states.join(', '), since(open.requests, open.oldestReceivedAt)].filter((part) => part !== '').join('; '),
      ],
    },
    counted('for staff', open.held, 'habeas requests list --held', 'yellow'),
    { cells: ['next due', open.nextDueAt === null ? 'nothing' : at(open.nextDueAt), ''] },
    counted('due in 3 days', open.dueWithin3Days, '', 'yellow'),
    counted('overdue', open.overdue, 'habeas requests list shows them on top', 'red'),
    counted('mails failed', failures.mailsFailed, 'habeas mails list --state failed', 'yellow'),
    counted(
      'held after restore',
      failures.mailsHeldAfterRestore,
      'habeas mails list --state held; unanswered ones: habeas mails rerun ID',
      'yellow',
    ),
    counted('letters given up', failures.lettersGivenUp, 'staff were told of each'),
    counted('letters bounced', failures.lettersBounced, 'staff were told of each'),
    counted(
      'letters held back',
      failures.lettersSuppressed,
      'a cap on letters was reached (settings: limits.…PerDay, quietHours)',
    ),
  ]
  const lines = table(
    [],
    rows.map(({ cells }) => cells),
  ).split('\n')
  // what wants somebody stands out on a terminal
  return lines.map((line, index) => tinted(line, rows[index]?.colour ?? null)).join('\n')
}

interface Row {
  cells: (string | number)[]
  colour?: 'red' | 'yellow' | null
}

/** Advice and colour only where there are any. */
function counted(name: string, count: number, advice: string, colour: Row['colour'] = null): Row {
  return count === 0 ? { cells: [name, count, ''] } : { cells: [name, count, advice], colour }
}

function tinted(line: string, colour: 'red' | 'yellow' | null): string {
  return colour === null ? line : styleText(colour, line, { stream: process.stdout })
}

/** On a terminal over the page before it; elsewhere one below the other. */
export function watchHead({ now, conditions, halted, open: { overdue } }: Status, { timeZone }: Records): string {
  const clear = process.stdout.isTTY ? '\u001b[H\u001b[J' : ''
  const trouble = [...conditions, ...(halted === null ? [] : ['halted']), ...(overdue > 0 ? ['overdue'] : [])]
  const state = trouble.length === 0 ? 'all well' : trouble.join(', ').replaceAll('_', ' ')
  const colour = trouble.length === 0 ? 'green' : 'red'
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(now)
  const keys = process.stdout.isTTY ? '  (q ends)' : ''
  return `${clear}${strong('habeas')}  ${time}  ${styleText(colour, state, { stream: process.stdout })}${keys}\n\n`
}
