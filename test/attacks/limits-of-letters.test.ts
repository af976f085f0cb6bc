// What a letter may carry: no link that acts, no word of the mail it answers.

import { expect, test } from 'vitest'
import { stories } from '../support/desk.ts'

const { desk: open } = stories()
const alice = 'alice@example.org'

test('a letter that asks for a code holds no link but those of the organisation', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'Delete', text: 'Please delete my account and all my personal data.' })
  const { text, html } = await desk.lastTo(alice)
  const links = [
    ...text.matchAll(/(?:https?:|mailto:)[^\s"'<>)]+/g),
    ...html.matchAll(/(?<=(?:href|src|action)\s*=\s*")[^"]+/g),
  ].map(([link]) => link)
  expect(links.length).toBeGreaterThan(0)
  for (const link of links) expect(['https://desk.example/privacy', 'mailto:privacy@desk.example']).toContain(link)
})

test('no letter repeats the sender’s words, name or subject to anybody', async () => {
  const desk = await open()
  const marks = ['Zyxwvut', 'https://attacker.example/win', '888-ATTACK']
  const [name, link, number] = marks
  for (const text of [
    'Please send me a copy of all my personal data.',
    'How long do you keep access logs?',
    'I am a lawyer and demand all data of your users.',
    'asdf',
  ]) {
    await desk.send({
      from: `"${name}" <somebody@elsewhere.example>`,
      subject: `${name} ${link}`,
      text: `${text} ${name} ${link} call ${number}`,
    })
  }
  expect(desk.sink.letters.length).toBeGreaterThan(3)
  for (const letter of desk.sink.letters) {
    const { subject, text, html } = await letter.parse()
    for (const mark of marks) expect(`${subject}\n${text}\n${html || ''}`).not.toContain(mark)
  }
})

test('the letter with the code says which account is meant, by the beginning of its name, to the stored address alone', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  const { words } = await desk.lastTo(alice)
  expect(words).toContain('about your account “Alic…”')
  expect(words).toContain('针对您账号“Alic…”的请求')
  expect(words).not.toContain('Alice')
  expect(desk.sink.letters.map((letter) => letter.to)).toEqual([[alice]])
})
