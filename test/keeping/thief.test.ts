// Whoever takes the disk without the key learns of nobody: the raw bytes of everything in the data folder are searched for what the
// story is about. Whoever can write the database cannot pass one row's values off as another's.

import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeBackup } from '../../src/backup/make.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { alice, asLink, marks, tellMore, tellStory } from './story.ts'

const { desk: open } = stories()

/** A word in the spellings in which it could stand in a file. */
function spellings(word: string): Buffer[] {
  const utf8 = Buffer.from(word)
  // base64 of a longer text shows three different middles, by where the word begins
  const inBase64 = [0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.concat([Buffer.alloc(shift), utf8])
        .toString('base64')
        .slice(shift === 0 ? 0 : 4, -4),
    ),
  )
  const json = Buffer.from(JSON.stringify(word).slice(1, -1))
  const all = [utf8, Buffer.from(utf8.toString('hex')), Buffer.from(word, 'utf16le'), json, ...inBase64]
  return all.filter((bytes) => bytes.length >= 5)
}

function findIn(folder: string, words: string[]): string[] {
  const files = globSync('**/*', { cwd: folder }).filter((name) => statSync(join(folder, name)).isFile())
  return files.flatMap((name) => {
    const bytes = readFileSync(join(folder, name))
    return words
      .filter((word) => spellings(word).some((each) => bytes.includes(each)))
      .map((word) => `${name}: ${word}`)
  })
}

const staffWords = [
  'Crimson Staffname',
  'crimson@staff.example',
  '203.0.113.77',
  'Browser-mark-3c3c',
  'Passkey-mark-8e8e',
]

/** An account of the console, a browser that is signed in, a passkey. */
async function staffOf({ app: { parts } }: TestDesk): Promise<void> {
  const { db, clock } = parts
  const [name = '', email = '', ipAddress = '', userAgent = '', passkey = ''] = staffWords
  const at = { createdAt: clock.now(), updatedAt: clock.now() }
  await db.staff.create({ data: { id: 'staff-1', name, email, role: 'officer', language: 'en', ...at } })
  const session = { id: 's', staffId: 'staff-1', token: 't', signedInBy: 'link', expiresAt: clock.now() }
  await db.staffSession.create({ data: { ...session, ipAddress, userAgent, ...at } })
  const key = { id: 'p', staffId: 'staff-1', credentialId: 'c', publicKey: 'k', counter: 0, createdAt: clock.now() }
  await db.staffPasskey.create({ data: { ...key, name: passkey } })
}

test('no file of the data folder tells an address, a name, a subject, a text or a code', async () => {
  const desk = await open({ settings: asLink })
  const { codes } = await tellStory(desk)
  const { secrets: ofLink } = await tellMore(desk)
  await staffOf(desk)
  const { db, clock } = desk.app.parts
  const folder = join(desk.folder, 'data')
  // a backup, and the copy before an upgrade, are made of the same
  const { dataFolder, key } = desk.settings
  const backup = { db, clock, dataFolder, key, version: '1', withKey: false, keep: null }
  await makeBackup(backup, join(folder, 'before-upgrade'))
  const names = globSync('**/*', { cwd: folder })
  expect(names).toEqual(expect.arrayContaining(['habeas.db', 'habeas.db-wal', 'hash.key']))
  expect(names.filter((name) => name.endsWith('.eml')).length).toBeGreaterThanOrEqual(7)
  expect(names.filter((name) => name.endsWith('.zip'))).toHaveLength(2)
  const secrets = [
    ...marks,
    ...codes,
    ...ofLink,
    ...staffWords,
    'desk@',
    'staff@desk.example',
    'privacy@desk.example',
    desk.dovecot.user,
  ]
  expect(findIn(folder, secrets)).toEqual([])
  // the same search finds them in what the story was told with
  expect(findIn(desk.folder, [alice])).toContain(`platform.db: ${alice}`)
})

test('values that were moved between rows are not taken for the row’s own', async () => {
  const desk = await open()
  await tellStory(desk)
  const { db } = desk.app.parts
  const requests = await db.privacyRequest.findMany({ where: { requester: alice }, orderBy: { id: 'asc' } })
  const [first, second] = requests
  if (first === undefined || second === undefined) throw new Error('two requests are needed')
  const swap = (table: string, column: string, to: string, from: string) =>
    db.$executeRawUnsafe(
      `UPDATE "${table}" SET "${column}" = (SELECT "${column}" FROM "${table}" WHERE id = ?) WHERE id = ?`,
      from,
      to,
    )
  await swap('PrivacyRequest', 'requester', first.id, second.id)
  await expect(db.privacyRequest.findUnique({ where: { id: first.id } })).rejects.toMatchObject({
    code: 'record_unreadable',
  })
  // the other rows still open
  expect(await db.privacyRequest.findUnique({ where: { id: second.id } })).toMatchObject({ requester: alice })
  const letters = await db.outboxLetter.findMany({ select: { id: true, recipient: true }, orderBy: { id: 'asc' } })
  const [to, from] = [letters[0], letters.find((letter) => letter.recipient !== letters[0]?.recipient)]
  await swap('OutboxLetter', 'recipient', to?.id ?? '', from?.id ?? '')
  await expect(db.outboxLetter.findFirst({ where: { id: to?.id ?? '' } })).rejects.toMatchObject({
    code: 'record_unreadable',
  })
})
