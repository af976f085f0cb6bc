// Reads what is to be changed into what, from free text and from the lines of a form. Every value that could be meant is
// found first (addresses, quoted words, the sides of an arrow, words behind "change it to"), then the words beside it
// say whether it is the old or the new one. Values are taken literally, without surrounding quotation marks; only an
// address in full-width characters becomes half-width. The data map checks values later; this file does not.

import type { Correction } from '../../requests/acts.ts'
import {
  type Field,
  fieldWords,
  identifies,
  implausible,
  newAfter,
  newBefore,
  oldAfter,
  oldBefore,
  type Role,
  unquotedShapes,
} from './correction-words.ts'

interface Candidate {
  value: string
  start: number
  end: number
  quoted: boolean
  email: boolean
  role: Role
}

const longestRead = 12_000
const email =
  /[A-Za-z0-9._%+\-\uff10-\uff19\uff21-\uff3a\uff41-\uff5a．＿－＋]{1,64}[@＠][A-Za-z0-9.\-\uff10-\uff19\uff21-\uff3a\uff41-\uff5a．－]{1,100}[A-Za-z\uff21-\uff3a\uff41-\uff5a]/g
const quotedValue =
  /“([^”\n]{1,60})”|「([^」\n]{1,60})」|『([^』\n]{1,60})』|"([^"\n]{1,60})"|‘([^’\n]{1,60})’|《([^》\n]{1,60})》|(?<=(?:nickname|nick|username|昵称|暱稱) ?)[(（]([^)）\n]{1,40})[)）]|(?<![\p{L}\p{N}])'([^'\n]{1,40}(?:'[a-z][^'\n]{0,30})?)'(?![\p{L}\p{N}])/gu

/** The changes that a mail asks for; empty when it names no new value. Shape as in `Correction`. */
export function readCorrections(subject: string, body: string): Correction[] {
  const text = `${subject}\n${body}`.slice(0, longestRead)
  const pairs = [...readFormLines(text), ...readArrows(text)]
  const found = pairs.length > 0 ? pairs : readFreeText(text)
  return dedupe(found).slice(0, 10)
}

/** "Current value ... a / Requested value ... b", "原：a 新：b", "currently: a / should be: b", line by line. */
function readFormLines(text: string): Correction[] {
  const corrections: Correction[] = []
  let old: string | null = null
  let context = ''
  for (const line of text.split('\n')) {
    const oldLine =
      /^[\s>•*\-\d.)、(（]*(?:.{0,24}?)(?:原(?:来)?(?:的)?(?:昵称|暱稱|邮箱|郵箱|電郵|信箱|内容|内容|值|登记)?|旧(?:的)?(?:昵称|邮箱|内容|值)?|舊(?:的)?(?:暱稱|信箱|電郵|值)?|现登记内容|現登記內容|当前(?:值|内容|昵称|邮箱)|目前(?:值|内容)?|current(?:ly)?(?: value| nickname| e-?mail)?|old(?: value| nickname| e-?mail)?|before|wrong|现为|現為|错误)(?:\s?\/\s?[^:：\n]{1,16})?\s?[.·…]{0,20}\s*[:：]?\s+?[:：]?\s*(\S.{0,79})$/iu.exec(
        line,
      ) ??
      /^[\s>]*(?:原|旧|舊|现|old|from|before|wrong|currently|current)[^:：\n]{0,24}[:：]\s*(\S.{0,79})$/iu.exec(line)
    const newLine =
      /^[\s>•*\-\d.)、(（]*(?:新(?:的)?(?:昵称|暱稱|邮箱|郵箱|電郵|信箱|内容|值)?|正确(?:的)?(?:昵称|邮箱|内容|值)?|正確(?:的)?(?:暱稱|郵箱|電郵|信箱)?|更正后(?:内容|的值)?|更正後(?:內容)?|改后|改為|改为|变更后|requested value|new(?: value| nickname| e-?mail(?: address)?| address)?|should be|correct(?:ed)?(?: value| nickname| e-?mail)?|after|to)(?:\s?\/\s?[^:：\n]{1,16})?\s?(?:[.·…]{2,20}\s*[:：]?|[:：])\s*(\S.{0,79})$/iu.exec(
        line,
      )
    if (newLine?.[1]) {
      const value = bare(newLine[1])
      if (value !== '') corrections.push(toCorrection(value, old, lineSpan(`${context}\n${line}`)))
      old = null
    } else if (oldLine?.[1] && /[:：]|\.{3}/.test(line)) {
      old = bare(oldLine[1])
      context = `${context.split('\n').at(-1)}\n${line}`
    } else if (line.trim() !== '') {
      context = line
    }
  }
  return corrections
}

/** A line read alone: its field word stands anywhere before the value. */
function lineSpan(text: string): Span {
  return { text: `\n${text}`, from: text.length + 1, to: text.length + 1 }
}

/** "a → b", "昵称：a -> b" */
function readArrows(text: string): Correction[] {
  const corrections: Correction[] = []
  if (!/[→⇒➜]|->|=>|＝＞/u.test(text)) return corrections
  const arrow = /([^\n→⇒➜]{1,100}?)\s*(?:→|⇒|➜|-{1,2}>|=+>|＝＞)\s*([^\n→⇒➜，,；;。]{1,80})/gu
  for (const found of text.matchAll(arrow)) {
    const left = found[1] ?? ''
    const right = (found[2] ?? '').trim()
    const old = /(?:“([^”]+)”|「([^」]+)」|"([^"]+)"|([\w.%+-]+@[\w.-]+\w)|([^\s：:，,（(]{1,40}))\s*$/u.exec(left)
    const value = bare(/^(?:“[^”]+”|「[^」]+」|"[^"]+"|[\w.%+-]+@[\w.-]*\w)/u.exec(right)?.[0] ?? right)
    const before = old ? bare(old.slice(1).find((part) => part !== undefined) ?? '') : null
    if (value !== '') corrections.push(toCorrection(value, before === '' ? null : before, lineSpan(left)))
  }
  return corrections
}

function readFreeText(text: string): Correction[] {
  const candidates = findCandidates(text)
  for (const [index, one] of candidates.entries()) one.role = roleOf(text, one, candidates[index - 1])
  agreeOnRoles(candidates)
  settleLeftovers(text, candidates)
  oldByIdentity(text, candidates)
  return pairUp(text, candidates)
}

function findCandidates(text: string): Candidate[] {
  const candidates: Candidate[] = []
  for (const found of text.matchAll(quotedValue)) {
    const value = found.slice(1).find((part) => part !== undefined) ?? ''
    const start = found.index
    candidates.push({ value, start, end: start + found[0].length, quoted: true, email: isAddress(value), role: 'none' })
  }
  for (const found of text.matchAll(email)) {
    const start = found.index
    if (candidates.some((other) => start >= other.start && start < other.end)) continue
    candidates.push({
      value: found[0].replace(/[.．]+$/, ''),
      start,
      end: start + found[0].length,
      quoted: false,
      email: true,
      role: 'none',
    })
  }
  for (const found of findUnquoted(text)) {
    const same = candidates.find((other) => found.start < other.end && other.start < found.end)
    if (!same) candidates.push(found)
    else if (same.value === found.value && same.role === 'none') same.role = found.role
  }
  return candidates.sort((one, other) => one.start - other.start)
}

function findUnquoted(text: string): Candidate[] {
  const found: Candidate[] = []
  for (const [shape, roles] of unquotedShapes) {
    for (const match of text.matchAll(shape)) {
      for (const [index, role] of roles.entries()) {
        const [start, end] = match.indices?.[index + 1] ?? [0, 0]
        const value = bare(match[index + 1] ?? '')
        if (!isPlausible(value) || found.some((other) => start < other.end && other.start < end)) continue
        found.push({ value, start, end, quoted: false, email: isAddress(value), role })
      }
    }
  }
  return found
}

function isPlausible(value: string): boolean {
  return (
    !/^[A-Za-z]$/.test(value) &&
    !/^.{1,3}的.$/u.test(value) &&
    value.length >= 1 &&
    value.length <= 40 &&
    !implausible.test(value) &&
    value.split(' ').length <= 4 &&
    !/\p{Script=Han}{13}/u.test(value)
  )
}

function roleOf(text: string, one: Candidate, previous: Candidate | undefined): Role {
  if (one.role !== 'none') return one.role
  const before = text.slice(Math.max(0, one.start - 48), one.start)
  const clause = before.slice(before.lastIndexOf('\n') + 1)
  const after = text.slice(one.end, one.end + 24)
  if (/chang\w+ (?:my \w+ )?to\s*[“"']?$/iu.test(clause) && /^[”"']?\s*\?/.test(after)) return 'old'
  if (newAfter.test(after) && !oldBefore.test(clause)) return 'new'
  if (oldAfter.test(after)) return 'old'
  if (identifies.test(clause) && !/(?:新|new |old |旧|原|正确|correct |改)[^,，。\s]{0,8}$/iu.test(clause)) {
    return previous?.role === 'old' && /^\s*(?:是|is)\s*$/u.test(text.slice(previous.end, one.start)) ? 'new' : 'none'
  }
  const isNew = newBefore.exec(clause)
  const isOld = oldBefore.exec(clause)
  if (isNew && isOld) return isNew[0].trim().length >= isOld[0].trim().length ? 'new' : 'old'
  if (isNew) return 'new'
  return isOld ? 'old' : 'none'
}

/** The same words cannot be both: what is to be replaced somewhere is the old value everywhere. */
function agreeOnRoles(candidates: Candidate[]): void {
  const olds = new Set(candidates.filter((one) => one.role === 'old').map((one) => one.value))
  const news = new Set(candidates.filter((one) => one.role === 'new').map((one) => one.value))
  for (const one of candidates) {
    if (olds.has(one.value) && news.size > 1 && one.role === 'new') one.role = 'none'
    else if (one.role === 'none' && one.quoted && olds.has(one.value)) one.role = 'none'
  }
}

/** One old and one unmarked value of the same kind belong together; a lone new one may still find its old one. */
function settleLeftovers(text: string, candidates: Candidate[]): void {
  for (const kind of [true, false]) {
    const same = candidates.filter((one) => one.email === kind && one.role !== 'none')
    const open = candidates.filter((one) => one.email === kind && one.role === 'none' && !isIdentity(text, one))
    const news = same.filter((one) => one.role === 'new')
    const olds = same.filter((one) => one.role === 'old')
    if (news.length === 0 && olds.length === 1 && open.length === 1 && open[0]) open[0].role = 'new'
    else if (news.length === 2 && olds.length === 0 && news[0] && news[1] && news[0].value !== news[1].value)
      news[0].role = 'old'
    else if (
      news.length === 1 &&
      olds.length === 0 &&
      open.length === 1 &&
      open[0] &&
      news[0] &&
      open[0].value !== news[0].value
    ) {
      if (open[0].start < news[0].start || kind) open[0].role = 'old'
    }
  }
}

/** 我的昵称是“甲”，…请改成“乙”: the name that says whose account it is may be the one to be changed. */
function oldByIdentity(text: string, candidates: Candidate[]): void {
  const values = candidates.filter((one) => !one.email)
  const fresh = values.filter((one) => one.role === 'new')
  if (fresh.length !== 1 || values.some((one) => one.role === 'old') || !fresh[0]) return
  const before = values.filter((one) => one.role === 'none' && one.quoted && one.end < (fresh[0]?.start ?? 0))
  const [only] = before
  if (before.length !== 1 || !only || only.value === fresh[0].value) return
  if (
    /(?:昵称|暱稱|名字|nickname|name)\s*(?:是|叫|为|為|is|写的是)?\s*$/iu.test(
      text.slice(Math.max(0, only.start - 16), only.start),
    )
  )
    only.role = 'old'
}

function isIdentity(text: string, one: Candidate): boolean {
  const before = text.slice(Math.max(0, one.start - 32), one.start)
  const after = text.slice(one.end, one.end + 16)
  return (
    identifies.test(before.slice(before.lastIndexOf('\n') + 1)) ||
    /^\s*[)）]?\s*(?:不变|不變|不用动|这个不用|stays)/u.test(after)
  )
}

function pairUp(text: string, candidates: Candidate[]): Correction[] {
  const corrections: Correction[] = []
  let open: Candidate | null = null
  const alone: Candidate[] = []
  for (const one of candidates) {
    if (one.role === 'old') {
      const last = alone.at(-1)
      if (last && last.email === one.email && one.start - last.end < 160) {
        corrections.push(toCorrection(last.value, one.value, context(text, last, one)))
        alone.pop()
      } else open = one
    } else if (one.role === 'new') {
      const fits: boolean = open !== null && open.email === one.email && open.value !== one.value
      if (fits && open) {
        corrections.push(toCorrection(one.value, open.value, context(text, open, one)))
        open = null
      } else alone.push(one)
    }
  }
  for (const one of alone) corrections.push(toCorrection(one.value, null, context(text, one, one)))
  return corrections
}

function context(text: string, one: Candidate, other: Candidate): Span {
  return { text, from: Math.min(one.start, other.start), to: Math.max(one.end, other.end) }
}

interface Span {
  text: string
  from: number
  to: number
}

function toCorrection(value: string, old: string | null, span: Span): Correction {
  const clean = isAddress(value) ? value.normalize('NFKC') : value
  const before = old !== null && isAddress(old) ? old.normalize('NFKC') : old
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
  let best: [Field, string | null] = ['nickname', null]
  let nearest = 400
  for (const [field, shape] of fieldWords) {
    if (field === 'email') continue
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

function isAddress(value: string): boolean {
  return /^[^\s@＠]{1,64}[@＠][^\s@＠]{1,100}[.．][^\s@＠.]{2,}$/u.test(value.trim())
}

/** Without surrounding quotation marks, blanks and the punctuation of the sentence. */
function bare(raw: string): string {
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
  return value.replace(/^[“「"'‘]+|[”」"'’]+$/gu, '').trim()
}

function dedupe(corrections: Correction[]): Correction[] {
  const byValue = new Map<string, Correction>()
  for (const one of corrections) {
    if (one.old === one.value) continue
    const key = `${one.field === 'email' ? 'email' : 'text'} ${one.value}`
    const known = byValue.get(key)
    if (!known || (known.old === null && one.old !== null)) byValue.set(key, one)
  }
  return [...byValue.values()]
}
