// What the desk decided about a mail can be decided again from the stored bytes, with the same result.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { understand } from '../../src/desk/understand.ts'
import { stories } from '../support/desk.ts'

const { desk: open } = stories()
const names = [
  'qq-html-original-mail-quote',
  'outlook-big5-traditional',
  'netease-163-gbk-base64',
  'charset-utf-7',
  'out-of-office-german',
  'dsn-failed',
  'from-two-headers',
  'html-hidden-text',
  'list-id',
  'winmail-dat-only',
]

test('every stored decision comes out again from the stored bytes', async () => {
  const desk = await open()
  for (const name of names) {
    await desk.deliver(readFileSync(join(import.meta.dirname, `../mails/${name}.eml`)), { arrivedAt: desk.clock.now() })
  }
  await desk.deliver({ from: 'alice@example.org', subject: 'My data', text: 'Please send me a copy of my data.' })
  desk.clock.forward(1000)
  await desk.round()
  const { parts } = desk.app
  const mails = await parts.db.mail.findMany({ orderBy: { id: 'asc' } })
  expect(mails).toHaveLength(names.length + 1)
  const { settings } = parts
  for (const mail of mails) {
    const again = await understand(
      await parts.sources.read(mail.source ?? ''),
      { ...settings, trustedServers: settings.verification.trustedServers },
      parts.own,
    )
    const stored = mail.decisions as Record<string, unknown>
    const decided = JSON.parse(
      JSON.stringify({ triage: again.triage, classification: again.classification }),
    ) as Record<string, unknown>
    expect(stored.triage).toEqual(decided.triage)
    if (stored.classification !== undefined) expect(stored.classification).toEqual(decided.classification)
    expect(mail.kind).toBe(again.triage.kind)
  }
})
