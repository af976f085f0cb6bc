// What approve and challenge share: which account, and what is to be done where the request does not say or says it wrong.

import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ActChoice, SubjectChoice } from '../../desk/staff-plan.ts'
import type { Correction } from '../../requests/acts.ts'
import { type RefusalPurpose, type RequestKind, refusalPurposes, requestKinds } from '../../requests/words.ts'
import { oneOf } from '../options.ts'

export interface ActOptions {
  subject?: string
  account?: string
  kind?: RequestKind[]
  set?: Correction[]
  purpose?: RefusalPurpose[]
  takeBack?: boolean
}

export function withActOptions(command: Command): Command {
  return withActChoice(
    command
      .addOption(new Option('--subject <address>', 'the account with this stored address').conflicts('account'))
      .option('--account <key>', 'the account with this key, where several share an address'),
  )
}

export function withActChoice(command: Command): Command {
  return command
    .option(
      '--kind <kinds>',
      `what to carry out instead of what was asked: ${requestKinds.join(', ')}`,
      oneOf(requestKinds),
    )
    .option('--set <field=value>', 'a correction, field as in the data map; may be given several times', readCorrection)
    .option(
      '--purpose <purposes>',
      `what a refusal names (none: all that is not essential): ${refusalPurposes.join(', ')}`,
      oneOf(refusalPurposes),
    )
    .option('--take-back', 'takes an earlier refusal back: of --purpose, of all that was refused where none is named')
}

export function subjectChoice({ subject, account }: ActOptions): SubjectChoice | null {
  if (subject !== undefined) return { address: subject }
  return account === undefined ? null : { key: account }
}

export function actChoice({ kind = [], set = [], purpose = [], takeBack = false }: ActOptions): ActChoice {
  const kinds = new Set(kind)
  if (set.length > 0) kinds.add('correction')
  if (purpose.length > 0 || takeBack) kinds.add('refusal')
  return { kinds: [...kinds], corrections: set, purposes: purpose, ...(takeBack ? { back: true } : {}) }
}

function readCorrection(text: string, before: Correction[] = []): Correction[] {
  const at = text.indexOf('=')
  const field = text.slice(0, at).trim()
  const value = text.slice(at + 1).trim()
  if (at < 1 || field === '' || value === '') throw new InvalidArgumentError('FIELD=VALUE, such as nickname=小明')
  return [...before, { field, fieldWords: field, old: null, value }]
}
