// What must not matter, over whole mails of the corpus: quoting, forwarding, re-encoding, width, script. What must: a "not".

import { describe, expect, test } from 'vitest'
import { corpusFiles, readMails } from '../../../bench/corpus.ts'
import { classify } from '../../../src/desk/classification/classify.ts'
import { toTraditional } from '../../../src/lib/chinese.ts'
import { parseMail } from '../../../src/mail/parse.ts'

const requests = corpusFiles()
  .flatMap(readMails)
  .filter((mail) => mail.topic === 'request' && !mail.id.startsWith('p') && mail.text.length > 0)
const mails = requests.filter((_, index) => index % 6 === 0)

/** The share of mails of which `changed` asks for the same; one that is newly acted on as a deletion is never the same. */
function unchanged(changed: (mail: { subject: string; text: string }) => { subject: string; text: string }): number {
  const same = mails.filter((mail) => {
    const [before, after] = [classify(mail), classify(changed(mail))]
    const newlyDeletes =
      after.decision === 'act' && after.intents.includes('deletion') && !before.intents.includes('deletion')
    expect(newlyDeletes, mail.id).toBe(false)
    return before.intents.join() === after.intents.join()
  })
  return same.length / mails.length
}

describe('the same mail, whatever carries it', () => {
  test.each([
    [
      'a quoted letter',
      '\n\nOn Tue, 11 Mar 2025 at 09:12, Desk <privacy@example.org> wrote:\n> You may delete your account or unsubscribe.',
    ],
    [
      '邮件原文',
      '\n\n------------------ 原始邮件 ------------------\n发件人: "客服"\n主题: 账号\n\n如需注销账号或退订，请回复。',
    ],
    [
      'a forwarded request',
      '\n\n---------- Forwarded message ---------\nFrom: Ada\nSubject: x\n\nPlease delete my account and send me my data.',
    ],
    ['a legal footer', '\n\n本邮件及附件含保密信息，如您并非指定收件人，请立即删除本邮件。'],
    ['a device line', '\n\nSent from my iPhone'],
  ])('%s below', (_, tail) => {
    expect(unchanged(({ subject, text }) => ({ subject, text: text + tail }))).toBeGreaterThan(0.97)
  })

  test('line ends', () => {
    expect(unchanged(({ subject, text }) => ({ subject, text: text.replaceAll('\n', '\r\n') }))).toBe(1)
  })

  test('decomposed letters', () => {
    expect(unchanged(({ subject, text }) => ({ subject: subject.normalize('NFD'), text: text.normalize('NFD') }))).toBe(
      1,
    )
  })

  test('full width', () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000')
    expect(unchanged(({ subject, text }) => ({ subject: wide(subject), text: wide(text) }))).toBeGreaterThan(0.97)
  })

  test('Traditional characters', () => {
    const share = unchanged(({ subject, text }) => ({ subject: toTraditional(subject), text: toTraditional(text) }))
    expect(share).toBeGreaterThan(0.97)
  })

  test.each(['base64', 'quoted-printable', '8bit'])('transfer encoding %s', async (encoding) => {
    for (const mail of mails.filter((_, index) => index % 4 === 0)) {
      const raw = Buffer.concat([
        Buffer.from(
          `From: ada@example.org\r\nTo: p@example.org\r\nSubject: =?utf-8?B?${Buffer.from(mail.subject).toString('base64')}?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`,
        ),
        encoded(mail.text, encoding),
      ])
      const read = await parseMail(raw)
      expect(classify({ subject: read.subject, text: read.text }).intents, mail.id).toEqual(classify(mail).intents)
    }
  })
})

function encoded(text: string, encoding: string): Buffer {
  const bytes = Buffer.from(text)
  if (encoding === 'base64') return Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\r\n'))
  if (encoding === '8bit') return bytes
  const hex = (byte: number) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
  return Buffer.from(
    [...bytes]
      .map((byte) =>
        byte === 10 ? '\r\n' : byte > 126 || byte < 32 || byte === 61 ? `${hex(byte)}=\r\n` : String.fromCharCode(byte),
      )
      .join(''),
  )
}

describe('a "not" changes it', () => {
  test.each([
    ['en', /\bplease (delete|erase|remove|close)\b/i, 'please do NOT $1'],
    ['zh', /请(?:把|将)?(删除|注销)/u, '请不要$1'],
  ])('in front of the act (%s)', (_, plain, negated) => {
    const asking = requests.filter(
      (mail) => mail.intents.join() === 'deletion' && plain.test(mail.text) && mail.text.length < 160,
    )
    expect(asking.length).toBeGreaterThan(1)
    for (const mail of asking) {
      const found = classify({ subject: '', text: mail.text.replace(plain, negated) })
      expect(found.decision === 'act' && found.intents.includes('deletion'), mail.id).toBe(false)
    }
  })
})
