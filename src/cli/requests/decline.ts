// habeas requests decline REF: the desk does not act on a held request, and says why.

import { Command, Option } from 'commander'
import { type DeclineReasonCode, declineReasonCodes, declineReasons } from '../../desk/decline-reasons.ts'
import { decline } from '../../desk/staff.ts'
import { byOption, configOption, jsonOption, readText, wrongCall, yesOption } from '../options.ts'
import { type StepOptions, takeStep } from './take-step.ts'

const help = `
Shows the letter, which names the reason and where to complain; sends it with --yes.

Reasons that have their words already:
${declineReasonCodes.map((code) => `  ${code.padEnd(24)} ${declineReasons[code].en}\n${' '.repeat(27)}${declineReasons[code].zh}`).join('\n')}

Examples:
  habeas requests decline HB-7K3M2Q --reason law_requires_keeping --yes
  habeas requests decline HB-7K3M2Q --reason-zh @reason.zh.txt --reason-en @reason.en.txt`

interface Options extends StepOptions {
  reason?: DeclineReasonCode
  reasonZh?: string
  reasonEn?: string
}

export function declineCommand(): Command {
  const command = new Command('decline')
    .description('does not act on a held request, with a legal reason')
    .argument('<reference>', 'such as HB-7K3M2Q')
    .addOption(configOption())
    .addOption(new Option('--reason <code>', 'one of the reasons below').choices(declineReasonCodes))
    .option('--reason-zh <text>', 'your own words in Chinese, or @FILE', readText)
    .option('--reason-en <text>', 'the same in English, or @FILE', readText)
    .addOption(byOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
  return command.action(async (reference: string, options: Options) => {
    const { by, reason: code, reasonZh: zh, reasonEn: en } = options
    const own = zh !== undefined && en !== undefined ? { zh, en } : null
    if (own === null && (zh !== undefined || en !== undefined)) {
      return wrongCall(command, 'The reason is needed in both languages: give --reason-zh and --reason-en.')
    }
    const reason = own ?? (code === undefined ? null : declineReasons[code])
    if (reason === null) {
      return wrongCall(
        command,
        'Nobody is declined without a reason: give --reason CODE, or --reason-zh and --reason-en.',
      )
    }
    await takeStep(command, options, (parts) => decline(parts, reference, { by, reason, code: code ?? 'other_reason' }))
  })
}
