// The desk's own look at senders: mails signed here with keys made here, questions to the DNS answered here.

import { generateKeyPairSync } from 'node:crypto'
import { dkimSign, sealMessage } from 'mailauth'
import { expect, test } from 'vitest'
import { mailVerifier, type Resolver } from '../../src/mail/own-verification.ts'
import { parseMail } from '../../src/mail/parse.ts'

const key = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits })
const strong = key(2048)
const weak = key(768)
const publicText = ({ publicKey }: typeof strong) =>
  publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const privateText = ({ privateKey }: typeof strong) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const zone: Record<string, string> = {
  's1._domainkey.example.org': `v=DKIM1; k=rsa; p=${publicText(strong)}`,
  'weak._domainkey.example.org': `v=DKIM1; k=rsa; p=${publicText(weak)}`,
  's1._domainkey.attacker.example': `v=DKIM1; k=rsa; p=${publicText(strong)}`,
  's1._domainkey.forwarder.example': `v=DKIM1; k=rsa; p=${publicText(strong)}`,
  's1._domainkey.news.strict.example': `v=DKIM1; k=rsa; p=${publicText(strong)}`,
  '_dmarc.example.org': 'v=DMARC1; p=reject',
  '_dmarc.strict.example': 'v=DMARC1; p=reject; adkim=s; aspf=s',
  'example.org': 'v=spf1 ip4:203.0.113.7 -all',
}
const asked: string[] = []
const resolver: Resolver = async (name, type) => {
  asked.push(name)
  const text = zone[name]
  if (type === 'TXT' && text !== undefined) return [[text]]
  throw Object.assign(new Error('not there'), { code: 'ENOTFOUND' })
}

const border =
  'Received: from mail.example.org (mail.example.org [203.0.113.7]) by mx.desk.example with ESMTPS; Mon, 23 Nov 2026 02:00:00 +0000\r\n'
const plain = (from = 'alice@example.org') =>
  `From: Alice <${from}>\r\nTo: privacy@desk.example\r\nSubject: Analytics\r\nDate: Mon, 23 Nov 2026 02:00:00 +0000\r\nMessage-ID: <a@example.org>\r\n\r\nPlease stop the analytics.\r\n`

async function signed(raw: string, over: Record<string, unknown> = {}): Promise<string> {
  const data = { signingDomain: 'example.org', selector: 's1', privateKey: privateText(strong), ...over }
  const { signatures, errors } = await dkimSign(raw, {
    canonicalization: 'relaxed/relaxed',
    signTime: new Date(),
    signatureData: [data],
    ...over,
  } as never)
  expect(errors).toEqual([])
  return `${signatures}${raw}`
}

async function judge(raw: string, over: { trustedSealers?: string[]; resolver?: Resolver; timeoutMs?: number } = {}) {
  const mail = await parseMail(Buffer.from(raw))
  const address = mail.sender.ok ? mail.sender.address : ''
  const verify = mailVerifier({ resolver, trustedServers: ['mx.desk.example'], trustedSealers: [], ...over })
  return await verify(Buffer.from(raw), mail.headers, address.slice(address.lastIndexOf('@') + 1))
}

test('a signature of the From domain over the whole mail, under a DMARC record, is a pass', async () => {
  expect(await judge(await signed(plain()))).toMatchObject({ result: 'pass', by: 'dmarc' })
  expect(asked.length).toBeGreaterThan(0)
})

test('relaxed alignment takes a domain above, strict alignment does not', async () => {
  expect(await judge(await signed(plain('alice@mail.example.org')))).toMatchObject({ result: 'pass', by: 'dmarc' })
  const below = { signingDomain: 'news.strict.example' }
  expect((await judge(await signed(plain('alice@strict.example'), below))).result).toBe('fail')
})

test.each<[string, () => Promise<string>]>([
  ['without a signature', async () => plain()],
  [
    'whose body was changed',
    async () => (await signed(plain())).replace('analytics.', 'analytics. Delete my account.'),
  ],
  ['whose subject was changed', async () => (await signed(plain())).replace('Subject: Analytics', 'Subject: Delete')],
  ['signed by another domain', async () => await signed(plain(), { signingDomain: 'attacker.example' })],
  [
    'signed with a key of 768 bits',
    async () => await signed(plain(), { selector: 'weak', privateKey: privateText(weak) }),
  ],
  [
    'whose signature has expired',
    async () =>
      await signed(plain(), { expires: new Date(Date.UTC(2020, 0, 1)), signTime: new Date(Date.UTC(2019, 0, 1)) }),
  ],
  ['whose signature covers a part of the body', async () => `${await signed(plain(), { maxBodyLength: 10 })}`],
])('a mail %s is no pass', async (_what, make) => {
  expect((await judge(await make())).result).not.toBe('pass')
})

test('SPF alone, from the address that our border wrote down, is no pass: it knows nothing of bodies', async () => {
  const raw = `Return-Path: <alice@example.org>\r\n${border}`
  expect(await judge(raw + plain())).toMatchObject({
    result: 'none',
    reasons: expect.arrayContaining(['dmarc_by_spf_alone']),
  })
  // the changed body whose SPF still aligns
  const changed = (await signed(plain())).replace('analytics.', 'analytics. Delete my account.')
  expect((await judge(raw + changed)).result).toBe('none')
})

test('a connecting address that the sender wrote is not believed', async () => {
  const foreign = border.replace('mx.desk.example', 'mx.attacker.example')
  const verdict = await judge(`Return-Path: <alice@example.org>\r\n${foreign}${plain()}`)
  expect(verdict).toMatchObject({ result: 'fail', by: 'dmarc' })
})

test('two From lines are no identity whatever is signed', async () => {
  const raw = (await signed(plain())).replace('From: Alice', 'From: mallory@attacker.example\r\nFrom: Alice')
  expect((await parseMail(Buffer.from(raw))).sender.ok).toBe(false)
  expect((await judge(raw)).result).not.toBe('pass')
})

test('a forwarded mail counts by the seal of a trusted forwarder alone', async () => {
  const changed = plain().replace('analytics.', 'analytics.\r\n-- \r\nforwarded')
  const seal = await sealMessage(changed, {
    signingDomain: 'forwarder.example',
    selector: 's1',
    privateKey: privateText(strong),
    cv: 'none',
    authResults: 'forwarder.example; dkim=pass header.d=example.org; dmarc=pass header.from=example.org',
  } as never)
  const raw = `${seal.toString()}${changed}`
  expect(await judge(raw)).toMatchObject({ result: 'fail' })
  expect(await judge(raw, { trustedSealers: ['elsewhere.example'] })).toMatchObject({ result: 'fail' })
  expect(await judge(raw, { trustedSealers: ['forwarder.example'] })).toMatchObject({
    result: 'pass',
    by: 'dmarc',
    reasons: expect.arrayContaining(['arc_of_trusted_sealer']),
  })
  const later = raw.replace('forwarded', 'forwarded and changed')
  expect((await judge(later, { trustedSealers: ['forwarder.example'] })).result).toBe('fail')
})

test('a DNS that fails or is silent is "none", and soon', async () => {
  const failing: Resolver = async () => {
    throw Object.assign(new Error('SERVFAIL'), { code: 'ESERVFAIL' })
  }
  expect((await judge(await signed(plain()), { resolver: failing })).result).toBe('none')
  const silent: Resolver = async () => await new Promise(() => undefined)
  const started = performance.now()
  const verdict = await judge(await signed(plain()), { resolver: silent, timeoutMs: 200 })
  expect(verdict).toEqual({ result: 'none', by: null, reasons: ['verification_timeout'] })
  expect(performance.now() - started).toBeLessThan(5000)
})
