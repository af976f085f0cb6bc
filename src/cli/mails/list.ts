// habeas mails list: the newest mails and what became of each. No address or subject is printed.

import { Command, InvalidArgumentError, Option } from 'commander'
import { openRecords } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { configOption, jsonOption } from '../options.ts'
import { print, printJson, table, timeText } from '../print.ts'

const states = ['received', 'handled', 'set_aside', 'held', 'failed'] as const

interface Options {
  config: string
  json?: boolean
  state?: (typeof states)[number]
  last: number
}

export function listCommand(): Command {
  return new Command('list')
    .description('the newest mails and what became of each')
    .addOption(configOption())
    .addOption(new Option('--state <state>', 'only those').choices(states))
    .option('--last <number>', 'how many', readCount, 50)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas mails list --state failed')
    .action(async ({ config, json, state, last }: Options) => {
      const { db, timeZone, close } = await openRecords(readSettings(config))
      try {
        const mails = await db.mail.findMany({
          where: state === undefined ? {} : { state },
          orderBy: { id: 'desc' },
          take: last,
          select: {
            id: true,
            arrivedAt: true,
            kind: true,
            state: true,
            stateReason: true,
            error: true,
            attempts: true,
            bytes: true,
            request: { select: { reference: true } },
          },
        })
        if (json === true) {
          return printJson(mails.map(({ request, ...mail }) => ({ ...mail, reference: request?.reference ?? null })))
        }
        if (mails.length === 0) return print('There are no such mails.')
        print(
          table(
            ['MAIL', 'ARRIVED', 'KIND', 'STATE', 'WHY', 'REQUEST'],
            mails.map((mail) => [
              mail.id,
              timeText(mail.arrivedAt, timeZone),
              mail.kind?.replaceAll('_', ' ') ?? null,
              mail.state.replaceAll('_', ' '),
              mail.error ?? mail.stateReason,
              mail.request?.reference ?? null,
            ]),
          ),
        )
      } finally {
        await close()
      }
    })
}

function readCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    throw new InvalidArgumentError('a number from 1 to 10000')
  return count
}
