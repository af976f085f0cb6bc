// habeas mails on a desk that is running.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDesk, type TestDesk } from '../support/desk.ts'
import { rawMail } from '../support/raw-mail.ts'
import { habeas, type Ran, settingsFile } from './habeas.ts'

const xiaoming = 'xiaoming@example.com'

let desk: TestDesk
let run: (...args: string[]) => Promise<Ran>
beforeEach(async () => {
  desk = await startDesk()
  const config = settingsFile(desk)
  run = async (...args) => await habeas([...args, '--config', config])
})
afterEach(async () => {
  await desk.stop()
})

test('a mail that was set aside is listed, read as it came, and run again', async () => {
  const raw = rawMail({ from: xiaoming, subject: '促销', text: '本店新款手机壳全场五折，加微信领优惠券。' })
  await desk.send(raw)
  const [mail] = JSON.parse((await run('mails', 'list', '--state', 'set_aside', '--json')).out)
  expect(mail).toMatchObject({ state: 'set_aside', kind: 'human', stateReason: 'topic_other', reference: null })
  const table = await run('mails', 'list')
  expect(table.out).toContain(mail.id)
  expect(table.out).not.toContain('@')
  const shown = await run('mails', 'show', mail.id)
  expect(shown.out).toContain('新款手机壳')
  expect(shown.out).toContain('decision: ignore')
  expect((await run('mails', 'show', mail.id, '--raw')).out).toBe(raw)
  expect(await run('mails', 'rerun', mail.id, '--by', 'ada')).toMatchObject({ code: 0 })
  expect(await run('mails', 'rerun', mail.id)).toMatchObject({
    code: 1,
    err: expect.stringContaining('The mail is received'),
  })
  await desk.round()
  const events = await desk.app.parts.db.event.findMany({ where: { mailId: mail.id } })
  expect(events).toEqual([expect.objectContaining({ actor: 'staff:ada', type: 'mail_rerun' })])
})

test('what a mail writes cannot steer the terminal', async () => {
  await desk.send({ from: xiaoming, subject: 'x', text: '投诉 \u001b[2J\u202e我要投诉你们泄露了我的个人信息。' })
  const [mail] = JSON.parse((await run('mails', 'list', '--json')).out)
  expect((await run('mails', 'show', mail.id)).out).not.toMatch(/[\u001b\u202e]/)
})
