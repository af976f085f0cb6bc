// habeas platform: the platform's user database behind its data map, looked at without changing anything.

import { Command } from 'commander'
import { checkCommand } from './platform/check.ts'
import { conformanceCommand } from './platform/conformance.ts'
import { inspectCommand } from './platform/inspect.ts'
import { previewCommand } from './platform/preview.ts'
import { reapplyCommand } from './platform/reapply.ts'

export function platformCommand(): Command {
  const group = new Command('platform').description(
    "the platform's user database: propose a data map, hold it against the database, preview a person, delete again after a restored backup",
  )
  const commands = [inspectCommand(), checkCommand(), previewCommand(), reapplyCommand(), conformanceCommand()]
  for (const command of commands) group.addCommand(command)
  return group
}
