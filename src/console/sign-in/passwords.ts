// Passwords: argon2id in the PHC string form. Two are worked on at a time, so that a crowd of sign-ins takes neither the memory nor
// the processor from the desk's own work.

import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2)

/** Fewer can be guessed; NIST SP 800-63B-4 asks for 15 where a password is alone, 8 where it is one factor of two. */
export const shortestPassword = 12
export const longestPassword = 128

/** OWASP's second choice: 19 MiB, two passes; kibibytes */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await work(password, salt, cost, 32)
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

export async function passwordMatches({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([\w+/]+)\$([\w+/]+)$/.exec(hash) ?? []
  const stored = Buffer.from(tag, 'base64')
  if (stored.length < 16) return false
  const known = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  return timingSafeEqual(stored, await work(password, Buffer.from(salt, 'base64'), known, stored.length))
}

let turn: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()]

async function work(password: string, nonce: Buffer, { memory, passes, parallelism }: typeof cost, tagLength: number) {
  const [first = Promise.resolve(), ...others] = turn
  // NFKC: the same characters however the keyboard composed them
  const message = Buffer.from(password.normalize('NFKC'))
  const mine = first.then(
    async () => await derive('argon2id', { message, nonce, parallelism, tagLength, memory, passes }),
  )
  turn = [...others, mine.catch(() => undefined)]
  return await mine
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
