// A newcomer's first minutes with the sandbox, in a real browser over the real desk. Skipped where there is no Chromium
// (apt-get install chromium).

import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { createLog } from '../../src/lib/log.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { freePort } from '../support/free-port.ts'

const executablePath = '/usr/bin/chromium'
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
let sandbox: Sandbox
let browser: Browser
/** what went wrong in the page, and what it asked of other hosts */
const problems: string[] = []

beforeAll(async () => {
  if (!existsSync(executablePath)) return
  sandbox = await startSandbox({
    dir: join(mkdtempSync(join(tmpdir(), 'newcomer-')), 'box'),
    port: await freePort(),
    clock: systemClock,
    startDesk: async (settings, pages, signedInAlready) => {
      const app = await createApp(settings, {
        pages,
        signedInAlready,
        log: createLog({ level: 'silent', format: 'json' }),
      })
      await app.start()
      return app
    },
  })
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet],
  })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await sandbox?.stop()
})

async function open(query: string, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  page.setDefaultTimeout(15_000)
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('request', (request) => request.url().startsWith(sandbox.url) || problems.push(`asked ${request.url()}`))
  await page.goto(`${sandbox.url}?${query}`)
  return page
}

describe.skipIf(!existsSync(executablePath))('in a browser', () => {
  test('小明 has the nickname put right: example, code, answer, and the rows before and after', {
    timeout: 60_000,
  }, async () => {
    const page = await open('as=user-1&lang=zh', 1280)
    await page.getByRole('button', { name: '更正', exact: true }).click()
    await page.getByRole('button', { name: '发送' }).click()
    await page.getByRole('button', { name: '用信里的确认码确认' }).waitFor()
    expect(await page.locator('[data-panel="desk"]').textContent()).toContain('等待核实')
    await page.getByRole('button', { name: '回复', exact: true }).click()
    await page.locator('.table.changed').first().waitFor()
    expect(await page.locator('.table.changed dl .changed').first().textContent()).toMatch(/昵称\s*小明\s*小明同学/)
    await page.getByText('已办结').first().waitFor()
    expect(await page.locator('iframe').last().contentFrame().locator('body').textContent()).toContain('小明同学')
    expect(problems).toEqual([])
    await page.close()
  })

  test('Alice reads her export on a phone', { timeout: 60_000 }, async () => {
    const page = await open('as=user-2&lang=en', 390)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('button', { name: "Confirm with the letter's code" }).waitFor()
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    const [exported] = await Promise.all([
      page.waitForEvent('popup'),
      page.locator('.attachments').getByText('Open').click(),
    ])
    await exported.waitForLoadState()
    expect(await exported.locator('body').textContent()).toContain('alice@example.org')
    await page.getByRole('button', { name: 'Desk' }).click()
    expect(await page.getByText('fulfilled').first().isVisible()).toBe(true)
    const wide = await page.evaluate('document.documentElement.scrollWidth')
    expect(wide).toBe(390)
    expect(problems).toEqual([])
    await page.close()
  })

  test('what somebody is typing stays while the desk goes on', { timeout: 60_000 }, async () => {
    const page = await open('as=stranger&lang=en', 1280)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('.reply-folded summary').click()
    await page.locator('.reply textarea').fill('I was in the middle of a word')
    await sandbox.mailServer.deliver(
      'From: stranger@elsewhere.example\r\nSubject: x\r\nMessage-ID: <x@y.example>\r\n\r\nhello\r\n',
    )
    await page.waitForTimeout(1500)
    expect(await page.locator('.reply textarea').inputValue()).toBe('I was in the middle of a word')
    expect(problems).toEqual([])
    await page.close()
  })
})
