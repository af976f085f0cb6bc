// One signed request and its answer over HTTP/1.1: no redirects, bounded in size and time, the signature looked at before
// a byte of the answer is believed. Says what came back; whether to try again is connection.ts's to decide.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { DeskError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import { isSignedAnswer, type Signature, signRequest } from './signature.ts'
import { endpointError, networkTroubleOf } from './trouble.ts'

export interface Endpoint {
  /** where its operations lie: https://… */
  url: string
  keyId: string
  secret: string
  /** PEM of the authority behind its certificate, where the system does not know it */
  caFile?: string | undefined
  /** how long one answer may take */
  timeoutSeconds: number
  /** how long one operation may take with all its tries and waits */
  patienceSeconds: number
  /** the largest answer that is read */
  answerBytes: number
}

export interface Answer {
  status: number
  body: Buffer
  retryAfter: string | null
  isSigned: boolean
}

/** What conformance tests do otherwise than the desk. */
export interface Otherwise {
  nonce?: string
  /** travels instead of the body that was signed */
  sent?: Buffer
  /** was signed instead of the operation that is asked for */
  signedFor?: string
}

export interface Exchange {
  send(operation: string, body: Buffer, idempotencyKey: string | null, otherwise?: Otherwise): Promise<Answer>
  close(): void
}

export function openExchange(endpoint: Endpoint, clock: Clock): Exchange {
  const base = new URL(endpoint.url)
  const isTls = base.protocol === 'https:'
  const agent = isTls
    ? new TlsAgent({ keepAlive: true, maxSockets: 4, ...authority(endpoint.caFile) })
    : new PlainAgent({ keepAlive: true, maxSockets: 4 })
  return {
    close: () => agent.destroy(),
    send: async (operation, body, idempotencyKey, { nonce, sent = body, signedFor = operation } = {}) => {
      const pathOf = (name: string) => `${base.pathname.replace(/\/$/, '')}/${name}`
      const path = pathOf(operation)
      const signature = signRequest(
        {
          method: 'POST',
          path: pathOf(signedFor),
          body,
          idempotencyKey,
          createdAt: clock.now(),
          nonce: nonce ?? randomBytes(16).toString('hex'),
        },
        endpoint,
      )
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        'content-length': sent.length,
        ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
        ...signature,
      }
      const { status, fields, read } = await exchange(
        (onAnswer) =>
          (isTls ? tlsRequest : plainRequest)({ ...address(base), path, method: 'POST', agent, headers }, onAnswer),
        sent,
        endpoint,
      )
      const answer = { status, body: read, requestSignature: signature.signature }
      const retryAfter = fields['retry-after'] ?? null
      return { status, body: read, retryAfter, isSigned: isSignedAnswer(answer, signatureOf(fields), endpoint) }
    },
  }
}

function authority(caFile: string | undefined): { ca?: Buffer } {
  if (caFile === undefined) return {}
  try {
    return { ca: readFileSync(caFile) }
  } catch (cause) {
    throw new DeskError('config_invalid', {
      retry: false,
      cause,
      message: 'the file of platform.endpoint.caFile cannot be read; correct its path',
    })
  }
}

function address({ hostname, port }: URL) {
  return { hostname: hostname.replace(/^\[|\]$/g, ''), ...(port === '' ? {} : { port }) }
}

function signatureOf(fields: IncomingMessage['headers']): Partial<Signature> {
  return Object.fromEntries(
    ['content-digest', 'signature-input', 'signature'].map((name) => [name, String(fields[name] ?? '')]),
  )
}

interface Read {
  status: number
  fields: IncomingMessage['headers']
  read: Buffer
}

/** Rejects with a DeskError; the whole exchange has one deadline, so that a trickle of bytes cannot hold it open. */
async function exchange(
  open: (onAnswer: (answer: IncomingMessage) => void) => ReturnType<typeof plainRequest>,
  body: Buffer,
  { timeoutSeconds, answerBytes }: Endpoint,
): Promise<Read> {
  return await new Promise<Read>((resolve, reject) => {
    const request = open((answer) => {
      const chunks: Buffer[] = []
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > answerBytes) fail(endpointError('too_large', `more than ${answerBytes} bytes`))
        else chunks.push(chunk)
      })
      answer.on('end', () => {
        clearTimeout(deadline)
        // 'end' also comes when the other side hung up before all that it promised
        if (answer.complete)
          resolve({ status: answer.statusCode ?? 0, fields: answer.headers, read: Buffer.concat(chunks) })
        else fail(endpointError('lost', 'cut short'))
      })
      answer.on('error', networkFailed)
    })
    const fail = (error: DeskError) => {
      clearTimeout(deadline)
      reject(error)
      request.destroy()
    }
    const networkFailed = (error: unknown) =>
      fail(endpointError(networkTroubleOf(error), String((error as NodeJS.ErrnoException).code ?? 'no code')))
    const deadline = setTimeout(
      () => fail(endpointError('slow', `no answer in ${timeoutSeconds} s`)),
      timeoutSeconds * 1000,
    )
    request.on('error', networkFailed)
    request.end(body)
  })
}
