// habeas doctor --send-self-test against a real SMTP receiver and Dovecot, with a border between them that behaves, or does not.

import { expect, test } from 'vitest'
import { selfTestChecks } from '../../src/cli/doctor/self-test.ts'
import { stories, type TestDesk } from '../support/desk.ts'

const { desk: open } = stories()

/** Hands what was sent to the mailbox, as `border` lets it through; null keeps it back. */
async function tried(desk: TestDesk, border: (raw: string, to: string) => string | null, waitMs = 20_000) {
  const [check] = selfTestChecks(desk.settings, waitMs)
  let over = false
  const running = Promise.resolve(check?.look()).finally(() => {
    over = true
  })
  for (let done = 0; !over; ) {
    const letter = desk.sink.letters[done]
    if (letter !== undefined) {
      done++
      const raw = border(letter.raw.toString(), letter.to[0] ?? '')
      if (raw !== null) await desk.dovecot.append(raw, { folder: desk.mailFolder, internalDate: desk.clock.now() })
    }
    await new Promise((next) => setTimeout(next, 50))
  }
  return (await running) ?? []
}

const forgedLine = /^Authentication-Results:.*\r?\n(?:[ \t].*\r?\n)*/im
const own = 'Authentication-Results: mx.desk.example; dmarc=fail header.from=desk.example\r\n'

test('a border that removes the forged line, and plus addresses that arrive: all well; the desk answers neither mail', async () => {
  const desk = await open()
  const found = await tried(desk, (raw) => {
    expect(raw).toMatch(/^Authentication-Results: mx\.desk\.example; dmarc=pass/m)
    return raw.replace(forgedLine, '')
  })
  expect(found.map(({ level }) => level)).toEqual(['ok', 'ok'])
  expect(found[0]?.message).toContain('was removed on the way')
  desk.sink.clear()
  await desk.round()
  expect(desk.sink.letters).toEqual([])
  expect((await desk.mails()).map(({ state, kind }) => [state, kind])).toEqual([
    ['set_aside', 'own_loop'],
    ['set_aside', 'own_loop'],
  ])
})

test('a border that lets it through is a problem, and one that writes its own above it a warning', async () => {
  const desk = await open()
  const through = await tried(desk, (raw) => raw)
  expect(through[0]).toMatchObject({ level: 'problem', message: expect.stringContaining('would be believed') })
  desk.sink.clear()
  const above = await tried(desk, (raw) => `${own}${raw}`)
  expect(above[0]).toMatchObject({ level: 'warning', message: expect.stringContaining('wrote its own above') })
})

test('plus addresses that do not arrive are told, and so is a mailbox that hears nothing', async () => {
  const desk = await open()
  const plain = await tried(desk, (raw, to) => (to.includes('+') ? null : raw.replace(forgedLine, '')), 12_000)
  expect(plain.map(({ level }) => level)).toEqual(['ok', 'warning'])
  expect(plain[1]?.message).toContain('recipient_delimiter')
  desk.sink.clear()
  const nothing = await tried(desk, () => null, 2_000)
  expect(nothing).toEqual([{ level: 'problem', message: expect.stringContaining('arrived within 2 seconds') }])
})
