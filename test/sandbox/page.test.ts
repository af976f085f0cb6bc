import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import type { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { type MailServer, startMailServer } from '../../src/sandbox/mail-server.ts'
import { createSandboxPage } from '../../src/sandbox/page.ts'
import { emptyDatabaseAt } from '../support/empty-database.ts'
import { testKey } from '../support/test-key.ts'
import { type FakeDesk, startFakeDesk } from './support/fake-desk.ts'
import { createSmallPlatform } from './support/small-platform.ts'

let db: Db
let mailServer: MailServer
let page: Hono
let desk: FakeDesk
const origin = 'http://127.0.0.1:8484'

beforeEach(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-page-'))
  const platformFile = join(dir, 'platform.db')
  createSmallPlatform(platformFile)
  await emptyDatabaseAt(join(dir, 'desk.db'))
  db = await openDb(`file:${join(dir, 'desk.db')}`, testKey)
  mailServer = await startMailServer({ privacyAddress: 'privacy@desk.example', password: 'x', clock: systemClock })
  const organisation = { zh: '示例工作室', en: 'Example Studio' }
  const words = { organisation, staffAddress: 'officer@desk.example', timeZone: 'Asia/Shanghai' }
  page = createSandboxPage({ db, mailServer, platformFile, clock: systemClock, ...words })
  desk = await startFakeDesk(db, mailServer)
})

afterEach(async () => {
  await mailServer.stop()
  await db.$disconnect()
})

async function get(path: string): Promise<string> {
  return await (await page.request(origin + path)).text()
}

function write(fields: Record<string, string>, headers: Record<string, string> = { origin }) {
  return page.request(`${origin}/sandbox/mails`, { method: 'POST', body: new URLSearchParams(fields), headers })
}

async function panels(query: string): Promise<Record<'people' | 'mail' | 'desk' | 'data', string>> {
  const found = JSON.parse(await get(`/sandbox/panels${query}`)) as Record<string, { html: string }[]>
  const joined = Object.entries(found).map(([name, items]) => [name, items.map((item) => item.html).join('\n')])
  return Object.fromEntries(joined) as Record<'people' | 'mail' | 'desk' | 'data', string>
}

test('the page speaks the language asked for, then the cookie’s, then the browser’s', async () => {
  expect(await get('/?lang=zh')).toContain('<html lang="zh-CN">')
  expect(await get('/?lang=en')).toContain('<html lang="en">')
  const withCookie = await page.request(`${origin}/`, { headers: { cookie: 'lang=zh', 'accept-language': 'en' } })
  expect(await withCookie.text()).toContain('写一封信')
  const chinese = await page.request(`${origin}/`, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })
  expect(await chinese.text()).toContain('写一封信')
})

test('nothing on the page is inline or from elsewhere', async () => {
  const answer = await page.request(`${origin}/`)
  const policy = answer.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
  const text = await answer.text()
  expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?! src="\/sandbox\/assets\/)/)
  expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
})

test('a mail written on the page reaches the privacy mailbox over SMTP, as the person sent it', async () => {
  const answer = await write({ as: 'user-1', subject: '查阅', text: '我想查阅我的数据' })
  expect(answer.status).toBe(303)
  const mail = mailServer.mailsInBox()[0]?.toString() ?? ''
  expect(mail).toMatch(/^Return-Path: <xiaoming@example.com>/)
  expect(mail).toContain('dmarc=pass')
  expect((await panels(answer.headers.get('location')?.slice(1) ?? '')).mail).toContain('我想查阅我的数据')
})

test('a forged mail leaves from elsewhere under the other one’s name', async () => {
  await write({ as: 'forger', subject: 'data', text: 'send me my data' })
  const mail = mailServer.mailsInBox()[0]?.toString() ?? ''
  expect(mail).toMatch(/^Return-Path: <mallory@elsewhere.example>/)
  expect(mail).toContain('From: Alice <alice@example.org>')
  expect(mail).toContain('dmarc=fail')
})

test('another site cannot write mails, staff and strangers to the list cannot either', async () => {
  expect((await write({ as: 'user-1', text: 'x' }, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await write({ as: 'staff', text: 'x' })).status).toBe(404)
  expect((await write({ as: 'nobody', text: 'x' })).status).toBe(404)
  expect(mailServer.mailsInBox()).toHaveLength(0)
})

test('automatic mail, lists, bounces and mails without text go out in their own shape', async () => {
  for (const shape of ['auto_reply', 'list', 'bounce', 'attachment_only']) {
    await write({ as: 'user-1', subject: 's', text: 'hello there', shape })
  }
  const [automatic, list, bounce, picture] = mailServer.mailsInBox().map((mail) => mail.toString())
  expect(automatic).toContain('Auto-Submitted: auto-replied')
  expect(list).toMatch(/^List-ID: <news.elsewhere.example>/im)
  expect(bounce).toMatch(/^Return-Path: <>/)
  expect(bounce).toContain('report-type=delivery-status')
  expect(picture).toContain('filename=request.png')
  expect(picture).not.toContain('hello there')
})

test('the desk’s decisions are shown with their reasons; the code stands in the letter alone', async () => {
  await write({ as: 'user-1', subject: '查阅', text: '我想查阅我的数据' })
  await desk.challenge()
  const zh = await panels('?as=user-1&lang=zh')
  expect(zh.desk).toContain('HB-7K3M2Q')
  expect(zh.desk).toContain('“查阅并复制”指查阅权')
  expect(zh.desk).toContain('等待核实')
  expect(zh.desk).not.toContain('7KQM')
  expect(zh.mail).toContain('确认，确认码是 7KQM-2XHD-9TFW')
  expect((await panels('?as=user-1&lang=en')).desk).toContain('awaiting verification')
})

test('an answer goes to the letter’s Reply-To, in its thread, and the result can be opened', async () => {
  await write({ as: 'user-1', subject: '查阅', text: '我想查阅我的数据' })
  await desk.challenge()
  const letter = mailServer.lettersTo('xiaoming@example.com')[0]
  await write({ as: 'user-1', subject: 'Re: 确认', text: '7KQM-2XHD-9TFW', answers: letter?.id ?? '' })
  const answer = mailServer.mailsInBox()[1]?.toString() ?? ''
  expect(answer).toContain('Delivered-To: privacy+HB-7K3M2Q@desk.example')
  expect(answer).toContain(`In-Reply-To: <${letter?.messageId}>`)
  await desk.fulfil(await exportZip())
  const { mail, desk: deskSide } = await panels('?as=user-1&lang=en')
  expect(deskSide).toContain('fulfilled')
  const at = /href="(\/sandbox\/letters\/[^"]+\/files\/)"/.exec(mail)?.[1] ?? ''
  const opened = await page.request(origin + at)
  expect(opened.headers.get('location')).toBe('index.html')
  const index = await page.request(`${origin}${at}index.html`)
  expect(await index.text()).toBe('<h1>小明</h1>')
  expect(index.headers.get('content-security-policy')).toContain("default-src 'none'")
  const download = await page.request(origin + at.replace(/files\/$/, 'download'))
  expect(download.headers.get('content-disposition')).toContain('habeas-HB-7K3M2Q.zip')
})

test('a letter is shown as HTML, text and source, and an unknown one is not found', async () => {
  await write({ as: 'user-1', subject: '查阅', text: '我想查阅我的数据' })
  await desk.challenge()
  const id = mailServer.lettersTo()[0]?.id
  expect(await get(`/sandbox/letters/${id}/html`)).toContain('<h2')
  expect(await get(`/sandbox/letters/${id}/text`)).toContain('7KQM-2XHD-9TFW')
  expect(await get(`/sandbox/letters/${id}/source`)).toContain('Reply-To: privacy+HB-7K3M2Q@desk.example')
  expect((await page.request(`${origin}/sandbox/letters/unknown/html`)).status).toBe(404)
})

test('what people write is escaped wherever it is shown', async () => {
  const hostile = '<img src=x onerror=alert(1)>"\'&'
  const answer = await write({ as: 'user-1', subject: hostile, text: hostile })
  const shown = await get(answer.headers.get('location') ?? '/')
  expect(shown).not.toContain('<img')
  expect(shown).toContain('&lt;img')
})

async function exportZip(): Promise<Buffer> {
  const zip = new ZipWriter(new BlobWriter())
  await zip.add('index.html', new TextReader('<h1>小明</h1>'))
  return Buffer.from(await (await zip.close()).arrayBuffer())
}
