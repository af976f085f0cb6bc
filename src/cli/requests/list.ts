// habeas requests list: open requests with their deadline, the nearest first. No address is printed.

import { Command, Option } from 'commander'
import { openRecords } from '../../app-parts.ts'
import { readSettings } from '../../config.ts'
import { openStates } from '../../requests/states.ts'
import { configOption, jsonOption } from '../options.ts'
import { fromNow, print, printJson, table, timeText } from '../print.ts'

interface Options {
  config: string
  json?: boolean
  held?: boolean
  all?: boolean
}

/** More is what the register is for. */
const mostRows = 1000

export function listCommand(): Command {
  return new Command('list')
    .description('requests that are open, the one due first on top')
    .addOption(configOption())
    .addOption(new Option('--held', 'only those that wait for staff').conflicts('all'))
    .addOption(new Option('--open', 'all that wait for anybody (the default)').conflicts(['held', 'all']))
    .option('--all', 'settled ones too, the newest first')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas requests list --held')
    .action(list)
}

async function list({ config, json, held, all }: Options): Promise<void> {
  const { db, clock, timeZone, close } = await openRecords(readSettings(config))
  try {
    const requests = await db.privacyRequest.findMany({
      where: all === true ? {} : { state: held === true ? 'held' : { in: [...openStates] } },
      orderBy: all === true ? { receivedAt: 'desc' } : { dueAt: 'asc' },
      include: { acts: { orderBy: { position: 'asc' }, select: { kind: true } } },
      take: mostRows + 1,
    })
    const rows = requests.slice(0, mostRows).map((request) => ({
      reference: request.reference,
      state: request.state,
      reason: request.stateReason,
      topic: request.topic,
      kinds: request.acts.map((act) => act.kind),
      language: request.language,
      receivedAt: request.receivedAt,
      dueAt: request.dueAt,
      settledAt: request.settledAt,
    }))
    if (json === true) return printJson(rows)
    if (rows.length === 0) return print(held === true ? 'No request waits for staff.' : 'There are no such requests.')
    const now = clock.now()
    print(
      table(
        ['REQUEST', 'STATE', 'ASKS FOR', 'LANGUAGE', 'RECEIVED', 'DUE', '', 'WHY'],
        rows.map((row) => [
          row.reference,
          row.state.replaceAll('_', ' '),
          row.kinds.length > 0 ? row.kinds.join(', ') : `(${row.topic})`,
          row.language,
          timeText(row.receivedAt, timeZone),
          timeText(row.dueAt, timeZone),
          row.settledAt === null
            ? row.dueAt < now
              ? `OVERDUE, ${fromNow(row.dueAt, now)}`
              : fromNow(row.dueAt, now)
            : 'settled',
          row.reason,
        ]),
      ),
    )
    if (requests.length > mostRows) print(`More than ${mostRows}: habeas requests export writes all of them.`)
  } finally {
    await close()
  }
}
