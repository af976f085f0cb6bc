import { expect, test } from 'vitest'
import type { DeskFacts, DeskLetter, DeskMail, DeskRequest } from '../../src/sandbox/desk-facts.ts'
import { journeys } from '../../src/sandbox/stations.ts'

const second = (number: number) => new Date(Date.UTC(2026, 10, 23, 8, 0, number))
const triage = { kind: 'human', replyAllowed: true, reasons: [] }

function mail(messageId: string, at: number, rest: Partial<DeskMail> = {}): DeskMail {
  const times = { arrivedAt: second(at), storedAt: second(at), handledAt: null, nextAttemptAt: null }
  const facts = { bytes: 1, stateReason: null, kind: 'human', attempts: 1, error: null, requestId: null, decisions: {} }
  return { id: `id-${messageId}`, messageId, state: 'handled', ...times, ...facts, ...rest }
}

function request(state: DeskRequest['state']): DeskRequest {
  const times = { receivedAt: second(0), dueAt: second(59), verifiedAt: null, settledAt: null }
  return {
    id: 'r',
    reference: 'HB-7K3M2Q',
    state,
    stateReason: null,
    topic: 'request',
    verifiedBy: null,
    acts: [],
    events: [],
    ...times,
  }
}

function letter(
  template: string,
  at: number,
  inReplyTo: string | null,
  state: DeskLetter['state'] = 'sent',
): DeskLetter {
  const facts = {
    recipient: 'a@b.example',
    subject: '',
    attempts: 1,
    nextAttemptAt: null,
    sentAt: null,
    error: null,
    attachmentName: null,
  }
  return {
    id: template,
    requestId: 'r',
    template,
    messageId: template,
    inReplyTo,
    state,
    createdAt: second(at),
    ...facts,
  }
}

function states(messageIds: string[], facts: Partial<DeskFacts>): string[][] {
  const all = journeys(messageIds, { mails: [], requests: [], letters: [], ...facts })
  return all.map((way) => way.stations.map((station) => station.state))
}

test('a mail that the desk has not fetched yet waits at the first station', () => {
  expect(states(['m1'], {})).toEqual([['active', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting']])
})

test('a mail that waits for its code is at verification, with its letter sent', () => {
  const classification = {
    ...{ language: 'zh', topic: 'request', intents: ['access'], scope: 'account', part: null },
    ...{ corrections: [], confidence: 0.9, decision: 'act', reasons: [] },
  }
  const decisions = { triage, classification, verification: { outcome: 'challenge', reason: 'x', reasons: [] } }
  const facts = {
    mails: [mail('m1', 1, { decisions, requestId: 'r' })],
    requests: [request('awaiting_verification')],
    letters: [letter('confirm', 2, 'm1')],
  }
  expect(states(['m1'], facts)).toEqual([['done', 'done', 'done', 'active', 'waiting', 'done']])
})

test('an automatic mail stops at triage and goes no further', () => {
  const decisions = { triage: { kind: 'auto_reply', replyAllowed: false, reasons: ['auto_submitted'] } }
  const facts = { mails: [mail('m1', 1, { state: 'set_aside', decisions })] }
  expect(states(['m1'], facts)).toEqual([['done', 'stopped', 'skipped', 'skipped', 'skipped', 'skipped']])
})

test('a result belongs to the mail with the code, though it answers the first mail of the thread', () => {
  const facts = {
    mails: [mail('m1', 1, { requestId: 'r' }), mail('m2', 5, { requestId: 'r' })],
    requests: [request('fulfilled')],
    letters: [letter('confirm', 2, 'm1'), letter('result', 6, 'm1', 'queued')],
  }
  const all = journeys(['m1', 'm2'], facts)
  expect(all.map((way) => way.letters.map((one) => one.template))).toEqual([['confirm'], ['result']])
  expect(all[1]?.stations.at(-1)).toEqual({ name: 'letters', state: 'active' })
})
