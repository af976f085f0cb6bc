// habeas requests claim, release, assign, hand-over REF: who of the staff has a request.

import { Command, Option } from 'commander'
import { assign, claim, handOver, release } from '../../desk/staff-claim.ts'
import { byOption, configOption, jsonOption, readText, wrongCall } from '../options.ts'
import { type StepOptions, takeAtOnce } from './take-step.ts'

interface Options extends StepOptions {
  takeOver?: boolean
}

const takeOverOption = () => new Option('--take-over', 'from whoever has it')

function oneRequest(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<reference>', 'such as HB-7K3M2Q')
    .addOption(configOption())
    .addOption(byOption())
    .addOption(jsonOption())
}

export function claimCommand(): Command {
  const command = oneRequest('claim', 'takes a request: nobody else can then act on it').addOption(takeOverOption())
  return command.action(async (reference: string, options: Options) => {
    const { by, takeOver = false } = options
    await takeAtOnce(command, options, `is with ${by}`, (parts) => claim(parts, reference, { by, takeOver }))
  })
}

export function releaseCommand(): Command {
  const command = oneRequest('release', 'lets a request go, for anybody to take').addOption(takeOverOption())
  return command.action(async (reference: string, options: Options) => {
    const { by, takeOver = false } = options
    await takeAtOnce(command, options, 'is free', (parts) => release(parts, reference, { by, takeOver }))
  })
}

export function assignCommand(): Command {
  const command = oneRequest('assign', 'gives a request to a member of staff')
    .requiredOption('--to <name>', 'who is to have it')
    .addOption(takeOverOption())
  return command.action(async (reference: string, options: Options & { to: string }) => {
    const { by, to, takeOver = false } = options
    await takeAtOnce(command, options, `is with ${to}`, (parts) => assign(parts, reference, { by, to, takeOver }))
  })
}

export function handOverCommand(): Command {
  const command = oneRequest('hand-over', 'hands a request to a colleague, or to the officer, with words')
    .addOption(new Option('--to <name>', 'the colleague').conflicts('officer'))
    .option('--officer', 'the privacy officer, who is told by mail')
    .requiredOption('--words <text>', 'what they should know, or @FILE', readText)
  return command.action(
    async (reference: string, options: Options & { to?: string; officer?: boolean; words: string }) => {
      const { by, to, officer, words } = options
      if (to === undefined && officer !== true) return wrongCall(command, 'Say to whom: --to NAME or --officer.')
      const whom = to === undefined ? { role: 'officer' as const } : { staff: to }
      const said = to === undefined ? 'is with the officer' : `is with ${to}`
      await takeAtOnce(command, options, said, (parts) => handOver(parts, reference, { by, to: whom, words }))
    },
  )
}
