// Each limit just below and just above.

import { describe, expect, test } from 'vitest'
import { defaultMailLimits, type MailLimits } from '../../src/mail/limits.ts'
import { parseMail } from '../../src/mail/parse.ts'

const head = 'From: ada@example.com\nSubject: x\n'
const read = (text: string, limits: Partial<MailLimits>) =>
  parseMail(Buffer.from(text), { ...defaultMailLimits, ...limits })
const multipart = (count: number, extra = ''): string =>
  `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n${'--b\nContent-Type: application/pdf\n\nx\n'.repeat(count - 1)}--b--\n${extra}`

function nested(depth: number): string {
  let body = 'Content-Type: text/plain\n\ndeep\n'
  for (let level = depth; level > 0; level--)
    body = `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n${body}\n--b${level}--\n`
  return head + body
}

describe('limits', () => {
  test('parts', async () => {
    // the root counts as one
    expect((await read(multipart(9), { parts: 10 })).problems).toEqual([])
    const over = await read(multipart(11), { parts: 10 })
    expect(over.problems).toEqual(['too_many_parts'])
    expect(over.text).toBe('hello')
  })
  test('depth', async () => {
    expect(await read(nested(5), { depth: 5 })).toMatchObject({ text: 'deep', problems: [] })
    expect(await read(nested(6), { depth: 5 })).toMatchObject({
      text: '',
      problems: ['too_deep'],
      sender: { ok: true },
    })
  })
  test('header bytes: above the limit nobody is the sender, and the body is still read', async () => {
    const mail = (filler: number): string => `${head}X-Filler: ${'x'.repeat(filler)}\n\nhello`
    expect(await read(mail(100), { headerBytes: 200 })).toMatchObject({ problems: [], sender: { ok: true } })
    expect(await read(mail(300), { headerBytes: 200 })).toMatchObject({
      text: 'hello',
      problems: ['header_limit'],
      sender: { ok: false },
    })
  })
  test('text characters', async () => {
    expect(await read(`${head}\n${'a'.repeat(50)}`, { textChars: 50 })).toMatchObject({
      text: 'a'.repeat(50),
      problems: [],
    })
    expect(await read(`${head}\n${'a'.repeat(51)}`, { textChars: 50 })).toMatchObject({
      text: 'a'.repeat(50),
      problems: ['truncated'],
    })
    const html = (length: number): string => `${head}Content-Type: text/html\n\n<p>${'a'.repeat(length)}</p>`
    expect((await read(html(50), { textChars: 50 })).problems).toEqual([])
    expect((await read(html(51), { textChars: 50 })).problems).toEqual(['truncated'])
  })
  test('attachments', async () => {
    expect(await read(multipart(4), { attachments: 3 })).toMatchObject({ problems: [], attachments: { length: 3 } })
    expect(await read(multipart(5), { attachments: 3 })).toMatchObject({
      problems: ['too_many_attachments'],
      attachments: { length: 3 },
    })
  })
  test('header lines in the record', async () => {
    expect((await read(`${'a: b\n'.repeat(998)}${head}\nx`, {})).problems).toEqual([])
    expect(await read(`${head}${'a: b\n'.repeat(999)}\nx`, {})).toMatchObject({
      headers: { length: 1000 },
      problems: ['too_many_headers'],
    })
  })
})
