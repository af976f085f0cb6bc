// habeas requests extend REF: more time, where the law allows it, in a letter that names date and reason.

import { Command } from 'commander'
import { extend } from '../../desk/staff-extend.ts'
import { type Regime, regimes } from '../../requests/words.ts'
import { byOption, configOption, jsonOption, oneOf, readText, yesOption } from '../options.ts'
import { type StepOptions, takeStep } from './take-step.ts'

const help = `
Shows the letter, which names the new date and the reason; sends it with --yes. The law's limits are held: GDPR Article 12(3)
up to three months in all, told within the first; CCPA up to 90 days, told within 45; China's App rules allow none.

Example:
  habeas requests extend HB-7K3M2Q --until 2027-01-29 --under gdpr --reason-zh @zh.txt --reason-en @en.txt`

interface Options extends StepOptions {
  until: string
  reasonZh: string
  reasonEn: string
  under?: Regime[]
}

export function extendCommand(): Command {
  const command = new Command('extend')
    .description('extends the deadline of an open request, and tells the requester why')
    .argument('<reference>', 'such as HB-7K3M2Q')
    .addOption(configOption())
    .requiredOption('--until <day>', 'the working day with whose end the answer is due, YYYY-MM-DD')
    .requiredOption('--reason-zh <text>', 'why, in Chinese, or @FILE', readText)
    .requiredOption('--reason-en <text>', 'the same in English, or @FILE', readText)
    .option('--under <regimes>', `the rules it falls under, where not all do: ${regimes.join(', ')}`, oneOf(regimes))
    .addOption(byOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
  return command.action(async (reference: string, options: Options) => {
    const { by, until, reasonZh: zh, reasonEn: en, under = [] } = options
    await takeStep(command, options, (parts) => extend(parts, reference, { by, until, reason: { zh, en }, under }))
  })
}
