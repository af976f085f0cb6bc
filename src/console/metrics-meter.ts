// What the path counts while it works, as Prometheus counters and histograms: they begin at zero with the process, as Prometheus
// expects.

import { Counter, Histogram, type Registry } from 'prom-client'
import { type Meter, stations } from '../lib/meter.ts'

const failureParts = ['mailbox', 'smtp', 'mail', 'request'] as const

export function createMeter(registry: Registry): Meter {
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers })
  const took = new Histogram({
    name: 'habeas_station_seconds',
    help: 'Seconds that a station took: a round of the mailbox, one mail, one request, one letter',
    labelNames: ['station'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  })
  const age = new Histogram({
    name: 'habeas_mail_age_seconds',
    help: 'Seconds from the moment a mail reached the mailbox until it was handled',
    buckets: [1, 5, 30, 120, 600, 3600, 21_600, 86_400],
    registers,
  })
  const mails = counter('habeas_mails_handled_total', 'Mails handled, by the state they went to', ['state'])
  const acts = counter('habeas_acts_total', 'Acts carried out, declined or failed, by kind', ['kind', 'outcome'])
  const letters = counter('habeas_letters_total', 'Attempts at letters, by letter and outcome', ['template', 'outcome'])
  const failures = counter('habeas_failures_total', 'Failures by part and stable code', ['part', 'code'])
  // a series that appears with its first failure hides that failure from rate()
  for (const station of stations) took.zero({ station })
  for (const state of ['handled', 'set_aside', 'held', 'failed']) mails.inc({ state }, 0)
  for (const part of failureParts) failures.inc({ part, code: 'internal' }, 0)
  return {
    took: (station, seconds) => took.observe({ station }, seconds),
    mail: (state, seconds) => {
      mails.inc({ state })
      age.observe(Math.max(0, seconds))
    },
    act: (kind, outcome) => acts.inc({ kind, outcome }),
    letter: (template, outcome) => letters.inc({ template, outcome }),
    failure: (part, code) => failures.inc({ part, code }),
  }
}
