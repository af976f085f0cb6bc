// Acts, decisions and details of a request in words for staff, English with the data's own words beside.

import type { ActDetails, ActResult, ActStatement } from '../../requests/acts.ts'
import type { Label } from '../../requests/words.ts'
import { clean } from '../print.ts'

export function label({ zh, en }: Label): string {
  return zh === en ? zh : `${en} / ${zh}`
}

export function detailsWords(details: ActDetails): string {
  switch (details.kind) {
    case 'correction':
      return details.corrections
        .map(
          ({ field, fieldWords, old, value }) => `${fieldWords ?? field}: ${old === null ? '' : `${old} -> `}${value}`,
        )
        .join('; ')
    case 'refusal':
      if (details.back) return 'an earlier refusal taken back'
      return details.purposes.length === 0 ? 'all that is not essential' : details.purposes.join(', ')
    case 'access':
    case 'deletion':
    case 'status':
    case 'withdraw':
      return ''
  }
}

export function statementWords(statement: ActStatement): string {
  switch (statement.kind) {
    case 'access':
      return 'give a copy of all data of the account'
    case 'correction':
      return `correct ${statement.changes
        .map((change) => `${label(change.label)}: ${change.before ?? '(empty)'} -> ${change.after}`)
        .join('; ')}`
    case 'deletion':
      return 'delete the account and its data'
    case 'refusal':
      if (statement.back) return `take back the refusal of ${statement.purposes.map(label).join(', ')}`
      return `switch off ${statement.purposes.length === 0 ? 'all that is not essential' : statement.purposes.map(label).join(', ')}`
    case 'status':
      return "tell how the account's requests stand"
    case 'withdraw':
      return `withdraw ${statement.references.join(', ') || 'what is open'}`
  }
}

export function resultWords(result: ActResult): string {
  if (result.outcome === 'declined') return `declined: ${result.reason.en}`
  switch (result.kind) {
    case 'access':
      return `export of ${result.export.bytes} bytes, ${result.tables.reduce((sum, each) => sum + each.rows, 0)} rows`
    case 'correction':
      return `${result.changes.length} corrected`
    case 'deletion': {
      const rows = (list: { rows: number }[]) => list.reduce((sum, each) => sum + each.rows, 0)
      return `${rows(result.removed)} rows removed, ${rows(result.kept)} kept`
    }
    case 'refusal':
      if (result.switchedOn) return `on again: ${result.switchedOn.map((each) => each.en).join(', ')}`
      return `switched off: ${result.switchedOff.map((each) => each.en).join(', ') || 'nothing to switch off'}`
    case 'status':
      return `${result.requests.length} requests told`
    case 'withdraw':
      return `withdrawn: ${result.references.join(', ') || 'none'}`
  }
}

/** JSON of a station's decision as `name: value` lines; lists in one line, empty things left out. */
export function factLines(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [text(value)]
  return Object.entries(value).flatMap(([name, inner]) => (isEmpty(inner) ? [] : [`${name}: ${text(inner)}`]))
}

function text(value: unknown): string {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(text).join('; ')
  if (typeof value === 'object' && value !== null) return factLines(value).join(', ')
  return typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value)
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
