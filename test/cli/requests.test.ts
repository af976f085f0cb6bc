// What staff do from the command line on a desk that is running: the real process beside it, on the same folder.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { promiseOf } from '../../src/requests/deadline.ts'
import { stories, type TestDesk, testClock } from '../support/desk.ts'
import { habeas, performed, type Ran, settingsFile } from './habeas.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'

const { desk: open } = stories()

let desk: TestDesk
let run: (...args: string[]) => Promise<Ran>
beforeEach(async () => {
  // commands read the machine's clock
  desk = await open({ clock: testClock(new Date()) })
  const config = settingsFile(desk)
  run = async (...args) => await performed([...args, '--config', config])
})

const complaint = { from: alice, subject: '投诉', text: '我要投诉你们泄露了我的个人信息，要求给出说法。' }
const newAddress = { from: xiaoming, subject: '更正邮箱', text: '请把我的邮箱改成 new@example.com，谢谢。' }

async function held(mail: { from: string; subject: string; text: string }): Promise<string> {
  await desk.send(mail)
  return (await desk.requests()).at(-1)?.reference ?? ''
}

test('a held request is listed, shown, approved and carried out; the register tells of it', async () => {
  const reference = await held(newAddress)
  const list = await run('requests', 'list', '--held')
  expect(list).toMatchObject({ code: 0, err: '', out: expect.stringContaining(reference) })
  expect(list.out).not.toContain('@')

  const shown = await run('requests', 'show', reference.toLowerCase())
  expect(shown.code).toBe(0)
  for (const words of [
    xiaoming,
    'held (email_change)',
    '邮箱: new@example.com',
    'triage',
    'classification',
    'decision: act',
    'handed-over',
    'Trail',
  ]) {
    expect(shown.out).toContain(words)
  }

  const looked = await run('requests', 'approve', reference, '--reason', 'called back')
  expect(looked).toMatchObject({ code: 0, err: '' })
  expect(looked.out).toContain('E-mail address / 电子邮箱: xiaoming@example.com -> new@example.com')
  expect(looked.out).toContain('Nothing was done yet. To do it, add --yes.')
  expect((await desk.requests())[0]).toMatchObject({ state: 'held' })

  const approved = await run(
    'requests',
    'approve',
    reference,
    '--reason',
    'called back',
    '--by',
    '小王',
    '--yes',
    '--json',
  )
  expect(JSON.parse(approved.out)).toMatchObject({
    done: true,
    reference,
    becomes: 'in_progress',
    cautions: ['address_changes'],
  })
  // the command wrote by the real clock
  desk.clock.set(new Date())
  await desk.round()
  expect(desk.rows('SELECT email FROM users WHERE id = 1')).toEqual([{ email: 'new@example.com' }])
  const after = JSON.parse((await run('requests', 'show', reference, '--json')).out)
  expect(after).toMatchObject({ state: 'fulfilled', verifiedBy: 'staff' })
  expect(after.events.map((event: { actor: string }) => event.actor)).toContain('staff:小王')

  const again = await run('requests', 'approve', reference, '--reason', 'again', '--yes')
  expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/is fulfilled, not held: nothing was changed/) })

  const register = (await run('requests', 'export')).out
  // the byte order mark lets Excel read UTF-8
  expect(register.startsWith('\uFEFFreference,received_at,due_at,nature,kinds,language,manner,verified_by,')).toBe(true)
  const row = register.trim().split('\r\n')[1]
  expect(row).toMatch(
    new RegExp(`^${reference},.*,request,correction,zh,e-mail,staff,.*,yes,fulfilled,correction:done,`),
  )
  expect(register).not.toContain('@')
})

test('it is taken and extended from the command line as far as the law allows, and another cannot settle it', async () => {
  const reference = await held(complaint)
  expect((await run('requests', 'claim', reference, '--by', 'ada')).out).toBe(`Done: ${reference} is with ada.\n`)
  expect(await run('requests', 'decline', reference, '--reason', 'no_such_data', '--by', 'bob', '--yes')).toMatchObject(
    {
      code: 1,
      err: expect.stringContaining(`ada has ${reference}`),
    },
  )
  const day = workingDay((await desk.app.parts.db.privacyRequest.findFirstOrThrow()).dueAt.getTime() + 20 * 86_400_000)
  const extend = [
    'extend',
    reference,
    '--until',
    day,
    '--reason-zh',
    '记录很多',
    '--reason-en',
    'Many records',
    '--by',
    'ada',
  ]
  expect(await run('requests', ...extend)).toMatchObject({
    code: 2,
    err: expect.stringContaining("China's App rules (CAC 2019-191, part 6) allows no extension"),
  })
  const extended = await run('requests', ...extend, '--under', 'gdpr', '--yes')
  expect(extended).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Many records') })
  const { out } = await run('requests', 'show', reference)
  for (const words of ['ada', 'Deadlines', 'GDPR Article 12(3): an answer within one month.', 'Extended to']) {
    expect(out).toContain(words)
  }
})

/** The day itself or the one before on which somebody works. */
function workingDay(time: number): string {
  const policy = { workingDays: 15, months: 1, timeZone: 'Asia/Shanghai' }
  const day = new Date(time).toISOString().slice(0, 10)
  const promise = promiseOf(day, policy)
  return promise.outcome === 'day_off' ? promise.before : day
}

test('what was believed, what was not and why stands in sentences', async () => {
  await desk.send({
    from: alice,
    subject: 'My data',
    text: 'Please send me a copy of all my personal data.',
    headers: [['Authentication-Results', 'mx.attacker.example; dmarc=pass header.from=example.org']],
  })
  const reference = (await desk.requests()).at(-1)?.reference ?? ''
  const waiting = await run('requests', 'show', reference)
  for (const words of [
    'A mail came that claims to be from alice@example.org; that is a claim, no proof.',
    'Nothing that the desk trusts vouches for the sender (only_foreign_results).',
    '1 account has this stored address.',
    'Decided: what is asked for always takes the code.',
    'A code went to the address alice@example.org, on which the answer must come back; it is waited for.',
    'Nobody has proved so far that the data subject asks',
  ]) {
    expect(waiting.out).toContain(words)
  }
  await desk.confirm(alice)
  const done = await run('requests', 'show', reference)
  expect(done.out).toContain('The code in it: right.')
  expect(done.out).toContain('Proved by the code, answered from the stored address.')
})

test('declined: the letter leaves with the reason, the register says it, and formulas stay text', async () => {
  const reference = await held(complaint)
  const reason = ['--reason-zh', '=1+1 不成立', '--reason-en', '=1+1 does not hold; ask bob@example.org']
  expect(await run('requests', 'decline', reference)).toMatchObject({
    code: 2,
    err: expect.stringContaining('Nobody is declined without a reason'),
  })
  expect(await run('requests', 'decline', reference, ...reason.slice(0, 2))).toMatchObject({
    code: 2,
    err: expect.stringContaining('both languages'),
  })
  expect((await run('requests', 'decline', reference, ...reason, '--yes')).out).toContain(
    `Done: ${reference} is declined.`,
  )
  await desk.round()
  expect((await desk.lastTo(alice)).text).toContain('=1+1 不成立')
  const register = (await run('requests', 'export', '--since', '2020-01-01')).out
  expect(register).toContain("other_reason,'=1+1 does not hold; ask [address]")
  expect((await run('requests', 'export', '--until', '2020-01-01')).out.trim().split('\r\n')).toHaveLength(1)
})

test('answered from files, in both languages', async () => {
  const reference = await held(complaint)
  writeFileSync(join(desk.folder, 'zh.txt'), '我们查过了。\n\n没有泄露。\n')
  writeFileSync(join(desk.folder, 'en.txt'), 'We looked.\n\nNothing leaked.\n')
  const files = ['--zh', `@${join(desk.folder, 'zh.txt')}`, '--en', `@${join(desk.folder, 'en.txt')}`]
  const looked = await run('requests', 'answer', reference, ...files)
  expect(looked.out).toContain('Nothing leaked.')
  expect(looked.out).toContain('put no personal data into it')
  await run('requests', 'answer', reference, ...files, '--yes')
  await desk.round()
  expect((await desk.lastTo(alice)).text).toContain('没有泄露。')
  expect(await run('requests', 'answer', reference, '--zh', '@/nowhere', '--en', 'x')).toMatchObject({ code: 2 })
})

test('a code that is asked for by staff is shown by no command', async () => {
  const reference = await held(complaint)
  const asked = await run('requests', 'challenge', reference, '--kind', 'access,deletion', '--yes')
  expect(asked.out).toContain('[code]')
  const { secret } = await desk.app.parts.db.outboxLetter.findFirstOrThrow({ where: { template: 'confirm' } })
  expect(secret).toMatch(/^.{4}-.{4}$/)
  for (const form of ['--letters', '--json']) {
    const { out } = await run('requests', 'show', reference, form)
    expect(out).toContain('confirm')
    expect(out).not.toContain(secret)
    expect(out).not.toContain('codeHash')
  }
  expect(asked.out).not.toContain(secret)
  await desk.round()
  expect((await run('requests', 'list')).out).toContain('awaiting verification')
})

test('settled requests are listed only when asked for', async () => {
  expect((await run('requests', 'list')).out).toBe('There are no such requests.\n')
  await desk.send({
    from: 'ada@elsewhere.example',
    subject: 'My data',
    text: 'Please send me a copy of all the data you hold about me.',
  })
  expect(JSON.parse((await run('requests', 'list', '--json')).out)).toEqual([])
  const [request] = JSON.parse((await run('requests', 'list', '--all', '--json')).out)
  expect(request).toMatchObject({ state: 'declined', reason: 'address_not_on_file', kinds: ['access'] })
})

test('a running daemon carries out at once what staff approve from another process', async () => {
  const clock = { now: () => new Date(), set: () => undefined, forward: () => undefined }
  desk = await open({ clock })
  const config = settingsFile(desk)
  await desk.app.start()
  await desk.deliver(newAddress)
  await desk.sink.waitFor(2, 20_000)
  const [request] = await desk.requests()
  expect(request).toMatchObject({ state: 'held' })
  const args = ['requests', 'approve', request?.reference ?? '', '--reason', 'called back', '--yes', '--config', config]
  expect(await habeas(args)).toMatchObject({ code: 0 })
  await desk.sink.waitFor(3, 20_000)
  expect(desk.rows('SELECT email FROM users WHERE id = 1')).toEqual([{ email: 'new@example.com' }])
  expect((await desk.lastTo(xiaoming)).text).toContain('new@example.com')
})
