// What the desk makes of a raw mail before it looks at anything of its own: parsed, sorted, classified, its sender's domain
// judged. Pure but for time; `explain` prints it, arrivals act on it.

import { type AuthenticationVerdict, readAuthenticationResults } from '../mail/authentication-results.ts'
import type { OwnMail } from '../mail/own-mail.ts'
import type { MailVerifier } from '../mail/own-verification.ts'
import { type ParsedMail, parseMail } from '../mail/parse.ts'
import { type Classification, classify, type Thresholds } from './classification/classify.ts'
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
): Promise<Understanding> {
  const mail = await parseMail(source)
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
    classification:
      verdict.kind === 'human' ? classify({ subject: theirSubject(mail), text: mail.text }, settings.thresholds) : null,
    authentication: asks ? await verifier(source, mail.headers, domain) : stated,
  }
}

/** Under "Re: Please confirm: Delete your account [HB-…]" a bare "yes" must not read as a new wish: those words are the desk's. */
function theirSubject(mail: ParsedMail): string {
  return /\[HB-[0-9A-Z]{6}\]/i.test(mail.subject) ? '' : mail.subject
}
