// A desk that verifies senders itself: what its finding spares, and what it never spares.

import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth'
import { expect, test } from 'vitest'
import type { Resolver } from '../../src/mail/own-verification.ts'
import { stories, trustedServer } from '../support/desk.ts'
import { type RawMail, rawMail } from '../support/raw-mail.ts'

const { desk: open } = stories()
const alice = 'alice@example.org'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const zone: Record<string, string> = {
  's1._domainkey.example.org': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  '_dmarc.example.org': 'v=DMARC1; p=reject',
}
const resolver: Resolver = async (name, type) => {
  const text = zone[name]
  if (type === 'TXT' && text !== undefined) return [[text]]
  throw Object.assign(new Error('not there'), { code: 'ENOTFOUND' })
}
const verifying = { settings: { verification: { verifyMails: true } }, app: { resolver } }
const refusal = {
  from: alice,
  subject: 'Analytics',
  text: 'I object to the use of my data for analytics. Please stop the usage analytics for my account.',
}

async function signed(mail: RawMail): Promise<string> {
  const raw = rawMail(mail)
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { signatures } = await dkimSign(raw, {
    canonicalization: 'relaxed/relaxed',
    signatureData: [{ signingDomain: 'example.org', selector: 's1', privateKey: key }],
  } as never)
  return `${signatures}${raw}`
}

test('a signed refusal needs no code, an unsigned one does', async () => {
  const desk = await open(verifying)
  await desk.send(await signed(refusal))
  await desk.send({ ...refusal, text: `${refusal.text} Thanks.` })
  expect(await desk.states()).toEqual(['fulfilled', 'awaiting_verification'])
})

test('without the setting a signature spares nothing', async () => {
  const desk = await open({ app: { resolver } })
  await desk.send(await signed(refusal))
  expect(await desk.states()).toEqual(['awaiting_verification'])
})

test('a signature never spares a copy or a deletion its code', async () => {
  const desk = await open(verifying)
  await desk.send(
    await signed({ from: alice, subject: 'My data', text: 'Please send me a copy of all my personal data.' }),
  )
  await desk.send(await signed({ from: alice, subject: 'Delete', text: 'Please delete my account and all my data.' }))
  expect(await desk.states()).toEqual(['awaiting_verification', 'awaiting_verification'])
})

test('what our own server found a fail stays one, whatever is signed', async () => {
  const desk = await open(verifying)
  const raw = await signed(refusal)
  await desk.send(`Authentication-Results: ${trustedServer}; dmarc=fail header.from=example.org\r\n${raw}`)
  expect(await desk.states()).toEqual(['awaiting_verification'])
})
