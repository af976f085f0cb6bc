// An export that leaves as a link: mail in, letter with a link out, the page of the link, the code in a letter of its own, the ZIP.

import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FileSealer } from '../../src/lib/sealed-file.ts'
import { tidy } from '../../src/retention/tidy.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { freePort } from '../support/free-port.ts'
import { replyTo } from '../support/raw-mail.ts'
import { unzipped } from '../support/unzip.ts'

const { desk: open } = stories()
const alice = 'alice@example.org'
const minute = 60_000
const hour = 60 * minute

interface Linked {
  desk: TestDesk
  /** as the letter says it */
  url: string
}

/** Alice has asked for her data and confirmed; the letter holds a link. The desk listens. */
async function linked(exports: Record<string, unknown> = { as: 'link' }, below = ''): Promise<Linked> {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}${below}`
  const desk = await open({ settings: { exports, console: { listen: `127.0.0.1:${port}`, publicUrl } } })
  await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of my personal data.' })
  await desk.confirm(alice)
  await desk.app.start()
  const { text } = await desk.lastTo(alice)
  const [url] = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(text) ?? []
  return { desk, url: url ?? '' }
}

const post = async (url: string, fields: Record<string, string>) =>
  await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

/** Presses the button; the code from the letter that comes. */
async function codeFor({ desk, url }: Linked): Promise<string> {
  const before = desk.lettersTo(alice).length
  const answer = await post(url, { do: 'send-code' })
  expect(answer.status).toBe(303)
  await expect.poll(() => desk.lettersTo(alice).length, { timeout: 10_000 }).toBe(before + 1)
  return await desk.codeFor(alice)
}

const exportsOnDisk = (desk: TestDesk) => readdirSync(join(desk.settings.dataFolder, 'exports'))
const trail = async (desk: TestDesk) =>
  (await desk.app.parts.db.event.findMany({ orderBy: { id: 'asc' } })).map((event) => event.type)
const link = async (desk: TestDesk) => await desk.app.parts.db.download.findFirstOrThrow()

test('link in one letter, code in another, and the ZIP comes once; then link and file are gone', async () => {
  const story = await linked()
  const { desk, url } = story
  const letter = await desk.lastTo(alice)
  expect(letter.letter.raw.toString()).not.toContain('application/zip')
  expect(letter.words).toContain('The page asks for a download code')
  const code = await codeFor(story)
  expect((await desk.lastTo(alice)).text).not.toContain(url)
  const answer = await post(url, { do: 'fetch', code: ` ${code.toLowerCase()} ` })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="my-data-HB-\w{6}\.zip"$/)
  const zip = await unzipped(Buffer.from(await answer.arrayBuffer()))
  expect([...zip.keys()]).toContain('data.json')
  await expect.poll(async () => (await link(desk)).closedAs).toBe('fetched')
  expect(await trail(desk)).toEqual(
    expect.arrayContaining(['export_link_made', 'download_code_sent', 'export_fetched']),
  )
  await expect.poll(() => exportsOnDisk(desk)).toEqual([])
  // the same again, and with another code, is over
  expect((await post(url, { do: 'fetch', code })).status).toBe(410)
  expect((await post(url, { do: 'send-code' })).status).toBe(410)
  const page = await (await fetch(url)).text()
  expect(page).toContain('was downloaded on 23 November 2026')
})

test('a link that is visited, by a mail scanner or thrice, does nothing and sends nothing', async () => {
  const { desk, url } = await linked()
  const before = { link: await link(desk), letters: desk.lettersTo(alice).length, trail: await trail(desk) }
  for (const method of ['GET', 'HEAD', 'GET']) {
    const page = await fetch(`${url}?do=send-code&code=2222-2222`, { method })
    expect(page.status).toBe(200)
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
    })
    const text = await page.text()
    for (const personal of [alice, 'Alice']) expect(text).not.toContain(personal)
  }
  expect({ link: await link(desk), letters: desk.lettersTo(alice).length, trail: await trail(desk) }).toEqual(before)
})

test('five wrong codes, at once or one after the other, lock the link: the right one opens nothing any more', async () => {
  const story = await linked()
  const { desk, url } = story
  const code = await codeFor(story)
  const first = await post(url, { do: 'fetch', code: '2222-2223' })
  expect(first.status).toBe(422)
  expect(await first.text()).toContain('4 more times')
  const crowd = await Promise.all(
    Array.from({ length: 12 }, async () => await post(url, { do: 'fetch', code: '3333-3334' })),
  )
  expect(crowd.every((each) => each.status >= 400)).toBe(true)
  for (let n = 0; n < 5; n++) await post(url, { do: 'fetch', code: `4444-444${n + 2}` })
  expect(await link(desk)).toMatchObject({ closedAs: 'locked', tries: 5, codeHash: null })
  const late = await post(url, { do: 'fetch', code })
  expect(late.status).toBe(410)
  expect(exportsOnDisk(desk)).toEqual([])
  await expect
    .poll(async () => (await desk.subjectsTo('staff@desk.example')).join(), { timeout: 10_000 })
    .toContain('A download link was locked')
})

test('neither link nor code stands in the database, the letters kept there or a log: keyed hashes do', async () => {
  const story = await linked()
  const { desk, url } = story
  const code = await codeFor(story)
  const token = url.slice(url.lastIndexOf('/') + 1)
  expect(token).toMatch(/^[2-9A-HJKMNP-TV-Z]{32}$/)
  const { db } = desk.app.parts
  await expect.poll(async () => await db.outboxLetter.count({ where: { state: 'queued' } })).toBe(0)
  const kept = JSON.stringify([
    await db.download.findMany(),
    await db.outboxLetter.findMany(),
    await db.event.findMany(),
    await db.act.findMany(),
  ])
  for (const secret of [token, code, code.replace('-', '')]) expect(kept).not.toContain(secret)
  expect(kept).toContain('/download/{{secret}}')
})

test('links that were never made are told from nothing: the same page, whatever the token', async () => {
  const { url } = await linked()
  const other = await fetch(url.replace(/\w{32}$/, '2'.repeat(32)))
  const odd = await fetch(url.replace(/\w{32}$/, 'short'))
  expect([other.status, odd.status]).toEqual([404, 404])
  expect(await other.text()).toBe(await odd.text())
})

test('link and code end by the clock, whatever any clean-up has done; the clean-up removes the file', async () => {
  const story = await linked({ as: 'link', linkLifeHours: 3, codeLifeMinutes: 30 })
  const { desk, url } = story
  const code = await codeFor(story)
  desk.clock.forward(31 * minute)
  expect(await (await post(url, { do: 'fetch', code })).text()).toContain('That code has expired')
  expect((await link(desk)).tries).toBe(0)
  const fresh = await codeFor(story)
  expect(await (await post(url, { do: 'fetch', code })).text()).toContain('4 more times')
  desk.clock.forward(3 * hour)
  expect((await post(url, { do: 'fetch', code: fresh })).status).toBe(410)
  expect(await (await fetch(url)).text()).toContain('The link ended on')
  const { db, clock } = desk.app.parts
  await tidy({ db, clock, dataFolder: desk.settings.dataFolder, ...desk.settings.retention })
  expect(exportsOnDisk(desk)).toEqual([])
  expect(await link(desk)).toMatchObject({ closedAs: 'expired' })
})

test('at most five letters with codes leave for one link, one a minute', async () => {
  const story = await linked()
  const { desk, url } = story
  await codeFor(story)
  expect((await post(url, { do: 'send-code' })).status).toBe(429)
  for (let n = 1; n < 5; n++) {
    desk.clock.forward(minute)
    await codeFor(story)
  }
  desk.clock.forward(hour)
  const answer = await post(url, { do: 'send-code' })
  expect(answer.status).toBe(429)
  expect(await answer.text()).toContain('no more are sent')
})

test('a transfer that breaks off can be begun again with the same code', async () => {
  const story = await linked()
  const { desk, url } = story
  // large enough that it does not fit into the buffers between
  const { file } = await link(desk)
  const sealer = new FileSealer(desk.app.parts.key.ring, file)
  const big = Buffer.alloc(24_000_000, 7)
  await writeFile(join(desk.settings.dataFolder, file), Buffer.concat([...sealer.push(big), ...sealer.end()]))
  const code = await codeFor(story)
  const broken = new AbortController()
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ do: 'fetch', code }),
    signal: broken.signal,
  })
  await answer.body?.getReader().read()
  // meanwhile nobody else can fetch it
  expect((await post(url, { do: 'fetch', code })).status).toBe(409)
  broken.abort()
  await expect.poll(async () => (await link(desk)).fetchingSince).toBe(null)
  expect(await trail(desk)).toContain('download_broken_off')
  expect(existsSync(join(desk.settings.dataFolder, file))).toBe(true)
  // a process that died in the middle left its mark, which the next start takes away
  await desk.app.parts.db.download.updateMany({ data: { fetchingSince: desk.clock.now() } })
  expect((await post(url, { do: 'fetch', code })).status).toBe(409)
  await desk.restart()
  await desk.app.start()
  const whole = await post(url, { do: 'fetch', code })
  expect((await whole.arrayBuffer()).byteLength).toBe(big.length)
  await expect.poll(async () => (await link(desk)).closedAs).toBe('fetched')
})

test('"not me" in answer to the code letter locks the link, and staff hear of it', async () => {
  const story = await linked()
  const { desk, url } = story
  await codeFor(story)
  const { letter } = await desk.lastTo(alice)
  desk.clock.forward(1000)
  await desk.deliver(await replyTo(letter, { from: alice, text: '不是我' }))
  await expect.poll(async () => (await link(desk)).closedAs, { timeout: 20_000 }).toBe('locked')
  expect((await fetch(url)).status).toBe(410)
})

test('a small export is attached as ever; one above exports.linkAboveBytes leaves as a link', async () => {
  const { url } = await linked({ linkAboveBytes: 1_000 })
  expect(url).toContain('/download/')
  const { url: none, desk } = await linked({ linkAboveBytes: 10_000_000 })
  expect(none).toBe('')
  expect((await desk.lastTo(alice)).letter.raw.toString()).toContain('my-data-')
})
