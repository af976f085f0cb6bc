// habeas requests challenge REF: a held request gets the one-time code after all.

import { Command } from 'commander'
import { challenge } from '../../desk/staff-challenge.ts'
import { byOption, configOption, jsonOption, yesOption } from '../options.ts'
import { type ActOptions, actChoice, subjectChoice, withActOptions } from './act-options.ts'
import { type StepOptions, takeStep } from './take-step.ts'

const help = `
Sends a new code to the account's stored address, in a letter that restates what exactly will be done; an answer with
the code carries it out. Codes sent before are void. Shows the letter; sends it with --yes.

Example: habeas requests challenge HB-7K3M2Q --kind access --yes`

export function challengeCommand(): Command {
  const command = withActOptions(
    new Command('challenge')
      .description("sends a code to the account's stored address and lets the answer decide")
      .argument('<reference>', 'such as HB-7K3M2Q')
      .addOption(configOption()),
  )
    .addOption(byOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
  return command.action(async (reference: string, options: StepOptions & ActOptions) => {
    const named = { by: options.by, subject: subjectChoice(options), choice: actChoice(options) }
    await takeStep(command, options, (parts) => challenge(parts, reference, named))
  })
}
