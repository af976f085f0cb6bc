// The one-time code: which answers count, which do not, and what each is told.

import { expect, test } from 'vitest'
import { expireRequests } from '../../src/desk/expire.ts'
import { detailsLifeMs } from '../../src/desk/parts.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { replyTo } from '../support/raw-mail.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const { desk: open } = stories()
const hour = 3_600_000

const isThere = (desk: TestDesk) => desk.rows("SELECT id FROM users WHERE email = 'alice@example.org'").length === 1

/** Alice asks for deletion; the desk has sent her a code. */
async function asked(options?: Parameters<typeof open>[0]): Promise<TestDesk> {
  const desk = await open(options)
  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
  })
  expect(await desk.states()).toEqual(['awaiting_verification'])
  return desk
}

const fullWidth = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

test.each<[how: string, write: (code: string) => string]>([
  ['in lower case', (code) => code.toLowerCase()],
  ['in full-width characters', fullWidth],
  ['with blanks between all characters', (code) => [...code.replace('-', '')].join(' ')],
  ['without the dash, in a sentence', (code) => `Hello, my code is ${code.replace('-', '')}. Thanks, Alice`],
  ['in Chinese quotation marks', (code) => `我的确认码是“${code}”。`],
])('a code %s is the code', async (_how, write) => {
  const desk = await asked()
  await desk.reply(alice, write(await desk.codeFor(alice)))
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(isThere(desk)).toBe(false)
})

test('after a wrong code the letter says how many tries are left, and the right code still counts', async () => {
  const desk = await asked()
  await desk.reply(alice, '2222-2222')
  expect(isThere(desk)).toBe(true)
  const told = await desk.lastTo(alice)
  expect(told.subject).toContain('The code was not right')
  expect(told.words).toContain('You can try 4 more times')
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(isThere(desk)).toBe(false)
})

test('after too many wrong codes even the right one does nothing: staff have the request', async () => {
  const desk = await asked({ settings: { verification: { maxTries: 3 } } })
  const code = await desk.codeFor(alice)
  for (const wrong of ['2222-2222', '3333-3333', '4444-4444']) await desk.reply(alice, wrong)
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ state: 'held', stateReason: 'too_many_wrong_codes' }),
  ])
  expect((await desk.lastTo(alice)).words).toContain('this code is now void')
  expect(await desk.subjectsTo('staff@desk.example')).toHaveLength(1)
  await desk.reply(alice, code)
  expect(await desk.states()).toEqual(['held'])
  expect(isThere(desk)).toBe(true)
})

test('one mail that lists many codes is one try, and only its first three are looked at', async () => {
  const desk = await asked()
  const code = await desk.codeFor(alice)
  await desk.reply(alice, ['2222-2222', '3333-3333', '4444-4444', code].join('\n'))
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect((await desk.lastTo(alice)).words).toContain('You can try 4 more times')
  expect(isThere(desk)).toBe(true)
})

test('an expired code does nothing, whatever any clean-up has done, and the letter says so', async () => {
  const desk = await asked()
  const code = await desk.codeFor(alice)
  desk.clock.forward(71 * hour)
  await desk.reply(alice, '2222-2222')
  expect(await desk.states()).toEqual(['awaiting_verification'])
  desk.clock.forward(hour)
  await desk.reply(alice, code)
  expect(await desk.states()).toEqual(['expired'])
  expect(isThere(desk)).toBe(true)
  expect(desk.lettersTo(alice)).toHaveLength(3)
  const [told] = await desk.app.parts.db.outboxLetter.findMany({ orderBy: { id: 'desc' }, take: 1 })
  expect(told).toMatchObject({ template: 'code-expired', recipient: alice, state: 'sent' })
})

test('a request whose code is never answered ends by itself, and the requester hears that nothing was done', async () => {
  const desk = await asked()
  desk.clock.forward(73 * hour)
  await desk.round()
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'expired', stateReason: 'code_expired' })])
  expect(isThere(desk)).toBe(true)
  const letters = await desk.subjectsTo(alice)
  expect(letters).toHaveLength(2)
  await desk.round()
  expect(await desk.subjectsTo(alice)).toEqual(letters)
})

test('a code that reached the mailbox in time counts, however late the desk comes to read it', async () => {
  const desk = await asked()
  const answer = await replyTo((await desk.lastTo(alice)).letter, { from: alice, text: await desk.codeFor(alice) })
  await desk.deliver(answer, { arrivedAt: new Date(desk.clock.now().getTime() + 71 * hour) })
  desk.clock.forward(100 * hour)
  await desk.round()
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('while the mailbox cannot be read no request expires: its answer may wait there', async () => {
  const desk = await asked()
  desk.clock.forward(100 * hour)
  await expireRequests(desk.app.parts, detailsLifeMs)
  expect(await desk.states()).toEqual(['awaiting_verification'])
  await desk.round()
  expect(await desk.states()).toEqual(['expired'])
})

test('the right code from another address verifies nothing', async () => {
  const desk = await asked()
  await desk.reply(alice, await desk.codeFor(alice), { from: 'mallory@attacker.example' })
  expect(isThere(desk)).toBe(true)
  const states = await desk.requests()
  expect(states[0]).toMatchObject({ state: 'awaiting_verification' })
  expect(states[1]).toMatchObject({ state: 'held', stateReason: 'foreign_reference' })
  expect(await desk.subjectsTo('mallory@attacker.example')).toEqual([expect.stringContaining('with our staff')])
  expect((await desk.lastTo('mallory@attacker.example')).text).not.toContain('alice')
  await desk.confirm(alice)
  expect(isThere(desk)).toBe(false)
})

test('the code of one request does not confirm another of the same person', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  const accessCode = await desk.codeFor(alice)
  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
  })
  await desk.reply(alice, accessCode)
  expect(await desk.states()).toEqual(['awaiting_verification', 'awaiting_verification'])
  expect(isThere(desk)).toBe(true)
})

test('a code in a mail of its own, not a reply, finds its request', async () => {
  const desk = await asked()
  const code = await desk.codeFor(alice)
  await desk.send({ from: 'mallory@attacker.example', subject: 'Code', text: code })
  expect((await desk.states())[0]).toBe('awaiting_verification')
  await desk.send({ from: alice, subject: '', text: `${code}\n` })
  expect((await desk.states())[0]).toBe('fulfilled')
  expect(isThere(desk)).toBe(false)
})

test('wrong codes in mails of their own use up no try: whoever forges a sender cannot spoil a code', async () => {
  const desk = await asked({ settings: { verification: { maxTries: 2 } } })
  const code = await desk.codeFor(alice)
  for (const wrong of ['2222-2222', '3333-3333', '4444-4444']) {
    await desk.send({ from: alice, subject: 'Code', text: wrong })
  }
  await desk.send({ from: alice, subject: 'Code', text: code })
  expect((await desk.states())[0]).toBe('fulfilled')
})

test('two codes in one mail answer their two requests, in the thread of either or in none', async () => {
  for (const how of ['reply', 'alone'] as const) {
    const desk = await open()
    await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
    const first = await desk.codeFor(alice)
    await desk.send({
      from: alice,
      subject: 'Analytics',
      text: 'I object to the use of my data for analytics. Please stop the usage analytics for my account.',
    })
    const text = `${first} and ${await desk.codeFor(alice)}`
    if (how === 'reply') await desk.reply(alice, text)
    else await desk.send({ from: alice, subject: 'Codes', text })
    expect(await desk.states(), how).toEqual(['fulfilled', 'fulfilled'])
  }
})

test('one right code beside a wrong one answers its request, and the other still waits', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  const first = await desk.codeFor(alice)
  await desk.send({ from: alice, subject: 'Delete', text: 'Please delete my account and all my data.' })
  await desk.send({ from: alice, subject: 'Codes', text: `${first}\n2222-2222` })
  expect(await desk.states()).toEqual(['fulfilled', 'awaiting_verification'])
  expect(isThere(desk)).toBe(true)
})

test('a used code is worth nothing: sent again it is filed with the answer', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  const code = await desk.codeFor(alice)
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
  await desk.reply(alice, code)
  expect(await desk.states()).toEqual(['fulfilled'])
  const copies = (await desk.subjectsTo(alice)).filter((subject) => subject.startsWith('Done:'))
  expect(copies).toHaveLength(1)
})

test.each([
  [
    'I got this code but I never asked you to delete my account',
    (code: string) => `What is ${code}? I never asked for this.`,
  ],
  ['the code with a wish to wait', (code: string) => `${code} 等一下，先别删，先把数据发给我`],
  ['the code with an exception', (code: string) => `${code}\nBut please do not delete my posts.`],
])('the right code with words against the deletion erases nothing: %s', async (_what, write) => {
  const desk = await asked()
  await desk.reply(alice, write(await desk.codeFor(alice)))
  const [request] = await desk.requests()
  expect(['held', 'withdrawn']).toContain(request?.state)
  expect(isThere(desk)).toBe(true)
  await desk.round()
  expect(isThere(desk)).toBe(true)
})

test('another wish beside the right code is a request of its own, with a code of its own', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  const code = await desk.codeFor(alice)
  await desk.reply(alice, `${code}\nAlso please delete my account.`)
  expect(await desk.states()).toEqual(['fulfilled', 'awaiting_verification'])
  expect(isThere(desk)).toBe(true)
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled', 'fulfilled'])
  expect(isThere(desk)).toBe(false)
})

test.each(['谢谢！已经收到了', 'Thanks, got it!'])(
  '%s after the answer is filed with it and troubles nobody',
  async (words) => {
    const desk = await open()
    await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
    await desk.confirm(alice)
    const letters = desk.sink.letters.length
    await desk.reply(alice, words)
    expect(await desk.states()).toEqual(['fulfilled'])
    expect(desk.sink.letters).toHaveLength(letters)
    await desk.reply(alice, `${words} But the archive is empty.`)
    expect(await desk.states()).toHaveLength(2)
  },
)

test('a reply without a code gets a reminder, three at most, and changes nothing', async () => {
  const desk = await asked()
  for (const words of ['Yes, please go ahead.', 'I confirm.', 'ok', 'hello?', 'anybody there?'])
    await desk.reply(alice, words)
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(isThere(desk)).toBe(true)
  const reminders = (await desk.subjectsTo(alice)).filter((subject) => subject.includes('no code'))
  expect(reminders).toHaveLength(3)
})

test('a reply that only quotes our letter, code included, confirms nothing', async () => {
  const desk = await asked()
  await desk.reply(alice, '')
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(isThere(desk)).toBe(true)
})

/** How mail programs put the answered letter below an answer. */
const shapes: Record<string, (letter: string) => string> = {
  Gmail: (letter) =>
    `\n\nOn Mon, Nov 23, 2026 at 10:00 AM Example Platform <privacy@desk.example> wrote:\n\n${quoted(letter)}`,
  'Gmail in Chinese': (letter) =>
    `\n\n示例平台 <privacy@desk.example> 于2026年11月23日周一 10:00写道：\n\n${quoted(letter)}`,
  Outlook: (letter) =>
    `\n\n________________________________\nFrom: Example Platform <privacy@desk.example>\nSent: Monday, November 23, 2026 10:00 AM\nTo: Alice <alice@example.org>\nSubject: Please confirm: Delete your account\n\n${letter}`,
  'Outlook in Chinese': (letter) =>
    `\n\n发件人: 示例平台 <privacy@desk.example>\n发送时间: 2026年11月23日 10:00\n收件人: Alice <alice@example.org>\n主题: 请确认\n\n${letter}`,
  QQ: (letter) =>
    `\n\n\n------------------ 原始邮件 ------------------\n发件人: "示例平台" <privacy@desk.example>;\n发送时间: 2026年11月23日(星期一) 上午10:00\n收件人: "Alice"<alice@example.org>;\n主题: 请确认\n\n${letter}`,
  NetEase: (letter) => `\n\n\n\nAt 2026-11-23 10:00:00, "示例平台" <privacy@desk.example> wrote:\n${quoted(letter)}`,
}

function quoted(letter: string): string {
  return letter.replace(/^/gm, '> ')
}

test.each(Object.keys(shapes))(
  'quoted as %s does it: the quoted code alone confirms nothing, a code above it does',
  async (name) => {
    const desk = await asked()
    const code = await desk.codeFor(alice)
    const { letter, text } = await desk.lastTo(alice)
    const below = shapes[name]?.(text) ?? ''
    const parsed = await letter.parse()
    const reply = (words: string) => ({
      from: alice,
      to: parsed.replyTo?.value[0]?.address ?? '',
      subject: `Re: ${parsed.subject ?? ''}`,
      inReplyTo: parsed.messageId ?? '',
      text: `${words}${below}`,
    })
    await desk.send(reply('Yes, this was me.'))
    expect(await desk.states()).toEqual(['awaiting_verification'])
    expect(isThere(desk)).toBe(true)
    await desk.send(reply(code))
    expect(await desk.states()).toEqual(['fulfilled'])
    expect(isThere(desk)).toBe(false)
  },
)

test('an HTML reply with the letter in a blockquote: only what stands above it counts', async () => {
  const desk = await asked()
  const code = await desk.codeFor(alice)
  const { letter, html } = await desk.lastTo(alice)
  const parsed = await letter.parse()
  const reply = (words: string) => ({
    from: alice,
    to: parsed.replyTo?.value[0]?.address ?? '',
    subject: `Re: ${parsed.subject ?? ''}`,
    inReplyTo: parsed.messageId ?? '',
    html: `<div dir="ltr">${words}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Nov 23, 2026 at 10:00 Example &lt;privacy@desk.example&gt; wrote:<br></div><blockquote class="gmail_quote">${html}</blockquote></div>`,
  })
  await desk.send(reply('yes'))
  expect(await desk.states()).toEqual(['awaiting_verification'])
  await desk.send(reply(`<b>${code}</b>`))
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('a copy asked for while the deletion waits for its code is a request of its own', async () => {
  const desk = await open()
  await desk.send({ from: xiaoming, subject: '注销账号', text: '您好，请注销我的账号并删除我的全部个人信息。谢谢。' })
  await desk.reply(xiaoming, '请先给我一份我的个人数据副本。')
  expect(await desk.states()).toEqual(['awaiting_verification', 'awaiting_verification'])
  await desk.confirm(xiaoming)
  expect(await desk.states()).toEqual(['awaiting_verification', 'fulfilled'])
})
