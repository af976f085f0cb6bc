// Which correctable field of the data map a mail means: by the field that classification names, by the words that the
// mail uses, or, where only one list of choices knows the new value, by that value. Pure. Null where it is not clear;
// the data subject sees field, old and new value once more before anything is done.

import type { Correction } from '../../requests/acts.ts'
import type { CorrectableField, DataMap } from '../../userdb/data-map.ts'
import { checkValue, normalised } from './check-value.ts'

export interface FoundField {
  key: string
  field: CorrectableField
}

export function findField(map: DataMap, correction: Correction): FoundField | null {
  const direct = Object.hasOwn(map.correction, correction.field) ? map.correction[correction.field] : undefined
  if (direct) return { key: correction.field, field: direct }
  const fields = Object.entries(map.correction).map(([key, field]) => ({ key, field }))
  return byWords(fields, correction.fieldWords ?? '') ?? byChoice(fields, correction)
}

function byWords(fields: FoundField[], told: string): FoundField | null {
  const words = normalised(told)
  if (words === '') return null
  const names = fields.flatMap((found) =>
    [found.key, found.field.label.zh, found.field.label.en, ...found.field.names].map((name) => ({
      found,
      name: normalised(name),
    })),
  )
  const exact = names.find(({ name }) => name === words)
  if (exact) return exact.found
  // the longest name within the words: "my display language" is the language, "mail frequency" not the mail address
  const within = names.filter(({ name }) => contains(words, name)).sort((a, b) => b.name.length - a.name.length)
  return within[0]?.found ?? null
}

function contains(words: string, name: string): boolean {
  if (/^[\x20-\x7e]+$/.test(name))
    return ` ${words.replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${name.replace(/[^\p{L}\p{N}]+/gu, ' ')} `)
  return name.length > 1 && words.includes(name)
}

function byChoice(fields: FoundField[], { value, old }: Correction): FoundField | null {
  const accepts = (found: FoundField, text: string) =>
    found.field.check.type === 'choice' && 'value' in checkValue(found.field.check, text)
  const possible = fields.filter((found) => accepts(found, value) && (old === null || accepts(found, old)))
  return possible.length === 1 ? (possible[0] ?? null) : null
}
