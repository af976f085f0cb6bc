// habeas keys: the keys that data at rest is encrypted with.

import { Command } from 'commander'
import { listCommand } from './keys/list.ts'
import { rotateCommand } from './keys/rotate.ts'

export function keysCommand(): Command {
  const group = new Command('keys').description('the keys that data at rest is encrypted with: list, rotate')
  for (const command of [listCommand(), rotateCommand()]) group.addCommand(command)
  return group
}
