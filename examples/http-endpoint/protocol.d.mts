import type { Server } from 'node:http'

export class Refusal extends Error {
  constructor(status: number, code: string, retryAfter?: number)
  readonly status: number
  readonly code: string
}

type Plain = string | number | boolean

interface Place {
  table: string
  column: string
}

/** What a request may hold; docs/http-endpoint.md says which operation has which. */
export interface Asked extends Place {
  key: string
  address: string
  addressHash: string
  value: string
  limit: number
  view: string
  after: string | null
  changes: (Place & { before: string | null; after: string; unique: boolean; copies: Place[] })[]
  switches: (Place & { off: Plain; where?: Record<string, Plain>; insert?: Record<string, Plain> })[]
  where?: Record<string, Plain>
  purpose: string
  refused: boolean
}

export interface AnswerMemory {
  find(key: string): unknown
  carryOut(key: string, digest: string, work: () => unknown): unknown
}

export interface EndpointOptions {
  path: string
  keys: Record<string, string>
  reads: Record<string, (asked: Asked) => unknown>
  changes: Record<string, (asked: Asked) => unknown>
  memory?: AnswerMemory
  background?: string[]
  report?: (error: unknown) => void
}

export function createEndpoint(options: EndpointOptions): Server
