// What each station made of a mail and why, in words: what kind of mail, what it asks for and which of its words spoke for that, to
// which request it belongs, who vouches for the sender. Decided long ago; here it is only told.

import { html } from 'hono/html'
import type { RequestRecord } from '../../desk/request-record.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import { sayReason } from '../../requests/say-reason.ts'
import type { Markup } from '../layout.ts'

interface Decisions {
  triage?: { kind?: string; reasons?: string[]; replyAllowed?: boolean }
  classification?: {
    topic?: string
    intents?: string[]
    confidence?: number
    decision?: string
    reasons?: string[]
    scope?: string
    part?: string | null
    corrections?: { field: string; fieldWords?: string; old: string | null; value: string }[]
    language?: string
  } | null
  match?: { outcome?: string; via?: string; reference?: string }
  verification?: {
    outcome?: string
    reason?: string
    by?: string
    subjects?: number
    authentication?: { result?: string; by?: string | null; reasons?: string[] }
  }
}

export function decisionsView(say: Say, mail: Pick<RequestRecord['mails'][number], 'decisions'>): Markup {
  if (mail.decisions === null) return html``
  const { triage, classification, match, verification } = mail.decisions as Decisions
  return html`<details class="decisions"><summary>${say('系统如何判断', 'How the desk read it')}${summary(say, classification)}</summary>
  <dl>
    ${
      triage === undefined
        ? ''
        : station(
            say('分拣', 'Triage'),
            sayCode(say, triage.kind),
            (triage.reasons ?? []).map((reason) => sayReason(say, reason)),
          )
    }
    ${classification ? classified(say, classification) : ''}
    ${match === undefined || match.outcome === 'none' ? '' : station(say('归属', 'Belongs to'), sayCode(say, match.outcome), [match.via === undefined ? '' : sayCode(say, match.via), match.reference ?? ''])}
    ${verification === undefined ? '' : verified(say, verification)}
  </dl>
  <details class="folded"><summary>${say('全部记录', 'All that was recorded')}</summary><pre>${JSON.stringify(mail.decisions, null, 1)}</pre></details>
</details>`
}

function summary(say: Say, classification: Decisions['classification']): Markup {
  if (!classification) return html``
  const wishes = classification.intents?.length ? classification.intents : [classification.topic ?? '']
  return html` <small>${wishes.map((wish) => sayCode(say, wish)).join(say('、', ', '))} · ${percent(classification.confidence)}</small>`
}

function classified(say: Say, read: NonNullable<Decisions['classification']>): Markup {
  const wishes = read.intents?.length ? read.intents : [read.topic ?? '']
  const facts = [
    say(
      `把握 ${percent(read.confidence)}，${sayCode(say, read.decision)}`,
      `${percent(read.confidence)} sure: ${sayCode(say, read.decision)}`,
    ),
    ...(read.scope === 'part'
      ? [say(`只涉及部分数据：${read.part ?? ''}`, `only part of the data: ${read.part ?? ''}`)]
      : []),
    ...(read.corrections ?? []).map(
      ({ field, fieldWords, old, value }) => `${fieldWords ?? field}: ${old === null ? '' : `${old} → `}${value}`,
    ),
    ...(read.reasons ?? []).map((reason) => sayReason(say, reason)),
  ]
  return station(say('理解', 'Reading'), wishes.map((wish) => sayCode(say, wish)).join(say('、', ', ')), facts)
}

function verified(
  say: Say,
  { outcome, reason, by, subjects, authentication }: NonNullable<Decisions['verification']>,
): Markup {
  const facts = [
    reason === undefined ? '' : sayCode(say, reason),
    by === undefined ? '' : sayCode(say, by),
    subjects === undefined
      ? ''
      : say(
          `${subjects} 个账号登记了此地址`,
          `${subjects} ${subjects === 1 ? 'account has' : 'accounts have'} this address`,
        ),
    authentication === undefined
      ? ''
      : `${say('发信域名验证', "sender's domain")}: ${sayCode(say, authentication.result)}${authentication.by ? ` (${authentication.by.toUpperCase()})` : ''}`,
    ...(authentication?.reasons ?? []).map((each) => sayReason(say, each)),
  ]
  return station(say('身份', 'Identity'), sayCode(say, outcome), facts)
}

function station(name: string, outcome: string, facts: string[]): Markup {
  const told = facts.filter((fact) => fact !== '')
  return html`<div><dt>${name}</dt><dd><b>${outcome}</b>${told.length === 0 ? '' : html`<ul>${told.map((fact) => html`<li>${fact}</li>`)}</ul>`}</dd></div>`
}

function percent(confidence: number | undefined): string {
  return `${Math.round((confidence ?? 0) * 100)} %`
}
