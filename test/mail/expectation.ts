// What stands in the .json beside a raw mail of test/mails: only what matters about that mail is said.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { OwnIdentity, Triage } from '../../src/desk/triage/triage.ts'
import type { Attachment } from '../../src/mail/attachments.ts'
import type { DeliveryReport } from '../../src/mail/delivery-reports.ts'
import type { ParsedMail } from '../../src/mail/parse.ts'
import { subjectReference } from '../../src/mail/threading.ts'

export interface Expectation {
  kind: Triage['kind']
  replyAllowed?: boolean
  receiptAllowed?: boolean
  reasons?: string[]
  reasonsInclude?: string[]
  bounceOf?: string[]
  /** null: no identity */
  sender?: string | null
  senderNot?: string
  senderName?: string
  subject?: string
  subjectStart?: string
  subjectLength?: number
  text?: string
  newTextStart?: string
  newTextLacks?: string[]
  sentAt?: string | null
  messageId?: string | null
  inReplyTo?: string[]
  references?: string[]
  referencesCount?: number
  reference?: string
  recipients?: string[]
  problems?: string[]
  problemsInclude?: string[]
  traits?: string[]
  traitsInclude?: string[]
  attachments?: [Attachment['name'], Attachment['contentType'], Attachment['bytes']][]
  attachmentNames?: string[]
  deliveryReports?: DeliveryReport[]
  deliveryRecipients?: string[]
}

const folder = join(import.meta.dirname, '..', 'mails')
const ownIdPattern = /^hb\.[0-9a-f-]{36}\.0123456789abcdef0123@example\.org$/

/** The desk as the mails of the folder see it. */
export const own: OwnIdentity = {
  addresses: ['privacy@example.org', 'desk@example.org'],
  messageIdDomain: 'example.org',
  isOwnMessageId: (id) => ownIdPattern.test(id),
}

/** Names of all raw mails, without .eml. */
export function mailNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.eml'))
    .map((file) => file.slice(0, -4))
    .sort()
}

export function readSource(name: string): Buffer {
  return readFileSync(join(folder, `${name}.eml`))
}

export function readExpectation(name: string): Expectation {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Expectation
}

/** The facts of a mail that an expectation names, in its own shape. */
export function observed(mail: ParsedMail, verdict: Triage, wanted: Expectation): Expectation {
  const all: Required<Expectation> = {
    kind: verdict.kind,
    replyAllowed: verdict.replyAllowed,
    receiptAllowed: verdict.receiptAllowed,
    reasons: verdict.reasons,
    reasonsInclude: (wanted.reasonsInclude ?? []).filter((reason) => verdict.reasons.includes(reason)),
    bounceOf: verdict.bounceOf,
    sender: mail.sender.ok ? mail.sender.address : null,
    senderNot: mail.sender.ok && mail.sender.address === wanted.senderNot ? 'taken' : (wanted.senderNot ?? ''),
    senderName: mail.sender.ok ? mail.sender.name : '',
    subject: mail.subject,
    subjectStart: mail.subject.slice(0, wanted.subjectStart?.length),
    subjectLength: mail.subject.length,
    text: mail.text,
    newTextStart: mail.newText.slice(0, wanted.newTextStart?.length),
    newTextLacks: (wanted.newTextLacks ?? []).filter((words) => !mail.newText.includes(words)),
    sentAt: mail.sentAt?.toISOString() ?? null,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    referencesCount: mail.references.length,
    reference: subjectReference(mail.subject) ?? '',
    recipients: mail.recipients,
    problems: mail.problems,
    problemsInclude: (wanted.problemsInclude ?? []).filter((problem) => mail.problems.includes(problem)),
    traits: mail.traits,
    traitsInclude: (wanted.traitsInclude ?? []).filter((trait) => mail.traits.some((found) => found === trait)),
    attachments: mail.attachments.map((file) => [file.name, file.contentType, file.bytes]),
    attachmentNames: mail.attachments.map((file) => file.name),
    deliveryReports: mail.deliveryReports,
    deliveryRecipients: mail.deliveryReports.map((report) => report.recipient ?? ''),
  }
  const named = Object.keys(wanted) as (keyof Expectation)[]
  return Object.fromEntries(named.map((key) => [key, all[key]])) as unknown as Expectation
}

/** What holds for the record of any mail at all. */
export function expectBounded(mail: ParsedMail): void {
  expect(mail.subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  expect(mail.subject.length).toBeLessThanOrEqual(1000)
  expect(mail.text).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u007f]/)
  expect(mail.text.length).toBeLessThanOrEqual(210_000)
  expect(mail.headers.length).toBeLessThanOrEqual(1000)
  for (const field of mail.headers) {
    expect(field.value.length).toBeLessThanOrEqual(10_000)
    expect(field.value).not.toMatch(/[\r\n\u0000]/)
  }
  for (const file of mail.attachments) {
    expect(file.name).toMatch(/^[^/\\\u0000-\u001f]{1,200}$/u)
    expect(file.bytes).toBeGreaterThanOrEqual(0)
  }
  expect(mail.attachments.length).toBeLessThanOrEqual(100)
  expect(mail.references.length).toBeLessThanOrEqual(100)
  expect(mail.recipients.length).toBeLessThanOrEqual(6000)
  if (mail.sender.ok) {
    expect(mail.sender.address).toMatch(/^[^\s@<>"]+@[a-z0-9.-]+\.[a-z0-9-]+$/u)
    expect(mail.sender.name).not.toMatch(/[\r\n\u0000]/)
  }
}

/** Processor time since `since` in milliseconds: what a busy machine does not change. */
export function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
