// What the path is built from: the stations' collaborators and their settings, handed down from app.ts.

import type { Db } from '../db/client.ts'
import type { Clock } from '../lib/clock.ts'
import type { DeskKey } from '../lib/desk-key.ts'
import type { Chance } from '../lib/ids.ts'
import type { Logger } from '../lib/log.ts'
import type { Meter } from '../lib/meter.ts'
import type { Tracer, Unit } from '../lib/trace.ts'
import type { OwnMail } from '../mail/own-mail.ts'
import type { MailVerifier } from '../mail/own-verification.ts'
import type { DeadlinePolicy } from '../requests/deadline.ts'
import type { OfficeHours } from '../requests/office-hours.ts'
import type { Label, TwoPersonKind } from '../requests/words.ts'
import type { UserDb } from '../userdb/userdb.ts'
import type { Thresholds } from './classification/classify.ts'
import type { AlertLimits } from './conditions.ts'
import type { Controller } from './fulfilment/fulfil.ts'
import type { Sources } from './intake/sources.ts'
import type { LetterLimits } from './letter-limits.ts'
import type { LookedUp } from './look-up.ts'
import type { SideReader } from './reader.ts'
import type { Composer } from './replies/compose.ts'
import type { VerificationPolicy } from './verification/verify.ts'

export interface PathParts {
  db: Db
  userDb: UserDb
  sources: Sources
  sideReader: SideReader
  composer: Composer
  key: DeskKey
  own: OwnMail
  /** null: nothing but trusted servers' Authentication-Results is believed */
  verifier: MailVerifier | null
  clock: Clock
  chance: Chance
  log: Logger
  meter: Meter
  tracer: Tracer
  /** the unit of work at hand, for traces */
  unit: Unit
  dataFolder: string
  settings: PathSettings
  /** asked once for the group of mails that is at work */
  lookedUp?: LookedUp
}

export interface PathSettings {
  privacyAddress: string
  aliases: string[]
  staffAddress: string
  /** who is told when the desk itself is in trouble */
  operatorAddress: string
  /** who is told of what staff hand up, and of what is overdue */
  officerAddress: string
  /** who answers, as exports name it */
  controller: Controller
  /** of the privacy policy that people read today; noted with each refusal */
  policyVersion: string | null
  /** every mapped text is searched for the address after a deletion */
  searchAfterDeletion: boolean
  verification: VerificationPolicy & {
    codeLifeMs: number
    maxTries: number
    trustedServers: string[]
    /** who changes a registered address: staff alone, or codes from the old and the new one */
    emailChange: 'staff' | 'two_addresses'
    /** how people without a registered address can show who they are: names for staff, words for letters */
    secondRoutes: { name: string; words: Label }[]
    /** how long a confirmed deletion waits, and can be stopped; 0: not at all */
    coolingOffMs: number
    /** how long such a change can be undone before it is made */
    emailQuietMs: number
  }
  /** how long a correction can be taken back by an answer; 0: not at all */
  undoMs: number
  thresholds: Thresholds
  deadline: DeadlinePolicy
  /** working days before a deadline on which staff are reminded */
  remindWorkingDays: number[]
  officeHours: OfficeHours
  letterLimits: LetterLimits
  exports: ExportPolicy
  /** milliseconds between the moments at which letters to who is not verified leave; 0: at once */
  answerTickMs: number
  mailAttempts: number
  /** how many corrections and deletions may fail, and within how long, before all of them wait for a person; 0: any number */
  halt: { failures: number; windowMs: number }
  alerts: AlertLimits & {
    /** milliseconds until what stands is told again */
    repeatMs: number
    /** milliseconds in which what comes and goes is told once */
    quietMs: number
  }
  /** what takes the approval of two people */
  twoPersonKinds: TwoPersonKind[]
}

/** How an export leaves, and when as a link. */
export interface ExportPolicy {
  /** links are this and the token; null: exports are attached, whatever their size */
  linkBase: string | null
  /** bytes above which it does; 0: always */
  linkAboveBytes: number
  linkLifeMs: number
  codeLifeMs: number
  /** how long an export waits for staff to hand it over, where the account has no address */
  handOverMs: number
  /** whether it is encrypted, and its password travels in a letter of its own */
  encryptZip: boolean
}

/** How often fulfilment is tried before the request waits for a person. */
export const fulfilmentAttempts = 8
/** How long a letter that asks for details may stay unanswered. */
export const detailsLifeMs = 14 * 86_400_000
