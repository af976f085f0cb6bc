// The desk's database as better-auth's Prisma adapter wants it: the same client, sealing included, but for Prisma's "no such row",
// which the adapter expects as Prisma throws it.

import type { Db } from '../../db/client.ts'

const models = ['staff', 'staffSession', 'staffCredential', 'staffVerification', 'staffTwoFactor'] as const

export function adapterDatabase(db: Db): object {
  return {
    ...Object.fromEntries(models.map((name) => [name, withOwnErrors(db[name])])),
    // what the adapter asks within a transaction is one row, found and removed
    $transaction: async (work: (tx: object) => Promise<unknown>) =>
      await db.$transaction(
        async (tx) => await work(Object.fromEntries(models.map((name) => [name, withOwnErrors(tx[name])]))),
      ),
  }
}

function withOwnErrors(model: object): object {
  return new Proxy(model, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name)
      if (typeof found !== 'function') return found
      return async (...args: unknown[]) => {
        try {
          return await (found as (...given: unknown[]) => Promise<unknown>).apply(target, args)
        } catch (error) {
          throw isMissingRow(error) ? error.cause : error
        }
      }
    },
  })
}

function isMissingRow(error: unknown): error is Error {
  return error instanceof Error && (error.cause as { code?: string } | undefined)?.code === 'P2025'
}
