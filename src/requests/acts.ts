// What a request asks to be done, how it is restated before, and what came of it after. Stored as JSON in Act.

import type { Label, RefusalPurpose, RequestKind } from './words.ts'

/** One value to be put right, as the mail gives it. */
export interface Correction {
  /** nickname, email, preference or other; the data map decides which column that is */
  field: string
  /** the words with which the mail names the field, where it does */
  fieldWords?: string
  old: string | null
  value: string
}

/** What a refusal turned off: a column, in the row that `where` picks where there is one, or another system's use. */
export type RefusedPlace =
  | { table: string; column: string; where?: Record<string, string | number | boolean> | undefined }
  | { call: string; purpose: string }

export type ActDetails =
  | { kind: 'access' }
  | { kind: 'correction'; corrections: Correction[] }
  | { kind: 'deletion' }
  /** `back`: what an earlier refusal had turned off, which is taken back; empty: whatever earlier ones of these purposes had */
  | { kind: 'refusal'; purposes: RefusalPurpose[]; back?: RefusedPlace[] }
  | { kind: 'status' }
  | { kind: 'withdraw' }

/** The exact act, restated in the letter that asks for the code. */
export type ActStatement =
  | { kind: 'access' }
  | { kind: 'correction'; changes: { label: Label; before: string | null; after: string }[] }
  | { kind: 'deletion' }
  | { kind: 'refusal'; purposes: Label[]; back?: true }
  | { kind: 'status' }
  | { kind: 'withdraw'; references: string[] }

export type ActResult =
  | {
      kind: 'access'
      outcome: 'done'
      /** `file` is relative to the data folder */
      export: { file: string; name: string; bytes: number; sha256: string; encrypted: boolean }
      tables: { label: Label; rows: number }[]
      /** of the files that the rows name: in the export, and left out */
      files?: { held: number; leftOut: number }
    }
  | { kind: 'correction'; outcome: 'done'; changes: { label: Label; before: string | null; after: string }[] }
  | {
      kind: 'deletion'
      outcome: 'done'
      removed: { label: Label; rows: number; how: 'deleted' | 'anonymised' }[]
      /** `firstUntil`: where each row has a period of its own and the first ends before the last */
      kept: { label: Label; rows: number; reason: Label; until: string | null; firstUntil?: string }[]
      /** `notFound`: named by rows, and not where the files are */
      files?: { removed: number; notFound: number }
      /** a search of every mapped text afterwards: rows that name the address, and where; absent where none was made */
      stillNamed?: { rows: number; places: { table: string; column: string; rows: number }[] }
    }
  | {
      kind: 'refusal'
      outcome: 'done'
      switchedOff: Label[]
      /** of a refusal that was taken back: what is on again */
      switchedOn?: Label[]
      /** what the lasting preference was: when, under which version of the policy, in which words */
      recorded?: { at: string; policyVersion: string | null; wording: Label[] }
      essential: { label: Label; reason: Label }[]
    }
  | {
      kind: 'status'
      outcome: 'done'
      /** times in ISO 8601 */
      requests: { reference: string; receivedAt: string; state: Label; dueAt: string }[]
    }
  | { kind: 'withdraw'; outcome: 'done'; references: string[] }
  | { kind: RequestKind; outcome: 'declined'; reason: Label }
