// The desk is lost and put back from a backup made while it ran: what was done after the backup is neither done nor said again, what was
// never answered is answered, and whom the desk deleted stays deleted.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeBackup } from '../../src/backup/make.ts'
import { examine, type RestoreParts, restore } from '../../src/backup/restore.ts'
import { rerunMail } from '../../src/desk/rerun-mail.ts'
import { prepareDataFolder } from '../../src/lib/data-folder.ts'
import { staffAddress, stories, type TestDesk } from '../support/desk.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const { desk: open } = stories()

const copyPlease = { subject: 'My data', text: 'Please send me a copy of all my personal data.' }
const deletePlease = { subject: '注销账号', text: '请注销我的账号并删除我的全部个人信息。' }

async function backup(desk: TestDesk, over: { withKey?: boolean; keep?: number } = {}) {
  const { dataFolder, key } = desk.settings
  const { db, clock } = desk.app.parts
  const made = { db, clock, dataFolder, key, version: '0', withKey: false, keep: null, ...over }
  return await makeBackup(made, join(desk.folder, 'backups'))
}

function restoring(desk: TestDesk, folder: string, over: Partial<RestoreParts> = {}): RestoreParts {
  const { dataFolder, key, database } = desk.settings
  const file = database.url.slice('file:'.length)
  return {
    backup: folder,
    dataFolder,
    database: file,
    key,
    clock: desk.clock,
    sendWaiting: false,
    ledgers: [],
    ...over,
  }
}

/** Alice was answered, Xiaoming asked to be deleted; then the backup; then he confirms, strangers write, and the desk is lost. */
async function lost() {
  const desk = await open()
  await desk.send({ from: alice, ...copyPlease })
  await desk.confirm(alice)
  await desk.send({ from: xiaoming, ...deletePlease })
  const { folder } = await backup(desk)
  copyFileSync(join(desk.folder, 'platform.db'), join(desk.folder, 'platform-then.db'))
  desk.clock.forward(3_600_000)
  await desk.confirm(xiaoming)
  await desk.send({ from: 'stranger@nowhere.example', ...copyPlease })
  await desk.send({ from: alice, subject: 'Again', text: 'Please switch off all analytics for my account.' })
  expect(desk.rows('SELECT id FROM users WHERE email = ?', xiaoming)).toEqual([])
  const before = new Map(
    [alice, xiaoming, 'stranger@nowhere.example'].map((to) => [to, desk.lettersTo(to).length] as const),
  )
  return { desk, folder, before }
}

test('restored from a backup, the desk answers nothing twice, answers what nobody answered, and remembers deletions', async () => {
  const { desk, folder, before } = await lost()
  await desk.restart(async () => {
    // comes while no desk runs
    await desk.deliver({ from: 'late@nowhere.example', ...copyPlease })
    for (const name of ['habeas.db', 'habeas.db-wal', 'habeas.db-shm', 'mails', 'exports', 'hash.key'])
      rmSync(join(desk.settings.dataFolder, name), { recursive: true, force: true })
    desk.clock.forward(3_600_000)
    const parts = restoring(desk, folder)
    const { held, forgotten } = await restore(parts, await examine(parts))
    expect(held).toHaveLength(1)
    expect(forgotten).toBe(1)
  })
  await desk.round()
  await desk.round()
  for (const [to, letters] of before) expect(desk.lettersTo(to), to).toHaveLength(letters)
  expect(desk.lettersTo('late@nowhere.example')).toHaveLength(1)
  const held = (await desk.mails()).filter((mail) => mail.state === 'held')
  expect(held.map((mail) => mail.stateReason)).toEqual(['restored', 'restored', 'restored'])
  expect(await desk.requests()).toEqual([
    expect.objectContaining({ state: 'fulfilled' }),
    expect.objectContaining({ state: 'held', stateReason: 'restored_deleted' }),
    expect.objectContaining({ stateReason: 'address_not_on_file' }),
  ])
  const { words } = await desk.lastTo(staffAddress)
  expect(words).toContain('3 mails taken in meanwhile')
  expect(words).toContain('3 封')
  // the platform is put back as well, with nobody at work on it
  await desk.restart(async () => {
    for (const file of ['platform.db-wal', 'platform.db-shm']) rmSync(join(desk.folder, file), { force: true })
    copyFileSync(join(desk.folder, 'platform-then.db'), join(desk.folder, 'platform.db'))
  })
  const { userDb } = desk.app.parts
  const restored = await userDb.restored()
  expect(restored).toHaveLength(1)
  for (const { key, addressHash } of restored) await userDb.erase(key, addressHash)
  expect(desk.rows('SELECT id FROM users WHERE email = ?', xiaoming)).toEqual([])
})

test('on another machine the list of deletions comes with --ledger, and a mail that nobody answered runs again', async () => {
  const { desk, folder, before } = await lost()
  const ledger = join(desk.folder, 'ledger-elsewhere')
  await desk.restart(async () => {
    const { dataFolder } = desk.settings
    copyFileSync(join(dataFolder, 'deleted-subjects'), ledger)
    const key = readFileSync(join(dataFolder, 'desk.key'))
    rmSync(dataFolder, { recursive: true })
    const parts = restoring(desk, folder, { ledgers: [ledger] })
    await expect(examine(parts)).rejects.toMatchObject({ code: 'desk_key_missing' })
    mkdirSync(dataFolder, { mode: 0o700 })
    writeFileSync(join(dataFolder, 'desk.key'), key, { mode: 0o600 })
    desk.clock.forward(1000)
    expect(await restore(parts, await examine(parts))).toMatchObject({ forgotten: 1, aside: [] })
  })
  await desk.round()
  const { db } = desk.app.parts
  const mail = await db.mail.findFirst({ where: { fromAddress: 'stranger@nowhere.example' } })
  expect(await rerunMail(desk.app.parts, mail?.id ?? '', 'test')).toEqual({ outcome: 'queued' })
  await desk.round()
  expect(desk.lettersTo('stranger@nowhere.example')).toHaveLength((before.get('stranger@nowhere.example') ?? 0) + 1)
})

test('a request whose code never comes after a restore goes to staff: nobody is told that nothing was done', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...deletePlease })
  const { folder } = await backup(desk)
  await desk.restart(async () => {
    const parts = restoring(desk, folder)
    await restore(parts, await examine(parts))
  })
  const letters = desk.lettersTo(alice).length
  desk.clock.forward(80 * 3_600_000)
  await desk.round()
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'restored' })])
  expect(desk.lettersTo(alice)).toHaveLength(letters)
})

test('a code answered after the restore is carried out as ever, and what waited at the backup is not sent again', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...copyPlease })
  // a letter that waits at the moment of the backup
  await desk.app.parts.db.outboxLetter.updateMany({ data: { state: 'queued', nextAttemptAt: desk.clock.now() } })
  const { folder } = await backup(desk)
  await desk.restart(async () => {
    desk.clock.forward(1000)
    const parts = restoring(desk, folder)
    expect(await restore(parts, await examine(parts))).toMatchObject({ lettersNotSent: 1 })
  })
  await desk.round()
  expect(desk.lettersTo(alice)).toHaveLength(1)
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
})

test('a backup that was damaged, added to or made by somebody else is refused before anything changes; old ones go', async () => {
  const desk = await open()
  await desk.send({ from: alice, ...copyPlease })
  const { folder, manifest } = await backup(desk, { withKey: true })
  expect(manifest.files.map(({ path }) => path)).toContain('desk.key')
  const [mail] = readdirSync(join(folder, 'mails'))
  const file = join(folder, 'mails', mail ?? '')
  const sound = readFileSync(file)
  const parts = restoring(desk, folder)
  const refused = async () => await expect(examine(parts)).rejects.toMatchObject({ code: 'backup_unusable' })
  writeFileSync(file, Buffer.concat([sound, Buffer.from('x')]))
  await refused()
  rmSync(file)
  await refused()
  writeFileSync(file, sound)
  writeFileSync(join(folder, 'mails', 'strange.eml'), '')
  await refused()
  rmSync(join(folder, 'mails', 'strange.eml'))
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8')
  writeFileSync(join(folder, 'manifest.json'), text.replace(/"madeAt": "2026/, '"madeAt": "2025'))
  await refused()
  writeFileSync(join(folder, 'manifest.json'), text)
  expect((await examine(parts)).manifest).toEqual(manifest)
  // a restore that was cut short keeps the desk from starting
  const cut = join(desk.settings.dataFolder, '.restoring')
  mkdirSync(cut)
  await expect(prepareDataFolder(desk.settings.dataFolder)).rejects.toThrow('A restore into')
  rmSync(cut, { recursive: true })
  // of many backups the newest are kept
  desk.clock.forward(1000)
  expect((await backup(desk, { keep: 1 })).removed).toHaveLength(1)
  expect(readdirSync(join(desk.folder, 'backups'))).toHaveLength(1)
})
