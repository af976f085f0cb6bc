// habeas requests approve REF: a held request goes on, because staff know by other means that the data subject asks.

import { Command } from 'commander'
import { approve } from '../../desk/staff-approval.ts'
import { byOption, configOption, jsonOption, readText, yesOption } from '../options.ts'
import { type ActOptions, actChoice, subjectChoice, withActOptions } from './act-options.ts'
import { type StepOptions, takeStep } from './take-step.ts'

const help = `
Shows the account, what exactly would be done and how many rows it concerns; does it with --yes. The result goes to the
account's stored address alone; of an account without one it is left for you to hand over (habeas requests export-file), and
--route says how you verified the person. The reason is written into the trail. To have the requester prove who they are instead:
habeas requests challenge.

Examples:
  habeas requests approve HB-7K3M2Q --reason "called back on the number on file"
  habeas requests approve HB-7K3M2Q --reason "wrote from inside the app" --subject ada@example.org --kind access --yes
  habeas requests approve HB-7K3M2Q --account 3 --route in-app --reason "wrote while signed in as this account" --yes
  habeas requests approve HB-7K3M2Q --reason "agreed by phone" --set nickname=小明 --yes`

export function approveCommand(): Command {
  const command = withActOptions(
    new Command('approve')
      .description('lets a held request go on: you vouch for who asks, with a reason')
      .argument('<reference>', 'such as HB-7K3M2Q')
      .addOption(configOption())
      .requiredOption('--reason <text>', 'how you know that the data subject asks', readText)
      .option('--route <name>', 'the second route (verification.secondRoutes) on which you verified them'),
  )
    .addOption(byOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
  return command.action(
    async (reference: string, options: StepOptions & ActOptions & { reason: string; route?: string }) => {
      const { by, reason, route = null } = options
      const approval = { by, reason, route, subject: subjectChoice(options), choice: actChoice(options) }
      await takeStep(command, options, (parts) => approve(parts, reference, approval))
    },
  )
}
