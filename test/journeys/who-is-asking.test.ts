// Who gets what: nothing in a mail is proof. Data and codes go to the stored address alone; strangers learn nothing.

import { expect, test } from 'vitest'
import { stories, type TestDesk, trustedServer } from '../support/desk.ts'

const alice = 'alice@example.org'
const mallory = 'mallory@attacker.example'
const { desk: open } = stories()

const aliceRow = "SELECT * FROM users WHERE email = 'alice@example.org'"
const refusal = {
  subject: 'Analytics',
  text: 'I object to the use of my data for analytics. Please stop the usage analytics for my account.',
}
const copy = { subject: 'My data', text: 'Please send me a copy of all the data you hold about me.' }

/** What the border of our own mail system writes on top of a mail. */
function border(result: string, from = 'mail.example.org'): [string, string][] {
  return [
    ['Authentication-Results', result],
    [
      'Received',
      `from ${from} (${from} [203.0.113.7]) by ${trustedServer} with ESMTPS; Mon, 23 Nov 2026 02:00:00 +0000`,
    ],
  ]
}

const everything = async (desk: TestDesk) =>
  (
    await Promise.all(
      desk.sink.letters.map(async (letter) => JSON.stringify([letter.from, letter.to, (await letter.parse()).text])),
    )
  ).join()

test('a forged From costs its owner one letter without data; whoever forged it gets nothing', async () => {
  const desk = await open()
  const before = desk.rows(aliceRow)
  await desk.send({
    from: `Alice <${alice}>`,
    ...copy,
    headers: [
      ['Return-Path', `<${mallory}>`],
      ...border(`${trustedServer}; dmarc=fail header.from=example.org`, 'attacker.example'),
    ],
  })
  expect(desk.sink.letters.flatMap((letter) => letter.to)).toEqual([alice])
  const { letter, text } = await desk.lastTo(alice)
  expect((await letter.parse()).attachments).toEqual([])
  const { nickname: _known, email: _too, ...rest } = before[0] ?? {}
  for (const secret of [rest.region, rest.password_hash]) expect(text).not.toContain(String(secret))
  expect(await desk.states()).toEqual(['awaiting_verification'])
})

test('a Reply-To that differs, a Sender, a Cc: none of them ever gets a letter', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    ...copy,
    headers: [
      ['Reply-To', mallory],
      ['Sender', mallory],
      ['Cc', mallory],
    ],
  })
  await desk.reply(alice, await desk.codeFor(alice), { headers: [['Reply-To', mallory]] })
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(new Set(desk.sink.letters.flatMap((letter) => letter.to))).toEqual(new Set([alice]))
})

test('results go to the spelling in the database, whatever case the mail was written from', async () => {
  const desk = await open()
  await desk.send({ from: 'ALICE@Example.ORG', ...copy })
  expect(desk.sink.letters.map((letter) => letter.to)).toEqual([[alice]])
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('an account whose address is stored with capitals gets its letters there, and its code counts from either spelling', async () => {
  const desk = await open()
  desk.write("UPDATE users SET email = 'Alice@example.org' WHERE email = 'alice@example.org'")
  await desk.send({ from: alice, ...copy })
  expect(desk.sink.letters.map((letter) => letter.to)).toEqual([['Alice@example.org']])
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('once an account is deleted its address is a stranger’s', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
  })
  await desk.confirm(alice)
  await desk.send({ from: alice, ...copy })
  expect(await desk.states()).toEqual(['fulfilled', 'declined'])
  expect((await desk.lastTo(alice)).subject).toContain('About your privacy request')
})

test('a look-alike address is somebody else', async () => {
  const desk = await open()
  await desk.send({ from: 'аlice@example.org', ...copy })
  await desk.send({ from: '"alice@example.org" <mallory@attacker.example>', ...copy })
  await desk.send({ from: 'alice@example.org.attacker.example', ...copy })
  expect(desk.lettersTo(alice)).toEqual([])
  expect(await desk.states()).not.toContain('awaiting_verification')
})

test('two From addresses are no identity: nobody is written to, staff look at it', async () => {
  const desk = await open()
  await desk.send({ from: `${alice}, ${mallory}`, ...copy })
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'sender_several' })])
  expect(desk.sink.letters.map((letter) => letter.to)).toEqual([['staff@desk.example']])
})

test('two strangers get the same letter, apart from reference, ids and dates', async () => {
  const desk = await open()
  await desk.send({ from: 'one@nowhere.example', ...copy })
  await desk.send({ from: 'two@elsewhere.example', ...copy })
  const [one, two] = await Promise.all(
    ['one@nowhere.example', 'two@elsewhere.example'].map(async (each) => await desk.lastTo(each)),
  )
  const neutral = (letter: typeof one) =>
    [letter?.subject, letter?.text, letter?.html].join('\n').replace(/HB-[2-9A-Z]{6}/g, 'HB-')
  expect(neutral(one)).toBe(neutral(two))
  expect(one?.words).toContain('it says neither that there is an account nor that there is none')
  expect(one?.words).toContain('既不表示有账号，也不表示没有')
  expect(await desk.states()).toEqual(['declined', 'declined'])
})

test('a stranger who writes in the name of a registered person, their address in the text, learns nothing of them', async () => {
  const desk = await open()
  await desk.send({
    from: mallory,
    subject: 'My data',
    text: `Please send me a copy of all my data. My account is ${alice}, nickname Alice.`,
  })
  expect(desk.lettersTo(alice)).toEqual([])
  const { text, subject } = await desk.lastTo(mallory)
  expect(subject).toContain('About your privacy request')
  expect(text).not.toContain('alice@example.org')
})

test('whoever names another account in the mail gets no code for their own: staff have it', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'Delete', text: 'Please delete the account xiaoming@example.com' })
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ state: 'held', stateReason: 'names_other_account' }),
  ])
  await expect(desk.codeFor(alice)).rejects.toThrow('no code')
  expect(desk.lettersTo('xiaoming@example.com')).toEqual([])
})

test('an address that two accounts share is held for staff; neither account is chosen', async () => {
  const desk = await open()
  await desk.send({ from: 'lin.family@example.cn', subject: '注销', text: '请注销我的账号并删除全部个人信息。' })
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ state: 'held', stateReason: 'several_subjects_match' }),
  ])
  expect(desk.rows("SELECT id FROM users WHERE email = 'lin.family@example.cn'")).toHaveLength(2)
  expect(await desk.subjectsTo('staff@desk.example')).toHaveLength(1)
  const { text } = await desk.lastTo('lin.family@example.cn')
  expect(text).not.toMatch(/several|two accounts|两个账号|多个账号/)
})

test('an account without an e-mail address is nobody’s by mail', async () => {
  const desk = await open()
  await desk.send({
    from: 'nameless@example.cn',
    subject: '我的数据',
    text: '我的昵称是“无名氏”，请把我的全部个人信息发给我。',
  })
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ state: 'declined', stateReason: 'address_not_on_file' }),
  ])
  expect((await desk.lastTo('nameless@example.cn')).words).toContain('如果注册时没有填写邮箱')
})

test('a refusal with an aligned DMARC pass from our own server needs no code', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...refusal, headers: border(`${trustedServer}; dmarc=pass header.from=example.org`) })
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(desk.rows(aliceRow)[0]).toMatchObject({ analytics_on: 0 })
  expect((await desk.subjectsTo(alice)).map((subject) => subject.split(':')[0])).toEqual(['Done'])
})

test.each<[string, [string, string][]]>([
  ['of another server', [['Authentication-Results', 'mx.attacker.example; dmarc=pass header.from=example.org']]],
  [
    'with our name, below the line of our border',
    [
      ...border(`${trustedServer}; dmarc=none header.from=example.org`, 'attacker.example'),
      ['Authentication-Results', `${trustedServer}; dmarc=pass header.from=example.org`],
    ],
  ],
  [
    'with our name, brought along from outside',
    [
      [
        'Received',
        `from relay.example (relay.example [203.0.113.9]) by elsewhere.example with ESMTP; Mon, 23 Nov 2026 02:00:00 +0000`,
      ],
      ['Authentication-Results', `${trustedServer}; dmarc=pass header.from=example.org`],
    ],
  ],
  ['about another domain', border(`${trustedServer}; dmarc=pass header.from=attacker.example`)],
  [
    'that vouches by DKIM of another domain only',
    border(`${trustedServer}; dkim=pass header.d=attacker.example; dmarc=none`),
  ],
])('Authentication-Results %s are not believed: the refusal needs its code', async (_name, headers) => {
  const desk = await open()
  await desk.send({ from: alice, ...refusal, headers })
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(desk.rows(aliceRow)[0]).toMatchObject({ analytics_on: 1 })
})

test('DMARC never spares a deletion or a copy its code', async () => {
  const desk = await open()
  const headers = border(`${trustedServer}; dmarc=pass header.from=example.org`)
  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
    headers,
  })
  await desk.send({ from: alice, ...copy, headers })
  await desk.send({
    from: alice,
    subject: 'both',
    text: 'Please stop the usage analytics for my account, and please send me a copy of all my personal data.',
    headers,
  })
  expect(await desk.states()).toEqual(['awaiting_verification', 'awaiting_verification', 'awaiting_verification'])
  expect(desk.rows(aliceRow)[0]).toMatchObject({ analytics_on: 1 })
})

test('whatever is answered, no letter goes to more than one recipient', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...copy, to: 'privacy@desk.example, other@elsewhere.example' })
  await desk.confirm(alice)
  expect(desk.sink.letters.every((letter) => letter.to.length === 1)).toBe(true)
  expect(await everything(desk)).not.toContain('elsewhere.example')
})
