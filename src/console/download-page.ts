// The page of a link to an export, in the language of the request with the other below each line; one form, no scripts, nothing
// remote. It names no person and no address: whoever holds the link sees that there is an export, and of which request.

import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { codeIsOpen, codeObstacle, type Link } from '../desk/download.ts'
import type { LetterOrganisation } from '../desk/replies/letters.ts'
import { timesOf } from '../desk/replies/times.ts'
import { toTraditional } from '../lib/chinese.ts'
import type { Label } from '../requests/words.ts'
import { downloadStyle } from './download-style.ts'

export type Notice =
  | 'too_soon'
  | 'no_more'
  | 'closed'
  | 'trouble'
  | { outcome: 'wrong'; triesLeft: number }
  | { outcome: 'missing' | 'code_expired' | 'busy' | 'locked' | 'closed' }

export interface DownloadPageFacts {
  organisation: LetterOrganisation
  /** null: no such link */
  link: Link | null
  now: Date
  maxTries: number
  notice: Notice | null
}

/** What the page's own style is allowed by. */
export const styleHash = `sha256-${createHash('sha256').update(downloadStyle).digest('base64')}`

type Markup = ReturnType<typeof html>
type Both = (label: Label) => Markup

export function downloadPage(facts: DownloadPageFacts): Markup {
  const { link, organisation } = facts
  const language = link?.request.language ?? 'mixed'
  const chineseFirst = language === 'zh' || language === 'zh-Hant' || language === 'mixed'
  const zh = language === 'zh-Hant' ? toTraditional : (text: string) => text
  const lang = language === 'zh-Hant' ? 'zh-Hant' : 'zh-CN'
  const both: Both = (label) => {
    const first = html`<span lang="${chineseFirst ? lang : 'en'}">${chineseFirst ? zh(label.zh) : label.en}</span>`
    if (label.zh === label.en) return first
    return html`${first}<span class="other" lang="${chineseFirst ? 'en' : lang}">${chineseFirst ? label.en : zh(label.zh)}</span>`
  }
  const title = chineseFirst ? zh(heading.zh) : heading.en
  return html`<!doctype html>
<html lang="${chineseFirst ? lang : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(downloadStyle)}</style>
</head>
<body>
<main>
<header><p class="from">${both(organisation.name)}</p><h1>${both(heading)}</h1>${
    link === null ? '' : html`<p class="reference">${link.request.reference}</p>`
  }</header>
${facts.notice === null ? '' : noticeBox(facts.notice, both)}
${link === null ? paragraph(unknown, both) : link.closedAs === null ? openLink(facts, link, both) : closedLink(facts, link, both)}
<footer><p>${both(questions(organisation.privacyAddress))}</p></footer>
</main>
</body>
</html>
`
}

const heading: Label = { zh: '下载您的个人信息副本', en: 'Download the copy of your personal data' }
const unknown: Label = {
  zh: '这个链接无效。请检查是否完整复制了信中的地址；很久以前的链接也会失效。',
  en: 'This link is not valid. Please check that the whole address of the letter was copied; old links end as well.',
}

function questions(address: string): Label {
  return { zh: `有疑问请写信到 ${address}`, en: `Questions? Write to ${address}` }
}

function paragraph(label: Label, both: Both, kind = ''): Markup {
  return html`<p class="${kind}">${both(label)}</p>`
}

function openLink(facts: DownloadPageFacts, link: Link, both: Both): Markup {
  const until = told(facts, link.expiresAt)
  const once = {
    zh: `链接在 ${until.zh}之前有效，只能下载一次。`,
    en: `The link is good until ${until.en}, for one download.`,
  }
  if (!codeIsOpen(link, facts.now)) {
    return html`${paragraph(askFirst, both)}
<form method="post"><button name="do" value="send-code">${both(sendCode)}</button></form>
${paragraph(once, both, 'note')}`
  }
  const codeUntil = told(facts, link.codeExpiresAt ?? link.expiresAt)
  const sent = {
    zh: `下载码已发到您登记的邮箱，${codeUntil.zh}之前有效。邮件可能要几分钟才到，也请看看垃圾邮件。`,
    en: `The code is on its way to your registered mailbox and good until ${codeUntil.en}. Mail may take some minutes; look into the spam folder, too.`,
  }
  return html`${paragraph(sent, both)}
<form method="post">
<label for="code">${both(codeLabel)}</label>
<input id="code" name="code" required autofocus autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="40" placeholder="XXXX-XXXX">
<button name="do" value="fetch">${both(download)}</button>
</form>
${paragraph(once, both, 'note')}
${codeObstacle(link, facts.now) === 'no_more' ? '' : html`<form method="post"><button class="quiet" name="do" value="send-code">${both(sendAgain)}</button></form>`}`
}

const askFirst: Label = {
  zh: '为了保护您的信息，下载前需要输入下载码。点击按钮，我们就把下载码发到您登记的邮箱。',
  en: 'To protect your data the download needs a code. Press the button and we send it to your registered mailbox.',
}
const sendCode: Label = { zh: '发送下载码', en: 'Send the code' }
const sendAgain: Label = { zh: '没有收到？再发一次', en: 'Nothing came? Send another code' }
const codeLabel: Label = { zh: '下载码', en: 'Download code' }
const download: Label = { zh: '下载', en: 'Download' }

function closedLink(facts: DownloadPageFacts, link: Link, both: Both): Markup {
  const at = told(facts, link.closedAt ?? link.expiresAt)
  switch (link.closedAs) {
    case 'fetched':
      return html`${paragraph({ zh: `文件已于 ${at.zh}下载完毕，链接不再有效。`, en: `The file was downloaded on ${at.en}; the link is used up.` }, both)}
${paragraph(fetchedByOther, both, 'warning')}
${paragraph(askAgain, both, 'note')}`
    case 'locked':
      return html`${paragraph(locked, both, 'warning')}
${paragraph(askAgain, both, 'note')}`
    default:
      return html`${paragraph({ zh: `链接已于 ${at.zh}到期，文件已经删除。`, en: `The link ended on ${at.en} and the file is removed.` }, both)}
${paragraph(askAgain, both, 'note')}`
  }
}

const fetchedByOther: Label = {
  zh: '如果不是您下载的，请马上写信告诉我们。',
  en: 'If it was not you who downloaded it, write to us at once.',
}
const locked: Label = {
  zh: '链接已锁定，文件已经删除：下载码输错次数过多，或者有人报告说不是本人操作。',
  en: 'The link is locked and the file removed: too many wrong codes, or its owner told us that it was not they.',
}
const askAgain: Label = {
  zh: '如需再要一份，请给我们写信：“请把我的个人信息副本发给我”。',
  en: 'For another copy, write to us: “please send me a copy of my data”.',
}

function noticeBox(notice: Notice, both: Both): Markup {
  const said =
    typeof notice === 'string'
      ? notices[notice]
      : notice.outcome === 'wrong'
        ? wrong(notice.triesLeft)
        : notices[notice.outcome]
  return html`<p class="warning" role="alert">${both(said)}</p>`
}

function wrong(triesLeft: number): Label {
  return {
    zh: `下载码不对，还可以试 ${triesLeft} 次。`,
    en: `That is not the code. You can try ${triesLeft === 1 ? 'once more' : `${triesLeft} more times`}.`,
  }
}

const notices: Record<Extract<Notice, string> | 'missing' | 'code_expired' | 'busy' | 'locked', Label> = {
  too_soon: {
    zh: '刚刚已经发过一封。请稍等一分钟再试。',
    en: 'A code was sent a moment ago. Please wait a minute before asking for another.',
  },
  no_more: {
    zh: '这个链接的下载码已经发过多次，不再发送。',
    en: 'This link has had its codes; no more are sent.',
  },
  closed: { zh: '这个链接已经失效。', en: 'This link has ended.' },
  locked: { zh: '下载码不对。', en: 'That is not the code.' },
  missing: {
    zh: '请输入信中的 8 位下载码。',
    en: 'Please type the code of the letter, eight characters.',
  },
  code_expired: {
    zh: '下载码已过期，请重新获取。',
    en: 'That code has expired; please have a new one sent.',
  },
  busy: {
    zh: '正在下载或处理中，请稍后再试。',
    en: 'A download is under way; please try again in a moment.',
  },
  trouble: {
    zh: '出了点问题，请稍后再试。',
    en: 'Something went wrong; please try again later.',
  },
}

function told({ organisation }: DownloadPageFacts, time: Date): Label {
  const iso = time.toISOString()
  return { zh: timesOf(organisation, 'zh').moment(iso), en: timesOf(organisation, 'en').moment(iso) }
}
