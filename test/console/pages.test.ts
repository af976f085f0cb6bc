// The staff console's pages in Debian's Chromium, before a desk on a busy morning: what staff do in a day, two at once, by keyboard
// alone, in both languages, on a phone; and mails that try to do something to whoever reads them. Skipped where there is no Chromium.

import { existsSync, readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { addStaff } from '../../src/console/sign-in/accounts.ts'
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

  test('why something cannot be is said in the reader’s language, dates and all', async () => {
    const path = `/requests/${await busy.reference('投诉：一直收到推送')}/extend`
    const fields = { until: '2026-12-26', zh: '核对', en: 'checking' }
    const chinese = await (await request('zh', '林晓.agent.zh', 'POST', path, form(fields))).text()
    expect(chinese).toContain('2026-12-26 不上班：请改为前一个工作日 2026-12-25。')
    expect(chinese).not.toContain('Nobody works')
    const weekday = form({ ...fields, until: '2027-01-15' })
    const english = await (await request('en', '林晓.agent.en', 'POST', path, weekday)).text()
    expect(english).toMatch(/allows no extension beyond 2026-12-14\. .* say under what it does\.</)
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
    const count = await busy.desk.app.parts.db.privacyRequest.count()
    expect(csv.split('\r\n')).toHaveLength(count + 2)
    expect(csv).not.toContain('@')
  })
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
    const reference = await busy.reference('Data of one of your users')
    // both look at it before either claims it
    for (const page of [first, second]) await page.goto(`${busy.url}/requests/${reference}`)
    await first.getByRole('button', { name: 'Claim' }).click()
    await first.getByText('Done: Claim').waitFor()
    await second.getByRole('button', { name: '认领' }).click()
    expect(await second.getByRole('alert').textContent()).toContain('同事正在处理这个请求')
    expect((await states('Data of one of your users')).claimedBy).toBe('Ada')
    await second.goto(`${busy.url}/requests/${reference}`)
    await second.locator('.more > summary').click()
    await second.getByRole('button', { name: '接手' }).click()
    await second.getByText('已完成：接手').waitFor()
    await second.locator('.more > summary').click()
    await second.getByRole('button', { name: '放回' }).click()
    await second.getByText('已完成：放回').waitFor()
    const path = `${busy.url}/requests/${reference}/decline`
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
      `/requests/${held.reference}/extend`,
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
    const frame = page.frameLocator('iframe[src$="/html"]')
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
    // a picture is looked at within the page; what only calls itself one is not shown
    await page.getByText('Look at it').first().click()
    await page.frameLocator('iframe[src$="/1/look"]').locator('img').waitFor()
    const look = async (index: number) =>
      await request('look', undefined, 'GET', `/mails/${found.id}/attachments/${index}/look`)
    const [picture, none, html] = await Promise.all([look(1), look(2), look(0)])
    expect([picture?.status, picture?.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(picture?.headers.get('content-security-policy')).toContain('sandbox')
    expect([none?.status, none?.headers.get('content-type')]).toEqual([415, 'text/plain; charset=utf-8'])
    expect(await none?.text()).not.toContain('svg')
    expect(html?.status).toBe(404)
    const file = await request('attachment', undefined, 'GET', `/mails/${found.id}/attachments/0`)
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.-]+$/)
    expect(await file.text()).toContain('<script>')
    await page.context().close()
  })

  test('every other action, on the page: shown first, carried out, in the trail', async () => {
    const { db } = busy.desk.app.parts
    const subjects = ['A second complaint', 'A third complaint', 'A fourth complaint']
    const text = 'I want to complain. Nobody answered me. I will go to the regulator.'
    for (const subject of subjects) await busy.desk.deliver({ from: 'alice@example.org', subject, text })
    await busy.desk.round()
    const [second = '', third = '', fourth = ''] = await Promise.all(subjects.map(busy.reference))
    const page = await signIn('林晓', 'officer', 'en')
    const press = async (name: string) => await page.getByRole('button', { name, exact: true }).click()
    const forms = new Map<string, string>()
    /** The action's form, from the request's page the first time. */
    const begin = async (reference: string, label: string, at = page) => {
      const known = forms.get(label)
      if (known !== undefined) return await at.goto(`${busy.url}/requests/${reference}/${known}`)
      await at.goto(`${busy.url}/requests/${reference}`)
      const link = at.locator('.action-bar').getByRole('link', { name: label, exact: true })
      if (!(await link.isVisible())) await at.locator('.more > summary').click()
      forms.set(label, (await link.getAttribute('href'))?.split('/').at(-1) ?? '')
      await link.click()
    }
    /** Fills it; returns what the preview shows. */
    const preview = async (reference: string, label: string, fill: () => Promise<unknown>, at = page) => {
      await begin(reference, label, at)
      await fill()
      await at.getByRole('button', { name: 'Preview', exact: true }).click()
      return (await at.locator('.step').textContent()) ?? ''
    }
    const confirm = async (label: string, at = page) => {
      await at.getByRole('button', { name: 'Confirm', exact: true }).click()
      await at.getByText(`Done: ${label}.`).waitFor()
    }
    const tick = async (kind: string) => await page.locator(`input[name="kind"][value="${kind}"]`).check()
    const bothWords = async () => {
      await page.locator('#zh').fill('需要核对记录。')
      await page.locator('#en').fill('We need to look through the records.')
    }

    // hand over to a colleague, who lets it go for an officer to take over
    await addStaff(busy.desk.app.parts, 'operator', {
      name: 'Ada',
      email: 'ada@desk.example',
      role: 'agent',
      language: 'en',
    })
    await preview(second, 'Hand over', async () => {
      await page.locator('#to').selectOption('Ada')
      await page.locator('#words').fill('she knows the case')
    })
    await confirm('Hand over')
    expect(await states('A second complaint')).toMatchObject({ claimedBy: 'Ada' })
    await page.locator('.more > summary').click()
    await press('Take over')
    await page.getByText('Done: Take over.').waitFor()
    expect(await states('A second complaint')).toMatchObject({ claimedBy: '林晓' })
    await page.locator('.more > summary').click()
    await press('Let go')
    await page.getByText('Done: Let go.').waitFor()

    // put right what is asked, with a value; then another kind
    const change = async (reference: string, fill: () => Promise<unknown>) => {
      const shown = await preview(reference, 'Change what is asked', async () => {
        await fill()
        await page.locator('#reason').fill('misread')
      })
      await confirm('Change what is asked')
      return shown
    }
    expect(await change(second, () => page.getByLabel('Nickname').fill('Ally'))).toContain('Ally')
    for (const reference of [second, third]) await change(reference, () => tick('access'))
    const acts = await db.act.findMany({ where: { request: { reference: { in: [second, third] } } } })
    expect(acts.map(({ kind, details }) => [kind, details])).toEqual(Array(2).fill(['access', { kind: 'access' }]))

    // verified by another route, with a written reason
    expect(
      await preview(third, 'Approve', async () => {
        await page.locator('#reason').fill('she confirmed it in the app')
        await page.locator('#route').selectOption('in-app')
      }),
    ).toContain('Access log')
    await confirm('Approve')
    expect(await states('A third complaint')).toMatchObject({ state: 'in_progress', verifiedBy: 'second_route' })

    // a duplicate: only once both are proved
    await begin(second, 'Merge')
    await page.getByLabel('Another reference').fill(third)
    await press('Preview')
    expect(await page.getByRole('alert').textContent()).toContain('cannot be merged')
    const { subjectKey, subjectAddress, verifiedAt } = await states('A third complaint')
    const { id } = await states('A second complaint')
    await db.privacyRequest.update({ where: { id }, data: { subjectKey, subjectAddress, verifiedAt } })
    await preview(second, 'Merge', () => page.getByRole('radio', { name: third }).check())
    await confirm('Merge')
    expect(await page.locator('.request-head').textContent()).toContain(`Answered with ${third}`)

    // two people for a deletion; it waits, and can be stopped; then a code after all
    const ada = await signIn('Ada', 'officer', 'en')
    const first = await preview(fourth, 'Approve', async () => {
      await page.locator('#reason').fill('called back')
      await tick('deletion')
    })
    expect(first).toContain('Another person must approve the same')
    expect(first).toContain('waits out the time that is set')
    await confirm('Approve')
    expect(await states('A fourth complaint')).toMatchObject({ state: 'held', stateReason: 'second_approval' })
    await begin(fourth, 'Approve')
    await page.locator('#reason').fill('again')
    await press('Preview')
    await page.getByText('another officer must approve it now').waitFor()
    const words = await preview(fourth, 'Approve', () => ada.locator('#reason').fill('seen'), ada)
    expect(words).toContain('Your account will be deleted')
    await confirm('Approve', ada)
    expect(await ada.locator('.request-head').textContent()).toContain('The deletion waits until')
    await preview(fourth, 'Stop the deletion', () => page.locator('#reason').fill('she rang'))
    await confirm('Stop the deletion')
    expect(await states('A fourth complaint')).toMatchObject({ state: 'held', stateReason: 'taken_back' })
    const code = await preview(fourth, 'Send a code', async () => undefined)
    expect(code).toContain('[code]')
    await confirm('Send a code')
    expect(await states('A fourth complaint')).toMatchObject({ state: 'awaiting_verification' })

    // more time, as far as every law allows it
    const extend = async (until: string) =>
      await preview(fourth, 'Extend', async () => {
        await page.locator('#until').fill(until)
        await bothWords()
        await page.locator('input[name="under"][value="gdpr"]').check()
      })
    expect(await extend('2027-01-15')).toMatch(/15 January\s+2027/)
    await confirm('Extend')
    expect((await states('A fourth complaint')).extendedUntil).not.toBeNull()

    // a question back; a settled one taken up again
    const question = (
      await db.mail.findFirstOrThrow({ where: { messageId: 'markup@mail.example' }, include: { request: true } })
    ).request
    expect(await preview(question?.reference ?? '', 'Ask the sender', bothWords)).toContain('We need to look')
    await confirm('Ask the sender')
    const settled = await busy.reference('更正我的昵称')
    expect(await preview(settled, 'Reopen', () => page.locator('#reason').fill('they object'))).toContain('stays done')
    await confirm('Reopen')

    // the whole file, by the button
    await page.locator('.more > summary').click()
    const [file] = await Promise.all([page.waitForEvent('download'), press('Export the whole file')])
    expect(file.suggestedFilename()).toBe(`${settled}.zip`)
    const trail = async (reference: string) =>
      (
        await db.event.findMany({
          where: { request: { reference }, actor: { startsWith: 'staff:' } },
          orderBy: { id: 'asc' },
        })
      ).map(({ type, actor }) => `${type} ${actor.slice(6)}`)
    expect(await trail(settled)).toEqual(['reopened 林晓', 'file_exported 林晓'])
    expect(await trail(second)).toEqual([
      'handed_over 林晓',
      'claimed 林晓',
      'released 林晓',
      'acts_changed 林晓',
      'acts_changed 林晓',
      'merged 林晓',
    ])
    expect(await trail(fourth)).toEqual([
      'approved_first 林晓',
      'verified Ada',
      'approved Ada',
      'taken_back 林晓',
      'challenged 林晓',
      'extended 林晓',
    ])
    await page.context().close()
    await ada.context().close()
  })

  test('nothing went wrong in any page, and none asked another host', () => {
    const expected = (problem: string) => /status of (403|409|422)|favicon/.test(problem) || problem.startsWith(blocked)
    expect(problems.filter((problem) => !expected(problem))).toEqual([])
  })
})
