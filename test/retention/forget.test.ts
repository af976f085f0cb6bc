// The desk forgets: fourteen days after a deletion it has nothing of the person but a keyed hash, after five years nothing of anybody,
// and what proves that requests were answered still stands.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Prisma } from '../../src/db/generated/client.ts'
import { lookUpHash } from '../../src/db/sealed-fields.ts'
import { verifyTrail } from '../../src/requests/trail.ts'
import { tidy } from '../../src/retention/tidy.ts'
import { alice, asLink, marks, stranger, tellMore, tellStory, xiaoming } from '../keeping/story.ts'
import { stories, type TestDesk } from '../support/desk.ts'

const { desk: open } = stories()
const dayMs = 86_400_000

async function tidyNow(desk: TestDesk): Promise<number> {
  const { db, clock } = desk.app.parts
  return await tidy({ db, clock, dataFolder: desk.settings.dataFolder, ...desk.settings.retention })
}

/** Everything that the desk keeps in its database, in plain: every table there is, of whatever part. */
async function kept(desk: TestDesk) {
  const { db } = desk.app.parts
  const tables = db as unknown as Record<string, { findMany(): Promise<unknown[]> }>
  const all: Record<string, unknown[]> = {}
  for (const model of Object.values(Prisma.ModelName)) {
    all[model] = (await tables[model.charAt(0).toLowerCase() + model.slice(1)]?.findMany()) ?? []
  }
  return {
    all,
    mails: await db.mail.findMany(),
    requests: await db.privacyRequest.findMany({ include: { acts: true, challenges: true } }),
    letters: await db.outboxLetter.findMany(),
    events: await db.event.findMany(),
  }
}

const files = (desk: TestDesk, folder: string) => readdirSync(join(desk.settings.dataFolder, folder))
const found = (text: unknown, words: string[]) => words.filter((word) => JSON.stringify(text).includes(word))

async function storyWithDeletion(desk: TestDesk): Promise<void> {
  await tellStory(desk)
  await desk.send({ from: `小明 <${xiaoming}>`, subject: '注销账号', text: '请删除我的账号和全部个人信息。' })
  await desk.confirm(xiaoming)
  expect((await desk.states()).at(-1)).toBe('fulfilled')
}

test('fourteen days after a deletion the desk has nothing of that person but keyed hashes; of others all of it', async () => {
  const desk = await open({ settings: asLink })
  await storyWithDeletion(desk)
  await tellMore(desk)
  desk.clock.forward(13 * dayMs)
  expect(await tidyNow(desk)).toBe(1) // the export that Alice was sent
  expect((await kept(desk)).all.SavedView).toHaveLength(3)
  expect(found(await kept(desk), [xiaoming, 'Vermilion'])).toEqual([xiaoming, 'Vermilion'])
  desk.clock.forward(1.1 * dayMs)
  expect(await tidyNow(desk)).toBeGreaterThan(0)
  const after = await kept(desk)
  expect(found(after, [xiaoming, 'xiaoming', 'Vermilion', '朱砂标记', '正文标记九一'])).toEqual([])
  expect(found(after, [alice, stranger, 'body-mark-91bc'])).toHaveLength(3)
  // the evidence: which request, when, verified how, answered how, and the chain of the trail
  const { key } = desk.app.parts
  const deletion = after.requests.findLast((request) => request.acts.some((act) => act.kind === 'deletion'))
  expect(deletion).toMatchObject({
    state: 'fulfilled',
    verifiedBy: 'challenge',
    requester: null,
    requesterHash: lookUpHash(key, 'address', xiaoming),
    reducedAt: expect.any(Date),
    forgottenAt: null,
  })
  const [act] = deletion?.acts ?? []
  expect(act).toMatchObject({ details: { kind: 'deletion' }, result: { kind: 'deletion', outcome: 'done' } })
  expect(after.events.filter((event) => event.requestId === deletion?.id).map((event) => event.type)).toEqual(
    expect.arrayContaining(['received', 'challenged', 'verified', 'fulfilled', 'letter_sent']),
  )
  expect(await verifyTrail(desk.app.parts.db)).toMatchObject({ sound: true })
  expect(await tidyNow(desk)).toBe(0)
})

test('after five years nobody is left: no address, name, text, hash, mail, export or code; the records are', async () => {
  const desk = await open({ settings: asLink })
  await storyWithDeletion(desk)
  await tellMore(desk)
  const before = await kept(desk)
  // every table that may name somebody has something in it
  for (const table of ['SavedView', 'Download', 'MailSignature', 'Challenge', 'Event'])
    expect(before.all[table]).not.toEqual([])
  // what staff never settled they settle now
  const { db } = desk.app.parts
  await db.privacyRequest.updateMany({
    where: { settledAt: null },
    data: { state: 'declined', settledAt: desk.clock.now() },
  })
  await db.challenge.updateMany({
    where: { closedAs: null },
    data: { closedAs: 'expired', closedAt: desk.clock.now() },
  })
  for (let year = 0; year < 5; year++) {
    desk.clock.forward(365.25 * dayMs)
    await tidyNow(desk)
  }
  const after = await kept(desk)
  expect(found(after, marks)).toEqual([])
  expect(after.all).toMatchObject({ SavedView: [{ name: 'Overdue' }], Download: [], MailSignature: [], Challenge: [] })
  for (const request of after.requests) {
    expect(request).toMatchObject({ requesterHash: null, subjectHash: null, subjectKey: null, challenges: [] })
    expect(request.forgottenAt).not.toBeNull()
  }
  for (const mail of after.mails.filter((each) => each.handledAt !== null)) {
    expect(mail).toMatchObject({ source: null, fromHash: null, messageIdHash: null, decisions: null })
  }
  for (const letter of after.letters) expect(letter).toMatchObject({ recipient: '', text: '', recipientHash: null })
  expect([...files(desk, 'mails'), ...files(desk, 'exports')]).toEqual([])
  expect(after.requests.map((request) => request.reference)).toEqual(
    before.requests.map((request) => request.reference),
  )
  // and that the link ended
  expect(after.events.slice(before.events.length).map(({ type }) => type)).toEqual(['export_link_expired'])
  expect(after.events.every((event) => event.requestId === null || event.details === null)).toBe(true)
  expect(await verifyTrail(db)).toMatchObject({ sound: true, entries: after.events.length })
  expect(await tidyNow(desk)).toBe(0)
})

test('what is open, waits or is young stays', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: 'Question', text: 'I will sue you all, says my lawyer.' })
  const before = await kept(desk)
  desk.clock.forward(4 * 365 * dayMs)
  await tidyNow(desk)
  const after = await kept(desk)
  // the request waits for staff, however long; only its letters lose their text
  expect(after.requests).toEqual(before.requests)
  expect(after.mails).toEqual(before.mails)
  expect(files(desk, 'mails')).toHaveLength(1)
})
