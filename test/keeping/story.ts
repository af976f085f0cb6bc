// A story that goes through every station, with words that can be recognised wherever they turn up.

import type { TestDesk } from '../support/desk.ts'

export const alice = 'alice@example.org'
export const xiaoming = 'xiaoming@example.com'
export const stranger = 'marked.stranger@unknown-sender.example'

/** What must not be found where it does not belong: addresses, names, subjects, bodies, values, codes. */
export const marks = [
  alice,
  xiaoming,
  stranger,
  'alice',
  'xiaoming',
  'marked.stranger',
  'unknown-sender',
  'Alizarin Markedname',
  '朱砂标记',
  'Vermilion',
  'subject-mark-7f3a',
  'body-mark-91bc',
  '正文标记九一',
  'setaside-mark-5d5d',
  '小明',
]

export async function tellStory(desk: TestDesk): Promise<{ codes: string[] }> {
  const codes: string[] = []
  const confirm = async (address: string) => {
    codes.push(await desk.codeFor(address))
    await desk.confirm(address)
  }
  await desk.send({
    from: `Alizarin Markedname <${alice}>`,
    subject: 'My data subject-mark-7f3a',
    text: 'Please send me a copy of all the data you hold about me. body-mark-91bc',
  })
  await desk.reply(alice, 'The code is ZZZZ-9999')
  await confirm(alice)
  await desk.send({
    from: `朱砂标记 <${xiaoming}>`,
    subject: '更正昵称 subject-mark-7f3a',
    text: '请把我的昵称从“小明”改成“Vermilion”。\n正文标记九一',
  })
  await confirm(xiaoming)
  await desk.send({
    from: stranger,
    subject: 'Delete my account subject-mark-7f3a',
    text: 'Please delete my account. body-mark-91bc',
  })
  await desk.send({
    from: stranger,
    subject: 'Automatic reply subject-mark-7f3a',
    text: 'I am out of office. setaside-mark-5d5d',
    headers: [['Auto-Submitted', 'auto-replied']],
  })
  await desk.send({ from: alice, subject: 'Question', text: 'I will sue you all, body-mark-91bc, says my lawyer.' })
  await desk.send({ from: alice, subject: 'Large', text: `My data please ${'body-mark-91bc '.repeat(120_000)}` })
  return { codes }
}
