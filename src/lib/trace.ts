// What the path tells of one unit of work (a round of the mailbox, a mail, a request's step, a letter) and of the stations it went
// through, for whoever wants traces. The facts are ids, states, kinds and codes alone: nothing of a person has a name here. Who
// traces is decided by whoever builds the path; tracing.ts sends it out, a desk without a collector keeps nothing.

export type TracedStation = 'receive' | 'triage' | 'classify' | 'verify' | 'fulfil' | 'compose' | 'send'
export type UnitName = 'round' | 'mail' | 'request' | 'expiry' | 'staff' | 'letter'

export interface Facts {
  requestId?: string | null
  mailId?: string | null
  letterId?: string | null
  state?: string | null
  reason?: string | null
  kind?: string | null
  outcome?: string | null
  template?: string | null
  attempts?: number
  mails?: number
  bytes?: number
}

export interface Unit {
  /** works and tells how long it took, also where it fails; `tell` makes facts of what came of it */
  station<T>(name: TracedStation, work: () => T, tell?: (done: Awaited<T>) => Facts): T
  /** of work that another thread did, ending now */
  took(name: TracedStation, ms: number): void
  /** the unit is over; one that never ends is never told of. `error`: why it failed, if it did */
  end(facts: Facts, error?: unknown): void
}

export interface Tracer {
  begin(name: UnitName): Unit
  close(): Promise<void>
}

/** Where spans are posted to, from what the settings call the collector. */
export function spansUrl(endpoint: string): string {
  const base = endpoint.replace(/\/+$/, '')
  return base.endsWith('/traces') ? base : `${base}/v1/traces`
}

export const silentUnit: Unit = {
  station: (_name, work) => work(),
  took: () => undefined,
  end: () => undefined,
}

export const silentTracer: Tracer = { begin: () => silentUnit, close: () => Promise.resolve() }
