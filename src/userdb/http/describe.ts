// Reads an endpoint's description of its data: a data map in JSON, held against the same rules as one in YAML, save that
// nobody is told how rows are found.

import type { z } from 'zod'
import { DeskError } from '../../errors.ts'
import { type DataMap, dataMapSchema } from '../data-map-schema.ts'
import { mapContradictions } from '../map-contradictions.ts'
import type { MapProblem } from '../map-problem.ts'
import type { Connection } from './connection.ts'
import { description } from './protocol.ts'

export interface Description {
  map: DataMap
  offers: Set<string>
  problems: MapProblem[]
}

/** Throws DeskError('data_map_invalid') that names every wrong place. */
export async function readDescription(connection: Connection): Promise<Description> {
  const { map, offers, problems } = await connection.ask('describe', {}, description)
  return {
    map: describedMap(map),
    offers: new Set(offers),
    problems: problems.map((problem) => ({ code: 'endpoint_says' as const, ...problem })),
  }
}

function describedMap(value: unknown): DataMap {
  const parsed = dataMapSchema.safeParse(value)
  if (!parsed.success) throw invalid(parsed.error.issues.map(sentence))
  const wrong = mapContradictions(parsed.data, { hasOwners: false })
  if (wrong.length > 0) throw invalid(wrong.map(({ place, expected }) => `map.${place.join('.')} ${expected}`))
  return parsed.data
}

function sentence(issue: z.core.$ZodIssue): string {
  const place = ['map', ...issue.path.map(String)].join('.')
  return issue.code === 'unrecognized_keys'
    ? `${place} has keys that are not known here: ${issue.keys.join(', ')}`
    : `${place} ${issue.message}`
}

function invalid(problems: string[]): DeskError {
  const most = problems.slice(0, 20)
  return new DeskError('data_map_invalid', {
    retry: false,
    message: `the endpoint's description has ${problems.length} wrong place(s):\n${most.map((problem) => `  ${problem}`).join('\n')}\nCorrect them at the endpoint; see docs/http-endpoint.md.`,
  })
}
