// What an auditor finds in the register: who was told what and when in dates and reasons, and no person.

import { expect, test } from 'vitest'
import { declineReasons } from '../../src/desk/decline-reasons.ts'
import { carryOut, decline } from '../../src/desk/staff.ts'
import { extend } from '../../src/desk/staff-extend.ts'
import { type RegisterEntry, register, yearOf } from '../../src/requests/register.ts'
import { stories } from '../support/desk.ts'

const { desk: startDesk } = stories()

test('dates, outcome, the basis of a refusal and an extension, by year', async () => {
  const desk = await startDesk()
  const { parts } = desk.app
  await desk.send({
    from: 'alice@example.org',
    subject: '投诉',
    text: '我要投诉你们泄露了我的个人信息，要求给出说法。',
  })
  const reference = (await desk.requests())[0]?.reference ?? ''
  const reason = { zh: '记录很多。', en: 'Many records.' }
  for (const step of [
    await extend(parts, reference, { by: 'ada', until: '2027-01-29', reason, under: ['gdpr'] }),
    await decline(parts, reference, { by: 'ada', reason: declineReasons.others_rights, code: 'others_rights' }),
  ]) {
    if (step.outcome === 'ready') await carryOut(parts, step)
  }
  const rows = async (year: number) => {
    const found: RegisterEntry[] = []
    for await (const row of register(parts.db, yearOf(year, 'Asia/Shanghai'))) found.push(row)
    return found
  }
  expect(await rows(2025)).toEqual([])
  expect(await rows(2026)).toMatchObject([
    {
      reference,
      nature: 'complaint',
      manner: 'e-mail',
      outcome: 'declined',
      reason: 'others_rights',
      reason_in_words: declineReasons.others_rights.en,
      due_at: '2027-01-29T15:59:59.000Z',
      extended_until: '2027-01-29T15:59:59.000Z',
      extension_reason: 'Many records.',
      rules: 'gdpr',
      in_time: 'yes',
    },
  ])
  expect(JSON.stringify(await rows(2026))).not.toContain('@')
})

test('a year begins at midnight of the office', () => {
  expect(yearOf(2026, 'Asia/Shanghai')).toEqual({
    since: new Date('2025-12-31T16:00:00Z'),
    until: new Date('2026-12-31T16:00:00Z'),
  })
})
