// What the path tells of itself while it works: how long each station took, what came of mails, acts and letters, what failed. Labels
// are states, kinds and codes alone. Who counts is decided by whoever builds the path; a command counts nothing.

export const stations = ['receive', 'understand', 'decide', 'fulfil', 'send'] as const
export type Station = (typeof stations)[number]

export interface Meter {
  took(station: Station, seconds: number): void
  /** a mail left the state `received`; `seconds` since it reached the mailbox */
  mail(outcome: string, seconds: number): void
  act(kind: string, outcome: 'done' | 'declined' | 'failed'): void
  letter(template: string, outcome: 'sent' | 'delayed' | 'given_up'): void
  failure(part: 'mailbox' | 'smtp' | 'mail' | 'request', code: string): void
}

export const silentMeter: Meter = {
  took: () => undefined,
  mail: () => undefined,
  act: () => undefined,
  letter: () => undefined,
  failure: () => undefined,
}

/** Also where it fails. */
export async function timed<T>(meter: Meter, station: Station, work: () => Promise<T>): Promise<T> {
  const from = performance.now()
  try {
    return await work()
  } finally {
    meter.took(station, (performance.now() - from) / 1000)
  }
}
