// The page's two languages: which one a visitor reads, and the words for the desk's codes. A code without words here is
// shown as it is stored, so that nothing is hidden.

import type { Label } from '../requests/words.ts'

export type PageLanguage = 'zh' | 'en'
/** Picks the visitor's language of two texts. */
export type Say = (zh: string, en: string) => string

export function speaker(language: PageLanguage): Say {
  return (zh, en) => (language === 'zh' ? zh : en)
}

/** ?lang= wins over the cookie, the cookie over the browser's Accept-Language. */
export function pageLanguage(asked: string | undefined, cookie: string | undefined, accepted: string): PageLanguage {
  for (const choice of [asked, cookie]) if (choice === 'zh' || choice === 'en') return choice
  return /^\s*zh\b/i.test(accepted) ? 'zh' : 'en'
}

/** The words for a stored code. */
export function sayCode(say: Say, code: string | null | undefined): string {
  if (!code) return ''
  const label = codes[code]
  return label ? say(label.zh, label.en) : code.replaceAll('_', ' ')
}

/** A time of day or a date in the office's time zone, as the visitor writes it. */
export function sayTime(at: Date, language: PageLanguage, timeZone: string, style: 'clock' | 'date' | 'full'): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const date: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' }
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }
  const parts = { clock, date, full: { ...date, hour: '2-digit', minute: '2-digit', hour12: false } as const }[style]
  return new Intl.DateTimeFormat(locale, { timeZone, ...parts }).format(at)
}

const codes: Record<string, Label> = {
  // the four rights and the words about an earlier request
  access: { zh: '查阅', en: 'access' },
  correction: { zh: '更正', en: 'correction' },
  deletion: { zh: '删除', en: 'deletion' },
  refusal: { zh: '拒绝', en: 'refusal' },
  status: { zh: '询问进度', en: 'status' },
  withdraw: { zh: '撤回', en: 'withdrawal' },
  // topics
  request: { zh: '行使权利', en: 'exercise of a right' },
  question: { zh: '咨询', en: 'question' },
  disclosure: { zh: '要求披露他人数据', en: 'demand to disclose' },
  minor: { zh: '涉及未成年人', en: 'about a minor' },
  complaint: { zh: '投诉', en: 'complaint' },
  other: { zh: '其他', en: 'something else' },
  // kinds of mail
  human: { zh: '真人所写', en: 'written by a person' },
  auto_reply: { zh: '自动回复', en: 'automatic reply' },
  bounce: { zh: '退信', en: 'bounce' },
  list: { zh: '邮件列表', en: 'mailing list' },
  own_loop: { zh: '本台自己的信', en: "the desk's own letter" },
  malformed: { zh: '格式有误', en: 'malformed' },
  // decisions
  act: { zh: '照办', en: 'act' },
  ask: { zh: '回信询问', en: 'ask back' },
  escalate: { zh: '交专人', en: 'to staff' },
  ignore: { zh: '不处理', en: 'ignore' },
  // verification
  verified: { zh: '已核实', en: 'verified' },
  challenge: { zh: '需以验证码核实', en: 'a code is asked for' },
  aligned_sender: { zh: '发信域名已由收件服务器证实', en: "sender's domain vouched for by the receiving server" },
  sender_not_authenticated: { zh: '发件人未经证实', en: 'sender not authenticated' },
  address_not_on_file: { zh: '没有登记此地址', en: 'address not on file' },
  several_subjects_match: { zh: '有多个账号使用此地址', en: 'several accounts share this address' },
  staff: { zh: '专人', en: 'staff' },
  // states
  received: { zh: '已收到', en: 'received' },
  handled: { zh: '已处理', en: 'handled' },
  set_aside: { zh: '搁置，不回复', en: 'set aside' },
  held: { zh: '等待专人', en: 'held for staff' },
  failed: { zh: '处理失败', en: 'failed' },
  awaiting_verification: { zh: '等待核实', en: 'awaiting verification' },
  in_progress: { zh: '办理中', en: 'in progress' },
  fulfilled: { zh: '已办结', en: 'fulfilled' },
  declined: { zh: '未予办理', en: 'declined' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  expired: { zh: '已过期', en: 'expired' },
  pending: { zh: '待办', en: 'pending' },
  started: { zh: '进行中', en: 'started' },
  done: { zh: '完成', en: 'done' },
  queued: { zh: '待发', en: 'queued' },
  sent: { zh: '已发出', en: 'sent' },
  suppressed: { zh: '不发送', en: 'suppressed' },
  given_up: { zh: '放弃发送', en: 'given up' },
  bounced: { zh: '被退回', en: 'bounced' },
  // the trail
  classified: { zh: '已归类', en: 'classified' },
  challenged: { zh: '已要求验证码', en: 'challenged' },
  letter_queued: { zh: '信件待发', en: 'letter queued' },
  letter_sent: { zh: '信件已发出', en: 'letter sent' },
  desk: { zh: '本台', en: 'desk' },
  requester: { zh: '请求人', en: 'requester' },
  // letters
  'letter:received': { zh: '收件确认', en: 'receipt' },
  'letter:confirm': { zh: '请确认（含验证码）', en: 'confirm, with a code' },
  'letter:code-wrong': { zh: '验证码不对', en: 'wrong code' },
  'letter:code-expired': { zh: '验证码过期', en: 'code expired' },
  'letter:ask-details': { zh: '请补充说明', en: 'details asked for' },
  'letter:result': { zh: '办理结果', en: 'result' },
  'letter:no-account': { zh: '未找到账号（中性答复）', en: 'no account found (neutral)' },
  'letter:handed-over': { zh: '已转交隐私专员', en: 'handed to the privacy officer' },
  'letter:withdrawn': { zh: '撤回确认', en: 'withdrawn' },
  'letter:expired': { zh: '过期通知', en: 'expired' },
  'letter:declined': { zh: '不予办理及理由', en: 'declined, with the reason' },
  'letter:staff-note': { zh: '给专人的通知', en: 'note to staff' },
  // languages
  'language:zh': { zh: '简体中文', en: 'Simplified Chinese' },
  'language:zh-Hant': { zh: '繁体中文', en: 'Traditional Chinese' },
  'language:en': { zh: '英文', en: 'English' },
  'language:mixed': { zh: '中英混写', en: 'Chinese and English' },
  'language:other': { zh: '其他语言', en: 'another language' },
}
