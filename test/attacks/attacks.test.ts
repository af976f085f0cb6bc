// The attack list against a whole desk (Dovecot, SMTP, the sample platform), each attack a test named for it. None yields data, an
// act, knowledge of an account, or a flooded mailbox; the platform's rows are what they were, and what left by SMTP is looked at too.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test, vi } from 'vitest'
import { attacks } from '../../src/cli/attack/attacks.ts'
import { type Cast, playAttack, type Stage } from '../../src/cli/attack/play.ts'
import { staffAddress, startDesk, type TestDesk, testClock, trustedServer } from '../support/desk.ts'

const day = 86_400_000
const victim = 'alice@example.org'
const cast: Cast = {
  victim,
  member: 'xiaoming@example.com',
  desk: 'privacy@desk.example',
  staff: staffAddress,
  server: trustedServer,
}

let desk: TestDesk
let stage: Stage
let onlooker: DatabaseSync
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

async function raise(): Promise<void> {
  desk = await startDesk({ clock: testClock(new Date('2026-11-23T02:00:00Z')) })
  onlooker = new DatabaseSync(join(desk.folder, 'platform.db'), { readOnly: true })
  stage = {
    db: desk.app.parts.db,
    deliver: async (raw) => {
      desk.clock.forward(1000)
      await desk.deliver(raw)
    },
    work: async () => void (await desk.round()),
    codeOf: async (id) => {
      for (const letter of desk.lettersTo(victim)) {
        const { messageId, text = '' } = await letter.parse()
        if (messageId === id) return /\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b/.exec(text)?.[0] ?? null
      }
      return null
    },
  }
}

afterAll(async () => {
  onlooker.close()
  await desk.stop()
})

test('there are more than forty attacks, each with a name of its own', async () => {
  await raise()
  expect(attacks.length).toBeGreaterThan(40)
  expect(new Set(attacks.map((attack) => attack.name)).size).toBe(attacks.length)
})

test.for(attacks.map((attack) => [attack.name, attack] as const))('%s', async ([, attack]) => {
  // the caps of one attack are not those of the next, and what waited for a code is over
  desk.clock.forward(15 * day)
  await desk.round()
  desk.sink.clear()
  const before = platform()
  expect(await playAttack(stage, attack, cast)).toEqual({ data: [], action: [], knowledge: [], flood: [] })
  expect(platform()).toEqual(before)
  for (const letter of desk.sink.letters) {
    expect(letter.to).toHaveLength(1)
    expect((await letter.parse()).attachments).toEqual([])
  }
})

/** Differs once anybody else wrote to the platform's database: https://www.sqlite.org/pragma.html#pragma_data_version */
function platform(): unknown {
  return onlooker.prepare('PRAGMA data_version').get()
}
