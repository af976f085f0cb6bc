// habeas staff disable: ends every session of somebody and lets them in no more. The account stays, for the trail names it.

import { Command } from 'commander'
import { disableStaff } from '../../console/sign-in/accounts.ts'
import { configOption } from '../options.ts'
import { print } from '../print.ts'
import { staffByEmail, withAccounts } from './with-accounts.ts'

export function disableCommand(): Command {
  return new Command('disable')
    .description('ends all sessions of somebody and lets them in no more; staff reset undoes it')
    .argument('<email>', 'the address they sign in with')
    .addOption(configOption())
    .action(async (email: string, { config }: { config: string }) => {
      await withAccounts(config, async (parts) => {
        const { id } = await staffByEmail(parts, email)
        await disableStaff(parts, 'operator', id)
        print('Disabled: every session has ended. habeas staff reset gives the account back.')
      })
    })
}
