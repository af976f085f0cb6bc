// Files that the data map points to, on each database: who is deleted takes theirs along, and nothing else on the machine is
// ever read or removed.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DeskError } from '../../src/errors.ts'
import { fileRemovals } from '../../src/userdb/file-removals.ts'
import type { OwnedFile } from '../../src/userdb/owned-files.ts'
import { locate } from '../../src/userdb/stored-files.ts'
import { addressHash } from '../../src/userdb/subjects.ts'
import { testKey } from '../support/test-key.ts'
import { type Engine, type EnginePlatform, engines } from './engines.ts'

const words = '{ zh: 文, en: text }'
const head = `label: ${words}, category: all, purpose: ${words}, retention: ${words}`

const schema = `
create table people (id {id}, email {text}, avatar {text}, thumb {text});
create table photos (id {id}, person_id {int}, file {text});
create table invoices (id {id}, person_id {int}, scan {text});
create table talks (id {id}, sender_id {int}, reader_id {int}, attachment {text});
create index photos_person on photos (person_id);
create index invoices_person on invoices (person_id);
create index talks_sender on talks (sender_id);
create index talks_reader on talks (reader_id);
insert into people values
  (1, 'ada@example.org', '/up/ada.png', 'thumbs/ada 1.png'), (2, 'bob@example.org', 'default.png', null), (3, 'cy@example.org', 'default.png', null);
insert into photos values
  (1, 1, 'https://cdn.example.org/a%20b.jpg?v=2'), (2, 1, '../outside.txt'), (3, 1, 'link.png'), (4, 1, 'nowhere.png'), (5, 1, 'deep/hop/x.png'),
  (6, 1, 'https://elsewhere.example/x.png'), (7, 1, '/etc/hostname'), (8, 1, ''), (9, 1, null), (10, 1, 'shared.png'), (11, 2, '/up/shared.png'), (12, 1, 'folder'), (13, 1, 'kept.gif'), (14, 3, 'https://cdn.example.org/kept.gif?v=1');
insert into invoices values (1, 1, 'scan.pdf');
insert into talks values (1, 1, 2, 'mine.txt'), (2, 2, 1, 'theirs.txt');`

function mapOf(folder: string): string {
  return `version: 1
platform: ${words}
subject: { table: people, key: id, email: email }
categories: { all: ${words} }
files: { uploads: { folder: ${folder}, prefixes: [/up/, "https://cdn.example.org/"] } }
tables:
  people: { ${head}, deletion: delete, columns: { id: ${words}, email: ${words}, avatar: { zh: 像, en: picture, file: uploads }, thumb: { zh: 小, en: small, treatment: hidden, file: uploads } } }
  photos: { ${head}, deletion: { anonymise: { person_id: empty, file: empty } }, owner: person_id, columns: { id: ${words}, person_id: ${words}, file: { zh: 图, en: photo, file: uploads } } }
  invoices: { ${head}, deletion: { keep: { law: ${words}, change: { person_id: empty } } }, owner: person_id, columns: { id: ${words}, person_id: ${words}, scan: { zh: 扫描, en: scan, file: uploads } } }
  talks: { ${head}, deletion: { anonymise: { sender_id: empty, reader_id: empty, attachment: empty } }, owner: { any: [sender_id, reader_id] }, columns: { id: ${words}, sender_id: ${words}, reader_id: ${words}, attachment: { zh: 附件, en: file, of: sender_id, file: uploads } } }
refusal: { purposes: {} }
information: { source: ${words}, recipients: ${words}, transfers: ${words}, automated_decisions: ${words}, rights: [${words}], complaint: ${words} }`
}

const all = [
  'a b.jpg',
  'ada.png',
  'default.png',
  'kept.gif',
  'mine.txt',
  'scan.pdf',
  'shared.png',
  'theirs.txt',
  'thumbs/ada 1.png',
]

/** A folder of uploads, with traps: links that lead out, a folder in place of a file, a file beside it. */
function uploads(): { folder: string; outside: string } {
  const place = mkdtempSync(join(tmpdir(), 'habeas-files-'))
  const folder = join(place, 'uploads')
  mkdirSync(join(folder, 'thumbs'), { recursive: true })
  mkdirSync(join(folder, 'deep'))
  mkdirSync(join(folder, 'folder'))
  mkdirSync(join(place, 'other'))
  for (const name of all) writeFileSync(join(folder, name), name)
  const outside = join(place, 'outside.txt')
  writeFileSync(outside, 'not the platform’s')
  writeFileSync(join(place, 'other', 'x.png'), 'x')
  symlinkSync(outside, join(folder, 'link.png'))
  symlinkSync(join(place, 'other'), join(folder, 'deep', 'hop'))
  return { folder, outside }
}

/** The platform opened with a place for its lists. */
async function deleting(platform: EnginePlatform, beforeStatement?: (text: string) => void) {
  const lists = join(mkdtempSync(join(tmpdir(), 'habeas-lists-')), 'file-removals')
  const removals = fileRemovals(lists, testKey, () => new Date('2026-11-28T12:00:00Z'))
  const db = await platform.open({ removals, ...(beforeStatement ? { beforeStatement } : {}) })
  const erase = async (key: string) => {
    const subject = await db.getSubject(key)
    return subject && (await db.erase(key, addressHash(subject)))
  }
  return { db, erase, lists, removals }
}

const left = (folder: string) => all.filter((name) => existsSync(join(folder, name)))

describe.each(engines)('$name', ({ available, start }) => {
  describe.skipIf(!available)('files', () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await start()
    }, 120_000)
    afterAll(async () => await engine?.stop())

    test('deletion takes the files that nobody names any more, after the commit, whatever dies in between', async () => {
      const { folder, outside } = uploads()
      const platform = await engine.platform(schema, mapOf(folder))
      const lists = join(mkdtempSync(join(tmpdir(), 'habeas-lists-')), 'file-removals')
      let time = new Date('2026-11-28T12:00:00Z')
      const removals = fileRemovals(lists, testKey, () => time)
      const clock = { now: () => time }
      const subject = await platform.db.getSubject('1')
      if (!subject) throw new Error('no subject')
      const hash = addressHash(subject)
      expect((await platform.db.check()).filter(({ level }) => level === 'error')).toEqual([])

      // an unmounted folder holds no proof that the files are gone
      renameSync(folder, `${folder}-away`)
      const unmounted = await platform.open({ clock, removals })
      await expect(unmounted.erase('1', hash)).rejects.toMatchObject({ code: 'platform_unavailable', retry: true })
      await expect(platform.db.openFile('uploads', 'ada.png')).rejects.toMatchObject({ code: 'platform_unavailable' })
      renameSync(`${folder}-away`, folder)

      // dies before the commit: nothing is gone, and the list alone removes nothing
      const statements: string[] = []
      const dying = await platform.open({
        clock,
        removals,
        beforeStatement: (text) => {
          statements.push(text)
          if (/^commit/i.test(text)) throw new Error('killed')
        },
      })
      await expect(dying.erase('1', hash)).rejects.toThrow('killed')
      expect(readdirSync(lists)).toHaveLength(1)
      const next = await platform.open({ clock, removals })
      await next.finishRemovals()
      expect(left(folder)).toEqual(all)

      // dies after it: the rows are gone, and the next start takes the files
      const dead = async () => {
        throw new Error('killed')
      }
      const late = await platform.open({ clock, removals: { ...removals, finish: dead } })
      await expect(late.erase('1', hash)).rejects.toThrow('killed')
      expect(left(folder)).toEqual(all)
      await next.finishRemovals()
      expect(left(folder)).toEqual(['default.png', 'kept.gif', 'scan.pdf', 'shared.png', 'theirs.txt'])
      for (const safe of [outside, join(folder, 'link.png'), join(folder, 'deep/hop/x.png'), join(folder, 'folder')])
        expect(existsSync(safe), safe).toBe(true)

      // and the request, taken up again, tells what became of them: ../outside.txt, two links, nowhere, two addresses, a folder
      expect(await next.erase('1', hash)).toEqual({ state: 'gone', files: { removed: 4, notFound: 7 } })
      expect(await next.erase('1', hash)).toEqual({ state: 'gone', files: { removed: 4, notFound: 7 } })
      writeFileSync(join(lists, 'f'.repeat(64)), 'under a key that is not there')
      time = new Date('2027-11-28T12:00:00Z')
      await next.finishRemovals()
      expect(readdirSync(lists)).toEqual([])
    })

    test('the default picture goes with nobody but the last who has it', async () => {
      const { folder } = uploads()
      const platform = await engine.platform(schema, mapOf(folder))
      const { erase } = await deleting(platform)
      expect(await erase('2')).toMatchObject({ state: 'erased', files: { removed: 1, notFound: 0 } })
      expect(left(folder)).toEqual(all.filter((name) => name !== 'theirs.txt'))
      expect(await erase('3')).toMatchObject({ files: { removed: 1 } })
      expect(existsSync(join(folder, 'default.png'))).toBe(false)
    })

    test('what another row names stays, however oddly both spell it, and though it does so only by the time the files go', async () => {
      const { folder } = uploads()
      const platform = await engine.platform(schema, mapOf(folder))
      const odd = ['https://cdn.example.org/a%20b.jpg?v=2', 'thumbs//ada 1.png', 'ada.png/', '/up/shared.png']
      await platform.run(`delete from photos; update people set avatar = null, thumb = null`)
      for (const [n, value] of odd.entries())
        await platform.run(`insert into photos values (${100 + n}, 1, '${value}'), (${200 + n}, 2, '${value}')`)
      const { db, erase, removals } = await deleting(platform)
      expect(await erase('1')).toMatchObject({ state: 'erased', files: { removed: 1 } }) // its attachment
      expect(left(folder)).toEqual(all.filter((name) => name !== 'mine.txt'))
      // planned for somebody who is gone, and taken up by a living one since
      const subject = { key: '1', addressHash: 'of somebody who is gone' }
      await removals.plan(subject, db.map, [{ folder: 'uploads', path: 'shared.png', values: ['shared.png'] }], 0)
      await db.finishRemovals()
      expect(left(folder)).toContain('shared.png')
    })

    test('a try that was rolled back removes nothing later: not from who lives on, nor with the next try', async () => {
      const { folder } = uploads()
      const platform = await engine.platform(schema, mapOf(folder))
      const { lists } = await deleting(platform)
      const removals = fileRemovals(lists, testKey, () => new Date('2026-11-28T12:00:00Z'))
      let dies = true
      const db = await platform.open({
        removals,
        beforeStatement: (text) => {
          if (dies && /^commit/i.test(text)) throw new Error('killed')
        },
      })
      const erase = async (key: string) => {
        const subject = await db.getSubject(key)
        return subject && (await db.erase(key, addressHash(subject)))
      }
      await expect(erase('1')).rejects.toThrow('killed')
      expect(readdirSync(lists)).toHaveLength(1)
      dies = false
      const again = await platform.open({ removals })
      await platform.run(`update people set email = 'ada.new@example.org' where id = 1`)
      await again.finishRemovals()
      expect(left(folder)).toEqual(all)
      await platform.run(`update people set email = 'ada@example.org', avatar = null, thumb = null where id = 1`)
      await platform.run(
        "delete from photos where person_id = 1; update talks set attachment = null; update people set avatar = 'ada.png' where id = 2",
      )
      const subject = await again.getSubject('1')
      await again.erase('1', addressHash(subject ?? { key: '1', address: null, name: null }))
      expect(existsSync(join(folder, 'ada.png'))).toBe(true)
    })
  })
})

test('a folder that is not there is told before anything is done', async () => {
  const engine = await engines[0]?.start()
  const platform = await engine?.platform(schema, mapOf('/nowhere/uploads'))
  const errors = (await platform?.db.check())?.filter(({ level }) => level === 'error')
  expect(errors).toEqual([expect.objectContaining({ code: 'files_unreachable' })])
  await engine?.stop()
})

test('folders within each other are told: a file would have two names', async () => {
  const { folder } = uploads()
  const engine = await engines[0]?.start()
  const map = mapOf(folder).replace('files: { ', `files: { thumbs: { folder: ${folder}/thumbs }, `)
  const platform = await engine?.platform(schema, map)
  const errors = (await platform?.db.check())?.filter(({ level }) => level === 'error')
  expect(errors).toEqual([expect.objectContaining({ code: 'files_nested' })])
  await engine?.stop()
})

test('one list that cannot be ended stops neither the deletion nor the lists behind it', async () => {
  const { folder } = uploads()
  const engine = await engines[0]?.start()
  const platform = await engine?.platform(schema, mapOf(folder))
  if (!platform) throw new Error('no platform')
  const lists = join(mkdtempSync(join(tmpdir(), 'habeas-lists-')), 'file-removals')
  const removals = fileRemovals(lists, testKey, () => new Date('2026-11-28T12:00:00Z'))
  const cannot = async () => {
    throw new DeskError('platform_unavailable', { retry: true })
  }
  const db = await platform.open({ removals: { ...removals, finish: cannot } })
  const subject = await db.getSubject('1')
  expect(await db.erase('1', addressHash(subject ?? { key: '1', address: null, name: null }))).toEqual(
    expect.objectContaining({ state: 'erased' }),
  )
  expect(left(folder)).toEqual(all)
  let asked = 0
  const free = async (files: OwnedFile[]) => {
    if (asked++ === 0) throw new DeskError('platform_unavailable', { retry: true })
    return files
  }
  for (const key of ['7', '8']) {
    const file = { folder: 'uploads', path: 'default.png', values: ['default.png'] }
    await removals.plan({ key, addressHash: 'x' }, db.map, [file], 0)
  }
  await expect(removals.finishAll(db.map, async () => true, free, new Date('2026-11-28T13:00:00Z'))).rejects.toThrow()
  expect(asked).toBe(3)
  await engine?.stop()
})

const place = { folder: '/x', prefixes: ['/up/', 'https://cdn.example.org/'], largest_mb: 1 }
test.each([
  ['a.png', 'a.png'],
  ['/up/a.png', 'a.png'],
  ['a//b.png', 'a/b.png'],
  ['https://cdn.example.org/%E7%8C%AB.png#x', '猫.png'],
  ['https://cdn.example.org/%2e%2e/x', null],
  ['https://cdn.example.org/..%2fx', null],
  ['https://cdn.example.org.evil.example/x', null],
  ['a/../b', null],
  ['./a', null],
  ['a\\..\\b', null],
  ['a\0.png', null],
  ['file:///etc/passwd', null],
  ['/etc/passwd', null],
  ['', null],
  ['%E0%A4%A', '%E0%A4%A'],
  ['https://cdn.example.org/%E0%A4%A', null],
])('%j is the file %j', (value, path) => {
  expect(locate(place, value)).toBe(path)
})
