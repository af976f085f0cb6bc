// What the database or Prisma throws, as the desk's errors: a full disk, a busy or unreachable file, or a statement that the
// desk should never have made.

import { DeskError } from '../errors.ts'
import { Prisma } from './generated/client.ts'

const full = /SQLITE_FULL|database or disk is full|ENOSPC/i
const busy = /SQLITE_BUSY|database is locked|SocketTimeout|P1008/i

export function databaseError(cause: unknown): DeskError {
  if (cause instanceof DeskError) return cause
  const said = cause instanceof Error ? `${cause.message} ${codeOf(cause)}` : ''
  if (full.test(said)) {
    const message = "The disk that holds the desk's database is full: free space; the desk goes on by itself."
    return new DeskError('disk_full', { retry: true, cause, message })
  }
  if (busy.test(said)) {
    const message = "The desk's database is locked by another program: close whatever holds it open."
    return new DeskError('database_busy', { retry: true, cause, message })
  }
  if (isOurFault(cause)) {
    const message =
      'The desk wrote something that its own database refuses: please report it with the log of this moment.'
    return new DeskError('internal', { retry: true, cause, message })
  }
  const message =
    "The desk's database cannot be read or written: check its folder, its disk and the rights of this user."
  return new DeskError('database_unavailable', { retry: true, cause, message })
}

/** Broken constraints and calls that Prisma cannot make sense of; P2010 is a raw query's, P2028 a transaction's. */
function isOurFault(cause: unknown): boolean {
  if (cause instanceof Prisma.PrismaClientValidationError) return true
  return cause instanceof Prisma.PrismaClientKnownRequestError && !['P2010', 'P2024', 'P2028'].includes(cause.code)
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : ''
}
