// The desk's side of a conversation: the request with its state and deadline, and each mail's way through the stations with
// every decision and its reasons. Bodies of letters and their codes are not shown here.

import { html, raw } from 'hono/html'
import type { DeskRequest } from '../desk-facts.ts'
import type { Say } from '../say.ts'
import { sayCode, sayTime } from '../say.ts'
import { journeys, type MailJourney, type StationName, stationNames } from '../stations.ts'
import { type Item, item, type Markup } from './item.ts'
import { type DeskViewFacts, stationDetail } from './station-view.ts'

export async function deskItems(view: DeskViewFacts): Promise<Item[]> {
  const { facts, messageIds, say } = view
  const ways = journeys(messageIds, facts)
  const head = item(
    'desk-head',
    html`<header class="card-head"><div><h2>${say('隐私请求台', 'At the desk')}</h2><small>${say('每一站的决定和理由', 'Every station’s decision, and why')}</small></div></header>`,
  )
  if (ways.length === 0) return await Promise.all([head, item('desk-tour', tour(say))])
  return await Promise.all([
    head,
    ...facts.requests.map((request) => item(`request-${request.id}`, requestLine(request, view))),
    ...ways.map((way, index) => item(`journey-${way.messageId}`, journey(way, index, ways.length, view))),
    ...facts.requests.map((request) => item(`trail-${request.id}`, trail(request, view))),
  ])
}

const stationWords: Record<StationName, { zh: string; en: string; aboutZh: string; aboutEn: string }> = {
  received: {
    zh: '收取',
    en: 'Received',
    aboutZh: '经 IMAP 取回，先存下原件再做别的',
    aboutEn: 'fetched over IMAP; the original is stored before anything else',
  },
  triage: {
    zh: '分拣',
    en: 'Triage',
    aboutZh: '是人写的吗？自动信、退信、列表一律不回',
    aboutEn: 'did a person write it? Automatic mail, bounces and lists are never answered',
  },
  classification: {
    zh: '归类',
    en: 'Classification',
    aboutZh: '要行使哪项权利，有几分把握',
    aboutEn: 'which right is asked for, and how sure the desk is',
  },
  verification: {
    zh: '核实',
    en: 'Verification',
    aboutZh: '来信本身不算证明：确认码只寄往登记的地址',
    aboutEn: 'a mail proves nothing: a code goes to the address on the account',
  },
  fulfilment: {
    zh: '办理',
    en: 'Fulfilment',
    aboutZh: '在平台数据库里查阅、更正、删除或关闭',
    aboutEn: "access, correction, deletion or refusal in the platform's database",
  },
  letters: {
    zh: '回信',
    en: 'Letters',
    aboutZh: '双语信件，经 SMTP 发出，失败会重试',
    aboutEn: 'bilingual letters over SMTP, tried again when they fail',
  },
}

function tour(say: Say): Markup {
  return html`<ol class="stations tour">${stationNames.map((name) => {
    const words = stationWords[name]
    return html`<li class="station waiting"><i class="mark"></i><div><h4>${say(words.zh, words.en)}</h4><p>${say(words.aboutZh, words.aboutEn)}</p></div></li>`
  })}</ol>`
}

function requestLine(request: DeskRequest, { say, language, timeZone }: DeskViewFacts): Markup {
  return html`<div class="request">
    <code>${request.reference}</code><span class="state state-${request.state}">${sayCode(say, request.state)}</span>
    ${request.stateReason && request.state !== 'awaiting_verification' ? html`<small>${sayCode(say, request.stateReason)}</small>` : ''}
    <small class="due">${say('答复期限', 'answer due')} ${sayTime(request.dueAt, language, timeZone, 'date')}</small></div>`
}

function journey(way: MailJourney, index: number, count: number, view: DeskViewFacts): Markup {
  const { say, language, timeZone } = view
  const last = index === count - 1
  const at = way.mail ? sayTime(way.mail.arrivedAt, language, timeZone, 'clock') : ''
  return html`<details class="journey" data-keep="journey-${way.messageId}-${String(last)}" ${last ? raw('open') : ''}>
    <summary><b>${say(`第 ${index + 1} 封信`, `Mail ${index + 1}`)}</b><time>${at}</time>
      <span class="dots" aria-hidden="true">${way.stations.map((station) => html`<i class="${station.state}"></i>`)}</span></summary>
    <ol class="stations">${way.stations.map(({ name, state }) => {
      const words = stationWords[name]
      return html`<li class="station ${state}"><i class="mark"></i><div>
        <h4>${say(words.zh, words.en)}</h4>${stationDetail(name, state, way, view) || passedBy(state, view)}</div></li>`
    })}</ol>
  </details>`
}

function passedBy(state: string, { say }: DeskViewFacts): Markup | '' {
  return state === 'skipped' ? html`<p class="passed">${say('这封信用不着这一站', 'not needed for this mail')}</p>` : ''
}

function trail(request: DeskRequest, { say, language, timeZone }: DeskViewFacts): Markup {
  return html`<details class="trail" data-keep="trail-${request.id}"><summary>${say('留痕', 'Trail')} <b>${request.events.length}</b></summary>
    <ol>${request.events.map(
      (event) =>
        html`<li><time>${sayTime(event.at, language, timeZone, 'clock')}</time><span>${sayCode(say, event.type)}</span><small>${sayCode(say, event.actor)}${event.reason ? html` · ${sayCode(say, event.reason)}` : ''}</small></li>`,
    )}</ol></details>`
}
