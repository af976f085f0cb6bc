// Corrections that cannot be done as they come: no value, a value that is not allowed, a field that one mail may not change.

import { expect, test } from 'vitest'
import { stories } from '../support/desk.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const { desk: open } = stories()

const nickname = "SELECT nickname FROM users WHERE email = 'alice@example.org'"

/** The form of the letter, filled in as a person does it. */
function filled(letter: string, values: { tick: RegExp; lines: [label: string, value: string][] }): string {
  const form = letter
    .split('\n')
    .filter((line) => /^(?:> )?\[ \]|\/ (?:What to correct|Old value|New value):/.test(line))
  return form
    .map((line) => (values.tick.test(line) ? line.replace('[ ]', '[x]') : line))
    .map((line) =>
      values.lines.reduce((text, [label, value]) => (text.includes(label) ? `${text.trimEnd()} ${value}` : text), line),
    )
    .join('\n')
}

test.each([
  ['English', alice, 'My nickname', 'My nickname is wrong, please correct it.', 'Alice Springs', 'alice@example.org'],
  ['Chinese', xiaoming, '更正', '我的昵称不对，请更正。', '晨星', 'xiaoming@example.com'],
])(
  'a correction in %s without a value: form, filled form, code, done',
  async (_language, from, subject, text, value, email) => {
    const desk = await open()
    await desk.send({ from, subject, text })
    expect(await desk.requests()).toEqual([
      expect.objectContaining({ state: 'received', stateReason: 'asked_details' }),
    ])
    const form = await desk.lastTo(from)
    expect(form.subject).toMatch(/What should we correct\?/)
    expect(form.text).toContain('[ ] 更正 / correction')
    expect(form.words).toMatch(/can be corrected: .*Nickname/)
    await desk.reply(
      from,
      filled(form.text, {
        tick: /correction/,
        lines: [
          ['What to correct', '昵称'],
          ['New value', value],
        ],
      }),
    )
    expect(await desk.states()).toEqual(['awaiting_verification'])
    await desk.confirm(from)
    expect(await desk.states()).toEqual(['fulfilled'])
    expect(desk.rows('SELECT nickname FROM users WHERE email = ?', email)).toEqual([{ nickname: value }])
  },
)

test('the answer in own words does as well as the form', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My nickname', text: 'My nickname is wrong, please correct it.' })
  await desk.reply(alice, 'Please change my nickname to "Alice Springs".')
  await desk.confirm(alice)
  expect(desk.rows(nickname)).toEqual([{ nickname: 'Alice Springs' }])
})

test('a form that still lacks the value goes to a person instead of a third letter', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My nickname', text: 'My nickname is wrong, please correct it.' })
  await desk.reply(alice, '[x] 更正 / correction\n[ ] 删除 / deletion\n新的值 / New value:')
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'still_unclear' })])
})

test('a value that the check refuses: the letter names field and rule, and no code is sent', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'Nickname', text: 'Please change my nickname from "Alice" to "admin".' })
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'received', stateReason: 'asked_details' })])
  const { words } = await desk.lastTo(alice)
  expect(words).toContain('Nickname: is reserved and cannot be used')
  expect(words).toContain('昵称：是保留词，不能使用')
  expect(words).not.toContain('admin')
  await expect(desk.codeFor(alice)).rejects.toThrow('no code')
  expect(desk.rows(nickname)).toEqual([{ nickname: 'Alice' }])
})

test('an old value that is not the one on file is not told the one on file', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Nickname',
    text: 'Please change my nickname from "Bob" to "Alice Springs".',
  })
  const { words } = await desk.lastTo(alice)
  expect(words).toContain('the old value you gave is not the one on file')
  expect(words).not.toMatch(/\bAlice\b(?! Springs)/)
})

test('the registered e-mail address is never changed by one mail: a person decides', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Email',
    text: 'Please change my registered e-mail address to alice.new@example.org.',
  })
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'email_change' })])
  expect(await desk.subjectsTo('staff@desk.example')).toHaveLength(1)
  expect(desk.lettersTo('alice.new@example.org')).toEqual([])
  expect(desk.rows("SELECT id FROM users WHERE email = 'alice@example.org'")).toHaveLength(1)
})

test('a nickname that already reads so is answered at once, with the reason and how to complain', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'Nickname', text: 'Please change my nickname to "Alice".' })
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'declined', stateReason: 'nothing_to_do' })])
  const { words } = await desk.lastTo(alice)
  expect(words).toContain('already reads as you ask')
  expect(words).toMatch(/Complain to/)
})

test('a value that was changed elsewhere after the code was sent is left as it is, and the letter says so', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Nickname',
    text: 'Please change my nickname from "Alice" to "Alice Springs".',
  })
  desk.write("UPDATE users SET nickname = 'Alice the Second' WHERE email = 'alice@example.org'")
  await desk.confirm(alice)
  expect(desk.rows(nickname)).toEqual([{ nickname: 'Alice the Second' }])
  expect(await desk.states()).toEqual(['declined'])
  expect((await desk.lastTo(alice)).words).toContain('The information changed after you confirmed')
})
