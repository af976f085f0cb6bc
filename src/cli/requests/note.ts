// habeas requests note REF: words for colleagues beside a request; nobody outside reads them.

import { Command } from 'commander'
import { addNote } from '../../desk/staff-note.ts'
import { byOption, configOption, jsonOption, readText } from '../options.ts'
import { type StepOptions, takeAtOnce } from './take-step.ts'

export function noteCommand(): Command {
  const command = new Command('note')
    .description('adds an internal note, which show prints with the trail')
    .argument('<reference>', 'such as HB-7K3M2Q')
    .addOption(configOption())
    .requiredOption('--words <text>', 'the note, or @FILE', readText)
    .addOption(byOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: habeas requests note HB-7K3M2Q --words "waits for legal"')
  return command.action(async (reference: string, options: StepOptions & { words: string }) => {
    const { by, words } = options
    await takeAtOnce(command, options, 'has the note', (parts) => addNote(parts, reference, { by, words }))
  })
}
