// A mail with one big attachment: only its size is kept, so that memory does not grow with what nobody reads.

import { expect, test } from 'vitest'
import { parseMail } from '../../src/mail/parse.ts'
import { cpuMs } from './expectation.ts'

function bigMail(bytes: number): Buffer {
  const head = Buffer.from(
    'From: Ada <ada@example.com>\r\nTo: privacy@example.org\r\nSubject: My data\r\nMessage-ID: <big@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="big"\r\n\r\n--big\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease see the file.\r\n--big\r\nContent-Type: video/mp4\r\nContent-Disposition: attachment; filename="film.mp4"\r\nContent-Transfer-Encoding: base64\r\n\r\n',
  )
  const line = Buffer.from(`${'QUJD'.repeat(19)}\r\n`)
  return Buffer.concat([
    head,
    Buffer.alloc(line.length * Math.floor(bytes / line.length), line),
    Buffer.from('--big--\r\n'),
  ])
}

test('a 50 MB mail is read in bounded time, without copies of its attachment', async () => {
  const source = bigMail(50_000_000)
  const before = process.memoryUsage()
  const started = process.cpuUsage()
  const mail = await parseMail(source)
  const took = cpuMs(started)
  const after = process.memoryUsage()
  expect(mail.text).toBe('Please see the file.')
  expect(mail.attachments).toEqual([
    { name: 'film.mp4', contentType: 'video/mp4', bytes: Math.floor(50_000_000 / 78) * 57 },
  ])
  expect(after.rss - before.rss).toBeLessThan(30_000_000)
  expect(took).toBeLessThan(2000)
})

test('a 50 MB text is cut at the limit and says so', async () => {
  const source = Buffer.concat([
    Buffer.from('From: ada@example.com\n\n'),
    Buffer.alloc(50_000_000, 'delete my account\n'),
  ])
  const mail = await parseMail(source)
  expect(mail.text.length).toBeLessThanOrEqual(200_000)
  expect(mail.problems).toContain('truncated')
})
