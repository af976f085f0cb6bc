// habeas staff reset: for whoever lost password or phone, or whose account may be in other hands. Nothing they had opens any more;
// a new link sets all of it anew.

import { Command } from 'commander'
import { resetStaff } from '../../console/sign-in/accounts.ts'
import { configOption, jsonOption } from '../options.ts'
import { sayLink } from './say-link.ts'
import { staffByEmail, withAccounts } from './with-accounts.ts'

export function resetCommand(): Command {
  return new Command('reset')
    .description('takes password, second factor, passkeys and sessions away and prints a new link')
    .argument('<email>', 'the address they sign in with')
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (email: string, { config, json }: { config: string; json?: boolean }) => {
      await withAccounts(config, async (parts, settings) => {
        const { id } = await staffByEmail(parts, email)
        sayLink(settings, { id, ...(await resetStaff(parts, 'operator', id)) }, json === true)
      })
    })
}
