// A story that goes through every station, with words that can be recognised wherever they turn up.

import { keepView } from '../../src/console/queue/saved-views.ts'
import { findLink, sendLinkCode } from '../../src/desk/download.ts'
import { carryOut, decline } from '../../src/desk/staff.ts'
import { addNote } from '../../src/desk/staff-note.ts'
import type { StaffStep } from '../../src/desk/staff-step.ts'
import type { TestDesk } from '../support/desk.ts'

/** With these the export of the story leaves as a link. */
export const asLink = { exports: { as: 'link' }, console: { publicUrl: 'https://desk.example' } }

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

/** What staff write about it, and what the page of a link does. Returns the secrets of the link. */
export async function tellMore(desk: TestDesk): Promise<{ secrets: string[] }> {
  const { parts } = desk.app
  const step = async (taken: { outcome: string } | StaffStep) => {
    if (!('changes' in taken)) throw new Error(`not taken: ${JSON.stringify(taken)}`)
    await carryOut(parts, taken)
  }
  const [held] = (await desk.requests()).filter((request) => request.state === 'held')
  const reference = held?.reference ?? ''
  await step(await addNote(parts, reference, { by: 'Li Na', words: `Spoke to Alizarin Markedname of ${alice}` }))
  const reason = { zh: 'body-mark-91bc 不是本人', en: 'Alizarin Markedname is not the data subject.' }
  await step(await decline(parts, reference, { by: 'Li Na', reason, code: 'not_the_data_subject' }))
  await keepView(parts, 'staff-1', { name: 'Alizarin Markedname', query: `q=${encodeURIComponent(xiaoming)}` })
  await keepView(parts, 'staff-1', { name: 'marked.stranger', query: `q=${encodeURIComponent(stranger)}` })
  await keepView(parts, 'staff-1', { name: 'Overdue', query: 'overdue=1' })
  const links = desk.lettersTo(alice).map(async (letter) => (await letter.parse()).text ?? '')
  const [token = ''] = (await Promise.all(links)).flatMap((text) => /(?<=\/download\/)\w{32}/.exec(text) ?? [])
  const link = await findLink(parts, token)
  if (link === null) throw new Error('no link in the letters')
  await sendLinkCode(parts, link)
  await desk.round()
  return { secrets: [token, await desk.codeFor(alice)] }
}
