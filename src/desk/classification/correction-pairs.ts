// Makes corrections of values whose role is known: which old value belongs to which new one, and which field they are of.
// Values are taken literally, without surrounding quotation marks; only an address in full-width characters becomes half-width.

import type { Correction } from '../../requests/acts.ts'
import { type Field, fieldWords, type Role } from './correction-words.ts'

export interface Candidate {
  value: string
  start: number
  end: number
  quoted: boolean
  email: boolean
  role: Role
}

/** New and old values in the order of the text, each new one with the old one that stands nearest before or behind it. */
export function pairUp(text: string, candidates: Candidate[]): Correction[] {
  const corrections: Correction[] = []
  let open: Candidate | null = null
  const alone: Candidate[] = []
  for (const one of candidates) {
    if (one.role === 'old') {
      const last = alone.at(-1)
      if (last && areAlike(last, one) && one.start - last.end < 160) {
        corrections.push(toCorrection(last.value, one.value, context(text, last, one)))
        alone.pop()
      } else open = one
    } else if (one.role === 'new') {
      const fits: boolean = open !== null && areAlike(open, one) && open.value !== one.value
      if (fits && open) {
        corrections.push(toCorrection(one.value, open.value, context(text, open, one)))
        open = null
      } else alone.push(one)
    }
  }
  for (const one of alone) corrections.push(toCorrection(one.value, null, context(text, one, one)))
  return corrections
}

/** An address replaces an address, a date a date, a telephone number a number; all else may replace all else. */
function areAlike(one: Candidate, other: Candidate): boolean {
  return shapeOf(one) === shapeOf(other)
}

function shapeOf({ value, email }: Candidate): string {
  if (email) return 'address'
  if (dateValue.test(value)) return 'date'
  return /^\+?[\d ()-]{7,20}$/.test(value) ? 'phone' : 'words'
}

function context(text: string, one: Candidate, other: Candidate): Span {
  return { text, from: Math.min(one.start, other.start), to: Math.max(one.end, other.end) }
}

export interface Span {
  text: string
  from: number
  to: number
}

// "改城市为…": the field itself is no value that stands there now
const fieldAlone =
  /^(?:我的?|本人的?|(?:the|my) )?(?:登记的?)?(?:所在)?(?:昵称|暱稱|名字|邮箱|郵箱|电邮|電郵|城市|地址|位置|语言|語言|生日|电话|電話|手机号?|设备|裝置|浏览器|所在地|所在城市|常住地|性别|性別|(?:通知|推送|提醒|邮件|周报)的?(?:频率|頻率|频次)|notifications?|频率|nickname|name|e-?mail(?: address)?|address|city|town|phone(?: number)?|language|device|browser|birthday)$/iu

export function toCorrection(value: string, old: string | null, span: Span): Correction {
  const clean = isAddress(value) ? value.normalize('NFKC') : value
  const given = old !== null && fieldAlone.test(old) ? null : old
  const before = given !== null && isAddress(given) ? given.normalize('NFKC') : given
  const [field, named] = fieldOf(clean, span)
  return named === null ? { field, old: before, value: clean } : { field, fieldWords: named, old: before, value: clean }
}

/** The field word nearest to the values; one that only says whose account it is ("昵称：小明") does not count. */
function fieldOf(value: string, span: Span): [Field, string | null] {
  const { text, from, to } = span
  const before = text.slice(Math.max(0, from - 140), from)
  const inside = text.slice(from, to)
  const after = text.slice(to, to + 50)
  if (isAddress(value))
    return ['email', /邮箱|郵箱|电邮|電郵|信箱|e-?mail|address/iu.exec(`${before}${after}`)?.[0] ?? null]
  const meant = fieldOfValue(value)
  let best: [Field, string | null] = [meant ?? 'nickname', null]
  let nearest = 400
  for (const [field, shape] of fieldWords) {
    if (field === 'email' || (meant !== null && field !== meant)) continue
    const offer = (found: RegExpMatchArray, distance: number) => {
      if (distance >= nearest) return
      nearest = distance
      best = [field, found[0]]
    }
    for (const found of before.matchAll(shape)) offer(found, distanceBefore(before, found))
    for (const found of after.matchAll(shape)) if (!named(after, found)) offer(found, found.index * 2 + 20)
    for (const found of inside.matchAll(shape)) if (!named(inside, found)) offer(found, 60)
    const subject = text.slice(0, Math.max(0, text.indexOf('\n')))
    for (const found of subject.matchAll(shape)) offer(found, 130 + found.index)
  }
  return best
}

/** What a value can only be, whatever stands around it: a date, a language, how often. */
function fieldOfValue(value: string): Field | null {
  if (dateValue.test(value) || houseAddress.test(value)) return 'other'
  return preferenceValue.test(value) ? 'preference' : null
}

/** "7b Mill Lane, Norwich", "平江路16号" */
const houseAddress =
  /^(?:[^,，\n]{1,14}[,，] ?)?\d{1,4}[a-z]?,? (?:\p{Lu}[\p{L}'’-]+ ?){1,4}(?:[,，]|$)|\p{L} (?:[Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Dd]rive|[Cc]lose|[Cc]ourt|[Ss]quare|[Cc]rescent)\b|\p{Script=Han}[路街道巷弄里村苑] ?\d{1,4} ?[号號弄]|\d{1,4} ?[号號](?:楼|樓|院)?\s?\d{0,4}(?:室|[层層樓])/u

const dateValue =
  /^(?:民[国國] ?\d{1,3} ?年.{2,8}|(?:19|20)\d\d[-/.年]\s?\d{1,2}(?:[-/.月]\s?\d{1,2}[日号號]?)?|\d{1,2}月\d{1,2}[日号號]|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:19|20)\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d)$/iu
const preferenceValue =
  /^(?:每(?:天|日|周|週|星期|月|季|年)[\p{Script=Han}\d]{0,3}|(?:one |once |twice )?(?:daily|weekly|monthly|hourly|fortnightly|quarterly|(?:once |twice )?(?:a|per|every) (?:day|week|month|year|quarter))(?: digest| summary)?|(?:英|法|德|日|韩|韓|俄|泰|蒙古|西班牙|葡萄牙|阿拉伯)[语語文]|[简簡繁][体體](?:中文)?|中文(?:[(（].{1,4}[)）])?|粤语|粵語|日本語|english|french|german|spanish|portuguese|italian|polish|dutch|welsh|swedish|russian|japanese|korean|(?:simplified |traditional )?chinese|(?:accept|allow|reject|decline) all|(?:strictly )?(?:necessary|essential) only|only (?:necessary|essential)|(?:仅|僅|只)(?:接受|允许|限|留)?必要(?:的)?|(?:全部|一律)?(?:接受|拒绝|拒絕|允许)(?:全部|所有|非必要))$/iu

function distanceBefore(before: string, found: RegExpMatchArray): number {
  const end = (found.index ?? 0) + found[0].length
  const breaks = before.slice(end).match(/[。.!！\n;；]/g)?.length ?? 0
  const identity =
    /^(?:昵称|暱稱|nickname|nick|username|user name|用户名)$/iu.test(found[0]) &&
    /^\s*[:：=“「"(]/u.test(before.slice(end)) &&
    breaks > 0
  return identity ? 390 : before.length - end + breaks * 30
}

function named(after: string, found: RegExpMatchArray): boolean {
  return /^\s*(?:[:：=“「"(]|是|叫|为|is\b)/u.test(after.slice((found.index ?? 0) + found[0].length))
}

export function isAddress(value: string): boolean {
  return /^[^\s@＠]{1,64}[@＠][^\s@＠]{1,100}[.．][^\s@＠.]{2,}$/u.test(value.trim())
}

/** Without surrounding quotation marks, blanks and the punctuation of the sentence. */
export function bare(raw: string): string {
  let value = raw.trim()
  const inner =
    /^(?:“([^”]*)”|「([^」]*)」|『([^』]*)』|"([^"]*)"|'([^']*)'|‘([^’]*)’|【([^】]*)】)[\s，,。.；;！!]*$/u.exec(value)
  if (inner) return (inner.slice(1).find((part) => part !== undefined) ?? '').trim()
  value = value.replace(/[\s，,。；;！!]+$/u, '').replace(/(?<=[\p{L}\p{N}])\.$/u, '')
  value = value
    .replace(
      /(?: ?了|吧|哈|呀|啊|啦|哦| again| when joining|谢谢|謝謝|就行|就好|才对|才對|加入|注册的|註冊的| please| thanks| pls)$/iu,
      '',
    )
    .trim()
  value = value
    .replace(afterthought, '')
    .replace(/^(?:just|simply) /u, '')
    .replace(/(?<=\d)年的$/u, '')
  return value.replace(/^[“「"'‘]+|[”」"'’]+$/gu, '').trim()
}

// what a writer adds behind the value itself: "顺风小陆 帮忙改一下", "Vivian陈（少了个 i）"
const afterthought =
  /\s+(?:帮忙|帮我|麻烦|谢谢|謝謝|拜托|现在的|在线等).*$|\s*[（(](?:少|多|漏|带|有|没|是|不是|原|旧|以前|was|with|without|no|not|old|formerly)[^）)]*[）)]?$/iu

export function dedupe(corrections: Correction[]): Correction[] {
  const byValue = new Map<string, Correction>()
  for (const one of corrections) {
    if (one.old === one.value) continue
    const key = `${one.field === 'email' ? 'email' : 'text'} ${one.value}`
    const known = byValue.get(key)
    if (!known || (known.old === null && one.old !== null)) byValue.set(key, one)
  }
  return [...byValue.values()]
}
