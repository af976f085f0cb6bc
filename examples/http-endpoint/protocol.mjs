// The half of an endpoint that is the same on every platform: it looks at signatures, refuses replays, carries out a
// change once however often it is asked for, runs long work in the background and signs what it answers. Plain Node, no
// packages; copy it, or write the same in your language from docs/http-endpoint.md.

import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

/** Throw it in an operation: the desk gets the status and the code, and nothing may have been changed. */
export class Refusal extends Error {
  constructor(status, code, retryAfter) {
    super(code)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

const clockSlackSeconds = 300
const largestRequest = 1_000_000

/**
 * An HTTP server (not listening yet).
 *   path        where the operations lie, '/habeas'
 *   keys        { keyId: secret }; several while a secret is replaced
 *   reads       { operation: async (body) => answer }
 *   changes     { operation: (body) => answer }, each asked for with an idempotency key
 *   memory      { find(key), carryOut(key, digest, work) }: where the answers to changes are kept; see inMemory below
 *   background  names of changes that are answered at once with 202 and carried out afterwards
 *   report      is told of errors; never of what was asked, which holds people's data
 */
export function createEndpoint(options) {
  const { path, keys, reads, changes, memory = inMemory(), background = [], report = console.error } = options
  const seen = new Map()
  const running = new Set()

  async function answer(request, body) {
    const key = verified(request, body, keys)
    refuseReplay(seen, key.id, key.nonce)
    const operation = request.url.slice(path.length + 1)
    const asked = JSON.parse(body.toString('utf8'))
    if (operation === 'operation') return operationState(asked.operation)
    if (Object.hasOwn(reads, operation)) return { status: 200, value: await reads[operation](asked) }
    if (Object.hasOwn(changes, operation))
      return await change(operation, asked, request.headers['idempotency-key'], body)
    throw new Refusal(404, 'unknown_operation')
  }

  async function change(operation, asked, idempotencyKey, body) {
    if (!idempotencyKey) throw new Refusal(400, 'idempotency_key_missing')
    const digest = hash(`${operation}\n${body}`)
    const before = await memory.find(idempotencyKey)
    // the same key for something else: one of the two sides is broken, and guessing would be worse than stopping
    if (before && before.digest !== digest) throw new Refusal(422, 'idempotency_key_reused')
    if (before) return { status: 200, value: before.value }
    const inBackground = background.includes(operation)
    if (running.has(idempotencyKey)) {
      if (inBackground) return { status: 202, value: { operation: idempotencyKey }, retryAfter: 1 }
      throw new Refusal(409, 'in_progress', 1)
    }
    running.add(idempotencyKey)
    const work = async () => {
      try {
        return await memory.carryOut(idempotencyKey, digest, () => changes[operation](asked))
      } finally {
        running.delete(idempotencyKey)
      }
    }
    if (!inBackground) return { status: 200, value: await work() }
    // what fails here is found by the desk's next question: no longer running, not done, so it asks for the change again
    setImmediate(() => void work().catch(report))
    return { status: 202, value: { operation: idempotencyKey }, retryAfter: 1 }
  }

  async function operationState(name) {
    const done = await memory.find(String(name))
    if (done) return { status: 200, value: done.value }
    if (running.has(name)) return { status: 202, value: { operation: name }, retryAfter: 1 }
    throw new Refusal(410, 'operation_gone')
  }

  return createServer((request, response) => void serve(request, response))

  async function serve(request, response) {
    let result
    try {
      const isOurs = request.method === 'POST' && request.url.startsWith(`${path}/`)
      if (!isOurs) throw new Refusal(404, 'unknown_operation')
      result = await answer(request, await read(request))
    } catch (error) {
      if (!(error instanceof Refusal)) report(error)
      const { status, code, retryAfter } =
        error instanceof Refusal ? error : new Refusal(error instanceof SyntaxError ? 400 : 500, 'internal')
      result = { status, value: { error: code }, retryAfter }
    }
    send(request, response, result, keys)
  }
}

/** Where answers are kept while the process lives: enough to try things out. A platform keeps them in its database. */
function inMemory() {
  const answers = new Map()
  return {
    find: (key) => answers.get(key),
    carryOut: async (key, digest, work) => {
      const value = await work()
      answers.set(key, { digest, value })
      return value
    },
  }
}

async function read(request) {
  const chunks = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > largestRequest) throw new Refusal(413, 'too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

// ---- signatures: HTTP Message Signatures (RFC 9421) with one fixed list of parts ----

/** Who asks, or a Refusal. The list of parts must be exactly ours: a signature over less would leave something open. */
function verified(request, body, keys) {
  const { 'signature-input': input = '', signature = '', 'idempotency-key': idempotencyKey } = request.headers
  const names = `"@method" "@path" "content-digest"${idempotencyKey === undefined ? '' : ' "idempotency-key"'}`
  const form =
    /^habeas=(\(([^()]*)\);created=(\d{1,12});nonce="([\w-]{16,64})";keyid="([\w.-]{1,64})";alg="hmac-sha256")$/
  const [, parameters, signed, created, nonce, id] = form.exec(input) ?? []
  if (parameters === undefined || signed !== names) throw new Refusal(401, 'signature')
  if (!Object.hasOwn(keys, id)) throw new Refusal(401, 'signature')
  const base = [
    `"@method": ${request.method}`,
    `"@path": ${request.url}`,
    `"content-digest": ${digestOf(body)}`,
    ...(idempotencyKey === undefined ? [] : [`"idempotency-key": ${idempotencyKey}`]),
    `"@signature-params": ${parameters}`,
  ]
  if (!same(signature, `habeas=:${mac(base, keys[id])}:`)) throw new Refusal(401, 'signature')
  if (Math.abs(now() - Number(created)) > clockSlackSeconds) throw new Refusal(401, 'clock')
  return { id, nonce }
}

/** Each signature counts once. What is older than the slack of the clock is refused for that, so it may be forgotten. */
function refuseReplay(seen, id, nonce) {
  const name = `${id} ${nonce}`
  for (const [old, at] of seen) {
    if (at >= now() - 2 * clockSlackSeconds) break
    seen.delete(old)
  }
  if (seen.has(name)) throw new Refusal(401, 'replay')
  seen.set(name, now())
}

/** The answer's signature covers the request's, so that it cannot be given to another question. */
function send(request, response, { status, value, retryAfter }, keys) {
  const body = Buffer.from(JSON.stringify(value))
  const id = /;keyid="([\w.-]+)"/.exec(request.headers['signature-input'] ?? '')?.[1]
  const fields = { 'content-type': 'application/json', 'content-length': body.length, 'cache-control': 'no-store' }
  if (retryAfter !== undefined) fields['retry-after'] = String(retryAfter)
  if (id !== undefined && Object.hasOwn(keys, id)) {
    const parameters = `("@status" "content-digest" "signature";req);created=${now()};keyid="${id}";alg="hmac-sha256"`
    const base = [
      `"@status": ${status}`,
      `"content-digest": ${digestOf(body)}`,
      `"signature";req: ${request.headers.signature}`,
      `"@signature-params": ${parameters}`,
    ]
    fields['content-digest'] = digestOf(body)
    fields['signature-input'] = `habeas=${parameters}`
    fields.signature = `habeas=:${mac(base, keys[id])}:`
  }
  response.writeHead(status, fields).end(body)
}

const now = () => Math.floor(Date.now() / 1000)
const hash = (text) => createHash('sha256').update(text).digest('hex')
const digestOf = (body) => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
const mac = (lines, secret) => createHmac('sha256', secret).update(lines.join('\n')).digest('base64')
/** Without telling by its time where two texts begin to differ. */
const same = (one, other) => timingSafeEqual(Buffer.from(hash(one)), Buffer.from(hash(other)))

/** Names for views and the like that nobody can guess. */
export const freshName = () => randomUUID()
