// References, subjects, and what makes two mails the same mail.

import { describe, expect, test } from 'vitest'
import { parseMail } from '../../src/mail/parse.ts'
import { sameMailKey } from '../../src/mail/same-mail.ts'
import { messageIds, normalSubject, singleMessageId, subjectReference } from '../../src/mail/threading.ts'

test('prefixes of answers and forwards, list tags, width and case do not count in subjects', () => {
  const all = [
    'Delete',
    'Re: Delete',
    'RE: re: delete',
    'Re[2]: Delete',
    '回复：Delete',
    '回复: Delete',
    '答复: Delete',
    '回覆：Delete',
    '转发: Delete',
    '轉寄: Delete',
    'Fwd: Delete',
    'FW: Delete',
    'AW: Delete',
    'WG: Delete',
    'SV: Delete',
    'Antw: Delete',
    '[list] Delete',
    'Re: [HB-7K3M2Q] Delete',
    '【外部】Delete',
    'Re:回复:[x] Fwd: Ｄelete',
    ' Re : Delete',
  ]
  for (const subject of all) expect(normalSubject(subject), subject).toBe('delete')
  expect(normalSubject('Regarding my data')).toBe('regarding my data')
  expect(normalSubject('')).toBe('')
})

test('our reference is found anywhere in a subject, in any case and width', () => {
  for (const subject of ['Re: x [HB-7K3M2Q]', '[hb-7k3m2q]', 'ＨＢ－７Ｋ３Ｍ２Ｑ', '关于HB-7K3M2Q的请求', 'HB‑7K3M2Q'])
    expect(subjectReference(subject), subject).toBe('HB-7K3M2Q')
  for (const subject of ['HB-7K3M2', 'HB-7K3M2QX', 'XHB-7K3M2Q', 'HB7K3M2Q', ''])
    expect(subjectReference(subject), subject).toBeNull()
})

describe('Message-IDs as they come', () => {
  test('commas, folds, blanks inside, repeats, brackets missing', () => {
    expect(messageIds('<a@x>,<b@x>\r\n <c@\r\n x> <a@x>')).toEqual(['a@x', 'b@x', 'c@x'])
    expect(messageIds('a@x b@x')).toEqual(['a@x', 'b@x'])
    expect(messageIds('In reply to your message of "Monday"')).toEqual([])
    expect(messageIds('')).toEqual([])
    expect(messageIds('<a\u202e@x> <b\u200b@x> <中@x>')).toEqual(['中@x'])
    expect(singleMessageId('<a\u202e@x>')).toBeNull()
  })
  test('a thousand keep the first and the newest', () => {
    const ids = messageIds(Array.from({ length: 1000 }, (_, at) => `<r${at}@x>`).join(' '))
    expect(ids).toHaveLength(100)
    expect([ids[0], ids.at(-1)]).toEqual(['r0@x', 'r999@x'])
  })
  test('a Message-ID is exactly one', () => {
    expect(singleMessageId('<a@x> <b@x>')).toBeNull()
    expect(singleMessageId('<a@x>')).toBe('a@x')
    expect(singleMessageId('hello')).toBeNull()
    expect(singleMessageId(null)).toBeNull()
  })
})

describe('the same mail again', () => {
  const key = async (text: string): Promise<string> => sameMailKey(await parseMail(Buffer.from(text)))
  const mail =
    'From: Ada <ada@example.com>\nSubject: x\nDate: Mon, 23 Nov 2026 10:00:00 +0800\nMessage-ID: <a@x.example>\n\nPlease delete my account.\n'

  test('other Received lines, other headers and re-encoding do not make it another', async () => {
    const first = await key(mail)
    expect(await key(`Received: from a by b\n${mail}`)).toBe(first)
    expect(await key(mail.replace('Subject', 'X-Spam: no\nSubject').replaceAll('\n', '\r\n'))).toBe(first)
    expect(await key(mail.replace('\n\nPlease', '\nContent-Transfer-Encoding: quoted-printable\n\n=50lease'))).toBe(
      first,
    )
  })
  test('one Message-ID with another author or body is another mail', async () => {
    const first = await key(mail)
    expect(await key(mail.replace('ada@', 'eve@'))).not.toBe(first)
    expect(await key(mail.replace('delete', 'send me'))).not.toBe(first)
  })
  test('without a Message-ID the date and subject stand for it', async () => {
    const bare = mail.replace('Message-ID: <a@x.example>\n', '')
    expect(await key(bare)).toBe(await key(`Received: x by y\n${bare}`))
    expect(await key(bare)).not.toBe(await key(bare.replace('10:00:00', '10:00:01')))
    // two such mails in one second differ by what they say
    expect(await key(bare)).not.toBe(await key(bare.replace('delete', 'correct')))
  })
})
