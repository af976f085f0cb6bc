// habeas mails: what came in, and what became of it.

import { Command } from 'commander'
import { listCommand } from './mails/list.ts'
import { rerunCommand } from './mails/rerun.ts'
import { showCommand } from './mails/show.ts'

export function mailsCommand(): Command {
  const group = new Command('mails').description('the mails taken in: list, show, run again')
  for (const command of [listCommand(), showCommand(), rerunCommand()]) group.addCommand(command)
  return group
}
