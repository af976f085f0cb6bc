// habeas staff: who signs in to the console.

import { Command } from 'commander'
import { addCommand } from './staff/add.ts'
import { disableCommand } from './staff/disable.ts'
import { listCommand } from './staff/list.ts'
import { resetCommand } from './staff/reset.ts'

export function staffCommand(): Command {
  const group = new Command('staff').description('who signs in to the console: add, list, disable, reset')
  for (const command of [addCommand(), listCommand(), disableCommand(), resetCommand()]) group.addCommand(command)
  return group
}
