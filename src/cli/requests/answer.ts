// habeas requests answer REF: words of staff to the requester, one bilingual letter.

import { Command } from 'commander'
import { answer } from '../../desk/staff.ts'
import { byOption, configOption, jsonOption, readText, yesOption } from '../options.ts'
import { type StepOptions, takeStep } from './take-step.ts'

const help = `
Shows the letter; sends it with --yes. It goes to the stored address where the account is known, else to whoever wrote.
The request is closed as fulfilled; with --keep-held it goes on waiting, to ask something back for instance.

Example: habeas requests answer HB-7K3M2Q --zh @answer.zh.txt --en @answer.en.txt --yes`

export function answerCommand(): Command {
  const command = new Command('answer')
    .description('answers a held request in your own words, in both languages')
    .argument('<reference>', 'such as HB-7K3M2Q')
    .addOption(configOption())
    .requiredOption('--zh <text>', 'the answer in Chinese, or @FILE; blank lines part paragraphs', readText)
    .requiredOption('--en <text>', 'the same in English, or @FILE', readText)
    .option('--keep-held', 'the request stays held')
    .addOption(byOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
  return command.action(
    async (reference: string, options: StepOptions & { zh: string; en: string; keepHeld?: boolean }) => {
      const { zh, en, by, keepHeld } = options
      await takeStep(command, options, (parts) => answer(parts, reference, { zh, en, stayHeld: keepHeld === true }, by))
    },
  )
}
