// Queued letters to SMTP. An attempt is written down before it is made; the same Message-ID goes out every time, so that the
// one letter in doubt after a crash is a duplicate any mail program can see. `queued -> sent | given_up`.

import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Db } from '../../db/client.ts'
import type { OutboxLetter } from '../../db/generated/client.ts'
import { DeskError, errorCode } from '../../errors.ts'
import { type Backoff, backoffMs } from '../../lib/backoff.ts'
import type { Clock } from '../../lib/clock.ts'
import type { KeyRing } from '../../lib/key-ring.ts'
import type { Logger } from '../../lib/log.ts'
import { type Meter, timed } from '../../lib/meter.ts'
import { openSealedFile, type SealedFile } from '../../lib/sealed-file.ts'
import type { Tracer } from '../../lib/trace.ts'
import { strictAddress } from '../../mail/addresses.ts'
import { type Changes, commit, noChanges } from '../../requests/changes.ts'
import type { Transport, WireLetter } from './transport.ts'

export interface SendParts {
  db: Db
  transport: Transport
  clock: Clock
  log: Logger
  meter: Meter
  tracer: Tracer
  dataFolder: string
  /** opens the files attached */
  ring: KeyRing
  /** letters sent at once */
  connections: number
  /** milliseconds after which a letter that is refused for now is given up */
  retryForMs: number
  from: { name: string; address: string }
  /** envelope sender of letters whose failure the desk wants to hear of */
  returnAddress: (letter: OutboxLetter) => string
  /** what else is written when a letter is given up: a note to staff */
  onGivenUp: (letter: OutboxLetter, code: string) => Promise<Changes>
}

export interface SendState {
  lastSentAt: Date | null
  /** code of the error that keeps letters from leaving; null while all is well */
  error: string | null
}

const pause: Backoff = { firstMs: 30_000, capMs: 3_600_000 }
/** A claimed letter whose process died is due again after this; at start all are due at once. */
const claimMs = 120_000
const batch = 40

export class Sender {
  readonly #parts: SendParts
  readonly state: SendState = { lastSentAt: null, error: null }
  #failures = 0
  #closedUntil = 0
  /** what came of letters and could not be written down: nothing more is sent before it is */
  #unwritten: Changes[] = []

  constructor(parts: SendParts) {
    this.#parts = parts
  }

  /** Everything that waits is due again: whatever was being sent when the last process ended is in doubt. */
  async recover(): Promise<void> {
    await this.#parts.db.outboxLetter.updateMany({
      where: { state: 'queued' },
      data: { nextAttemptAt: this.#parts.clock.now() },
    })
  }

  /** Sends what is due, until nothing is; returns how many letters left. Never throws for what a server says. */
  async sendDue(signal?: AbortSignal): Promise<number> {
    let sent = 0
    await this.#writeDown()
    while (signal?.aborted !== true && this.#parts.clock.now().getTime() >= this.#closedUntil) {
      const letters = await this.#claim()
      if (letters.length === 0) return sent
      const outcomes = await this.#sendAll(letters)
      const left = outcomes.filter((outcome) => outcome.error === null)
      sent += left.length
      this.#unwritten = [
        this.#recordSent(left.map((outcome) => outcome.letter)),
        ...(await Promise.all(outcomes.map(async (outcome) => await this.#recordFailed(outcome)))),
      ]
      await this.#writeDown()
    }
    return sent
  }

  /** A full disk must not let a letter that has left leave again: what came of it is kept until there is room. */
  async #writeDown(): Promise<void> {
    const changes = this.#unwritten
    if (changes.length === 0) return
    this.#unwritten = []
    try {
      await commit(this.#parts.db, changes)
    } catch (error) {
      if (isPassing(error)) this.#unwritten = changes
      throw error
    }
  }

  async #claim(): Promise<OutboxLetter[]> {
    const { db, clock } = this.#parts
    const now = clock.now()
    const letters = await db.outboxLetter.findMany({
      where: { state: 'queued', nextAttemptAt: { lte: now } },
      orderBy: { nextAttemptAt: 'asc' },
      take: batch,
    })
    if (letters.length === 0) return []
    await db.outboxLetter.updateMany({
      where: { id: { in: letters.map((letter) => letter.id) } },
      data: { attempts: { increment: 1 }, nextAttemptAt: new Date(now.getTime() + claimMs) },
    })
    return letters.map((letter) => ({ ...letter, attempts: letter.attempts + 1 }))
  }

  async #sendAll(letters: OutboxLetter[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    const waiting = [...letters]
    const work = async () => {
      for (let letter = waiting.shift(); letter !== undefined; letter = waiting.shift()) {
        const next = letter
        outcomes.push(await timed(this.#parts.meter, 'send', async () => await this.#sendOne(next)))
      }
    }
    await Promise.all(Array.from({ length: this.#parts.connections }, work))
    return outcomes
  }

  async #sendOne(letter: OutboxLetter): Promise<Outcome> {
    const unit = this.#parts.tracer.begin('letter')
    const { id: letterId, requestId, template, attempts } = letter
    const outcome = await unit.station('send', async () => await this.#tryOne(letter))
    unit.end({ letterId, requestId, template, attempts }, outcome.error)
    return outcome
  }

  async #tryOne(letter: OutboxLetter): Promise<Outcome> {
    try {
      assertOneRecipient(letter)
      const file = await this.#attached(letter)
      try {
        await this.#parts.transport.send(this.#wire(letter, file))
      } finally {
        await file?.close()
      }
      this.#wentWell()
      return { letter, error: null }
    } catch (error) {
      const known = error instanceof DeskError ? error : new DeskError('internal', { retry: true, cause: error })
      if (isServerAway(known)) this.#serverAway(known)
      return { letter, error: known }
    }
  }

  async #attached({ attachment }: OutboxLetter): Promise<SealedFile | null> {
    if (attachment === null) return null
    const { dataFolder, ring } = this.#parts
    try {
      return await openSealedFile(ring, attachment, join(dataFolder, attachment))
    } catch (cause) {
      if (cause instanceof DeskError) throw cause
      const gone = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
      const message =
        'The file attached to a letter cannot be read in the data folder: restore it, or answer the request again.'
      throw new DeskError('export_failed', { retry: !gone, cause, message })
    }
  }

  #wire(letter: OutboxLetter, file: SealedFile | null): WireLetter {
    const withSecret = (body: string) => {
      if (letter.secret !== null || !body.includes('{{secret}}'))
        return body.replaceAll('{{secret}}', () => letter.secret ?? '')
      throw new DeskError('internal', { retry: false, message: 'A letter has lost its code: ask the requester again.' })
    }
    const { from, returnAddress } = this.#parts
    return {
      from,
      envelopeFrom: letter.nullSender ? '' : returnAddress(letter),
      to: letter.recipient,
      replyTo: letter.replyTo ?? from.address,
      subject: letter.subject,
      messageId: letter.messageId,
      inReplyTo: letter.inReplyTo ?? undefined,
      references: letter.references ?? undefined,
      autoSubmitted: letter.inReplyTo === null ? 'auto-generated' : 'auto-replied',
      text: withSecret(letter.text),
      html: withSecret(letter.html),
      attachment:
        file === null
          ? undefined
          : { name: letter.attachmentName ?? 'export.zip', content: Readable.from(file.pieces()) },
    }
  }

  #recordSent(letters: OutboxLetter[]): Changes {
    const changes = noChanges()
    const at = this.#parts.clock.now()
    if (letters.length > 0) changes.lettersSent.push({ ids: letters.map((letter) => letter.id), at })
    for (const letter of letters) {
      changes.events.push(letterEvent(letter, at, 'letter_sent', null))
      this.#parts.meter.letter(letter.template, 'sent')
      const { id, requestId, template } = letter
      this.#parts.log.info({ letterId: id, requestId, template }, 'letter sent')
    }
    return changes
  }

  async #recordFailed({ letter, error }: Outcome): Promise<Changes> {
    const changes = noChanges()
    if (error === null) return changes
    const { clock, log, meter } = this.#parts
    meter.failure('smtp', error.code)
    const now = clock.now()
    const reply = replyCode(error)
    const said = reply === null ? error.code : `${error.code} ${reply}`
    const tooLong = now.getTime() - letter.createdAt.getTime() >= this.#parts.retryForMs
    if (error.retry && !(tooLong && error.code === 'smtp_refused_for_now')) {
      const nextAttemptAt = new Date(now.getTime() + backoffMs(letter.attempts, pause))
      changes.letterUpdates.push({ id: letter.id, data: { nextAttemptAt, error: said } })
      meter.letter(letter.template, 'delayed')
      log.warn(
        { letterId: letter.id, code: error.code, reply, attempts: letter.attempts },
        'letter not sent; trying again',
      )
      return changes
    }
    changes.letterUpdates.push({
      id: letter.id,
      data: { state: 'given_up', nextAttemptAt: null, secret: null, error: said },
    })
    changes.events.push(letterEvent(letter, now, 'letter_given_up', said))
    meter.letter(letter.template, 'given_up')
    log.error({ letterId: letter.id, code: error.code, reply }, 'letter given up')
    const further = await this.#parts.onGivenUp(letter, said)
    for (const key of Object.keys(changes) as (keyof Changes)[]) (changes[key] as unknown[]).push(...further[key])
    return changes
  }

  #wentWell(): void {
    if (this.state.error !== null) this.#parts.log.info('letters leave again')
    this.#failures = 0
    this.#closedUntil = 0
    this.state.error = null
    this.state.lastSentAt = this.#parts.clock.now()
  }

  /** No letter is at fault: stop trying them one after the other and come back after a growing pause. */
  #serverAway(error: DeskError): void {
    const now = this.#parts.clock.now().getTime()
    if (now >= this.#closedUntil) {
      this.#failures++
      this.#closedUntil = now + backoffMs(this.#failures, { firstMs: 2_000, capMs: 300_000 })
    }
    if (this.state.error !== error.code) {
      this.#parts.log.error({ err: error, code: error.code }, 'letters cannot leave; trying again')
    }
    this.state.error = errorCode(error)
  }
}

interface Outcome {
  letter: OutboxLetter
  error: DeskError | null
}

/** The platform's spelling of an address goes to the wire as it is: what is not exactly one address may be several there. */
function assertOneRecipient({ recipient }: OutboxLetter): void {
  if (strictAddress(recipient) !== null) return
  const message = 'The address that a letter is for is not one plain e-mail address: correct it on the platform.'
  throw new DeskError('smtp_refused', { retry: false, message })
}

function letterEvent({ id, requestId, template }: OutboxLetter, at: Date, type: string, reason: string | null) {
  return { requestId, at, actor: 'desk', type, reason, details: { letter: id, template } }
}

/** Of the desk's own disk, at which no letter is at fault. */
function isPassing(error: unknown): boolean {
  return ['disk_full', 'database_busy', 'database_unavailable'].includes(errorCode(error))
}

function isServerAway(error: DeskError): boolean {
  return ['smtp_unavailable', 'smtp_login_refused', 'smtp_timeout'].includes(error.code)
}

function replyCode(error: DeskError): number | null {
  const { cause } = error
  return cause instanceof Error && 'responseCode' in cause ? Number(cause.responseCode) : null
}
