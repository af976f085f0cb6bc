// habeas audit: whether what stands in the trail is what the desk wrote.

import { Command } from 'commander'
import { verifyCommand } from './audit/verify.ts'

export function auditCommand(): Command {
  const group = new Command('audit').description('the trail: is it as the desk wrote it?')
  group.addCommand(verifyCommand())
  return group
}
