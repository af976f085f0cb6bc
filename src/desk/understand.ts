// What the desk makes of a raw mail before it looks at anything of its own: read, sorted, classified, its sender's domain
// judged. Pure but for time; `explain` prints it, arrivals act on it.

import { silentUnit, type Unit } from '../lib/trace.ts'
import { type AuthenticationVerdict, readAuthenticationResults } from '../mail/authentication-results.ts'
import type { OwnMail } from '../mail/own-mail.ts'
import type { MailVerifier } from '../mail/own-verification.ts'
import type { ParsedMail } from '../mail/parse.ts'
import type { Classification, Thresholds } from './classification/classify.ts'
import { type Reading, readSource } from './reading.ts'
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
  reading: Promise<Reading> = readSource(source, settings.thresholds),
  unit: Unit = silentUnit,
): Promise<Understanding> {
  const identity: OwnIdentity = {
    addresses: [settings.privacyAddress, ...settings.aliases],
    messageIdDomain: own.domain,
    isOwnMessageId: (id) => own.isOwnMessageId(id),
  }
  const sort = async () => {
    const read = await reading
    return { read, verdict: triage(read.mail, identity) }
  }
  const { read, verdict } = await unit.station('triage', sort, ({ verdict: { kind } }) => ({ kind }))
  const { mail } = read
  const domain = mail.sender.ok ? mail.sender.address.slice(mail.sender.address.lastIndexOf('@') + 1) : ''
  const stated = readAuthenticationResults(mail.headers, settings.trustedServers, domain)
  // a server of ours that said pass or fail has the last word
  const asks = verifier !== null && stated.result === 'none' && verdict.kind === 'human'
  return {
    mail,
    triage: verdict,
    classification: verdict.kind === 'human' ? classified(read, unit) : null,
    authentication: asks
      ? await unit.station('verify', async () => await verifier(source, mail.headers, domain))
      : stated,
  }
}

function classified({ classification, classifiedInMs }: Reading, unit: Unit): Classification {
  if (classifiedInMs === undefined)
    return unit.station('classify', classification, ({ topic, decision }) => ({ kind: topic, outcome: decision }))
  unit.took('classify', classifiedInMs)
  return classification()
}
