// habeas platform: looks at the sample platform and changes nothing; its tables line up with Chinese in them.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDesk, type TestDesk } from '../support/desk.ts'
import { habeas, type Ran, settingsFile } from './habeas.ts'

let desk: TestDesk
let run: (...args: string[]) => Promise<Ran>
beforeEach(async () => {
  desk = await startDesk()
  const config = settingsFile(desk)
  run = async (...args) => await habeas([...args, '--config', config])
})
afterEach(async () => {
  await desk.stop()
})

/** Columns that a terminal gives a text: East Asian characters take two. */
function width(text: string): number {
  return [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(char)
        ? 2
        : 1),
    0,
  )
}

test('the map fits, and a preview counts what access and deletion would touch', async () => {
  expect(await run('platform', 'check')).toMatchObject({ code: 0, out: 'The data map fits: 8 tables.\n' })
  const before = desk.rows('SELECT count(*) AS n FROM access_logs')
  const { out } = await run('platform', 'preview', 'ALICE@example.org')
  expect(out).toContain('Account 2 (Alice)')
  expect(out).toMatch(
    /Donations and receipts \/ 捐赠与票据 +donations +3 +exported +kept until \d{4}-12-31: The Accounting Law/,
  )
  const lines = out.trim().split('\n').slice(1)
  const column = width(lines[0]?.slice(0, lines[0].indexOf('TABLE')) ?? '')
  for (const line of lines.slice(1)) {
    const name =
      /(?<= {2})(users|devices|access_logs|feature_usage|cookie_preferences|posts|post_images|donations)\b/.exec(line)
    expect(width(line.slice(0, name?.index))).toBe(column)
  }
  expect(desk.rows('SELECT count(*) AS n FROM access_logs')).toEqual(before)
  expect(await run('platform', 'preview', 'nobody@example.org')).toMatchObject({
    code: 0,
    out: 'No account has this stored address.\n',
  })
  expect((await run('platform', 'preview', 'lin.family@example.cn')).out).toContain('2 accounts share this address')
})
