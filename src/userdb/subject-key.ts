// The data subject's key as the database compares it. A key travels as text through the desk; MySQL would take the text
// '12abc' for the number 12, so it is bound as what its column holds, and what cannot be such a value is nobody's key.

import type { DataMap } from './data-map-schema.ts'
import type { LiveSchema } from './platform.ts'
import { typeFamily } from './type-family.ts'

export type SubjectKey = string | bigint | Uint8Array

/** What must be known of the subject's table before it is asked. */
export interface SubjectColumns {
  key: ReturnType<typeof typeFamily>
  /** whether `=` on the e-mail column already takes A-Z in either case as the same */
  emailIgnoresCase: boolean
}

export function subjectColumns(map: DataMap, schema: LiveSchema): SubjectColumns {
  const live = schema.get(map.subject.table)?.columns
  const type = live?.find((column) => column.name === map.subject.key)?.type
  return {
    key: typeFamily(type ?? 'text'),
    emailIgnoresCase: live?.find((column) => column.name === map.subject.email)?.ignoresCase === true,
  }
}

export function subjectKey({ key: family }: SubjectColumns, text: string): SubjectKey | null {
  if (family === 'integer') return /^-?(0|[1-9]\d{0,18})$/.test(text) ? BigInt(text) : null
  if (family === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : null
  // bytes travel as base64 (cellText)
  if (family === 'bytes') return new Uint8Array(Buffer.from(text, 'base64'))
  return text
}
