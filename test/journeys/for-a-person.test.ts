// What a program must not decide: it goes to staff, with its clock running, and the writer hears who has it. And words about
// requests: how they stand.

import { expect, test } from 'vitest'
import { staffAddress, stories } from '../support/desk.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const { desk: open } = stories()

test.each<[string, string, string, { subject: string; text: string }]>([
  [
    'a disclosure demand by police',
    'topic_disclosure',
    'li.wei@police.example',
    {
      subject: '公安局调取证据',
      text: '我是朝阳公安分局民警，因办案需要，请提供用户小明（xiaoming@example.com）的注册信息和登录日志。',
    },
  ],
  [
    'a complaint',
    'topic_complaint',
    alice,
    { subject: '投诉', text: '我要投诉你们！你们泄露了我的个人信息，我会向网信办举报你们的违法行为。' },
  ],
  [
    'a mail about a child',
    'topic_minor',
    'parent@family.example',
    { subject: '我的孩子', text: '我是孩子的妈妈，他今年十岁，用我的手机注册了你们的账号，请删除他的信息。' },
  ],
  [
    'a question',
    'topic_question',
    alice,
    { subject: 'Question', text: 'How long do you keep access logs, and where is your data stored?' },
  ],
])('%s goes to staff, without data and without a code', async (_what, reason, from, mail) => {
  const desk = await open()
  await desk.send({ from, ...mail })
  const [request] = await desk.requests()
  expect(request).toMatchObject({ state: 'held', stateReason: reason })
  const note = await desk.lastTo(staffAddress)
  expect(note.words).toContain(request?.reference)
  expect(note.words).toContain(reason)
  expect(note.words).not.toContain(from)
  expect(note.words).not.toContain(mail.text.slice(0, 8))
  const told = await desk.lastTo(from)
  // Monday 10:00 in Shanghai: the office is open now; 15 working days end on 14 December
  expect(told.words).toMatch(/2026年11月23日 10:00|23 November 2026, 10:00/)
  expect(told.words).toMatch(/2026年12月14日|14 December 2026/)
  expect((await told.letter.parse()).attachments).toEqual([])
  expect(told.words).not.toContain('scrypt')
  await expect(desk.codeFor(from)).rejects.toThrow('no code')
})

test('a mail in the night of a Friday promises nothing before Monday', async () => {
  const desk = await open()
  desk.clock.set('2026-11-27T15:00:00Z')
  await desk.send({
    from: alice,
    subject: 'Question',
    text: 'How long do you keep access logs, and where is your data stored?',
  })
  expect((await desk.lastTo(alice)).words).toContain('30 November 2026, 09:00')
})

test('spam is set aside: no request, no letter', async () => {
  const desk = await open()
  await desk.send({
    from: 'seo@spam.example',
    subject: 'Great offer',
    text: 'Buy cheap SEO backlinks now! 50% discount, visit our website today!',
  })
  await desk.send({
    from: 'piao@spam.example',
    subject: '代开发票',
    text: '本公司长期代开各类发票，税点优惠，联系微信 12345。',
  })
  expect(await desk.requests()).toEqual([])
  expect(desk.sink.letters).toEqual([])
  expect((await desk.mails()).map((mail) => [mail.state, mail.stateReason])).toEqual([
    ['set_aside', 'topic_other'],
    ['set_aside', 'topic_other'],
  ])
})

test('how do my requests stand: after the code, every request with its reference, state and date', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  await desk.confirm(alice)
  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
  })
  await desk.send({
    from: alice,
    subject: 'Status',
    text: 'What is the status of my request? I wrote to you last week.',
  })
  const [copy, deletion, status] = await desk.requests()
  expect(status).toMatchObject({ topic: 'status', state: 'awaiting_verification' })
  await desk.confirm(alice)
  const { words, subject } = await desk.lastTo(alice)
  expect(subject).toContain('The state of your requests')
  expect(words).toMatch(
    new RegExp(`Reference: ${deletion?.reference} .*State: waiting for you to answer with the code`),
  )
  expect(words).toMatch(new RegExp(`Reference: ${copy?.reference} .*State: done`))
  expect(words).not.toContain(`Reference: ${status?.reference}`)
})

test('asked in Chinese and nothing open: the answer says so', async () => {
  const desk = await open()
  await desk.send({ from: xiaoming, subject: '进度', text: '请问我的请求办理得怎么样了？' })
  await desk.confirm(xiaoming)
  expect((await desk.lastTo(xiaoming)).words).toContain('您目前没有尚未办结的请求')
})

test('a further mail to a held request is added to it, and staff hear of it', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Question',
    text: 'How long do you keep access logs, and where is your data stored?',
  })
  await desk.reply(alice, 'I forgot to say: it is about the logs of last summer.')
  expect(await desk.states()).toEqual(['held'])
  expect(await desk.subjectsTo(staffAddress)).toHaveLength(2)
  expect(desk.lettersTo(alice)).toHaveLength(1)
})

test('a mail marked with the reference of somebody else goes to staff and learns nothing', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Delete my account',
    text: 'Please delete my account and all my personal data.',
  })
  const [{ reference = '' } = {}] = await desk.requests()
  await desk.send({
    from: 'mallory@attacker.example',
    to: `privacy+${reference}@desk.example`,
    subject: 'And?',
    text: 'Is it done?',
  })
  const guessed = await desk.lastTo('mallory@attacker.example')
  await desk.send({ from: 'mallory@attacker.example', subject: `Re: [${reference}]`, text: 'Is it done?' })
  expect((await desk.requests())[0]).toMatchObject({ reference, state: 'awaiting_verification' })
  expect(guessed.words).not.toContain(reference)
  expect(desk.lettersTo(alice)).toHaveLength(1)
})
