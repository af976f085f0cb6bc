// Many mails at once are read by another thread while the first are written; nothing of it shows in the answers.

import { expect, test } from 'vitest'
import { stories, type TestDesk } from '../support/desk.ts'

const { desk: open } = stories()
const writers = Array.from({ length: 60 }, (_, n) => `writer${n}@nowhere.example`)

async function crowd(desk: TestDesk): Promise<void> {
  for (const from of writers) {
    await desk.deliver({ from, subject: 'My data', text: 'Please send me a copy of all my personal data.' })
  }
  await desk.round()
}

test('a crowd of mails, more than are written at once: each answered once, in its order', async () => {
  const desk = await open()
  await crowd(desk)
  expect((await desk.mails()).map((mail) => mail.stateReason)).toEqual(writers.map(() => 'address_not_on_file'))
  for (const writer of writers) expect(desk.lettersTo(writer)).toHaveLength(1)
  const read = await desk.app.parts.db.mail.findMany({ select: { attempts: true, fromAddress: true } })
  expect(read.map((mail) => mail.attempts)).toEqual(writers.map(() => 1))
})

test('where the other thread reads nothing the same crowd gets the same answers', async () => {
  const desk = await open()
  desk.app.parts.sideReader.read = async () => null
  await crowd(desk)
  for (const writer of writers) expect(desk.lettersTo(writer)).toHaveLength(1)
})
