// A second reading: on mails without traps, mailparser must see the same sender, subject, text and attachments.

import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { parseMail } from '../../src/mail/parse.ts'
import { readSource } from './expectation.ts'

const names = [
  'plain-english',
  'plain-chinese-utf8',
  'netease-163-gbk-base64',
  'qq-mail-gb18030-alternative',
  'outlook-big5-traditional',
  'outlook-chinese-reply',
  'gmail-reply-quote',
  'iphone-raw-utf8-8bit',
  'format-flowed',
  'pdf-only',
  'smime-clear-signed',
  'from-same-address-twice',
  'charset-iso-2022-jp',
  'multipart-unknown-type',
  'line-ends-lf-only',
  'delivered-to-and-plus-tag',
]

describe('mailparser reads the same', () => {
  for (const name of names) {
    test(`${name}`, async () => {
      const source = readSource(name)
      const ours = await parseMail(source)
      const theirs = await simpleParser(source, { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true })
      expect(ours.subject).toBe(theirs.subject ?? '')
      expect(ours.sender.ok ? ours.sender.address.toLowerCase() : '').toBe(
        theirs.from?.value[0]?.address?.toLowerCase() ?? '',
      )
      expect(ours.messageId && `<${ours.messageId}>`).toBe(theirs.messageId ?? null)
      expect(ours.sentAt?.getTime()).toBe(theirs.date?.getTime())
      const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
      expect(words(ours.text)).toBe(words(theirs.text ?? ''))
      const files = theirs.attachments.filter((file) => !file.contentType.startsWith('message/delivery'))
      for (const file of files) expect(ours.attachments.map((own) => own.bytes)).toContain(file.size)
    })
  }
})
