// habeas staff list: every account, how it is secured, when it was last used. Names are printed; addresses with --addresses.

import { Command } from 'commander'
import { listStaff } from '../../console/sign-in/list-staff.ts'
import { configOption, jsonOption } from '../options.ts'
import { print, printJson, table, timeText } from '../print.ts'
import { withAccounts } from './with-accounts.ts'

export function listCommand(): Command {
  return new Command('list')
    .description('every account: role, state, second factor, when last seen')
    .option('--addresses', 'their e-mail addresses too')
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async ({ config, json, addresses }: { config: string; json?: boolean; addresses?: boolean }) => {
      await withAccounts(config, async ({ db }, settings) => {
        const rows = (await listStaff(db)).map(({ email, ...row }) => (addresses === true ? { ...row, email } : row))
        if (json === true) return printJson(rows)
        if (rows.length === 0)
          return print(
            'Nobody can sign in yet: habeas staff add EMAIL --name NAME --role officer makes the first account.',
          )
        const zone = settings.organisation.officeHours.timeZone
        print(
          table(
            [
              'NAME',
              'ROLE',
              'STATE',
              'SECOND FACTOR',
              'PASSKEYS',
              'LAST SEEN',
              ...(addresses === true ? ['ADDRESS'] : []),
            ],
            rows.map((row) => [
              row.name,
              row.role,
              row.state,
              row.secondFactor ? 'yes' : 'no',
              row.passkeys,
              timeText(row.lastSeenAt, zone),
              ...('email' in row ? [row.email] : []),
            ]),
          ),
        )
      })
    })
}
