// Whose word about a sender counts (RFC 8601), and which word counts for which domain (DMARC alignment).

import { describe, expect, test } from 'vitest'
import { readAuthenticationResults } from '../../src/mail/authentication-results.ts'

const ours = ['mx.example.org']
const border = {
  name: 'received',
  value: 'from mail.example.com (mail.example.com [192.0.2.1]) by mx.example.org (Postfix) with ESMTPS id 1',
}
const inner = {
  name: 'received',
  value: 'from mx.example.org (localhost [127.0.0.1]) by store.example.org with LMTP id 2',
}
const before = { name: 'received', value: 'from laptop (unknown [198.51.100.7]) by mail.example.com with ESMTPSA id 3' }
const result = (value: string) => ({ name: 'authentication-results', value })
const dmarcPass = 'mx.example.org; dmarc=pass (p=REJECT sp=NONE dis=NONE) header.from=example.com'
const read = (headers: { name: string; value: string }[], servers = ours, domain = 'example.com') =>
  readAuthenticationResults(headers, servers, domain)

describe('whose header counts', () => {
  test('the one of a configured server, above its own Received line', () => {
    expect(read([inner, result(dmarcPass), border, before])).toMatchObject({ result: 'pass', by: 'dmarc' })
  })
  test('the one directly below the line with which our border took the mail', () => {
    expect(read([inner, border, result(dmarcPass), before])).toMatchObject({ result: 'pass', by: 'dmarc' })
  })
  test('none without a configured server', () => {
    expect(read([result(dmarcPass), border], [])).toEqual({ result: 'none', by: null, reasons: ['no_trusted_server'] })
    expect(read([result(dmarcPass), border], [' '])).toMatchObject({ result: 'none', reasons: ['no_trusted_server'] })
  })
  test('none of another host, even where it states a pass', () => {
    expect(read([result(dmarcPass.replace('mx.example.org', 'mx.evil.example')), border])).toMatchObject({
      result: 'none',
      reasons: ['only_foreign_results'],
    })
  })
  test('none below the first foreign Received line, even with our id', () => {
    expect(read([border, before, result(dmarcPass)])).toMatchObject({
      result: 'none',
      reasons: ['trusted_result_missing'],
    })
    expect(read([{ name: 'received', value: 'from a by mx.evil.example' }, result(dmarcPass)])).toMatchObject({
      result: 'none',
    })
  })
  test('the topmost alone: a forged pass below our own fail changes nothing', () => {
    expect(
      read([result('mx.example.org; dmarc=fail header.from=example.com'), border, result(dmarcPass)]),
    ).toMatchObject({ result: 'fail', by: 'dmarc' })
    expect(read([result('mx.example.org; spf=none'), result(dmarcPass), border])).toMatchObject({ result: 'none' })
  })
  test('an unreadable header with our id ends the search: what stands below may be forged', () => {
    expect(
      read([result('mx.example.org dmarc=none header.from=example.com'), result(dmarcPass), border]),
    ).toMatchObject({ result: 'none' })
    expect(read([result('mx.example.org; none'), result(dmarcPass), border])).toMatchObject({ result: 'none' })
  })
  test('an id that only begins or ends like ours is not ours', () => {
    for (const id of ['mx.example.org.evil.example', 'evilmx.example.org', 'amx.example.org', 'example.org'])
      expect(read([result(dmarcPass.replace('mx.example.org', id)), border]).result).toBe('none')
  })
  test('letter case, quotes, a version, comments and a final dot do not matter', () => {
    for (const id of [
      'MX.Example.ORG',
      '"mx.example.org"',
      'mx.example.org 1',
      '(it is) mx.example.org (me) 1 (v)',
      'mx.example.org.',
    ])
      expect(read([result(`${id}; DMARC=Pass (a; dmarc=fail) header.From=Example.COM`), border])).toMatchObject({
        result: 'pass',
        by: 'dmarc',
      })
  })
  test('a comment or a quoted string never states a result', () => {
    expect(read([result('mx.example.org; (dmarc=pass header.from=example.com)'), border]).result).toBe('none')
    expect(
      read([result('mx.example.org; spf=fail reason="; dmarc=pass header.from=example.com"'), border]).result,
    ).toBe('none')
    expect(read([result('mx.example.org; (unclosed dmarc=pass header.from=example.com'), border]).result).toBe('none')
  })
  test('several internal hops and lines without "from" are ours too', () => {
    const gmailInner = {
      name: 'received',
      value: 'by 2002:a05:7208:1234:b0:1:2 with SMTP id a1; Mon, 23 Nov 2026 10:00:00 -0800 (PST)',
    }
    const gmail = {
      name: 'received',
      value: 'from mail.example.com (mail.example.com. [192.0.2.1]) by mx.google.com with ESMTPS id 1',
    }
    expect(
      read(
        [gmailInner, gmail, result(dmarcPass.replace('mx.example.org', 'mx.google.com')), before],
        ['mx.google.com'],
      ),
    ).toMatchObject({ result: 'pass' })
  })
  test('hosts with names for inner use are ours, and only in lines of our own part of the head', () => {
    const store = { name: 'received', value: 'from mx.example.org ([10.0.0.2]) by store.mail.internal with LMTP id 1' }
    expect(read([store, border, result(dmarcPass), before])).toMatchObject({ result: 'pass' })
    expect(read([store, border, before, result(dmarcPass)])).toMatchObject({ result: 'none' })
  })
  test('a mail without any Received line is read as long as the header is there', () => {
    expect(read([result(dmarcPass)])).toMatchObject({ result: 'pass' })
  })
})

describe('what a result says about the From domain', () => {
  test('a DMARC pass must name this very domain', () => {
    expect(read([result('mx.example.org; dmarc=pass header.from=example.net')])).toMatchObject({
      result: 'none',
      reasons: expect.arrayContaining(['dmarc_other_domain']),
    })
    expect(read([result('mx.example.org; dmarc=pass')])).toMatchObject({ result: 'none' })
    expect(read([result('mx.example.org; dmarc=pass header.from=sub.example.com')])).toMatchObject({ result: 'none' })
    expect(
      read([result('mx.example.org; dmarc=pass header.from=example.com; dmarc=pass header.from=evil.example')]),
    ).toMatchObject({ result: 'none' })
  })
  test('the first of two equal properties counts', () => {
    expect(read([result('mx.example.org; dmarc=pass header.from=evil.example header.from=example.com')])).toMatchObject(
      { result: 'none' },
    )
  })
  test('fail, none, temperror and permerror are no pass, and a fail beats everything', () => {
    expect(
      read([result('mx.example.org; dkim=pass header.d=example.com; dmarc=fail header.from=example.com')]),
    ).toMatchObject({ result: 'fail', by: 'dmarc' })
    for (const word of ['none', 'temperror', 'permerror', 'bestguesspass'])
      expect(read([result(`mx.example.org; dmarc=${word} header.from=example.com`)])).toMatchObject({
        result: 'none',
        reasons: expect.arrayContaining([`dmarc_${word}`]),
      })
  })
  test('DKIM counts for the signing domain and what is below it', () => {
    const dkim = (signer: string, domain = 'example.com') =>
      read([result(`mx.example.org; dkim=pass header.d=${signer}`)], ours, domain)
    expect(dkim('example.com')).toMatchObject({ result: 'pass', by: 'dkim' })
    expect(dkim('example.com', 'mail.example.com')).toMatchObject({ result: 'pass', by: 'dkim' })
    expect(dkim('sub.example.com')).toMatchObject({ result: 'none' })
    expect(dkim('com')).toMatchObject({ result: 'none' })
    expect(dkim('com.cn', 'example.com.cn')).toMatchObject({ result: 'none' })
    expect(dkim('notexample.com')).toMatchObject({ result: 'none' })
    expect(read([result('mx.example.org; dkim=pass header.i=@example.com header.s=a')])).toMatchObject({
      result: 'pass',
      by: 'dkim',
    })
    expect(read([result('mx.example.org; dkim=neutral header.d=example.com')])).toMatchObject({ result: 'none' })
  })
  test('SPF counts for exactly the From domain', () => {
    expect(read([result('mx.example.org; spf=pass smtp.mailfrom=bounce@example.com')])).toMatchObject({
      result: 'pass',
      by: 'spf',
    })
    expect(read([result('mx.example.org; spf=pass smtp.mailfrom=a@evil.example')])).toMatchObject({ result: 'none' })
    expect(read([result('mx.example.org; spf=fail smtp.mailfrom=a@example.com')])).toMatchObject({
      result: 'fail',
      by: 'spf',
    })
    expect(read([result('mx.example.org; spf=softfail smtp.mailfrom=a@example.com')])).toMatchObject({ result: 'none' })
  })
  test('a signature that covers a part of the body only (l=) is no signature', () => {
    const partial = { name: 'dkim-signature', value: 'v=1; a=rsa-sha256; d=example.com; s=a; l=120; bh=x; b=y' }
    expect(read([result('mx.example.org; dkim=pass header.d=example.com'), border, partial])).toMatchObject({
      result: 'none',
    })
    const both = 'mx.example.org; dkim=pass header.d=example.com; dmarc=pass header.from=example.com'
    expect(read([result(both), border, partial])).toMatchObject({
      result: 'none',
      reasons: expect.arrayContaining(['dkim_covers_part_of_body']),
    })
    expect(read([result(`${both}; spf=pass smtp.mailfrom=a@example.com`), border, partial])).toMatchObject({
      result: 'pass',
      by: 'dmarc',
    })
  })
  test('IDN domains compare in ASCII form', () => {
    expect(
      read([result('mx.example.org; dmarc=pass header.from=例子.中国')], ours, 'xn--fsqu00a.xn--fiqs8s'),
    ).toMatchObject({ result: 'pass' })
  })
  test('shapes of real servers are read', () => {
    const gmail =
      'mx.google.com; dkim=pass header.i=@example.com header.s=s1 header.b=abc; spf=pass (google.com: domain of ada@example.com designates 192.0.2.1 as permitted sender) smtp.mailfrom=ada@example.com; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.com'
    const outlook =
      'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=pass (signature was verified) header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass reason=100'
    const fastmail =
      'mx6.messagingengine.com; dmarc=pass policy.published-domain-policy=none policy.applied-disposition=none policy.evaluated-disposition=none (p=none,d=none,d.eval=none) policy.policy-from=p header.from=example.com'
    expect(read([result(gmail)], ['mx.google.com'])).toMatchObject({ result: 'pass', by: 'dmarc' })
    // Exchange Online leaves the authserv-id out: its header cannot be told from a forged one
    expect(read([result(outlook)], ['mx.google.com'])).toMatchObject({ result: 'none' })
    expect(read([result(fastmail)], ['mx6.messagingengine.com'])).toMatchObject({ result: 'pass', by: 'dmarc' })
  })
})
