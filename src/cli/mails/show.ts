// habeas mails show ID: one mail as the desk read it, with each decision; --raw writes its bytes as received.

import { Command, Option } from 'commander'
import { openRecords, type Records } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import type { Mail } from '../../db/generated/client.ts'
import { DeskError } from '../../errors.ts'
import { parseMail } from '../../mail/parse.ts'
import { configOption, jsonOption } from '../options.ts'
import { clean, cleanLines, print, printJson, strong, timeText } from '../print.ts'
import { factLines } from '../requests/words.ts'

export function showCommand(): Command {
  return new Command('show')
    .description('one mail as the desk read it, with its decisions')
    .argument('<id>', 'as in habeas mails list')
    .addOption(configOption())
    .addOption(new Option('--raw', 'its bytes as received, nothing else').conflicts('json'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas mails show 01a20960-0f79-7001-b918-7a23066cdbc9 --raw > mail.eml')
    .action(async (id: string, { config, raw, json }: { config: string; raw?: boolean; json?: boolean }) => {
      const records = await openRecords(readSettings(config))
      try {
        const mail = await find(records, id)
        if (raw === true) process.stdout.write(await source(records, mail))
        else if (json === true) printJson({ ...mail, ...(await read(records, mail)) })
        else print(await page(records, mail))
      } finally {
        await records.close()
      }
    })
}

async function find({ db }: Records, id: string) {
  const mail = await db.mail.findUnique({ where: { id }, include: { request: { select: { reference: true } } } })
  if (mail !== null) return mail
  throw new DeskError('request_unknown', {
    retry: false,
    message: 'There is no such mail: habeas mails list shows their ids.',
  })
}

async function source({ sources }: Records, mail: Mail): Promise<Buffer> {
  if (mail.source !== null) return await sources.read(mail.source)
  throw new DeskError('source_missing', {
    retry: false,
    message: 'The source of this mail is not in the data folder: it was never fetched, or retention removed it.',
  })
}

/** What the mail says, where its source is still there. */
async function read(records: Records, mail: Mail) {
  if (mail.source === null) return { text: null, attachments: [], problems: [] }
  const { text, attachments, problems } = await parseMail(await source(records, mail))
  return { text, attachments, problems }
}

async function page(records: Records, mail: Awaited<ReturnType<typeof find>>): Promise<string> {
  const { text, attachments, problems } = await read(records, mail)
  const at = (time: Date | null) => timeText(time, records.timeZone)
  const why = mail.error ?? mail.stateReason
  const facts: [string, string | null][] = [
    ['state', `${mail.state.replaceAll('_', ' ')}${why === null ? '' : ` (${why})`}, ${mail.attempts} tries`],
    ['request', mail.request?.reference ?? null],
    ['arrived', at(mail.arrivedAt)],
    ['from', mail.fromAddress ?? 'nobody that could be made out'],
    ['subject', mail.subject],
    ['size', `${mail.bytes} bytes${mail.truncated ? ', of which only the beginning was fetched' : ''}`],
    [
      'attached',
      attachments.map((each) => `${each.name} (${each.contentType}, ${each.bytes} bytes)`).join('; ') || null,
    ],
    ['problems', problems.join(', ') || null],
  ]
  const stations = Object.entries((mail.decisions ?? {}) as Record<string, unknown>)
  return [
    [
      strong(mail.id),
      ...facts.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(9)} ${clean(value)}`])),
    ].join('\n'),
    ...stations.map(
      ([station, decided]) =>
        `${strong(station)}\n${factLines(decided)
          .map((line) => `  ${line}`)
          .join('\n')}`,
    ),
    `${strong('Text')}\n${text === null ? '  (its source is gone)' : indented(text)}`,
  ].join('\n\n')
}

function indented(text: string): string {
  return cleanLines(text)
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')
    .trimEnd()
}
