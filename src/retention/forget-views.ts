// Views of the console's queue that hold a search: what was sought may be somebody's name or address. They go with the mails that such a
// search could find, and at once where they name the address of somebody who was deleted.

import type { Db } from '../db/client.ts'

const sought = (query: string) => new URLSearchParams(query).get('q')?.toLowerCase() ?? ''

/** Returns how many went. */
export async function forgetViews(db: Db, which: { keptBefore: Date } | { addresses: string[] }): Promise<number> {
  const views = await db.savedView.findMany({ select: { id: true, name: true, query: true, createdAt: true } })
  const ids = views
    .filter(({ name, query, createdAt }) => {
      if ('keptBefore' in which) return createdAt < which.keptBefore && sought(query) !== ''
      const words = `${name.toLowerCase()}\n${sought(query)}`
      return which.addresses.some((address) => words.includes(address.toLowerCase()))
    })
    .map(({ id }) => id)
  if (ids.length === 0) return 0
  return (await db.savedView.deleteMany({ where: { id: { in: ids } } })).count
}
