import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { commit, noChanges } from '../../src/requests/changes.ts'
import { candidateStatement, isSearchable, searchMails, signatureOf } from '../../src/requests/mail-search.ts'
import { deskDatabase } from '../support/desk-database.ts'

const at = new Date('2026-11-23T02:00:00Z')

async function keep(db: Db, mails: [id: string, subject: string, newText: string][]): Promise<void> {
  await db.mailbox.create({ data: { id: 'box', name: 'box', startAt: at } })
  const changes = noChanges()
  await db.mail.createMany({
    data: mails.map(([id, subject, newText], index) => ({
      id,
      mailboxId: 'box',
      uidValidity: '1',
      uid: index,
      arrivedAt: at,
      storedAt: at,
      bytes: 1,
      sourceSha256: '',
      state: 'handled',
      fromAddress: `writer${index}@example.org`,
      subject,
      newText,
    })),
  })
  for (const [index, [id, subject, newText]] of mails.entries()) {
    const bits = signatureOf(db.$deskKey(), { subject, newText, fromAddress: `writer${index}@example.org` })
    changes.signatures.push({ mailId: id, bits })
  }
  await commit(db, [changes])
}

const idsOf = async (db: Db, query: string) => (await searchMails(db, query, null)).found.map((each) => each.mailId)

test('words of a mail are found in Chinese and English, whatever their case and width', async () => {
  const { db } = await deskDatabase()
  await keep(db, [
    ['a', '删除账号', '请删除我在贵平台的全部浏览记录。'],
    ['b', 'My data', 'Please send me a copy of my browsing history.'],
    ['c', '更正昵称', '请把昵称改成ＡＤＡ。'],
  ])
  expect(await idsOf(db, '浏览记录')).toEqual(['a'])
  expect(await idsOf(db, '昵称 ada')).toEqual(['c'])
  expect(await idsOf(db, 'BROWSING')).toEqual(['b'])
  expect(await idsOf(db, 'writer1@example.org')).toEqual(['b'])
  // both pairs stand in the mail, the words do not
  expect(await idsOf(db, '录删除')).toEqual([])
  expect(await idsOf(db, '请')).toEqual(['c', 'a'])
})

test('the newest come first, and a page that is full says where to go on', async () => {
  const { db } = await deskDatabase()
  await keep(
    db,
    Array.from({ length: 130 }, (_, index) => [`mail-${index}`, '', '撤回同意'] as [string, string, string]),
  )
  const first = await searchMails(db, '撤回', null)
  expect(first.found).toHaveLength(60)
  expect(first.found[0]?.mailId).toBe('mail-129')
  const second = await searchMails(db, '撤回', first.next)
  const third = await searchMails(db, '撤回', second.next)
  expect(third.found.map((each) => each.mailId)).toContain('mail-0')
  expect(third).toMatchObject({ next: null })
})

test('what lies in the database says no word of the mail, and the search sorts nothing', async () => {
  const { db } = await deskDatabase()
  await keep(db, [['a', '删除账号', 'browsing history']])
  const [row] = await db.$queryRawUnsafe<Record<string, unknown>[]>(
    'SELECT hex("bits") AS bits, "newText" FROM "MailSignature", "Mail"',
  )
  expect(row?.newText).toMatch(/^h1\./)
  expect(Buffer.from(String(row?.bits), 'hex').toString()).not.toContain('browsing')
  const { sql, values } = candidateStatement([3, 900], null)
  const plan = await db.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
  expect(plan.map((each) => each.detail)).toEqual(['SCAN MailSignature'])
})

test('a single letter is too little to search', () => {
  expect(['a', 'ab', '删', '删除', 'abc', '删 abc'].map(isSearchable)).toEqual([false, false, false, true, true, true])
})
