// What one station decided about one mail, in words: its headline, the facts beside it, its reasons.

import { html, raw } from 'hono/html'
import type { ActResult } from '../../requests/acts.ts'
import { sayReason } from '../../requests/say-reason.ts'
import type { Label } from '../../requests/words.ts'
import type { DeskFacts, DeskLetter, DeskMail } from '../desk-facts.ts'
import { type PageLanguage, type Say, sayCode, sayTime } from '../say.ts'
import { actResult, isAnswer, type MailJourney, type StationName, type StationState } from '../stations.ts'
import type { Markup } from './item.ts'
import { size } from './thread-view.ts'

export interface DeskViewFacts {
  facts: DeskFacts
  /** Message-IDs of the person's mails in this conversation, oldest first */
  messageIds: string[]
  language: PageLanguage
  timeZone: string
  say: Say
}

export function stationDetail(
  name: StationName,
  state: StationState,
  way: MailJourney,
  view: DeskViewFacts,
): Markup | '' {
  switch (name) {
    case 'received':
      return received(way, view)
    case 'triage':
      return triage(way, view)
    case 'classification':
      return classification(way, view)
    case 'verification':
      return verification(way, view)
    case 'fulfilment':
      return fulfilment(state, way, view)
    case 'letters':
      return way.letters.length
        ? html`<ul class="letters">${way.letters.map((letter) => letterLine(letter, view))}</ul>`
        : ''
  }
}

function received({ mail }: MailJourney, { say, language, timeZone }: DeskViewFacts): Markup {
  if (!mail) return html`<p>${say('信已到邮箱，等本台来取…', 'In the mailbox, about to be fetched…')}</p>`
  const problem = mail.error ? html` <small class="problem">${sayCode(say, mail.error)}</small>` : ''
  return html`<p>${sayTime(mail.storedAt, language, timeZone, 'clock')} · ${size(mail.bytes)} · <span class="state state-${mail.state}">${sayCode(say, mail.state)}</span>${
    mail.stateReason ? html` <small>${sayCode(say, mail.stateReason)}</small>` : ''
  }${problem}</p>`
}

function triage({ mail }: MailJourney, { say }: DeskViewFacts): Markup | '' {
  const decision = mail?.decisions.triage
  if (!decision) return ''
  const answer = decision.replyAllowed ? say('可以回信', 'may be answered') : say('不回信', 'is not answered')
  return html`<p><b>${sayCode(say, decision.kind)}</b> · ${answer}</p>${reasonList(decision.reasons, say)}`
}

function classification({ mail }: MailJourney, { say }: DeskViewFacts): Markup | '' {
  const found = mail?.decisions.classification
  if (mail && isAnswer(mail)) return answerTo(mail.decisions.match, say)
  if (!found) return ''
  const percent = Math.round(found.confidence * 100)
  const kinds = found.intents.length ? found.intents : [found.topic]
  return html`<p class="kinds">${kinds.map((kind) => html`<span class="kind kind-${kind}">${sayCode(say, kind)}</span>`)}
      <span class="decision decision-${found.decision}">${sayCode(say, found.decision)}</span></p>
    <p class="confidence"><meter min="0" max="100" value="${percent}"></meter> <small>${say('把握', 'confidence')} ${percent}% · ${sayCode(say, `language:${found.language}`)}${
      found.scope === 'part' ? ` · ${say('仅部分数据', 'part of the data')}${found.part ? `：${found.part}` : ''}` : ''
    }</small></p>
    ${found.corrections.map((correction) => html`<p class="change"><small>${correction.field}</small> ${correction.old ? html`<del>${correction.old}</del>` : ''} <ins>${correction.value}</ins></p>`)}
    ${reasonList(found.reasons, say)}`
}

function answerTo(match: DeskMail['decisions']['match'], say: Say): Markup {
  const via = sayCode(say, match?.via)
  return html`<p><b>${say(`对 ${match?.reference ?? ''} 的回复`, `An answer to ${match?.reference ?? ''}`)}</b> · ${say(`认出它靠的是${via}`, `known by ${via}`)}</p>`
}

function verification({ mail, request }: MailJourney, { say }: DeskViewFacts): Markup | '' {
  const found = mail?.decisions.verification
  if (!found) return ''
  const by = found.by === 'challenge' ? say('凭确认码', 'by the code') : sayCode(say, found.by)
  const waits =
    found.outcome === 'challenge' && request?.state === 'awaiting_verification'
      ? html`<p class="wait">${say('确认码已寄往登记的地址，只在那封信里', 'the code went to the address on the account; it is in that letter alone')}</p>`
      : ''
  const headline = html`<p><b>${sayCode(say, found.outcome)}</b>${by ? ` · ${by}` : ''}${found.reason ? ` · ${sayCode(say, found.reason)}` : ''}</p>`
  return html`${headline}${waits}${reasonList([...found.reasons, ...(found.authentication?.reasons ?? [])], say)}`
}

function fulfilment(state: StationState, { request }: MailJourney, { say }: DeskViewFacts): Markup | '' {
  if (!request) return ''
  // what was stopped before anything was done is told by the request's state
  const stopped = state === 'stopped' && request.acts.every((act) => act.state === 'pending')
  const acts = request.acts.map((act) => {
    const result = actResult(act.result)
    const actState = html`<span class="state state-act-${act.state}">${sayCode(say, act.state)}</span>`
    return html`<li><span class="kind kind-${act.kind}">${sayCode(say, act.kind)}</span> ${stopped ? '' : actState}${
      result ? resultDetail(result, (label) => say(label.zh, label.en), say) : ''
    }</li>`
  })
  return html`${stopped ? html`<p>${sayCode(say, request.state)}</p>` : ''}${acts.length > 0 ? html`<ul class="acts">${acts}</ul>` : ''}`
}

function resultDetail(
  result: ActResult,
  of: (label: Label) => string,
  say: (zh: string, en: string) => string,
): Markup {
  if (result.outcome === 'declined') return html`<p>${of(result.reason)}</p>`
  switch (result.kind) {
    case 'access':
      return html`<p>${result.export.name} · ${size(result.export.bytes)}</p><p class="counts">${result.tables.map((table) => html`<span>${of(table.label)} <b>${table.rows}</b></span>`)}</p>`
    case 'correction':
      return html`${result.changes.map((change) => html`<p class="change"><small>${of(change.label)}</small> <del>${change.before ?? '—'}</del> <ins>${change.after}</ins></p>`)}`
    case 'deletion':
      return html`<p class="counts">${result.removed.map((entry) => html`<span class="gone">${of(entry.label)} <b>${entry.rows}</b> ${entry.how === 'deleted' ? say('已删除', 'deleted') : say('已匿名', 'anonymised')}</span>`)}</p>
        ${result.kept.map((entry) => html`<p class="kept">${say('保留', 'kept')}: ${of(entry.label)} <b>${entry.rows}</b> <small>${of(entry.reason)}${entry.until ? ` · ${say('至', 'until')} ${entry.until}` : ''}</small></p>`)}`
    case 'refusal':
      return html`<p class="counts">${result.switchedOff.map((label) => html`<span>${say('已关闭', 'off')}: ${of(label)}</span>`)}</p>`
    case 'status':
      return html`${result.requests.map((request) => html`<p>${request.reference} · ${of(request.state)}</p>`)}`
    case 'withdraw':
      return html`<p>${result.references.join(', ')}</p>`
  }
}

function letterLine(letter: DeskLetter, { say, language, timeZone }: DeskViewFacts): Markup {
  const next = letter.nextAttemptAt && letter.state === 'queued' && letter.attempts > 0
  return html`<li><span>${sayCode(say, `letter:${letter.template}`).replace(/^letter:/, '')}</span>
    <span class="state state-${letter.state}">${sayCode(say, letter.state)}</span>
    <small>→ ${letter.recipient}${letter.attachmentName ? ` · ${letter.attachmentName}` : ''}${
      letter.error
        ? ` · ${letter.error
            .split(' ')
            .map((code) => sayCode(say, code))
            .join(' ')}`
        : ''
    }${
      next && letter.nextAttemptAt
        ? ` · ${say('下次尝试', 'next try')} ${sayTime(letter.nextAttemptAt, language, timeZone, 'clock')}`
        : ''
    }</small></li>`
}

function reasonList(reasons: string[], say: Say): Markup | '' {
  if (reasons.length === 0) return ''
  return html`<ul class="reasons">${reasons.slice(0, 8).map((reason) => html`<li>${sayReason(say, reason)}</li>`)}${reasons.length > 8 ? raw('<li>…</li>') : ''}</ul>`
}
