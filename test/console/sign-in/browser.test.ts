// The sign-in in a real browser: as somebody new sees it, with passkeys of an authenticator, for everybody's eyes and hands. Skipped
// where there is no Chromium (apt-get install chromium).

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { listeningConsole } from '../support/listening-console.ts'
import { freshCode, password } from '../support/real-console.ts'

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const executablePath = '/usr/bin/chromium'
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
// a browser on a machine that is busy with other things takes its time
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let browser: Browser | undefined
let desk: Awaited<ReturnType<typeof listeningConsole>>
/** what the browser complained of, and what it asked of other hosts */
const complaints: string[] = []

beforeAll(async () => {
  if (existsSync(executablePath)) browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet] })
})

afterAll(async () => await browser?.close())

beforeEach(async () => {
  complaints.length = 0
  desk = await listeningConsole()
})

afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close()
  await desk.stop()
})

async function visitor(width = 1280): Promise<{ page: Page; context: BrowserContext }> {
  if (browser === undefined) throw new Error('no browser')
  const context = await browser.newContext({ viewport: { width, height: 844 }, locale: 'en-GB', baseURL: desk.url })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()))
  page.on('request', (request) => {
    if (!/^(http:\/\/localhost:|data:)/.test(request.url())) complaints.push(request.url())
  })
  return { page, context }
}

/** No serious finding, nothing wider than the window. */
async function looksWell(page: Page, what: string): Promise<void> {
  const found = (await page.evaluate(`${axe}; axe.run().then(({ violations }) => violations)`)) as {
    id: string
    impact: string
    nodes: { html: string }[]
  }[]
  const serious = found.filter(({ impact }) => ['serious', 'critical'].includes(impact))
  expect(serious.map(({ id, nodes }) => `${what}: ${id} ${nodes[0]?.html}`)).toEqual([])
  expect(
    await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
    `${what} is too wide`,
  ).toBeLessThanOrEqual(0)
}

test.skipIf(!existsSync(executablePath))(
  'somebody new: link, password, authenticator app, backup codes, account; then signed out and in again',
  async () => {
    const { invitation } = await desk.invite('admin')
    const { page } = await visitor(390)
    await page.goto(`${invitation.path}?lang=zh`)
    await looksWell(page, 'welcome')
    await page.getByLabel('新密码').fill(password)
    await page.getByLabel('再输入一次').fill(password)
    await page.getByRole('button', { name: '设置密码并继续' }).click()
    await looksWell(page, 'picture')
    await page.getByText('Cannot scan').click()
    const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '')
    await page.getByLabel('Six-digit code').fill(freshCode(secret))
    await page.getByRole('button', { name: 'Confirm' }).click()
    expect(await page.locator('ul.codes li').count()).toBe(10)
    await looksWell(page, 'backup codes')
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await page.waitForURL('/')
    for (const [path, name] of [
      ['/account', 'account'],
      ['/account/second-factor', 'second factor'],
      ['/staff', 'staff'],
    ] as const) {
      await page.goto(path)
      await looksWell(page, name)
    }
    await page.getByRole('button', { name: '中文' }).click()
    await page.waitForURL('/staff')
    await looksWell(page, 'staff in Chinese')
    await page.goto('/account')
    await looksWell(page, 'account in Chinese')
    await page.setViewportSize({ width: 1280, height: 844 })
    await looksWell(page, 'account on a desk')
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByText('您已退出').waitFor()
    await looksWell(page, 'sign-in in Chinese')
    await page.goto('/sign-in?lang=en&next=/staff')
    await looksWell(page, 'sign-in')
    await page.getByLabel('E-mail address').fill('lin@desk.example')
    await page.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await page.getByLabel('Code, or a backup code').waitFor()
    await looksWell(page, 'code')
    await page.keyboard.type(freshCode(secret))
    await page.keyboard.press('Enter')
    await page.waitForURL('/staff')
    expect(complaints).toEqual([])
  },
)

test.skipIf(!existsSync(executablePath))(
  'a passkey is added by whoever knows the password, signs in alone, and goes when it is removed',
  async () => {
    const { invitation } = await desk.invite('agent', 'chen@desk.example', '陈')
    const { page, context } = await visitor()
    const cdp = await context.newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(invitation.path)
    await page.getByLabel('New password').fill(password)
    await page.getByLabel('The same again').fill(password)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByText('Cannot scan').click()
    const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '')
    await page.getByLabel('Six-digit code').fill(freshCode(secret))
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.goto('/account')
    const add = page.locator('form[data-passkey="add"]')
    await add.getByLabel('Name').fill('laptop')
    await add.getByLabel('Your password').fill('not the password')
    await add.getByRole('button').click()
    await add.getByText('That password is not right').waitFor()
    await add.getByLabel('Your password').fill(password)
    await add.getByRole('button').click()
    await page.getByText('The passkey is added').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL('/')
    await page.goto('/account')
    expect(await page.locator('#passkeys').textContent()).toContain('last used')
    await page.getByRole('button', { name: 'Remove the passkey laptop' }).click()
    await page.getByText('The passkey is removed').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('That did not work').waitFor()
    expect((await desk.trail()).slice(-6)).toEqual([
      'staff_passkey_added',
      'staff_signed_out',
      'staff_signed_in passkey',
      'staff_passkey_removed',
      'staff_signed_out',
      'staff_sign_in_failed unknown_address',
    ])
  },
)
