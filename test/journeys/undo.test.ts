// A correction is taken back by answering its letter with "undo", for a set time: a code letter restates it, what was changed since
// is never overwritten.

import { expect, test } from 'vitest'
import { stories } from '../support/desk.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const { desk: open } = stories()

async function corrected(from: string, to: string, settings = {}) {
  const desk = await open({ settings })
  const [before] = desk.rows('SELECT nickname FROM users WHERE email = ?', from)
  const zh = from === xiaoming
  await desk.send({
    from,
    subject: zh ? '更正' : 'Correction',
    text: zh ? `请把我的昵称改为“${to}”。` : `Please change my nickname to "${to}".`,
  })
  await desk.confirm(from)
  const nickname = () => desk.rows('SELECT nickname FROM users WHERE email = ?', from)
  expect(nickname()).toEqual([{ nickname: to }])
  return { desk, before, nickname }
}

test.each([
  ['English', alice, 'Alice Springs', /reply to this letter with “undo”/, 'Undo'],
  ['Chinese', xiaoming, '晨星', /撤销更正/, '撤销更正，谢谢！'],
])('%s: undo brings the former value back, after a code', async (_language, from, to, words, answer) => {
  const { desk, before, nickname } = await corrected(from, to)
  expect((await desk.lastTo(from)).words).toMatch(words)
  await desk.reply(from, answer)
  expect(nickname()).toEqual([{ nickname: to }])
  expect((await desk.lastTo(from)).words).toContain(String(before?.nickname))
  await desk.confirm(from)
  expect(nickname()).toEqual([before])
  expect(await desk.states()).toEqual(['fulfilled', 'fulfilled'])
})

test('a value that was changed since is asked about, not overwritten', async () => {
  const { desk, nickname } = await corrected(alice, 'Alice Springs')
  desk.write("UPDATE users SET nickname = 'Alice Later' WHERE email = 'alice@example.org'")
  await desk.reply(alice, 'undo')
  expect((await desk.requests()).at(-1)).toEqual(
    expect.objectContaining({ state: 'received', stateReason: 'asked_details' }),
  )
  expect(nickname()).toEqual([{ nickname: 'Alice Later' }])
})

test('where it is switched off the letter does not offer it', async () => {
  const { desk } = await corrected(alice, 'Alice Springs', { verification: { undoDays: 0 } })
  expect((await desk.lastTo(alice)).words).not.toMatch(/undo/)
})

test('a stranger who answers in the thread brings nothing back', async () => {
  const { desk, nickname } = await corrected(alice, 'Alice Springs')
  const { subject } = await desk.lastTo(alice)
  await desk.send({ from: xiaoming, subject: `Re: ${subject}`, text: 'undo' })
  expect(nickname()).toEqual([{ nickname: 'Alice Springs' }])
})
