// People who registered without an e-mail: the neutral letter names the operator's second routes, staff verify on one of them, and
// the result is left for staff to hand over: nothing of it goes to the address that wrote.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Form } from '../../src/console/request/actions/action.ts'
import { approveAction } from '../../src/console/request/actions/deciding.ts'
import { readRecord } from '../../src/desk/request-record.ts'
import { carryOut, type Obstacle, type StaffStep } from '../../src/desk/staff.ts'
import { type Approval, approve } from '../../src/desk/staff-approval.ts'
import { reopen } from '../../src/desk/staff-reopen.ts'
import { tidy } from '../../src/retention/tidy.ts'
import { habeas, settingsFile } from '../cli/habeas.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { unzipped } from '../support/unzip.ts'

const { desk: open } = stories()
const unknown = 'somebody@elsewhere.example'
const staff = 'staff@desk.example'
const staffMail = 'ada@desk.example'
const words = { zh: '在应用内打开“设置—隐私—联系我们”', en: 'open Settings, Privacy, Contact us in the app' }
const secondRoutes = [{ name: 'in-app', words }]
const settings = { verification: { secondRoutes } }
const asAsked = { kinds: [], corrections: [], purposes: [] }
/** 无名氏 of the sample platform has no address */
const vouched = { by: 'ada', reason: 'wrote while signed in as this account', subject: { key: '3' }, choice: asAsked }

function ready(step: StaffStep | Obstacle): StaffStep {
  if (step.outcome === 'refused') throw new Error(`${step.reason}: ${step.words}`)
  return step
}

/** A mail from an address that no account has; the letter that answers it; the request taken up again by staff. */
async function reopened(desk: TestDesk, text: string): Promise<string> {
  await desk.send({ from: unknown, subject: text, text })
  const reference = (await desk.requests()).at(-1)?.reference ?? ''
  await carryOut(
    desk.app.parts,
    ready(await reopen(desk.app.parts, reference, { by: 'ada', reason: 'came in the app' })),
  )
  return reference
}

async function approved(desk: TestDesk, reference: string, over: Partial<Approval> = {}): Promise<StaffStep> {
  const step = ready(await approve(desk.app.parts, reference, { ...vouched, route: 'in-app', ...over }))
  await carryOut(desk.app.parts, step)
  await desk.round()
  return step
}

test('the neutral letter names the second route, to everybody alike', async () => {
  const desk = await open({ settings })
  await desk.send({ from: unknown, subject: 'My data', text: 'Please send me a copy of my personal data.' })
  const letter = await desk.lastTo(unknown)
  expect(letter.words).toContain(`${words.en}. Give the reference HB-`)
  expect(letter.words).toMatch(/在应用内打开.*请告知请求编号/)
  const plain = await open()
  await plain.send({ from: unknown, subject: 'My data', text: 'Please send me a copy of my personal data.' })
  expect((await plain.lastTo(unknown)).words).toContain('reply to this letter and say')
})

test('a copy for an account without an address is left for staff, who take it with their name; nothing is mailed', async () => {
  const desk = await open({ settings })
  const reference = await reopened(desk, 'Please send me a copy of my personal data.')
  const mailed = desk.lettersTo(unknown).length
  const step = await approved(desk, reference)
  expect(step.cautions).toContain('left_for_staff')
  const request = await desk.app.parts.db.privacyRequest.findFirstOrThrow({ include: { events: true } })
  expect(request).toMatchObject({
    state: 'fulfilled',
    verifiedBy: 'second_route',
    subjectKey: '3',
    subjectAddress: null,
  })
  expect(request.events.find((event) => event.reason === 'by_second_route')).toMatchObject({
    actor: 'staff:ada',
    details: { route: 'in-app', words: vouched.reason },
  })
  expect(desk.lettersTo(unknown)).toHaveLength(mailed)
  expect((await desk.lastTo(staff)).words).toContain(`habeas requests export-file ${reference} --to FILE`)
  const to = join(desk.folder, 'copy.zip')
  const config = settingsFile(desk)
  const taken = await habeas(['requests', 'export-file', reference, '--to', to, '--by', 'ada', '--config', config])
  expect(taken).toMatchObject({ code: 0, err: '' })
  expect((await unzipped(await readFile(to))).get('data.json')).toContain('无名氏')
  expect(statSync(to).mode & 0o777).toBe(0o600)
  const again = await habeas(['requests', 'export-file', reference, '--to', to, '--config', config])
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('does not exist yet') })
  const types = (await desk.app.parts.db.event.findMany()).map(({ type, actor }) => `${type} ${actor}`)
  expect(types.filter((type) => type.startsWith('export_handed_over'))).toEqual(['export_handed_over staff:ada'])
  // after its time it is gone, whoever did not fetch it
  const { db, clock } = desk.app.parts
  const exportsFolder = join(desk.settings.dataFolder, 'exports')
  await tidy({ db, clock, dataFolder: desk.settings.dataFolder, ...desk.settings.retention })
  expect(readdirSync(exportsFolder)).toHaveLength(1)
  desk.clock.forward(15 * 86_400_000)
  await tidy({ db, clock, dataFolder: desk.settings.dataFolder, ...desk.settings.retention })
  expect(readdirSync(exportsFolder)).toEqual([])
})

test('a deletion is carried out on the second route, and only staff hear of the result', async () => {
  const desk = await open({ settings })
  const reference = await reopened(desk, 'Please delete my account and all my personal data.')
  const mailed = desk.lettersTo(unknown).length
  await approved(desk, reference)
  expect(desk.rows('SELECT id FROM users WHERE id = 3')).toEqual([])
  expect(desk.lettersTo(unknown)).toHaveLength(mailed)
  expect((await desk.lastTo(staff)).words).toContain('deletion done')
  expect(existsSync(join(desk.settings.dataFolder, 'exports'))).toBe(true)
})

test('without a route, or on one that is not set, an account without an address is not acted on', async () => {
  const desk = await open({ settings })
  const reference = await reopened(desk, 'Please delete my account and all my personal data.')
  expect(await approve(desk.app.parts, reference, vouched)).toMatchObject({ reason: 'no_stored_address' })
  expect(await approve(desk.app.parts, reference, { ...vouched, route: 'pigeon' })).toMatchObject({
    reason: 'route_unknown',
    words: expect.stringContaining('in-app'),
  })
})

test('the console offers the routes that are set, and approves on the one that was chosen', async () => {
  const desk = await open({ settings })
  const reference = await reopened(desk, 'Please delete my account and all my personal data.')
  const form = new Form(Object.entries({ reason: ['wrote in the app'], account: ['3'], route: ['in-app'] }))
  const request = await readRecord(desk.app.parts.db, reference)
  const staff = { id: 'ada', name: 'ada', email: staffMail, role: 'officer' as const, language: 'en' as const }
  const facts = { parts: desk.app.parts, say: (_zh: string, en: string) => en, staff, request, form, colleagues: [] }
  const page = String(await approveAction.fields?.(facts))
  expect(page).toContain(`<option value="in-app" selected>in-app: ${words.en}</option>`)
  expect(await approveAction.prepare(facts)).toMatchObject({
    outcome: 'ready',
    cautions: ['left_for_staff', 'deletion_at_once'],
  })
})

test('where the account has an address the result goes there alone, whatever route staff used', async () => {
  const desk = await open({ settings })
  const reference = await reopened(desk, 'Please send me a copy of my personal data.')
  const mailed = desk.lettersTo(unknown).length
  await approved(desk, reference, { subject: { address: 'alice@example.org' } })
  expect((await desk.lastTo('alice@example.org')).letter.raw.toString()).toContain('my-data-')
  expect(desk.lettersTo(unknown)).toHaveLength(mailed)
})
