// habeas requests change, ask, reopen, merge REF: a request is put right before it is settled, asked back about, taken up again, or
// answered with another.

import { Command } from 'commander'
import { askSender, changeActs } from '../../desk/staff-change.ts'
import { merge } from '../../desk/staff-merge.ts'
import { reopen } from '../../desk/staff-reopen.ts'
import { takeBack } from '../../desk/staff-take-back.ts'
import { byOption, configOption, jsonOption, readText, yesOption } from '../options.ts'
import { type ActOptions, actChoice, withActChoice } from './act-options.ts'
import { type StepOptions, takeStep } from './take-step.ts'

function oneRequest(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<reference>', 'such as HB-7K3M2Q')
    .addOption(configOption())
    .addOption(byOption())
    .addOption(yesOption())
    .addOption(jsonOption())
}

export function changeCommand(): Command {
  const command = withActChoice(oneRequest('change', 'puts right what a held request asks for; it stays held'))
    .requiredOption('--reason <text>', 'why, for the trail', readText)
    .addHelpText(
      'after',
      '\nExample: habeas requests change HB-7K3M2Q --set nickname=小明 --reason "means the nickname" --yes',
    )
  return command.action(async (reference: string, options: StepOptions & ActOptions & { reason: string }) => {
    const { by, reason } = options
    await takeStep(command, options, (parts) =>
      changeActs(parts, reference, { by, choice: actChoice(options), reason }),
    )
  })
}

export function askCommand(): Command {
  const command = oneRequest('ask', 'asks the sender in your own words; the answer goes the way of every mail')
    .requiredOption('--zh <text>', 'the question in Chinese, or @FILE', readText)
    .requiredOption('--en <text>', 'the same in English, or @FILE', readText)
  return command.action(async (reference: string, options: StepOptions & { zh: string; en: string }) => {
    const { by, zh, en } = options
    await takeStep(command, options, (parts) => askSender(parts, reference, { by, question: { zh, en } }))
  })
}

export function reopenCommand(): Command {
  const command = oneRequest(
    'reopen',
    'takes a settled request up again; its first deadline still runs',
  ).requiredOption('--reason <text>', 'why, for the trail', readText)
  return command.action(async (reference: string, options: StepOptions & { reason: string }) => {
    const { by, reason } = options
    await takeStep(command, options, (parts) => reopen(parts, reference, { by, reason }))
  })
}

export function takeBackCommand(): Command {
  const command = oneRequest(
    'take-back',
    'stops a deletion that still waits; the request is with staff again',
  ).requiredOption('--reason <text>', 'why, for the trail', readText)
  return command.action(async (reference: string, options: StepOptions & { reason: string }) => {
    const { by, reason } = options
    await takeStep(command, options, (parts) => takeBack(parts, reference, { by, reason }))
  })
}

export function mergeCommand(): Command {
  const command = oneRequest(
    'merge',
    'answers a duplicate with another request of the same proven person',
  ).requiredOption('--into <reference>', 'the request that answers both')
  return command.action(async (reference: string, options: StepOptions & { into: string }) => {
    const { by, into } = options
    await takeStep(command, options, (parts) => merge(parts, reference, { by, into }))
  })
}
