// The commands, one file each, named as typed.

import { Command } from 'commander'
import { description, version } from '../version.ts'

/** In the order in which --help lists them. */
const commands = new Map(
  Object.entries({
    init: async () => (await import('./init.ts')).initCommand(),
    sandbox: async () => (await import('./sandbox.ts')).sandboxCommand(),
    run: async () => (await import('./run.ts')).runCommand(),
    once: async () => (await import('./once.ts')).onceCommand(),
    explain: async () => (await import('./explain.ts')).explainCommand(),
    classify: async () => (await import('./classify.ts')).classifyCommand(),
    doctor: async () => (await import('./doctor.ts')).doctorCommand(),
    status: async () => (await import('./status.ts')).statusCommand(),
    requests: async () => (await import('./requests.ts')).requestsCommand(),
    mails: async () => (await import('./mails.ts')).mailsCommand(),
    platform: async () => (await import('./platform.ts')).platformCommand(),
    staff: async () => (await import('./staff.ts')).staffCommand(),
    audit: async () => (await import('./audit.ts')).auditCommand(),
    keys: async () => (await import('./keys.ts')).keysCommand(),
    halt: async () => (await import('./halt.ts')).haltCommand(),
    release: async () => (await import('./halt.ts')).releaseCommand(),
    migrate: async () => (await import('./migrate.ts')).migrateCommand(),
    backup: async () => (await import('./backup.ts')).backupCommand(),
    restore: async () => (await import('./restore.ts')).restoreCommand(),
    attack: async () => (await import('./attack.ts')).attackCommand(),
  }),
)

const firstSteps = `
First steps:
  habeas sandbox                try the whole desk on embedded parts, nothing to set up
  habeas init ./desk            write a commented habeas.yaml, then fill it in
  habeas platform inspect       propose the data map from your database
  habeas doctor                 see that everything fits; each finding says what to do
  habeas run                    the daemon

habeas COMMAND --help tells what each takes. Exit code 0: done, 1: it failed, 2: the call or the settings are wrong.`

/** With the command named alone, so that none waits for what the others are made of; with all of them where none is. */
export async function createProgram(name = ''): Promise<Command> {
  const program = new Command('habeas')
    .description(description)
    .version(version)
    .exitOverride()
    .showHelpAfterError('(habeas --help lists the commands)')
    .addHelpText('after', firstSteps)
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
  const named = commands.get(name)
  for (const make of named === undefined ? commands.values() : [named]) program.addCommand(inherit(await make()))
  return program
}

/** Sub-commands made elsewhere do not take over the program's way of ending. */
function inherit(command: Command): Command {
  command.exitOverride().showHelpAfterError('(add --help for what it takes)')
  for (const inner of command.commands) inherit(inner)
  return command
}
