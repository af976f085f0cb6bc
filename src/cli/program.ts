// The commands, one file each, named as typed.

import { Command } from 'commander'
import { description, version } from '../version.ts'
import { attackCommand } from './attack.ts'
import { auditCommand } from './audit.ts'
import { backupCommand } from './backup.ts'
import { classifyCommand } from './classify.ts'
import { doctorCommand } from './doctor.ts'
import { explainCommand } from './explain.ts'
import { haltCommand, releaseCommand } from './halt.ts'
import { initCommand } from './init.ts'
import { keysCommand } from './keys.ts'
import { mailsCommand } from './mails.ts'
import { migrateCommand } from './migrate.ts'
import { onceCommand } from './once.ts'
import { platformCommand } from './platform.ts'
import { requestsCommand } from './requests.ts'
import { restoreCommand } from './restore.ts'
import { runCommand } from './run.ts'
import { sandboxCommand } from './sandbox.ts'
import { staffCommand } from './staff.ts'
import { statusCommand } from './status.ts'

export function createProgram(): Command {
  const program = new Command('habeas')
    .description(description)
    .version(version)
    .exitOverride()
    .showHelpAfterError('(habeas --help lists the commands)')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
  for (const command of [
    initCommand(),
    sandboxCommand(),
    runCommand(),
    onceCommand(),
    explainCommand(),
    classifyCommand(),
    doctorCommand(),
    statusCommand(),
    requestsCommand(),
    mailsCommand(),
    platformCommand(),
    staffCommand(),
    auditCommand(),
    keysCommand(),
    haltCommand(),
    releaseCommand(),
    migrateCommand(),
    backupCommand(),
    restoreCommand(),
    attackCommand(),
  ]) {
    program.addCommand(inherit(command))
  }
  return program
}

/** Sub-commands made elsewhere do not take over the program's way of ending. */
function inherit(command: Command): Command {
  command.exitOverride().showHelpAfterError('(add --help for what it takes)')
  for (const inner of command.commands) inherit(inner)
  return command
}
