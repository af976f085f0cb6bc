// How much space is left.

import { statfs } from 'node:fs/promises'

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
