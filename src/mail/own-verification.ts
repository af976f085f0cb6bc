// The desk's own look at who sent a mail, for mailboxes whose server writes no Authentication-Results: DKIM (RFC 6376), SPF (RFC
// 7208) where our border's Received line names the connecting address, DMARC alignment with organisational domains (RFC 9989),
// ARC (RFC 8617) of sealers that the settings trust. The one door to mailauth, which is loaded only where it is used. A verdict
// here is worth what a trusted server's is, and never more.

import { promises as dns } from 'node:dns'
import { type AuthenticationVerdict, borderLine, judgeResinfo } from './authentication-results.ts'
import { type HeaderField, headerValue } from './headers.ts'

/** As node:dns/promises `resolve` answers; injectable, so that tests ask nobody. */
export type Resolver = (name: string, type: string) => Promise<string[] | string[][]>

export interface VerifierOptions {
  /** default: the system's resolver */
  resolver?: Resolver | undefined
  /** authserv-ids of our own receiving servers: their Received line tells the connecting address */
  trustedServers: string[]
  /** domains whose ARC seals are believed about mail that they forwarded */
  trustedSealers: string[]
  /** milliseconds after which unanswered questions to the DNS mean `none` */
  timeoutMs?: number
}

/** Judges the raw mail whose one From address has this domain. Never throws: what cannot be found out is `none`. */
export type MailVerifier = (
  source: Buffer,
  headers: HeaderField[],
  fromDomain: string,
) => Promise<AuthenticationVerdict>

export function mailVerifier(options: VerifierOptions): MailVerifier {
  return async (source, headers, fromDomain) => {
    const late = new Promise<AuthenticationVerdict>((done) => {
      setTimeout(() => done(none('verification_timeout')), options.timeoutMs ?? 10_000).unref()
    })
    try {
      return await Promise.race([verify(source, headers, fromDomain, options), late])
    } catch {
      return none('verification_failed')
    }
  }
}

function none(...reasons: string[]): AuthenticationVerdict {
  return { result: 'none', by: null, reasons }
}

async function verify(
  source: Buffer,
  headers: HeaderField[],
  fromDomain: string,
  { resolver, trustedServers, trustedSealers }: VerifierOptions,
): Promise<AuthenticationVerdict> {
  const { authenticate } = await import('mailauth')
  const found = await authenticate(source, {
    resolver: resolver ?? ((name, type) => dns.resolve(name, type) as Promise<string[]>),
    disableBimi: true,
    minBitLength: 1024,
    rejectRsaSha1: true,
    mta: 'desk.invalid',
    ...connection(headers, trustedServers),
  })
  const whole = found.dkim.results.filter(
    ({ status, canonBodyLengthLimited, signatureTimeValid }) =>
      status.result === 'pass' &&
      typeof status.aligned === 'string' &&
      // l= covers a part of the body: anything may stand below it
      canonBodyLengthLimited !== true &&
      signatureTimeValid !== false &&
      status.testing !== true,
  )
  const dmarc = found.dmarc === false || found.dmarc === undefined ? null : found.dmarc.status.result
  if (dmarc === 'pass') {
    if (whole.length > 0) return { result: 'pass', by: 'dmarc', reasons: ['dmarc_pass', 'verified_by_the_desk'] }
    // a body that was changed on the way breaks its signature, and SPF knows nothing of bodies
    return none('dmarc_by_spf_alone', 'verified_by_the_desk')
  }
  const sealed = sealedVerdict(found.arc, headers, fromDomain, trustedSealers)
  if (sealed !== null) return sealed
  if (dmarc === 'fail') return { result: 'fail', by: 'dmarc', reasons: ['dmarc_fail', 'verified_by_the_desk'] }
  if (whole.length > 0) return { result: 'pass', by: 'dkim', reasons: ['dkim_aligned', 'verified_by_the_desk'] }
  return none(...(dmarc === null ? [] : [`dmarc_${dmarc}`]), 'nothing_aligned', 'verified_by_the_desk')
}

/** What SPF needs; nothing where no server of ours wrote down who connected. */
function connection(headers: HeaderField[], trustedServers: string[]): { ip?: string; helo?: string; sender?: string } {
  const line = borderLine(headers, trustedServers)
  const [, helo, ip] = /\bfrom\s+(\S+)\s+\([^()]*\[(?:IPv6:)?([0-9a-f.:]+)\][^()]*\)/i.exec(line ?? '') ?? []
  if (helo === undefined || ip === undefined) return {}
  const sender = /^<?([^<>\s]+@[^<>\s]+)>?$/.exec((headerValue(headers, 'return-path') ?? '').trim())?.[1]
  return { ip, helo, ...(sender === undefined ? {} : { sender }) }
}

/** A chain that holds, sealed last by a domain on the list: then what that host saw counts, as a trusted server's word would. */
function sealedVerdict(
  arc: unknown,
  headers: HeaderField[],
  fromDomain: string,
  trustedSealers: string[],
): AuthenticationVerdict | null {
  if (trustedSealers.length === 0) return null
  const { status, signature, i } = (arc ?? {}) as {
    status?: { result?: string }
    signature?: { signingDomain?: string }
    i?: number | false
  }
  const sealer = signature?.signingDomain?.toLowerCase()
  if (status?.result !== 'pass' || sealer === undefined || typeof i !== 'number') return null
  if (!trustedSealers.some((each) => each.toLowerCase() === sealer)) return null
  const results = headers.filter((field) => field.name === 'arc-authentication-results')
  const newest = results.find((field) => new RegExp(`^\\s*i\\s*=\\s*${i}\\s*;`).test(field.value))
  const verdict = newest === undefined ? null : judgeResinfo(newest.value.replace(/^[^;]*;/, ''), fromDomain)
  if (verdict?.result !== 'pass' || verdict.by !== 'dmarc') return null
  return { result: 'pass', by: 'dmarc', reasons: ['arc_of_trusted_sealer', 'verified_by_the_desk'] }
}
