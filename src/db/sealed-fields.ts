// Which fields are encrypted at rest, and which of them can be looked up by a keyed hash that stands beside them. Everything above
// src/db sees plain values; nothing else encrypts a field.

import type { DeskKey } from '../lib/desk-key.ts'

export interface SealedModel {
  text: readonly string[]
  json: readonly string[]
  hashes: Readonly<Record<string, { column: string; purpose: LookUp }>>
}

type LookUp = 'address' | 'subject' | 'message-id'

const address = (column: string) => ({ column, purpose: 'address' as const })

export const sealedModels: Readonly<Record<string, SealedModel>> = {
  Mail: {
    text: ['messageId', 'fromAddress', 'subject', 'newText'],
    json: ['decisions'],
    hashes: { messageId: { column: 'messageIdHash', purpose: 'message-id' }, fromAddress: address('fromHash') },
  },
  PrivacyRequest: {
    text: ['requester', 'subjectKey', 'subjectAddress', 'threadId', 'threadReferences'],
    json: [],
    hashes: { requester: address('requesterHash'), subjectKey: { column: 'subjectHash', purpose: 'subject' } },
  },
  Act: { text: [], json: ['details', 'statement', 'plan', 'result'], hashes: {} },
  Challenge: { text: ['sentTo'], json: [], hashes: {} },
  Download: { text: ['sentTo'], json: [], hashes: {} },
  OutboxLetter: {
    text: ['recipient', 'subject', 'text', 'html', 'inReplyTo', 'references', 'replyTo', 'secret'],
    json: [],
    hashes: {
      recipient: address('recipientHash'),
      inReplyTo: { column: 'inReplyToHash', purpose: 'message-id' },
    },
  },
  Event: { text: [], json: ['details'], hashes: {} },
  SavedView: { text: ['name', 'query'], json: [], hashes: {} },
  Staff: { text: ['name', 'email'], json: [], hashes: { email: address('emailHash') } },
  StaffSession: { text: ['ipAddress', 'userAgent'], json: [], hashes: {} },
  StaffPasskey: { text: ['name'], json: [], hashes: {} },
}

/** Relations by the name they have in every model. */
export const relations: Readonly<Record<string, string>> = {
  acts: 'Act',
  challenges: 'Challenge',
  downloads: 'Download',
  events: 'Event',
  letters: 'OutboxLetter',
  mailbox: 'Mailbox',
  mails: 'Mail',
  passkeys: 'StaffPasskey',
  request: 'PrivacyRequest',
  sessions: 'StaffSession',
  staff: 'Staff',
}

/** What an encrypted value is bound to. */
export function placeOf(model: string, id: string | number, field: string): string {
  return `${model}/${id}/${field}`
}

/** The keyed hash by which a value is found again; of addresses whatever their letter case. */
export function lookUpHash(key: DeskKey, purpose: LookUp, value: string): string {
  return key.mac(`look-up ${purpose}`, purpose === 'address' ? value.toLowerCase() : value)
}
