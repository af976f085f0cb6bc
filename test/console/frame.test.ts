import { Hono } from 'hono'
import { html } from 'hono/html'
import { expect, test } from 'vitest'
import type { ConsoleEnv } from '../../src/console/env.ts'
import { layout } from '../../src/console/layout.ts'
import { may, roles } from '../../src/console/staff-member.ts'
import type { PathParts } from '../../src/desk/parts.ts'
import { testConsole } from './support/test-console.ts'

const noDesk = {} as PathParts
const pages = () =>
  new Hono<ConsoleEnv>()
    .get('/', (c) => c.html(layout(c, { title: 'Queue', active: 'queue', body: html`<h1>${'<b>'}</h1>` })))
    .post('/act', (c) => c.text('done'))

test('a page stands in the frame, in the language of who is signed in, with everything escaped', async () => {
  const page = await (await testConsole(noDesk, pages, { language: 'zh', name: '<i>林</i>' }).get('/')).text()
  expect(page).toContain('<html lang="zh-CN">')
  expect(page).toContain('<h1>&lt;b&gt;</h1>')
  expect(page).toContain('&lt;i&gt;林')
  expect(page).not.toContain('href="/staff"')
})

test('nothing runs that is inline or from elsewhere, nothing is kept, nobody frames it', async () => {
  const answer = await testConsole(noDesk, pages).get('/')
  const policy = answer.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;")
  expect(policy).toContain("frame-ancestors 'none'; base-uri 'none'")
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.text()).not.toMatch(/<style|\sstyle=|\son\w+=|(?:src|href)="(?:https?:)?\/\//)
})

test('without a session every page leads to the sign-in and nothing is done', async () => {
  const { get, post } = testConsole(noDesk, pages, null)
  expect((await get('/')).headers.get('location')).toBe('/sign-in?next=%2F')
  expect((await post('/act')).status).toBe(303)
})

test('another site cannot act', async () => {
  const { post } = testConsole(noDesk, pages)
  expect((await post('/act')).status).toBe(200)
  expect((await post('/act', {}, { origin: 'https://evil.example' })).status).toBe(403)
})

test('files are kept by browsers until they change', async () => {
  const { get } = testConsole(noDesk, pages)
  const [, path = ''] = /src="(\/assets\/htmx\.js\?v=[^"]+)"/.exec(await (await get('/')).text()) ?? []
  const answer = await get(path)
  expect(answer.headers.get('content-type')).toContain('text/javascript')
  expect(answer.headers.get('cache-control')).toContain('immutable')
  expect((await get('/assets/../console.ts')).status).toBe(404)
})

test('what each role may', () => {
  const all = (['read', 'act', 'disclose_or_erase', 'administer', 'audit'] as const).map((permission) =>
    roles.filter((role) => may({ role }, permission)).join(' '),
  )
  expect(all).toEqual(['agent officer auditor admin', 'agent officer', 'officer', 'admin', 'auditor admin'])
})
