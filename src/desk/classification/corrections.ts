// Reads what is to be changed into what, from free text and from the lines of a form. Every value that could be meant is
// found first (addresses, quoted words, the sides of an arrow, words behind "change it to"), then the words beside it
// say whether it is the old or the new one. Values are taken literally, without surrounding quotation marks; only an
// address in full-width characters becomes half-width. The data map checks values later; this file does not.

import type { Correction } from '../../requests/acts.ts'
import { readFormCorrections } from './correction-form.ts'
import { bare, type Candidate, dedupe, isAddress, pairUp, type Span, toCorrection } from './correction-pairs.ts'
import {
  identifies,
  implausible,
  newAfter,
  newBefore,
  oldAfter,
  oldBefore,
  type Role,
  unquotedShapes,
} from './correction-words.ts'

const longestRead = 12_000
const email =
  /[A-Za-z0-9._%+\-\uff10-\uff19\uff21-\uff3a\uff41-\uff5a．＿－＋]{1,64}[@＠][A-Za-z0-9.\-\uff10-\uff19\uff21-\uff3a\uff41-\uff5a．－]{1,100}[A-Za-z\uff21-\uff3a\uff41-\uff5a]/g
const quotedValue =
  /“([^”\n]{1,60})”|「([^」\n]{1,60})」|『([^』\n]{1,60})』|"([^"\n]{1,60})"|‘([^’\n]{1,60})’|《([^》\n]{1,60})》|(?<=(?:nickname|nick|username|昵称|暱稱) ?)[(（]([^)）\n]{1,40})[)）]|(?<![\p{L}\p{N}])'([^'\n]{1,40}(?:'[a-z][^'\n]{0,30})?)'(?![\p{L}\p{N}])/gu

/** The changes that a mail asks for; empty when it names no new value. Shape as in `Correction`. */
export function readCorrections(subject: string, body: string): Correction[] {
  const text = `${subject}\n${body}`.slice(0, longestRead)
  const pairs = [...readFormCorrections(text), ...readArrows(text)]
  const found = pairs.length > 0 ? pairs : readFreeText(text)
  return dedupe(found).slice(0, 10)
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
