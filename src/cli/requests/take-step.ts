// What staff commands share: the step is shown; with --yes it is carried out. The desk is opened beside the daemon, which then
// does what the step made due.

import type { Command } from 'commander'
import { openDesk } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import type { PathParts } from '../../desk/parts.ts'
import { type Caution, carryOut, type Obstacle, type StaffStep } from '../../desk/staff.ts'
import { DeskError, type ErrorCode } from '../../errors.ts'
import { wrongCall } from '../options.ts'
import { clean, cleanLines, print, printJson, strong, table } from '../print.ts'
import { label, statementWords } from './words.ts'

export interface StepOptions {
  config: string
  by: string
  yes?: boolean
  json?: boolean
}

export async function takeStep(
  command: Command,
  options: StepOptions,
  prepare: (parts: PathParts) => Promise<StaffStep | Obstacle>,
): Promise<void> {
  const { parts, close } = await openDesk(readSettings(options.config))
  try {
    const step = await prepare(parts)
    if (step.outcome === 'refused') return refuse(command, step)
    const done = options.yes === true
    if (options.json !== true) print(shown(step))
    if (done) await carryOut(parts, step)
    if (options.json === true) printJson(facts(step, done))
    else print(done ? afterwards(step) : '\nNothing was done yet. To do it, add --yes.')
  } finally {
    await close()
  }
}

/** The same for what needs no look before it is done; `said` tells what then holds. */
export async function takeAtOnce(
  command: Command,
  options: StepOptions,
  said: string,
  prepare: (parts: PathParts) => Promise<StaffStep | Obstacle>,
): Promise<void> {
  const { parts, close } = await openDesk(readSettings(options.config))
  try {
    const step = await prepare(parts)
    if (step.outcome === 'refused') return refuse(command, step)
    await carryOut(parts, step)
    if (options.json === true) printJson(facts(step, true))
    else print(`Done: ${step.reference} ${said}.`)
  } finally {
    await close()
  }
}

/** What better arguments can mend is a wrong call (null); the rest is a failure. */
const refusalCodes: Record<Obstacle['reason'], ErrorCode | null> = {
  state_moved_on: 'state_moved_on',
  no_acts: null,
  acts_begun: null,
  subject_unknown: null,
  several_subjects: null,
  value_wrong: null,
  no_stored_address: 'subject_missing',
  route_unknown: null,
  staff_alone: 'platform_refused',
  nothing_to_do: 'platform_refused',
  claimed_by_other: 'state_moved_on',
  not_allowed_by_law: null,
  not_proven: null,
  not_the_same: null,
  second_person: 'state_moved_on',
}

function refuse(command: Command, { reason, words }: Obstacle): never {
  const code = refusalCodes[reason]
  if (code === null) return wrongCall(command, words)
  throw new DeskError(code, { retry: false, message: words })
}

const cautionWords: Record<Caution, string> = {
  recipient_unproven:
    'This goes to the address that wrote, which nothing ties to an account: put no personal data into it.',
  left_for_staff:
    'The account has no stored address: nothing is mailed. Hand the result over yourself, a copy with: habeas requests export-file.',
  other_address: "The account's stored address is not the one that wrote; what leaves goes to the stored one alone.",
  acts_left_undone: 'What was asked for is not carried out by the desk: see that it was done, or approve instead.',
  done_untold:
    'Part of the request was carried out before it was held, and no letter has said so: approve it, or tell of it in your words.',
  second_person_needed:
    'Two people approve this (console.twoPersonKinds): another one must approve the same before anything is done.',
  partly_done: 'What was carried out before stays done; what was declined can be approved after all.',
  deletion_waits:
    'Once approved, the deletion waits out verification.deletionCoolingOffDays; until then a reply of its owner stops it, and so does: habeas requests take-back.',
  deletion_at_once: 'Once approved, the deletion is carried out at once. It cannot be taken back.',
  address_changes:
    'The account moves to another address; the result goes to the old one, so that its owner hears of it.',
}

function shown(step: StaffStep): string {
  const { subject, statements, touches, letters, cautions } = step
  return [
    `${strong(step.reference)} would become: ${step.becomes.replaceAll('_', ' ')}`,
    ...(subject === null
      ? []
      : [
          `Account ${subject.key}${subject.name === null ? '' : ` (${clean(subject.name)})`}, stored address ${clean(subject.address ?? 'none')}`,
        ]),
    ...statements.map((statement) => `Will ${clean(statementWords(statement))}`),
    ...(touches.length === 0 ? [] : ['', touchesTable(step)]),
    ...letters.map((letter) => `\nTo ${letter.to}\nSubject: ${clean(letter.subject)}\n\n${indented(letter.text)}`),
    ...(cautions.length === 0 ? [] : ['']),
    ...cautions.map((caution) => `${strong('Caution:')} ${cautionWords[caution]}`),
  ].join('\n')
}

function touchesTable({ touches, statements }: StaffStep): string {
  const kinds = statements.map((statement) => statement.kind)
  const columns: [string, (each: StaffStep['touches'][number]) => string][] = [
    ['DATA', (each) => label(each.label)],
    ['ROWS', (each) => String(each.rows)],
  ]
  if (kinds.includes('access')) columns.push(['EXPORT', (each) => (each.exported ? 'exported' : 'not shown')])
  if (kinds.includes('deletion')) columns.push(['DELETION', deletionWords])
  return table(
    columns.map(([head]) => head),
    touches.map((each) => columns.map(([, cell]) => cell(each))),
  )
}

export function deletionWords(each: StaffStep['touches'][number]): string {
  if (each.onDeletion !== 'kept') return each.onDeletion
  return `kept${each.keptUntil === null ? '' : ` until ${each.keptUntil}`}${each.keptBy === null ? '' : `: ${each.keptBy.en}`}`
}

function indented(text: string): string {
  return cleanLines(text.replaceAll('{{secret}}', '[code]'))
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')
}

function afterwards(step: StaffStep): string {
  const becomes = step.becomes.replaceAll('_', ' ')
  const next = step.becomes === 'in_progress' || step.letters.length > 0
  return `\nDone: ${step.reference} is ${becomes}.${next ? ' The running desk does the rest at once; without a daemon: habeas once' : ''}`
}

function facts(step: StaffStep, done: boolean) {
  const { reference, becomes, subject, statements, touches, cautions } = step
  const letters = step.letters.map((letter) => ({ ...letter, text: letter.text.replaceAll('{{secret}}', '[code]') }))
  return { done, reference, becomes, subject, statements, touches, letters, cautions }
}
