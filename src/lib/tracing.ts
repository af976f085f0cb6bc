// Traces for an OpenTelemetry collector, by OTLP over HTTP: a span for each unit of work, below it one for each station. All units of
// one request share one trace, whose id is the request's own without its hyphens. A collector that is away costs nothing but its
// spans: they are kept in a bounded queue, sent aside, and dropped. Loaded only where the settings name a collector.

import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer as SpanTracer,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, RandomIdGenerator, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import { errorCode } from '../errors.ts'
import { version } from '../version.ts'
import type { Logger } from './log.ts'
import type { Facts, TracedStation, Tracer, Unit, UnitName } from './trace.ts'

/** A stop waits no longer than this for what is still to be sent. */
const farewellMs = 1_000
const sendingMs = 5_000

interface Stretch {
  name: TracedStation
  from: number
  to: number
  facts: Facts
  error: unknown
}

/** `url` is where spans are posted to, path included; `service` what the collector calls the desk. */
export function openTracing({ url, service }: { url: string; service: string }, log: Logger): Tracer {
  const random = new RandomIdGenerator()
  let traceId: string | null = null
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: sendingMs })
  const batches = new BatchSpanProcessor({
    exporter: toldOnce(exporter, log),
    scheduledDelayMillis: 2_000,
    exportTimeoutMillis: 2 * sendingMs,
  })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': version }),
    idGenerator: {
      generateTraceId: () => traceId ?? random.generateTraceId(),
      generateSpanId: () => random.generateSpanId(),
    },
    spanProcessors: [batches],
  })
  const spans = provider.getTracer('habeas', version)
  return {
    begin: (name) =>
      beginUnit((stretches, from, facts, error) => {
        traceId = traceIdOf(facts)
        tell(spans, name, stretches, { from, to: now(), facts, error })
        traceId = null
      }),
    close: async () => {
      const farewell = new Promise<void>((done) => setTimeout(done, farewellMs).unref())
      // what could not be sent by then is lost, and was said
      await Promise.race([provider.shutdown().catch(() => undefined), farewell])
    },
  }
}

function beginUnit(over: (stretches: Stretch[], from: number, facts: Facts, error: unknown) => void): Unit {
  const from = now()
  const stretches: Stretch[] = []
  return {
    station: (name, work, tell) => {
      const began = now()
      const note = (facts: Facts, error: unknown) => stretches.push({ name, from: began, to: now(), facts, error })
      try {
        const done = work()
        if (!(done instanceof Promise)) {
          note(tell?.(done as Awaited<typeof done>) ?? {}, null)
          return done
        }
        return done.then(
          (value: Awaited<typeof done>) => {
            note(tell?.(value) ?? {}, null)
            return value
          },
          (error: unknown) => {
            note({}, error)
            throw error
          },
        ) as typeof done
      } catch (error) {
        note({}, error)
        throw error
      }
    },
    took: (name, ms) => void stretches.push({ name, from: now() - ms, to: now(), facts: {}, error: null }),
    end: (facts, error = null) => over(stretches, from, facts, error),
  }
}

function tell(
  spans: SpanTracer,
  name: UnitName,
  stretches: Stretch[],
  { from, to, facts, error }: Omit<Stretch, 'name'>,
): void {
  // with each of them the ids of the whole, so that one search finds all
  const { requestId = null, mailId = null, letterId = null } = facts
  const unit = spans.startSpan(name, { startTime: from, attributes: attributesOf(facts) }, ROOT_CONTEXT)
  const inside = trace.setSpan(ROOT_CONTEXT, unit)
  for (const each of stretches) {
    const attributes = attributesOf({ requestId, mailId, letterId, ...each.facts })
    const span = spans.startSpan(each.name, { startTime: each.from, attributes }, inside)
    endSpan(span, each.to, each.error)
  }
  endSpan(unit, to, error)
}

function endSpan(span: Span, to: number, error: unknown): void {
  if (error !== null) {
    // of an error its code: a message may repeat what a server or a mail said
    span.setAttribute('error.type', errorCode(error))
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end(to)
}

/** What is no id, code or number has no business here and is left out: the second net. */
const plain = /^[A-Za-z0-9_-]{1,64}$/

function attributesOf(facts: Facts): Attributes {
  const told = Object.entries(facts).filter(([, value]) => typeof value === 'number' || plain.test(value ?? ''))
  return Object.fromEntries(told.map(([name, value]) => [`habeas.${snake(name)}`, value ?? undefined]))
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A row's id is a UUID, which is just what a trace id is; all spans of a request, or of a mail that became none, are one trace. */
function traceIdOf({ requestId, mailId, letterId }: Facts): string | null {
  const hex = (requestId ?? mailId ?? letterId ?? '').replaceAll('-', '').toLowerCase()
  return /^[0-9a-f]{32}$/.test(hex) ? hex : null
}

function now(): number {
  return performance.timeOrigin + performance.now()
}

/** The log hears of a collector that takes no spans when that begins and when it is over, not with every batch. */
function toldOnce(exporter: SpanExporter, log: Logger): SpanExporter {
  let failing = false
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const fails = result.code !== 0
        if (fails && !failing)
          log.warn('the collector takes no traces: look at tracing.endpoint; spans are dropped until it does')
        if (!fails && failing) log.info('the collector takes traces again')
        failing = fails
        done(result)
      }),
    shutdown: async () => await exporter.shutdown(),
    forceFlush: async () => await exporter.forceFlush?.(),
  }
}
