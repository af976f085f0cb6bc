// The options that commands share, and the one way to say that a call is wrong (exit 2).

import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'

export const configOption = () => new Option('--config <file>', 'the settings file').default('habeas.yaml')
export const jsonOption = () => new Option('--json', 'print facts as JSON')
export const yesOption = () => new Option('--yes', 'do it; without this it is only shown')

/** Who acts, as the trail names them. */
export const byOption = () =>
  new Option('--by <name>', 'who acts, as the trail names you').default(loginName()).argParser(readName)

/** Ends the command with a line that says what is wrong with the call. */
export function wrongCall(command: Command, words: string): never {
  command.error(`habeas: ${words}`, { exitCode: 2 })
}

/** A text given as it stands, or as @FILE. */
export function readText(text: string): string {
  if (!text.startsWith('@')) return notEmpty(text)
  try {
    return notEmpty(readFileSync(text.slice(1), 'utf8'))
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error
    throw new InvalidArgumentError(`the file ${text.slice(1)} cannot be read`)
  }
}

/** Given several times, or with commas. */
export function oneOf<T extends string>(choices: readonly T[]): (text: string, before: T[] | undefined) => T[] {
  return (text, before = []) => [...before, ...text.split(',').map((part) => choice(part.trim(), choices))]
}

function choice<T extends string>(text: string, choices: readonly T[]): T {
  const found = choices.find((each) => each === text)
  if (found === undefined) throw new InvalidArgumentError(`one of ${choices.join(', ')}`)
  return found
}

function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('the text is empty')
  return text.trim()
}

function readName(text: string): string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u.test(text)) {
    throw new InvalidArgumentError('a name of letters, digits, blanks, dots and hyphens, at most 60')
  }
  return text
}

function loginName(): string {
  try {
    return userInfo().username
  } catch {
    // a container's user may have no name
    return 'operator'
  }
}
