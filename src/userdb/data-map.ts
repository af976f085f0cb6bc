// Reads the data map from its YAML file and tells every wrong place at once, each with its line. What the map means is
// checked here as far as the file alone allows; `check.ts` holds it against the live database.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { DeskError } from '../errors.ts'
import { type DataMap, dataMapSchema } from './data-map-schema.ts'
import { mapContradictions, type Place } from './map-contradictions.ts'

export type {
  CorrectableField,
  DataMap,
  MappedColumn,
  MappedTable,
  OwnerPath,
  ValueCheck,
} from './data-map-schema.ts'

/** The map in `file`; throws DeskError('data_map_invalid') naming every wrong place as `data-map.yaml:12 tables.posts… expected…`. */
export function readDataMap(file: string): DataMap {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw invalid([`${file}: the data map cannot be read (${(cause as NodeJS.ErrnoException).code})`], cause)
  }
  return parseDataMap(text, basename(file))
}

/** As readDataMap, for a text at hand; `name` stands before each line number. */
export function parseDataMap(text: string, name: string): DataMap {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (document.errors.length > 0) {
    throw invalid(
      document.errors.map((error) => `${name}:${lines.linePos(error.pos[0]).line} ${firstLine(error.message)}`),
    )
  }
  const at = (place: Place) => `${name}:${lineOf(document, lines, place)} ${place.join('.') || 'the whole file'}`
  const parsed = dataMapSchema.safeParse(document.toJS() ?? {}, { reportInput: true })
  if (!parsed.success)
    throw invalid(parsed.error.issues.flatMap(flatten).map((issue) => `${at(issue.place)} ${issue.expected}`))
  const contradictions = mapContradictions(parsed.data)
  if (contradictions.length > 0) throw invalid(contradictions.map(({ place, expected }) => `${at(place)} ${expected}`))
  return parsed.data
}

function invalid(problems: string[], cause?: unknown): DeskError {
  const message = `the data map has ${problems.length} wrong place(s):\n${problems.map((problem) => `  ${problem}`).join('\n')}\nCorrect them and start again.`
  return new DeskError('data_map_invalid', { retry: false, message, cause })
}

interface Wrong {
  place: Place
  expected: string
}

/** A union's issues are as many as its branches: the branch that fits best speaks for all. */
function flatten(issue: z.core.$ZodIssue): Wrong[] {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((branch) =>
      branch.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue)),
    )
    const deepest = (branch: Wrong[]) => Math.max(0, ...branch.map((wrong) => wrong.place.length))
    const depth = Math.max(...branches.map(deepest))
    const best = branches.filter((branch) => deepest(branch) === depth).sort((a, b) => a.length - b.length)[0] ?? []
    if (depth > issue.path.length) return best
    return [{ place: places(issue.path), expected: issue.message }]
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: [...places(issue.path), key],
      expected: 'is not a key known here; expected another spelling or its removal',
    }))
  }
  return [{ place: places(issue.path), expected: expectation(issue) }]
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type')
    return `expected ${kinds[issue.expected] ?? issue.expected}, ${issue.input === undefined ? 'nothing is there' : `got ${shape(issue.input)}`}`
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`
  return firstLine(issue.message)
    .replace(/^Invalid input: /, '')
    .replace(/^Too small: /, '')
}

const kinds: Record<string, string> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
}

function shape(value: unknown): string {
  if (value === null) return 'nothing'
  return Array.isArray(value) ? 'a list' : (kinds[typeof value] ?? typeof value)
}

function places(path: readonly PropertyKey[]): Place {
  return path.map((part) => (typeof part === 'symbol' ? String(part) : part))
}

/** The line of the place, or of the nearest place above it that is in the file. */
function lineOf(document: Document.Parsed, lines: LineCounter, place: Place): number {
  for (let depth = place.length; depth > 0; depth--) {
    const parent = document.getIn(place.slice(0, depth - 1), true)
    const key = place[depth - 1]
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      : undefined
    const node = pair?.key ?? document.getIn(place.slice(0, depth), true)
    const offset = (node as { range?: [number, number, number] } | undefined)?.range?.[0]
    if (offset !== undefined) return lines.linePos(offset).line
  }
  return 1
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
