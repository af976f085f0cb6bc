// Mail that no person wrote, or not to us: it is kept and never answered. And what follows when a letter of ours fails.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { staffAddress, stories, type TestDesk } from '../support/desk.ts'

const alice = 'alice@example.org'
const { desk: open } = stories()

const deletion = {
  from: alice,
  subject: 'Delete my account',
  text: 'Please delete my account and all my personal data.',
}

/** A report as mail servers write it (RFC 3464) about a letter with this Message-ID. */
function report(
  messageId: string,
  over: { recipient?: string; action?: string; status?: string; to?: string } = {},
): string {
  const { recipient = alice, action = 'failed', status = '5.1.1', to = 'privacy@desk.example' } = over
  return [
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.org>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    `Message-ID: <report-${action}-${messageId.slice(1, 20)}@mx.example.org>`,
    'Date: Mon, 23 Nov 2026 02:10:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry to have to inform you that your message could not be delivered.',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    '--b1',
    'Content-Type: text/rfc822-headers',
    '',
    'From: privacy@desk.example',
    `To: ${recipient}`,
    `Message-ID: ${messageId}`,
    'Subject: Please confirm',
    '',
    '--b1--',
    '',
  ].join('\r\n')
}

const letterIdOf = async (desk: TestDesk, address: string) =>
  (await (await desk.lastTo(address)).letter.parse()).messageId ?? ''

test.each([
  'qq-auto-reply',
  'exchange-auto-reply-chinese',
  'netease-auto-reply-words-only',
  'out-of-office-english',
  'out-of-office-german',
  'mailing-list-header',
  'list-unsubscribe-chinese-bulk',
  'dmarc-aggregate-report',
  'recall-outlook-chinese',
  'null-return-path',
  'dsn-failed',
])('%s gets no answer and opens no request', async (name) => {
  const desk = await open()
  await desk.send(readFileSync(join(import.meta.dirname, `../mails/${name}.eml`)))
  const [mail] = await desk.mails()
  expect(mail?.state).toBe('set_aside')
  expect(await desk.requests()).toEqual([])
  expect(desk.sink.letters).toEqual([])
})

test.each<[string, [string, string][]]>([
  ['Auto-Submitted', [['Auto-Submitted', 'auto-replied (vacation)']]],
  ['an empty Return-Path', [['Return-Path', '<>']]],
  ['Precedence bulk', [['Precedence', 'bulk']]],
  ['a List-Id', [['List-Id', 'Friends <friends.lists.example.org>']]],
])('a request marked by %s is not answered, whatever it says', async (_what, headers) => {
  const desk = await open()
  await desk.send({ ...deletion, headers })
  expect(desk.sink.letters).toEqual([])
  expect(await desk.requests()).toEqual([])
})

test('an out-of-office answer to our letter neither confirms nor stops anything', async () => {
  const desk = await open()
  await desk.send(deletion)
  const before = desk.sink.letters.length
  await desk.reply(alice, 'I am away until Monday. Please contact my colleague to cancel anything.', {
    subject: 'Automatic reply: Please confirm',
    headers: [['Auto-Submitted', 'auto-replied']],
  })
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(desk.sink.letters).toHaveLength(before)
})

test('two robots answering each other come to an end', async () => {
  const desk = await open()
  await desk.send(deletion)
  // a robot that gives no sign of being one
  for (let n = 0; n < 8; n++) await desk.reply(alice, 'Thank you for your message. We will get back to you.')
  expect(desk.lettersTo(alice).length).toBeLessThanOrEqual(4)
})

test('when the letter with the code comes back, the request is held and staff hear of it', async () => {
  const desk = await open()
  await desk.send(deletion)
  await desk.send(report(await letterIdOf(desk, alice)))
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'letter_bounced' })])
  const letters = await desk.app.parts.db.outboxLetter.findMany({ where: { recipient: alice } })
  expect(letters).toEqual([expect.objectContaining({ template: 'confirm', state: 'bounced', error: '5.1.1' })])
  expect(await desk.subjectsTo(staffAddress)).toHaveLength(1)
  expect(desk.lettersTo(alice)).toHaveLength(1)
  expect(desk.lettersTo('MAILER-DAEMON@mx.example.org')).toEqual([])
})

test('when the answer itself comes back, staff hear of it and the request stays done', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  await desk.confirm(alice)
  await desk.send(report(await letterIdOf(desk, alice)))
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(await desk.subjectsTo(staffAddress)).toHaveLength(1)
})

test('a report of a delay is noted and changes nothing', async () => {
  const desk = await open()
  await desk.send(deletion)
  await desk.send(report(await letterIdOf(desk, alice), { action: 'delayed', status: '4.4.1' }))
  expect(await desk.states()).toEqual(['awaiting_verification'])
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('a report without our Message-ID that comes back to the tagged sender finds its request by the tag', async () => {
  const desk = await open()
  await desk.send(deletion)
  const { letter } = await desk.lastTo(alice)
  expect(letter.from).toMatch(/^privacy\+HB-[2-9A-Z]{6}\.[0-9a-f]{12}@desk\.example$/i)
  await desk.send(report('<lost@elsewhere.example>', { to: letter.from }))
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'letter_bounced' })])
})

test('a report about a letter that is not ours, or that forges our ids, changes nothing', async () => {
  const desk = await open()
  await desk.send(deletion)
  const id = await letterIdOf(desk, alice)
  await desk.send(report('<somebody-else@example.org>'))
  await desk.send(report(id.replace(/\.[0-9a-f]{20}@/, '.00000000000000000000@')))
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(desk.lettersTo(staffAddress)).toEqual([])
})

test('a note to staff that comes back is marked and causes no further note', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Question',
    text: 'How long do you keep access logs, and where is your data stored?',
  })
  await desk.send(report(await letterIdOf(desk, staffAddress), { recipient: staffAddress }))
  expect(await desk.subjectsTo(staffAddress)).toHaveLength(1)
})

test('our own letter coming back through a forwarder is dropped', async () => {
  const desk = await open()
  await desk.send(deletion)
  const { letter } = await desk.lastTo(alice)
  const before = desk.sink.letters.length
  await desk.send(
    Buffer.concat([
      Buffer.from('Received: from forwarder.example by mx.desk.example; Mon, 23 Nov 2026 02:00:00 +0000\r\n'),
      letter.raw,
    ]),
  )
  await desk.send({ from: 'Privacy@Desk.Example', subject: 'Delete my account', text: deletion.text })
  await desk.send({ from: 'privacy+HB-222222@desk.example', subject: 'Delete my account', text: deletion.text })
  expect((await desk.mails()).slice(1).map((mail) => mail.kind)).toEqual(['own_loop', 'own_loop', 'own_loop'])
  expect(desk.sink.letters).toHaveLength(before)
})
