// The letters as they go over the wire: headers, envelope, threading, and how many one address can get.

import { expect, test } from 'vitest'
import { privacyAddress, staffAddress, stories } from '../support/desk.ts'

const alice = 'alice@example.org'
const { desk: open } = stories()
const copy = { from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' }

/** Unfolded header fields, names in lower case. */
function fields(raw: Buffer): Map<string, string> {
  const [head = ''] = raw.toString().split('\r\n\r\n', 1)
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
}

test('a letter to the stored address: tagged sender, tagged Reply-To, thread, reference, marked as automatic', async () => {
  const desk = await open()
  await desk.send({ ...copy, messageId: 'first@mail.example', references: '<earlier@mail.example>' })
  const { letter } = await desk.lastTo(alice)
  const [{ reference = '' } = {}] = await desk.requests()
  const head = fields(letter.raw)
  // the mark stands in the envelope alone
  expect(letter.from).toMatch(new RegExp(`^privacy\\+${reference}\\.[0-9a-f]{12}@desk\\.example$`))
  expect(letter.raw.toString()).not.toContain(letter.from)
  expect(letter.to).toEqual([alice])
  expect(head.get('from')).toContain(`<${privacyAddress}>`)
  expect(head.get('to')).toBe(alice)
  expect(head.get('reply-to')).toContain(`<privacy+${reference}@desk.example>`)
  expect(head.get('auto-submitted')).toBe('auto-replied')
  expect(head.get('x-auto-response-suppress')).toBe('All')
  expect(head.get('in-reply-to')).toBe('<first@mail.example>')
  expect(head.get('references')).toBe('<earlier@mail.example> <first@mail.example>')
  expect(head.get('message-id')).toMatch(/^<hb\.[0-9a-f-]{36}\.[0-9a-f]{20}@desk\.example>$/)
  expect((await letter.parse()).subject).toContain(`[${reference}]`)
  for (const name of ['cc', 'bcc', 'x-mailer', 'return-receipt-to', 'disposition-notification-to'])
    expect(head.has(name)).toBe(false)
})

test('the answer continues the thread of the mail that brought the code', async () => {
  const desk = await open()
  await desk.send(copy)
  await desk.reply(alice, await desk.codeFor(alice), { messageId: 'second@mail.example' })
  const { letter } = await desk.lastTo(alice)
  expect(fields(letter.raw).get('in-reply-to')).toBe('<second@mail.example>')
})

test('a letter to a stranger has an empty envelope sender', async () => {
  const desk = await open()
  await desk.send({ ...copy, from: 'one@nowhere.example' })
  expect(desk.lettersTo('one@nowhere.example').map((letter) => letter.from)).toEqual([''])
})

test('a letter that answers no mail is auto-generated; a note to staff names nobody', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Question about logs',
    text: 'How long do you keep access logs, and where is your data stored?',
  })
  const { letter, text } = await desk.lastTo(staffAddress)
  expect(fields(letter.raw).get('auto-submitted')).toBe('auto-generated')
  expect(text).not.toContain(alice)
  expect(text).not.toContain('logs')
})

test('both parts of a letter say the same: text and HTML, both languages, the code in both', async () => {
  const desk = await open()
  await desk.send(copy)
  const { text, html } = await desk.lastTo(alice)
  const code = await desk.codeFor(alice)
  expect(text.split(code)).toHaveLength(3)
  expect(html.split(code)).toHaveLength(3)
  expect(html).toContain('lang="en"')
  expect(html).toContain('lang="zh-Hans"')
  expect(html).not.toMatch(/<(?:script|img|link)\b|https?:\/\/fonts/)
})

test('once a letter with a code has left, the desk itself no longer knows the code', async () => {
  const desk = await open()
  await desk.send(copy)
  const code = await desk.codeFor(alice)
  const rows = JSON.stringify([
    await desk.app.parts.db.outboxLetter.findMany(),
    await desk.app.parts.db.challenge.findMany(),
    await desk.app.parts.db.event.findMany(),
  ])
  expect(rows).not.toContain(code)
  expect(rows).not.toContain(code.replace('-', ''))
})

test('past the daily cap the desk falls silent towards an address, and speaks again the next day', async () => {
  const desk = await open({ settings: { limits: { lettersPerAddressPerDay: 3 } } })
  for (let n = 0; n < 5; n++) await desk.send({ ...copy, from: 'one@nowhere.example', text: `${copy.text} ${n}` })
  expect(desk.lettersTo('one@nowhere.example')).toHaveLength(3)
  expect(await desk.states()).toHaveLength(5)
  await desk.send({ ...copy, from: 'two@nowhere.example' })
  expect(desk.lettersTo('two@nowhere.example')).toHaveLength(1)
  desk.clock.forward(25 * 3_600_000)
  await desk.send({ ...copy, from: 'one@nowhere.example', text: `${copy.text} again` })
  expect(desk.lettersTo('one@nowhere.example')).toHaveLength(4)
})

test('the cap counts an address in any letter case', async () => {
  const desk = await open({ settings: { limits: { lettersPerAddressPerDay: 2 } } })
  for (const from of ['one@nowhere.example', 'One@Nowhere.example', 'ONE@nowhere.example', 'oNe@nowhere.example'])
    await desk.send({ ...copy, from, text: `${copy.text} ${from}` })
  expect(desk.lettersTo('one@nowhere.example')).toHaveLength(2)
})

test('a result that was confirmed is never held back by the cap', async () => {
  const desk = await open({ settings: { limits: { lettersPerAddressPerDay: 1 } } })
  await desk.send(copy)
  await desk.confirm(alice)
  expect((await desk.subjectsTo(alice)).map((subject) => subject.split(':')[0])).toEqual(['Please confirm', 'Done'])
})
