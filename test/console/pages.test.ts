// The staff console's pages in Debian's Chromium, before a desk on a busy morning: what staff do in a day, two at once, by keyboard
// alone, in both languages, on a phone; and mails that try to do something to whoever reads them. Skipped where there is no Chromium.

import { existsSync, readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { recordStaffEvent } from '../../src/console/sign-in/staff-trail.ts'
import type { Role } from '../../src/console/staff-member.ts'
import { type BusyDesk, startBusyDesk } from './support/busy-desk.ts'

const executablePath = '/usr/bin/chromium'
const quiet = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync']
const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
let busy: BusyDesk
let browser: Browser
/** what went wrong in a page, and what it asked of other hosts */
const problems: string[] = []
const blocked = 'Blocked script execution'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

beforeAll(async () => {
  busy = await startBusyDesk()
  if (!existsSync(executablePath)) return
  browser = await chromium.launch({ executablePath, args: quiet })
})

afterAll(async () => {
  await browser?.close()
  await busy?.stop()
})

async function signIn(name: string, role: Role, language: 'zh' | 'en', width = 1280): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false })
  await context.addCookies([{ name: 'staff', value: encodeURIComponent(`${name}.${role}.${language}`), url: busy.url }])
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on(
    'console',
    (message) => message.type() === 'error' && problems.push(`${message.text()} ${message.location().url}`),
  )
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('request', (request) => request.url().startsWith(busy.url) || problems.push(`asked ${request.url()}`))
  return page
}

async function states(subject: string) {
  const reference = await busy.reference(subject)
  return await busy.desk.app.parts.db.privacyRequest.findUniqueOrThrow({ where: { reference } })
}

const request = (status: string, as = '林晓.officer.en', method = 'GET', path = '', body?: URLSearchParams) =>
  fetch(`${busy.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { cookie: `staff=${encodeURIComponent(as)}`, origin: busy.url, 'x-test': status },
    ...(body === undefined ? {} : { body }),
  })

describe.skipIf(!existsSync(executablePath))('in a browser', () => {
  test('by keyboard alone: down the queue, open, claim, answer with a preview of the exact letter', async () => {
    const page = await signIn('林晓', 'agent', 'zh')
    await page.goto(busy.url)
    const subjects = await page.locator('.queue .subject').allTextContents()
    const at = subjects.indexOf('关于我女儿的账号')
    for (let step = 0; step <= at; step++) await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/requests\/HB-/)
    await page.keyboard.press('m')
    await page.getByText('已完成：认领').waitFor()
    await page.keyboard.press('r')
    await page.locator('#zh').fill('请从监护人邮箱回复。')
    await page.locator('#en').fill("Please reply from the guardian's address.")
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: '预览', exact: true }).focus()
    await page.keyboard.press('Enter')
    const letter = await page.locator('.letter').textContent()
    expect(letter).toContain('请从监护人邮箱回复。')
    expect(letter).toContain("Please reply from the guardian's address.")
    expect((await states('关于我女儿的账号')).state).toBe('held')
    await page.getByRole('button', { name: '确认执行' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('已完成：答复').waitFor()
    expect(await states('关于我女儿的账号')).toMatchObject({ state: 'fulfilled', claimedBy: '林晓' })
    expect(await page.locator('.trail').textContent()).toContain('林晓')
    await page.context().close()
  })

  test('two at once: whoever comes second reads why nothing was done, and nothing was', async () => {
    const [first, second] = [await signIn('Ada', 'officer', 'en'), await signIn('林晓', 'officer', 'zh')]
    const path = `${busy.url}/requests/${await busy.reference('Data of one of your users')}/decline`
    for (const page of [first, second]) {
      await page.goto(path)
      await page.locator('input[value="disclosure_without_basis"]').check()
      await page.locator('.action-form form button.primary').click()
      await page.locator('.letter').waitFor()
    }
    await first.getByRole('button', { name: 'Confirm' }).click()
    await first.getByText('Done: Decline').waitFor()
    await second.getByRole('button', { name: '确认执行' }).click()
    await second.getByRole('alert').waitFor()
    expect(await second.getByRole('alert').textContent()).toContain('什么都没有改动')
    const { id, state } = await states('Data of one of your users')
    expect(state).toBe('declined')
    expect(await busy.desk.app.parts.db.outboxLetter.count({ where: { requestId: id, template: 'declined' } })).toBe(1)
    await first.context().close()
    await second.context().close()
  })

  test('an officer approves with a reason, after seeing the rows; the list of a colleague hears of it by itself', async () => {
    const watching = await signIn('Ada', 'agent', 'en')
    await watching.goto(busy.url)
    const row = watching.locator(`#row-${await busy.reference('Complaint about your service')}`)
    await row.waitFor()
    const page = await signIn('林晓', 'officer', 'zh')
    await page.goto(`${busy.url}/requests/${await busy.reference('Complaint about your service')}/approve`)
    await page.locator('#reason').fill('按登记号码回拨确认')
    await page.locator('input[name="kind"][value="access"]').check()
    await page.getByRole('button', { name: '预览', exact: true }).click()
    expect(await page.locator('.touches').textContent()).toContain('访问日志')
    await page.getByRole('button', { name: '确认执行' }).click()
    await page.getByText('已完成：批准办理').waitFor()
    await row.waitFor({ state: 'detached' })
    expect(await states('Complaint about your service')).toMatchObject({ state: 'in_progress', verifiedBy: 'staff' })
    await watching.context().close()
    await page.context().close()
  })

  test.for([
    ['zh', 1280],
    ['en', 390],
  ] as const)('no page has a serious barrier, or is wider than its screen: %s at %i px', async ([language, width]) => {
    const page = await signIn('林晓', 'officer', language, width)
    const request = `/requests/${await busy.reference('A copy of my data')}`
    const held = await busy.desk.app.parts.db.privacyRequest.findFirstOrThrow({ where: { state: 'held' } })
    const paths = [
      '/?state=all',
      request,
      `/requests/${held.reference}/decline`,
      `/requests/${held.reference}/approve`,
      '/mails?state=handled',
      '/overview',
      '/register',
    ]
    for (const [index, path] of paths.entries()) {
      await page.goto(busy.url + path)
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width)
      // what differs on a phone is how it is laid out: a few pages stand for all
      if (width < 500 && index > 2) continue
      // as a function of the page's own world: the policy lets no other script in
      const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`)
      const { violations } = found as { violations: { id: string; impact: string; nodes: { html: string }[] }[] }
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`)).toEqual([])
    }
    await page.context().close()
  })

  test('a mail full of markup is read on every page and does nothing', async () => {
    const page = await signIn('林晓', 'officer', 'en')
    const found = await busy.desk.app.parts.db.mail.findFirstOrThrow({
      where: { messageId: 'markup@mail.example' },
      include: { request: true },
    })
    const reference = found.request?.reference
    const paths = [
      '/?state=all',
      '/?q=markup',
      `/requests/${reference}`,
      `/requests/${reference}/answer`,
      `/mails/${found.id}`,
      '/mails?state=handled',
      `/mails/${found.id}/source`,
    ]
    for (const path of paths) {
      await page.goto(busy.url + path)
      expect(await page.title(), path).not.toBe('owned')
      expect(await page.locator('img').count(), path).toBe(0)
    }
    // how it was laid out: in a frame where nothing runs, is fetched or leads away
    await page.goto(`${busy.url}/mails/${found.id}`)
    const [opened] = await Promise.all([
      page.waitForEvent('framenavigated', (each) => each.url().endsWith('/html')),
      page.getByText('As it was laid out').click(),
    ])
    await opened.waitForLoadState()
    // from here on the test's own looks into the frame are what is blocked
    expect(problems.filter((problem) => problem.startsWith(blocked))).toEqual([])
    const frame = page.frameLocator('iframe.sheet')
    await frame.getByText('my bank').waitFor()
    const body = (await frame.locator('body').textContent()) ?? ''
    expect(body.replace(/\s+/g, ' ')).toContain(
      'A question from my bank https://evil.example/login?a=1&b=2 and this and that.',
    )
    expect(body).toContain('[picture: Logo]')
    expect(body).not.toMatch(/unseen|owned|pixel|javascript/)
    const elements = "[...document.body.querySelectorAll('*')].map((each) => each.outerHTML.replace(/>[^]*/, '>'))"
    const kept = (await frame.locator('body').evaluate(elements)) as string[]
    expect(
      kept.filter((each) => !/^<(p|b|br|div|span|details|summary|blockquote)( class="(link|to)")?>$/.test(each)),
    ).toEqual([])
    await frame.getByText('my bank').click()
    await frame.getByText('Quoted').click()
    await frame.getByText('old words').waitFor()
    expect(await page.title()).not.toBe('owned')
    const { headers } = await request('frame', undefined, 'GET', `/mails/${found.id}/html`)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
    )
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
    const file = await request('attachment', undefined, 'GET', `/mails/${found.id}/attachments/0`)
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.-]+$/)
    expect(await file.text()).toContain('<script>')
    await page.context().close()
  })

  test('nothing went wrong in any page, and none asked another host', () => {
    const expected = (problem: string) => /status of (403|409|422)|favicon/.test(problem) || problem.startsWith(blocked)
    expect(problems.filter((problem) => !expected(problem))).toEqual([])
  })
})

describe('who may what', () => {
  const form = (fields: Record<string, string>) => new URLSearchParams(fields)

  test.for([
    ['auditor', 'claim', 403],
    ['auditor', 'note', 403],
    ['auditor', 'approve', 403],
    ['auditor', 'file', 403],
    ['admin', 'claim', 403],
    ['admin', 'decline', 403],
    ['agent', 'decline', 403],
    ['agent', 'take-over', 403],
    ['agent', 'file', 403],
    ['agent', 'note', 303],
    ['officer', 'note', 303],
  ] as const)('%s: %s is %i', async ([role, action, status]) => {
    const path = `/requests/${await busy.reference('投诉：一直收到推送')}/${action}`
    const before = await busy.desk.app.parts.db.event.count()
    const answer = await request(
      'matrix',
      `某人.${role}.zh`,
      'POST',
      path,
      form({ words: '看过了', reason: 'x', code: 'no_such_data' }),
    )
    expect(answer.status).toBe(status)
    expect((await busy.desk.app.parts.db.event.count()) - before).toBe(status === 303 ? 1 : 0)
  })

  test('an agent cannot hand out a copy, however the form is filled', async () => {
    const { db } = busy.desk.app.parts
    const held = await db.privacyRequest.findFirstOrThrow({ where: { state: 'held' } })
    const fields = form({ reason: 'sure', kind: 'access', address: 'alice@example.org' })
    const answer = await request('agent', 'Bob.agent.en', 'POST', `/requests/${held.reference}/approve`, fields)
    expect(answer.status).toBe(403)
    expect((await db.privacyRequest.findUniqueOrThrow({ where: { id: held.id } })).state).toBe('held')
  })

  test('a confirmation that no preview gave does nothing', async () => {
    const { db } = busy.desk.app.parts
    const held = await db.privacyRequest.findFirstOrThrow({ where: { state: 'held' } })
    const fields = form({ code: 'no_such_data', confirm: 'a'.repeat(64) })
    const answer = await request('forged', '林晓.officer.en', 'POST', `/requests/${held.reference}/decline`, fields)
    expect(await answer.text()).toContain('look at it once more')
    expect((await db.privacyRequest.findUniqueOrThrow({ where: { id: held.id } })).state).toBe('held')
  })

  test('an unknown request, mail or attachment is not found, and says nothing else', async () => {
    for (const path of [
      '/requests/HB-ZZZZZZ',
      '/requests/%3Cscript%3E',
      '/mails/none',
      '/mails/none/source',
      '/mails/none/attachments/0',
    ]) {
      const answer = await request('unknown', undefined, 'GET', path)
      expect(answer.status, path).toBe(404)
      expect(await answer.text()).not.toContain('<script>%')
    }
  })

  test('a file of a request holds its mails and no code, and its export is in the trail', async () => {
    const reference = await busy.reference('A copy of my data')
    const answer = await request('file', undefined, 'POST', `/requests/${reference}/file`)
    expect(answer.headers.get('content-type')).toBe('application/zip')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.subarray(0, 2).toString()).toBe('PK')
    expect(bytes.includes('mails/01-')).toBe(true)
    const event = await busy.desk.app.parts.db.event.findFirstOrThrow({ where: { type: 'file_exported' } })
    expect(event.actor).toBe('staff:林晓')
  })

  test('what belongs to no request is read by auditor and admin alone, name and reason in words', async () => {
    const { db, clock } = busy.desk.app.parts
    const event = { type: 'staff_sign_in_failed', actor: 'desk', reason: 'spent_code', staffId: null } as const
    await recordStaffEvent(db, clock, event)
    await recordStaffEvent(db, clock, {
      type: 'staff_changed',
      actor: 'staff:<b>陈</b>',
      reason: 'role',
      staffId: 'gone',
      more: { role: 'officer' },
    })
    for (const [role, status] of [
      ['agent', 403],
      ['officer', 403],
      ['auditor', 200],
      ['admin', 200],
    ] as const) {
      const answer = await request('trail', `X.${role}.en`, 'GET', '/trail')
      expect([role, answer.status]).toEqual([role, status])
      const text = await answer.text()
      expect(text.includes('a code that was used already')).toBe(status === 200)
      expect(text.includes('&lt;b&gt;陈')).toBe(status === 200)
    }
    const accounts = await (await request('trail', 'X.auditor.zh', 'GET', '/trail?of=accounts&after=x')).text()
    expect(accounts).toContain('更改角色')
    expect(accounts).not.toContain('登录失败')
  })

  test('the register is downloaded without any address', async () => {
    const csv = await (await request('csv', undefined, 'GET', '/register.csv?year=2026')).text()
    expect(csv.split('\r\n')).toHaveLength(9)
    expect(csv).not.toContain('@')
  })
})
