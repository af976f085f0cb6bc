// habeas requests show REF: the whole of one request: what was asked, what each station decided and why, the trail, letters and
// mails. Codes are never read.

import { Command } from 'commander'
import { openRecords, type Records } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { type RequestRecord, readRecord } from '../../desk/request-record.ts'
import type { ActDetails, ActResult, ActStatement } from '../../requests/acts.ts'
import { confirmedAt } from '../../requests/deadline.ts'
import { explainDeadlines } from '../../requests/deadline-words.ts'
import { isOpen } from '../../requests/states.ts'
import { configOption, jsonOption } from '../options.ts'
import { clean, cleanLines, fromNow, print, printJson, strong, table, timeText } from '../print.ts'
import { adviceFor } from './advice.ts'
import { traceLines } from './trace.ts'
import { detailsWords, factLines, resultWords, statementWords } from './words.ts'

export function showCommand(): Command {
  return new Command('show')
    .description('one request: what was asked, what was decided and why, its trail, letters and mails')
    .argument('<reference>', 'such as HB-7K3M2Q')
    .addOption(configOption())
    .option('--letters', 'with the text of its letters; a code stays out')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas requests show HB-7K3M2Q')
    .action(
      async (reference: string, { config, json, letters }: { config: string; json?: boolean; letters?: boolean }) => {
        const records = await openRecords(readSettings(config))
        try {
          const request = await readRecord(records.db, reference)
          if (json === true) return printJson(request)
          print([...sections(request, records), ...(letters === true ? letterTexts(request) : [])].join('\n\n'))
        } finally {
          await records.close()
        }
      },
    )
}

function sections(request: RequestRecord, records: Records): string[] {
  const at = (time: Date | null) => timeText(time, records.timeZone)
  return [
    head(request, records),
    ...section('Asked for', acts(request)),
    deadlines(request, records),
    [strong('Why'), ...traceLines(request, records.timeZone).map((line) => `  ${clean(line)}`)].join('\n'),
    ...request.mails.map((mail) =>
      [
        strong(`Mail ${mail.id}`),
        `  arrived ${at(mail.arrivedAt)}, ${mail.state.replaceAll('_', ' ')}${mail.stateReason === null ? '' : ` (${mail.stateReason})`}; read it with: habeas mails show ${mail.id}`,
        ...Object.entries((mail.decisions ?? {}) as Record<string, unknown>).map(
          ([station, facts]) =>
            `  ${strong(station)}\n${factLines(facts)
              .map((line) => `    ${line}`)
              .join('\n')}`,
        ),
      ].join('\n'),
    ),
    ...section(
      'Codes sent',
      request.challenges.map((each) => [
        at(each.createdAt),
        `to ${each.sentTo}`,
        `${each.tries} wrong`,
        each.closedAs ?? `open until ${at(each.expiresAt)}`,
      ]),
    ),
    ...section(
      'Exports that wait',
      request.downloads.map((each) => [
        at(each.createdAt),
        each.way === 'staff' ? 'for staff to hand over' : `to ${each.sentTo}`,
        `${each.codesSent} codes sent, ${each.tries} wrong`,
        each.closedAs === null ? `open until ${at(each.expiresAt)}` : `${each.closedAs} ${at(each.closedAt)}`,
      ]),
    ),
    ...section(
      'Letters',
      request.letters.map((each) => [
        at(each.createdAt),
        each.template,
        `to ${each.recipient}`,
        each.state.replaceAll('_', ' '),
        each.sentAt === null ? `${each.attempts} tries ${each.error ?? ''}` : at(each.sentAt),
        each.subject,
      ]),
    ),
    ...section(
      'Trail',
      request.events.map((each) => [
        at(each.at),
        each.actor,
        each.type.replaceAll('_', ' '),
        each.reason ?? '',
        eventDetails(each.details),
      ]),
    ),
  ]
}

function head(request: RequestRecord, { clock, timeZone }: Records): string {
  const at = (time: Date | null) => timeText(time, timeZone)
  const now = clock.now()
  const due = isOpen(request.state) ? `, ${request.dueAt < now ? 'OVERDUE, ' : ''}${fromNow(request.dueAt, now)}` : ''
  const lines: [string, string | null][] = [
    [
      'state',
      `${request.state.replaceAll('_', ' ')}${request.stateReason === null ? '' : ` (${request.stateReason})`}`,
    ],
    ['to do', request.state === 'held' ? adviceFor(request.stateReason) : null],
    [
      'waits',
      request.coolingOffUntil === null
        ? null
        : `the deletion until ${at(request.coolingOffUntil)}, ${fromNow(request.coolingOffUntil, now)}; its owner can stop it`,
    ],
    ['received', at(request.receivedAt)],
    ['due', `${at(request.dueAt)}${due}`],
    ['extended', request.extendedUntil === null ? null : `until ${at(request.extendedUntil)}`],
    ['with', request.claimedBy ?? (request.handedTo === null ? null : `the ${request.handedTo}`)],
    ['merged', request.mergedInto === null ? null : `answered with ${request.mergedInto}`],
    ['settled', request.settledAt === null ? null : at(request.settledAt)],
    ['topic', `${request.topic}, in ${request.language}`],
    ['written by', request.requester ?? 'nobody that could be made out'],
    [
      'account',
      request.subjectKey === null
        ? 'not looked up, or none'
        : `${request.subjectKey}, stored address ${request.subjectAddress ?? 'none'}`,
    ],
    ['verified', request.verifiedAt === null ? 'no' : `${at(request.verifiedAt)} by ${request.verifiedBy}`],
    ['in the log', `requestId ${request.id}, which without its hyphens is its trace's id`],
  ]
  const shown = lines.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(11)} ${clean(value)}`]))
  return [strong(request.reference), ...shown].join('\n')
}

/** Which clocks run, the one that counts first marked, and why each ends when it does. */
function deadlines(request: RequestRecord, { deadline }: Records): string {
  const { clocks } = explainDeadlines({ ...request, confirmedAt: confirmedAt(request.letters) }, deadline)
  const lines = clocks.map(({ counts, words: { zh, en } }) => `  ${counts ? '>' : ' '} ${en}\n    ${zh}`)
  return [strong('Deadlines'), ...lines].join('\n')
}

function acts(request: RequestRecord): string[][] {
  return request.acts.map((act) => {
    const statement = act.statement as unknown as ActStatement | null
    const result = act.result as unknown as ActResult | null
    return [
      act.kind,
      act.state,
      statement === null ? detailsWords(act.details as unknown as ActDetails) : statementWords(statement),
      result === null ? '' : resultWords(result),
    ]
  })
}

function section(title: string, rows: (string | null)[][]): string[] {
  if (rows.length === 0) return []
  const lines = table([], rows).split('\n')
  return [[strong(title), ...lines.map((line) => `  ${line}`.trimEnd())].join('\n')]
}

/** A letter's id says less than its name. */
function eventDetails(details: unknown): string {
  if (typeof details !== 'object' || details === null) return ''
  const facts = Object.entries(details).filter(([name]) => name !== 'letter' || !('template' in details))
  return factLines(Object.fromEntries(facts)).join(', ')
}

function letterTexts(request: RequestRecord): string[] {
  return request.letters.map((letter) => {
    const text = cleanLines(withoutSecret(letter.text))
    return [
      strong(`Letter ${letter.template}: ${clean(letter.subject)}`),
      ...text.split('\n').map((line) => `  ${line}`.trimEnd()),
    ].join('\n')
  })
}

/** What the letter carried is not kept: the code, or the end of a link. */
function withoutSecret(text: string): string {
  return text.replaceAll('/download/{{secret}}', '/download/[token]').replaceAll('{{secret}}', '[code]')
}
