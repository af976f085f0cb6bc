// The decisions about a request as a person tells them: what was believed, what was not, and why. Made from the stored decisions of
// its mails, its codes and its trail; nothing is decided here.

import type { RequestRecord } from '../../desk/request-record.ts'
import { timeText } from '../print.ts'

interface Decisions {
  triage?: { kind?: string; reasons?: string[] }
  classification?: { decision?: string; topic?: string; intents?: string[]; confidence?: number } | null
  match?: { outcome?: string; via?: string; reference?: string }
  verification?: {
    outcome?: string
    reason?: string
    by?: string
    subjects?: number
    authentication?: { result?: string; by?: string | null; reasons?: string[] }
  }
}

/** One sentence a decision, oldest first. */
export function traceLines(request: RequestRecord, timeZone: string): string[] {
  const mails = request.mails.map((mail) => ({
    at: mail.arrivedAt,
    lines: mailLines(mail.fromAddress, (mail.decisions ?? {}) as Decisions),
  }))
  const codes = request.challenges.map((each) => ({
    at: each.createdAt,
    lines: [
      `A code went to the address ${each.sentTo}, on which the answer must come back${
        each.closedAs === 'answered'
          ? ': it did.'
          : each.closedAs === null
            ? '; it is waited for.'
            : `: ${each.closedAs}.`
      }`,
    ],
  }))
  const told = [...mails, ...codes].sort((a, b) => a.at.getTime() - b.at.getTime())
  const end =
    request.verifiedAt === null
      ? 'Nobody has proved so far that the data subject asks: nothing of the account was told or changed.'
      : `Proved ${verifiedBy[request.verifiedBy ?? ''] ?? `by ${request.verifiedBy}`}.`
  return [...told.flatMap(({ at, lines }) => lines.map((line) => `${timeText(at, timeZone)}  ${line}`)), end]
}

const verifiedBy: Record<string, string> = {
  challenge: 'by the code, answered from the stored address',
  aligned_sender: 'by the sender’s domain, which suffices for what was asked (verification.alignedSenderKinds)',
  staff: 'by staff, another way than by mail (see the trail)',
  second_route: 'by staff, on a second route that the operator has set (see the trail)',
  both_addresses: 'by codes from the old and the new address',
}

function mailLines(from: string | null, { triage, classification, match, verification }: Decisions): string[] {
  const sender =
    from === null
      ? `A mail came without exactly one strict From address (${(triage?.reasons ?? []).join(', ')}): nobody's identity.`
      : `A mail came that claims to be from ${from}; that is a claim, no proof.`
  const lines = [sender]
  if (triage?.kind !== undefined && triage.kind !== 'human') {
    lines.push(`It is ${triage.kind.replace('_', ' ')} (${(triage.reasons ?? []).join(', ')}) and gets no answer.`)
  }
  if (match?.outcome === 'joined')
    lines.push(`It belongs to this request, by ${(match.via ?? '').replace('_', ' ')} and address.`)
  if (match?.outcome === 'foreign')
    lines.push('It carries a mark of somebody else’s request, or of none: not believed.')
  if (classification) {
    const wishes = (classification.intents ?? []).join(', ') || classification.topic
    lines.push(
      `Read as: ${wishes}, ${Math.round((classification.confidence ?? 0) * 100)} % sure; so: ${classification.decision}.`,
    )
  }
  const { authentication, subjects, reason } = verification ?? {}
  if (authentication !== undefined) lines.push(authenticationLine(authentication))
  if (subjects !== undefined) {
    lines.push(`${subjects} ${subjects === 1 ? 'account has' : 'accounts have'} this stored address.`)
  }
  if (reason !== undefined) lines.push(`Decided: ${reasonWords[reason] ?? reason.replaceAll('_', ' ')}.`)
  else if (verification?.outcome !== undefined) lines.push(`The code in it: ${verification.outcome}.`)
  return lines
}

function authenticationLine({
  result,
  by,
  reasons,
}: NonNullable<NonNullable<Decisions['verification']>['authentication']>) {
  const why = (reasons ?? []).join(', ')
  if (result === 'pass')
    return `The sender's domain vouches for it by ${by} (${why}): believed of the domain, not of the person.`
  if (result === 'fail') return `The sender's domain disowns it (${by}: ${why}): not believed.`
  return `Nothing that the desk trusts vouches for the sender (${why}).`
}

const reasonWords: Record<string, string> = {
  kinds_need_a_code: 'what is asked for always takes the code',
  sender_not_authenticated: 'the sender is not vouched for, so the code is asked for',
  sender_authentication_failed: 'the sender is disowned by the domain, so the code is asked for',
  address_not_on_file: 'no account has this address, so the neutral letter',
  several_subjects_match: 'several accounts share this address, so a person decides',
  dmarc_pass_suffices_for_these_kinds: 'the domain’s word suffices for this, so no code',
}
