// Mails made to cost time: each aims at one step of reading. 2 s is what a hostile mail may cost at most (bounded time, one core).

import { describe, expect, test } from 'vitest'
import { triage } from '../../src/desk/triage/triage.ts'
import { readAuthenticationResults } from '../../src/mail/authentication-results.ts'
import { parseMail } from '../../src/mail/parse.ts'
import { sameMailKey } from '../../src/mail/same-mail.ts'
import { normalSubject, subjectReference } from '../../src/mail/threading.ts'

import { cpuMs, expectBounded, own } from './expectation.ts'

const H = 'From: Ada <ada@example.com>\nSubject: x\nMessage-ID: <a@b.example>\n'
const n = 200_000
const r = (s: string, k = n) => s.repeat(Math.ceil(k / s.length))
const cases: Record<string, string | Buffer> = {
  'from parens': `From: ${r('(')}\n\nx`,
  'from parens5k': `From: ${r('(', 4900)}\n\nx`,
  'from quotes': `From: ${r('"\\', 4900)}\n\nx`,
  'from angle': `From: ${r('<', 4900)}a@b.c\n\nx`,
  'from a,': `From: ${r('a@b.cc,', 4900)}\n\nx`,
  'to list': `${H}To: ${r('a@b.cc,')}\n\nx`,
  'to x1000': `${H}${r(`To: ${r('a@bb.cc,', 9000)}\n`, 240000)}\n\nx`,
  'to parens': `${H}To: ${r('(@')}\n\nx`,
  'to spaces': `${H}To: a@b${r(' ')}c\n\nx`,
  'to groups': `${H}To: ${r('a:b@c.dd;')}\n\nx`,
  'to groups nested': `${H}To: ${r('a:')}@\n\nx`,
  'from dots': `From: ${r('a.', 250)}@b.cc\n\nx`,
  'from comment nest': `From: a${r('(', 100)}@b.cc\n\nx`,
  'subject words': `From: a@b.cc\nSubject: ${r('=?utf-8?B?YQ==?=')}\n\nx`,
  'subject =?': `From: a@b.cc\nSubject: ${r('=?')}\n\nx`,
  'subject =?a?b?': `From: a@b.cc\nSubject: ${r('=?a?b?')}\n\nx`,
  'subject fold': `From: a@b.cc\nSubject: ${r('a\n ')}\n\nx`,
  'subject re': `From: a@b.cc\nSubject: ${r('Re: ')}\n\nx`,
  'subject [[': `From: a@b.cc\nSubject: ${r('[')}\n\nx`,
  'ct params': `${H}Content-Type: text/plain; ${r('a=b;')}\n\nx`,
  'ct quote': `${H}Content-Type: text/plain; a="${r('\\"')}\n\nx`,
  'ct star': `${H}Content-Type: text/plain; ${r('name*0=a;')}\n\nx`,
  'ct spaces': `${H}Content-Type: text/plain;${r(' ')}\n\nx`,
  'ct semis': `${H}Content-Type: text/plain${r(';')}\n\nx`,
  'ct paren': `${H}Content-Type: ${r('(')}\n\nx`,
  'boundary dashes': `${H}Content-Type: multipart/mixed; boundary="-"\n\n${r('--')}`,
  'boundary lines': `${H}Content-Type: multipart/mixed; boundary="a"\n\n${r('--a\n', 2_000_000)}`,
  'boundary sniff': `${H}Content-Type: multipart/mixed\n\n${r('--a--\n--b\n')}`,
  'nested same': `${H}Content-Type: multipart/mixed; boundary="a"\n\n${r('--a\nContent-Type: multipart/mixed; boundary="a"\n\n', 2_000_000)}`,
  refs: `${H}References: ${r('<a@b>')}\n\nx`,
  'refs <': `${H}References: ${r('<')}\n\nx`,
  'refs bare': `${H}References: ${r('a@b,')}\n\nx`,
  msgid: `From: a@b.cc\nMessage-ID: ${r('< ')}\n\nx`,
  date: `${H}Date: ${r('Mon, 1 ')}\n\nx`,
  'body @': `${H}\n${r('@')}`,
  'body a@a.': `${H}\n${r('a@a.')}`,
  'body long': `${H}\n${r('a', 5_000_000)}`,
  'body lines': `${H}\n${r('\n', 5_000_000)}`,
  'body >': `${H}\n${r('>')}`,
  'body > lines': `${H}\n${r('>\n> \n')}`,
  'body spaces': `${H}\n${r(' ')}x`,
  'body space lines': `${H}\n${r(' ', 2000)}x\n`.repeat(100),
  'body pgp': `${H}\n${r('-----BEGIN PGP SIGNED MESSAGE-----\n')}`,
  'body BEGIN pgp': `${H}\n${r('-----BEGIN PGP SIGNED MESSAGE-----\nHash: a\n\n')}`,
  hz: `${H}\n${r('~{aa')}`,
  hz2: `${H}\n${r('~{')}`,
  utf7: `${H}Content-Type: text/plain; charset=utf-7\n\n${r('+')}`,
  utf7b: `${H}Content-Type: text/plain; charset=utf-7\n\n+${r('A')}`,
  flowed: `${H}Content-Type: text/plain; format=flowed\n\n${r('a \n')}`,
  'flowed>': `${H}Content-Type: text/plain; format=flowed\n\n${r('> a \n')}`,
  qp: `${H}Content-Transfer-Encoding: quoted-printable\n\n${r('=')}`,
  'qp sp': `${H}Content-Transfer-Encoding: quoted-printable\n\n${r('=                                     ')}`,
  uu: `${H}Content-Transfer-Encoding: uuencode\n\nbegin 644 a\n${r('M')}\n`,
  esc: `${H}\n${r('\x1b$B')}`,
  'html div': `${H}Content-Type: text/html\n\n${r('<div>', 2_000_000)}`,
  'html bq': `${H}Content-Type: text/html\n\n${r('<blockquote>a<br>')}`,
  'html bq2': `${H}Content-Type: text/html\n\n${r('<blockquote>', 3000)}${r('a<br>')}`,
  'html <': `${H}Content-Type: text/html\n\n${r('<')}`,
  'html <a ': `${H}Content-Type: text/html\n\n${r('<a ')}`,
  'html attr': `${H}Content-Type: text/html\n\n<p ${r('style="a" ')}>x`,
  'html style': `${H}Content-Type: text/html\n\n${r('<style>')}`,
  'html style2': `${H}Content-Type: text/html\n\n${r('<style></style>')}`,
  'html css': `${H}Content-Type: text/html\n\n<style>${r('a{')}</style>`,
  'html css@': `${H}Content-Type: text/html\n\n<style>${r('@')}{</style>`,
  'html css@2': `${H}Content-Type: text/html\n\n<style>${r('@{}')}</style>`,
  'html css,': `${H}Content-Type: text/html\n\n<style>${r(',')}{display:none}</style>`,
  'html css rules': `${H}Content-Type: text/html\n\n<style>${r('.a{display:none}')}</style>`,
  'html styleattr': `${H}Content-Type: text/html\n\n<p style="${r('left:-')}">x`,
  'html styleattr sp': `${H}Content-Type: text/html\n\n<p style="display${r(' ')}">x`,
  'html color sp': `${H}Content-Type: text/html\n\n<p style="color:${r(' ')}">x`,
  'html table': `${H}Content-Type: text/html\n\n${r('<table><tr><td>')}`,
  'html ol': `${H}Content-Type: text/html\n\n${r('<ol><li>')}`,
  'html p': `${H}Content-Type: text/html\n\n${r('<p>a', 2_000_000)}`,
  'html comment': `${H}Content-Type: text/html\n\n${r('<!--')}`,
  'html entity': `${H}Content-Type: text/html\n\n${r('&')}`,
  'html nbsp': `${H}Content-Type: text/html\n\n${r('&nbsp;')}`,
  'html br': `${H}Content-Type: text/html\n\n${r('<br>', 2_000_000)}`,
  'html word': `${H}Content-Type: text/html\n\n${r('a b ', 2_000_000)}`,
  'html meta': `${H}Content-Type: text/html\n\n${r('<meta ')}`,
  'html pre': `${H}Content-Type: text/html\n\n${r('<pre>\n')}`,
  'html inline': `${H}Content-Type: text/html\n\n${r('<b>a</b>', 2_000_000)}`,
  'html span nest': `${H}Content-Type: text/html\n\n${r('<span class="a">a', 2_000_000)}`,
  received: `${r('Received: from a by b\n', 250000)}${H}\nx`,
  'one header 250k': `X: ${r('a', 260000)}\n${H}\nx`,
  'headers 100k': `${r('a:b\n', 250000)}${H}\nx`,
  'no newline': r('a', 5_000_000),
  colons: r(':', 5_000_000),
  'dsn blocks': `${H}Content-Type: message/delivery-status\n\n${r('Final-Recipient: a;b@c.dd\nAction: failed\n\n', 2_000_000)}`,
  'dsn blank': `${H}Content-Type: message/delivery-status\n\n${r('\n \n')}`,
  'dsn sp': `${H}Content-Type: message/delivery-status\n\n\n${r(' ')}`,
  'bounce text': `From: mailer-daemon@a.bb\nSubject: failure notice\n\n${r('a.')}@`,
  ar: `Authentication-Results: mx; ${r('a=b (')}\n${H}\nx`,
  ar2: `Authentication-Results: mx ${r(';')}\n${H}\nx`,
  'auto-sub': `Auto-Submitted: ${r('(')}\n${H}\nx`,
  'gbk body': Buffer.concat([Buffer.from(`${H}\n`), Buffer.alloc(5_000_000, Buffer.from('b0a1', 'hex'))]),
  random: Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255)),
  'random body': Buffer.concat([
    Buffer.from(`${H}\n`),
    Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255)),
  ]),
  'quote from': `${H}\n${r('On x wrote:\n')}`,
  'zh quote': `${H}\n${r('发件人: a\n')}`,
  filename: `${H}Content-Type: application/x; name="${r('../', 9000)}"\n\nx`,
  'files same name': `${H}Content-Type: multipart/mixed; boundary=a\n\n${r('--a\nContent-Disposition: attachment; filename=a.b\n\nx\n')}`,
  'return-path': `Return-Path: <${r('a-')}@b>\n${H}\nx`,
  'return-path bounces': `Return-Path: <${r('bounces-', 9000)}>\n${H}\nx`,
  'local noreply': `From: ${r('a.', 60)}no@a.bb\n\nx`,
}

describe('a mail made to cost time ends soon and with a bounded record', () => {
  for (const [name, text] of Object.entries(cases)) {
    test(`${name}`, async () => {
      const source = Buffer.isBuffer(text) ? text : Buffer.from(text)
      const started = process.cpuUsage()
      const mail = await parseMail(source)
      triage(mail, own)
      readAuthenticationResults(mail.headers, ['mx', 'mx.example.org'], 'example.com')
      sameMailKey(mail)
      normalSubject(mail.subject)
      subjectReference(mail.subject)
      expect(cpuMs(started)).toBeLessThan(2000)
      expectBounded(mail)
    })
  }
})
