// Why a deletion was undone as a whole: rows that the map says are gone would have stayed.

import { DeskError } from '../errors.ts'

export class Unfinished extends DeskError {
  constructor(table: string) {
    super('platform_refused', {
      retry: false,
      message: `deletion would have left rows of table ${table} behind, so nothing was deleted; look for triggers on it and run \`habeas platform check\``,
    })
  }
}

export function tooManyRows(table: string): DeskError {
  return new DeskError('platform_refused', {
    retry: false,
    message: `table ${table} has no key that tells its rows apart and holds too many of the data subject's to change them one by one, so nothing was deleted; give it a primary key, or declare \`empty\` or a constant`,
  })
}
