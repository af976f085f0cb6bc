// What the desk makes of a raw mail before it looks at anything of its own: read, sorted, classified, its sender's domain
// judged. Pure but for time; `explain` prints it, arrivals act on it.

import { type AuthenticationVerdict, readAuthenticationResults } from '../mail/authentication-results.ts'
import type { OwnMail } from '../mail/own-mail.ts'
import type { MailVerifier } from '../mail/own-verification.ts'
import type { ParsedMail } from '../mail/parse.ts'
import type { Classification, Thresholds } from './classification/classify.ts'
import { readSource } from './reading.ts'
import { type OwnIdentity, type Triage, triage } from './triage/triage.ts'

export interface Understanding {
  mail: ParsedMail
  triage: Triage
  /** null for mail that no person wrote */
  classification: Classification | null
  authentication: AuthenticationVerdict
}

export interface UnderstandSettings {
  privacyAddress: string
  aliases: string[]
  trustedServers: string[]
  thresholds: Thresholds
}

export async function understand(
  source: Buffer,
  settings: UnderstandSettings,
  own: Pick<OwnMail, 'isOwnMessageId' | 'domain'>,
  verifier: MailVerifier | null = null,
  reading = readSource(source, settings.thresholds),
): Promise<Understanding> {
  const { mail, classification } = await reading
  const identity: OwnIdentity = {
    addresses: [settings.privacyAddress, ...settings.aliases],
    messageIdDomain: own.domain,
    isOwnMessageId: (id) => own.isOwnMessageId(id),
  }
  const verdict = triage(mail, identity)
  const domain = mail.sender.ok ? mail.sender.address.slice(mail.sender.address.lastIndexOf('@') + 1) : ''
  const stated = readAuthenticationResults(mail.headers, settings.trustedServers, domain)
  // a server of ours that said pass or fail has the last word
  const asks = verifier !== null && stated.result === 'none' && verdict.kind === 'human'
  return {
    mail,
    triage: verdict,
    classification: verdict.kind === 'human' ? classification() : null,
    authentication: asks ? await verifier(source, mail.headers, domain) : stated,
  }
}
