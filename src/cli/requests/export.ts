// habeas requests export: the register as CSV, the fields that CCPA regulations § 7101 and PIPL Art. 55 and 56 ask to be kept:
// when, what, how, when answered, with what outcome, and why not. No address, no account, nothing of a mail.

import { pipeline } from 'node:stream/promises'
import { Command, InvalidArgumentError } from 'commander'
import { stringify } from 'csv-stringify'
import { openRecords, type Records } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import type { Prisma } from '../../db/generated/client.ts'
import { scrub } from '../../lib/log.ts'
import type { ActResult } from '../../requests/acts.ts'
import { configOption, jsonOption } from '../options.ts'
import { print } from '../print.ts'

interface Options {
  config: string
  json?: boolean
  since?: Date
  until?: Date
}

const withParts = {
  acts: { orderBy: { position: 'asc' } },
  events: { where: { type: { in: ['declined', 'export_fetched'] } }, orderBy: { id: 'desc' } },
} as const satisfies Prisma.PrivacyRequestInclude
type Registered = Prisma.PrivacyRequestGetPayload<{ include: typeof withParts }>

/** Rows read at once, so that a register of any length takes little memory. */
const page = 500

export function exportCommand(): Command {
  return new Command('export')
    .description('the register of requests as CSV on standard output; no addresses')
    .addOption(configOption())
    .option('--since <date>', 'received on or after this day (YYYY-MM-DD, UTC)', readDay)
    .option('--until <date>', 'received before this day', readDay)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas requests export --since 2026-01-01 --until 2027-01-01 > register-2026.csv')
    .action(async (options: Options) => {
      const records = await openRecords(readSettings(options.config))
      try {
        if (options.json === true) for await (const row of register(records, options)) print(JSON.stringify(row))
        else await writeCsv(register(records, options))
      } finally {
        await records.close()
      }
    })
}

async function writeCsv(rows: AsyncIterable<Record<string, string>>): Promise<void> {
  // free words of staff must not run as a formula in a spreadsheet; the byte order mark makes Excel read UTF-8
  const csv = stringify({
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  })
  await pipeline(rows, csv, process.stdout, { end: false })
}

const columns = [
  'reference',
  'received_at',
  'due_at',
  'nature',
  'kinds',
  'language',
  'manner',
  'verified_by',
  'answered_at',
  'in_time',
  'outcome',
  'outcome_by_kind',
  'reason',
  'reason_in_words',
  'export_fetched_at',
] as const

async function* register({ db }: Records, { since, until }: Options): AsyncGenerator<Record<string, string>> {
  const where = {
    receivedAt: { ...(since === undefined ? {} : { gte: since }), ...(until === undefined ? {} : { lt: until }) },
  }
  let after: string | null = null
  for (;;) {
    const requests: Registered[] = await db.privacyRequest.findMany({
      where,
      // ids are UUIDv7: in the order in which the desk opened them
      orderBy: { id: 'asc' },
      include: withParts,
      take: page,
      ...(after === null ? {} : { cursor: { id: after }, skip: 1 }),
    })
    for (const request of requests) yield entry(request)
    const last = requests.at(-1)
    if (last === undefined || requests.length < page) return
    after = last.id
  }
}

function entry(request: Registered): Record<(typeof columns)[number], string> {
  const { receivedAt, dueAt, settledAt, acts } = request
  return {
    reference: request.reference,
    received_at: receivedAt.toISOString(),
    due_at: dueAt.toISOString(),
    nature: request.topic,
    kinds: acts.map((act) => act.kind).join(' '),
    language: request.language,
    manner: 'e-mail',
    verified_by: request.verifiedBy ?? '',
    answered_at: settledAt?.toISOString() ?? '',
    in_time: settledAt === null ? '' : settledAt <= dueAt ? 'yes' : 'no',
    outcome: request.state,
    outcome_by_kind: acts.map((act) => `${act.kind}:${act.state}`).join(' '),
    reason: request.stateReason ?? '',
    reason_in_words: scrub(reasonWords(request)),
    // of an export behind a link; one that was attached left with its letter
    export_fetched_at: request.events.find((event) => event.type === 'export_fetched')?.at.toISOString() ?? '',
  }
}

/** Why the desk did not act, as the letter said it (English); staff's own words in the event, the desk's in the act's result. */
function reasonWords({ state, acts, events }: Registered): string {
  if (state !== 'declined') return ''
  const said = events.find((event) => event.type === 'declined')?.details as
    | { reason?: { en?: string } }
    | null
    | undefined
  const results = acts.map((act) => act.result as unknown as ActResult | null)
  const declined = results.find((result) => result?.outcome === 'declined')
  return said?.reason?.en ?? (declined?.outcome === 'declined' ? declined.reason.en : '')
}

function readDay(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(day.getTime()))
    throw new InvalidArgumentError('a day such as 2026-01-31')
  return day
}
