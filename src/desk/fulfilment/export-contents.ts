// What an export is made of: who answers, about whom, under which request, from which rows.

import type { KeyRing } from '../../lib/key-ring.ts'
import type { Label } from '../../requests/words.ts'
import type { SubjectSnapshot, UserDb } from '../../userdb/userdb.ts'
import type { StoredFiles } from './export-stored.ts'

/** Who answers, as the export names them. */
export interface Controller {
  name: Label
  privacyAddress: string
  policyUrl: string | null
  /** IANA name; times on the page are shown in it */
  timeZone: string
}

/** What fulfilment is told about the request and the place it runs in. */
export interface Surroundings {
  /** exports go to `exports/` within it */
  dataFolder: string
  /** encrypts them */
  ring: KeyRing
  /** what opens the ZIP once it has left the desk; null where anybody may */
  zipPassword: string | null
  /** names the file within the data folder: the act's id, never used for another act */
  exportId: string
  /** HB-XXXXXX */
  reference: string
  now: Date
  controller: Controller
  /** the address that every mapped text is searched for after a deletion; absent or null: none is */
  searchFor?: string | null
}

export interface ExportContents {
  map: UserDb['map']
  snapshot: SubjectSnapshot
  surroundings: Surroundings
  /** the platform's files that the rows name */
  files: StoredFiles
}
