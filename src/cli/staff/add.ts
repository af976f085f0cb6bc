// habeas staff add: an account, and a link by which its owner sets a password. The link is printed once and kept nowhere.

import { Command, InvalidArgumentError, Option } from 'commander'
import { addStaff } from '../../console/sign-in/accounts.ts'
import { type Role, roles } from '../../console/staff-member.ts'
import { configOption, jsonOption } from '../options.ts'
import { sayLink } from './say-link.ts'
import { withAccounts } from './with-accounts.ts'

interface Options {
  config: string
  json?: boolean
  name: string
  role: Role
  language: 'zh' | 'en'
}

export function addCommand(): Command {
  return new Command('add')
    .description('makes an account and prints a link, good once and for 24 hours, by which its owner sets a password')
    .argument('<email>', 'the address they sign in with', readAddress)
    .requiredOption('--name <name>', 'how the trail and the others see them', readName)
    .addOption(
      new Option(
        '--role <role>',
        'agent answers, officer discloses and erases too, auditor reads, admin keeps accounts',
      )
        .choices(roles)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--language <language>', 'what the console speaks to them').choices(['zh', 'en']).default('zh'),
    )
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas staff add lin@example.org --name 林晓 --role officer')
    .action(async (email: string, { config, json, name, role, language }: Options) => {
      await withAccounts(config, async (parts, settings) => {
        const { id, invitation } = await addStaff(parts, 'operator', { name, email, role, language })
        sayLink(settings, { id, ...invitation }, json === true)
      })
    })
}

function readAddress(text: string): string {
  if (!/^[^\s@<>,;:"]{1,64}@[^\s@<>,;:"]+\.[^\s@<>,;:"]+$/.test(text) || text.length > 254) {
    throw new InvalidArgumentError('one plain address such as lin@example.org')
  }
  return text
}

function readName(text: string): string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .'·_-]{0,59}$/u.test(text)) {
    throw new InvalidArgumentError('a name of letters, digits, blanks, dots and hyphens, at most 60')
  }
  return text
}
