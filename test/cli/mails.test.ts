// habeas mails on a desk that is running.

import { beforeEach, expect, test } from 'vitest'
import { stories, type TestDesk, testClock } from '../support/desk.ts'
import { rawMail } from '../support/raw-mail.ts'
import { performed, type Ran, settingsFile } from './habeas.ts'

const xiaoming = 'xiaoming@example.com'

const { desk: open } = stories()

let desk: TestDesk
let run: (...args: string[]) => Promise<Ran>
beforeEach(async () => {
  // commands read the machine's clock
  desk = await open({ clock: testClock(new Date()) })
  const config = settingsFile(desk)
  run = async (...args) => await performed([...args, '--config', config])
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
