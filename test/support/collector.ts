// A collector of traces for tests: takes OTLP over HTTP as JSON and keeps the spans; or takes the connection and never answers.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TakenSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
  status: { code?: number }
}

export interface Collector {
  url: string
  spans: TakenSpan[]
  /** everything that was posted, as it came */
  text(): string
  stop(): Promise<void>
}

export async function startCollector({ answers = true } = {}): Promise<Collector> {
  const spans: TakenSpan[] = []
  let text = ''
  const server: Server = createServer((call, reply) => {
    let body = ''
    call.setEncoding('utf8')
    call.on('data', (piece: string) => {
      body += piece
    })
    call.on('end', () => {
      text += `${call.method} ${call.url} ${JSON.stringify(call.headers)} ${body}\n`
      if (!answers) return
      const { resourceSpans = [] } = JSON.parse(body) as { resourceSpans?: { scopeSpans: { spans: TakenSpan[] }[] }[] }
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
      reply.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    text: () => text,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
