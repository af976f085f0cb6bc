// One request on one page: what is asked and what to do about it first, the conversation in the middle, beside it everything that
// helps to decide: the deadline, the account, notes, what was done so far.

import { html } from 'hono/html'
import type { RequestRecord } from '../../desk/request-record.ts'
import type { ActDetails, ActResult, ActStatement } from '../../requests/acts.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import { isOpen } from '../../requests/states.ts'
import type { Markup } from '../layout.ts'
import { kindTags, languageWord, stateTag } from '../request-words.ts'
import type { StaffMember } from '../staff-member.ts'
import { momentOf, type Reading } from '../times.ts'
import { detailsWords, resultWords, statementWords } from './act-words.ts'
import { type ActionLink, actionBar } from './action-bar.ts'
import { adviceFor } from './advice.ts'
import type { Entry } from './thread.ts'
import { threadView } from './thread-view.ts'
import { notesCard, trailCard } from './trail-view.ts'

export interface RequestFacts {
  say: Say
  reading: Reading
  staff: StaffMember
  request: RequestRecord
  entries: Entry[]
  actions: ActionLink[]
  deadline: Markup
  /** words above the page: what was just done, or why nothing was */
  notice: Markup | null
  /** id of the request's newest trail entry */
  version: number
}

export function requestPage(facts: RequestFacts): Markup {
  const { say, reading, request, entries, notice, version } = facts
  return html`${notice ?? ''}
${head(facts)}
<div id="news" hx-get="/requests/${request.reference}/news?seen=${version}" hx-trigger="every 4s" hx-swap="outerHTML"></div>
<div class="request-columns">
  <div class="main-column">
    ${actsCard(facts)}
    <div class="card">${threadView(say, entries, reading)}</div>
  </div>
  <div class="side-column">
    ${facts.deadline}
    ${subjectCard(facts)}
    ${notesCard(facts)}
    ${trailCard(facts)}
  </div>
</div>`
}

function head({ say, request, actions, reading }: RequestFacts): Markup {
  const advice = request.state === 'held' ? adviceFor(request.stateReason) : null
  return html`<header class="request-head card">
  <div class="title"><h1>${request.reference}</h1>${stateTag(say, request.state)}
    <span class="kinds">${kindTags(
      say,
      request.acts.map((act) => act.kind),
      request.topic,
    )}</span>
    <small>${languageWord(say, request.language)} · ${say('收到', 'received')} ${momentOf(request.receivedAt, reading)}</small></div>
  ${request.stateReason === null ? '' : html`<p class="reason">${advice !== null && request.stateReason.startsWith('topic_') ? '' : html`<b>${sayCode(say, request.stateReason)}</b>${advice === null ? '' : ' — '}`}${advice === null ? '' : say(advice.zh, advice.en)}</p>`}
  ${request.mergedInto === null ? '' : html`<p>${say('已并入', 'Answered with')} <a href="/requests/${request.mergedInto}">${request.mergedInto}</a></p>`}
  ${request.coolingOffUntil === null ? '' : html`<p>${say('删除将在等待期满时进行：', 'The deletion waits until')} <b>${momentOf(request.coolingOffUntil, reading)}</b></p>`}
  <p class="owner">${owner(say, request)}</p>
  ${actionBar(say, request.reference, actions)}
</header>`
}

function owner(say: Say, { claimedBy, handedTo, state }: RequestRecord): Markup {
  if (!isOpen(state)) return html``
  if (claimedBy !== null) return html`${say('经办', 'With')}: <b>${claimedBy}</b>`
  return handedTo === 'officer'
    ? html`${say('已移交，待隐私专员认领', 'Handed over: waits for the privacy officer')}`
    : html`<span class="nobody">${say('还没有人认领', 'Nobody has it yet')}</span>`
}

/** What is asked, what would be done, what came of it. */
function actsCard({ say, request }: RequestFacts): Markup {
  if (request.acts.length === 0) return html``
  return html`<section class="card acts"><h2>${say('所求与结果', 'What is asked, and what came of it')}</h2>
  <ul>${request.acts.map((act) => {
    const statement = act.statement as unknown as ActStatement | null
    const result = act.result as unknown as ActResult | null
    const words =
      statement === null ? detailsWords(say, act.details as unknown as ActDetails) : statementWords(say, statement)
    return html`<li><span class="kinds">${kindTags(say, [act.kind], '')}</span><div>${words}
      ${result === null ? '' : html`<small>${resultWords(say, result)}</small>`}</div>
      <span class="tag ${act.state === 'done' ? 'good' : ''}">${sayCode(say, act.state)}</span></li>`
  })}</ul></section>`
}

function subjectCard({ say, request, reading }: RequestFacts): Markup {
  const proved =
    request.verifiedAt === null
      ? html`<span class="tag warn">${say('尚未核实', 'Not proved')}</span>`
      : html`<span class="tag good">${say('已核实', 'Proved')}</span> <small>${sayCode(say, `by:${request.verifiedBy}`)} · ${momentOf(request.verifiedAt, reading)}</small>`
  const codes = request.challenges.map(
    (code) =>
      html`<li><small>${momentOf(code.createdAt, reading)} ${say('确认码寄往', 'code to')} ${code.sentTo}: ${code.closedAs === null ? say('等待回信', 'waited for') : sayCode(say, `code:${code.closedAs}`)}${code.tries > 0 ? say(`，答错 ${code.tries} 次`, `, ${code.tries} wrong`) : ''}</small></li>`,
  )
  return html`<section class="card side"><h2>${say('个人', 'The person')}</h2>
  <dl class="facts">
    <div><dt>${say('来信地址', 'Wrote from')}</dt><dd>${request.requester ?? '—'}</dd></div>
    <div><dt>${say('账号', 'Account')}</dt><dd>${request.subjectKey === null ? say('未查，或没有', 'not looked up, or none') : request.subjectKey}</dd></div>
    ${request.subjectAddress === null ? '' : html`<div><dt>${say('登记地址', 'Stored address')}</dt><dd>${request.subjectAddress}</dd></div>`}
    <div><dt>${say('身份', 'Identity')}</dt><dd>${proved}</dd></div>
  </dl>
  ${codes.length === 0 ? '' : html`<ul class="plain">${codes}</ul>`}
  ${request.reducedAt === null && request.forgottenAt === null ? html`<div hx-get="/requests/${request.reference}/subject" hx-trigger="load" hx-swap="outerHTML"><a href="/requests/${request.reference}/subject">${say('查看涉及的数据', 'What access would show and deletion would touch')}</a></div>` : ''}
</section>`
}
