// Signs requests to a platform's endpoint and looks at the signatures of its answers: HTTP Message Signatures (RFC 9421)
// with one shared secret (HMAC-SHA-256), cut down to one fixed list of parts in one fixed order, so that both sides compare
// a text byte by byte and nothing is negotiated. An answer's signature covers its request's: it cannot be used for another.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export interface SharedKey {
  keyId: string
  secret: string
}

export interface Signature {
  'content-digest': string
  'signature-input': string
  signature: string
}

export interface RequestToSign {
  method: string
  /** as it stands in the request line, without a query: none is ever sent */
  path: string
  body: Uint8Array
  idempotencyKey: string | null
  createdAt: Date
  nonce: string
}

export function signRequest(request: RequestToSign, key: SharedKey): Signature {
  const { method, path, body, idempotencyKey, createdAt, nonce } = request
  const digest = contentDigest(body)
  const parts: [string, string][] = [
    ['"@method"', method],
    ['"@path"', path],
    ['"content-digest"', digest],
  ]
  if (idempotencyKey !== null) parts.push(['"idempotency-key"', idempotencyKey])
  return signed(parts, digest, `created=${seconds(createdAt)};nonce="${nonce}"`, key)
}

export interface AnswerToSign {
  status: number
  body: Uint8Array
  /** the `signature` field of the request that is answered */
  requestSignature: string
  createdAt: Date
}

export function signAnswer(answer: AnswerToSign, key: SharedKey): Signature {
  const digest = contentDigest(answer.body)
  const parts: [string, string][] = [
    ['"@status"', String(answer.status)],
    ['"content-digest"', digest],
    ['"signature";req', answer.requestSignature],
  ]
  return signed(parts, digest, `created=${seconds(answer.createdAt)}`, key)
}

/** Whether the answer carries what signAnswer would have made at the moment that it names; the moment itself may be any. */
export function isSignedAnswer(
  answer: Omit<AnswerToSign, 'createdAt'>,
  fields: Partial<Signature>,
  key: SharedKey,
): boolean {
  const created = /;created=(\d{1,12})(;|$)/.exec(fields['signature-input'] ?? '')?.[1]
  if (created === undefined) return false
  const expected = signAnswer({ ...answer, createdAt: new Date(Number(created) * 1000) }, key)
  return (['content-digest', 'signature-input', 'signature'] as const)
    .map((name) => isSame(expected[name], fields[name] ?? ''))
    .every(Boolean)
}

function signed(parts: [string, string][], digest: string, moment: string, key: SharedKey): Signature {
  const names = parts.map(([name]) => name).join(' ')
  const parameters = `(${names});${moment};keyid="${key.keyId}";alg="hmac-sha256"`
  const base = [...parts, ['"@signature-params"', parameters]].map(([name, value]) => `${name}: ${value}`).join('\n')
  const mac = createHmac('sha256', key.secret).update(base).digest('base64')
  return {
    'content-digest': digest,
    'signature-input': `habeas=${parameters}`,
    signature: `habeas=:${mac}:`,
  }
}

function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}

function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(one), hash(other))
}
