// A desk changes under way: an upgrade of its database leaves a way back, and SIGHUP's reload takes new letters and thresholds over, or
// keeps the old whole.

import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { templatesFolder } from '../../src/app-parts.ts'
import { examine, restore } from '../../src/backup/restore.ts'
import { stories } from '../support/desk.ts'

const alice = 'alice@example.org'
const { desk: open } = stories()
const copyPlease = { from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' }

test('before an upgrade all that is kept is copied, and the copy can be put back', async () => {
  const desk = await open()
  await desk.send(copyPlease)
  const { dataFolder, database, key } = desk.settings
  const { db } = desk.app.parts
  // as the version before left it
  await db.$executeRawUnsafe('DROP TABLE "DeskMark"')
  await db.$executeRawUnsafe(`DELETE FROM "_migration" WHERE "name" LIKE '%desk_marks'`)
  await desk.restart()
  const copies = join(dataFolder, 'before-upgrade')
  const [copy = ''] = readdirSync(copies)
  const parts = {
    backup: join(copies, copy),
    dataFolder,
    database: database.url.slice('file:'.length),
    key,
    clock: desk.clock,
    sendWaiting: false,
    ledgers: [],
  }
  await desk.restart(async () => {
    const examined = await examine(parts)
    expect(examined.manifest.files.filter(({ path }) => path.startsWith('mails/'))).toHaveLength(1)
    await restore(parts, examined)
  })
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(readdirSync(copies)).toHaveLength(1)
  // what nobody will go back to holds people who are forgotten meanwhile
  desk.clock.set(new Date(Date.now() + 15 * 86_400_000))
  await desk.app.tidy()
  expect(readdirSync(copies)).toEqual([])
})

test('a reload takes over letters and thresholds; where a letter is wrong all of the old stays', async () => {
  const desk = await open()
  const templates = join(desk.folder, 'templates')
  cpSync(templatesFolder, templates, { recursive: true })
  const file = join(templates, 'confirm', 'en.liquid')
  const letter = readFileSync(file, 'utf8')
  writeFileSync(file, letter.replace('---\n<', '---\n<p>A word of our own.</p>\n<'))
  const { settings } = desk
  const thresholds = { act: { ...settings.classification.thresholds.act, access: 1 } }
  const wished = { ...settings, templates, classification: { thresholds } }
  await desk.app.reload(wished)
  expect(desk.app.parts.settings.thresholds.act.access).toBe(1)
  await desk.send({ from: 'xiaoming@example.com', subject: '注销账号', text: '请注销我的账号并删除我的全部个人信息。' })
  expect((await desk.lastTo('xiaoming@example.com')).words).toContain('A word of our own.')
  writeFileSync(file, letter.replace('{{', '{{ nothing.'))
  await expect(
    desk.app.reload(settings.templates === undefined ? { ...settings, templates } : settings),
  ).rejects.toMatchObject({
    code: 'template_invalid',
  })
  expect(desk.app.parts.settings.thresholds.act.access).toBe(1)
})
