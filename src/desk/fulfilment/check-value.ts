// Judges a new value by the rules of the data map. Pure. What comes out is the text to be stored; what is wrong is told
// as a rule, in both languages, without the value.

import type { Label } from '../../requests/words.ts'
import type { ValueCheck } from '../../userdb/data-map.ts'
import { skeleton } from './skeleton.ts'

export type CheckedValue = { value: string } | { problem: Label }

export function checkValue(check: ValueCheck, raw: string): CheckedValue {
  const value = raw.normalize('NFC').trim()
  if (value === '') return { problem: empty }
  if (invisible.test(value)) return { problem: unreadable }
  switch (check.type) {
    case 'text':
      return checkText(check, value)
    case 'email':
      return emailShape.test(value) && value.length <= (check.max ?? 254)
        ? { value: lowerDomain(value) }
        : { problem: noEmail }
    case 'integer':
      return checkInteger(check, value)
    case 'choice':
      return checkChoice(check, value)
  }
}

/** For comparing what people write: width, case and runs of blanks do not count. */
export function normalised(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

// control characters, line breaks, bidi overrides, zero-width characters that only serve to look like another value
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/u
// RFC 5321 §4.1.2 without quoted local parts and address literals
const emailShape =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$/

function checkText(check: ValueCheck, value: string): CheckedValue {
  const length = [...value].length
  const { min = 1, max = 1000 } = check
  if (length < min || length > max)
    return { problem: { zh: `长度须为 ${min} 到 ${max} 个字符`, en: `must have ${min} to ${max} characters` } }
  if (check.pattern !== undefined && !new RegExp(check.pattern, 'u').test(value))
    return { problem: check.pattern_words ?? badShape }
  if (check.reserved.some((word) => skeleton(word) === skeleton(value))) return { problem: reserved }
  return { value }
}

function checkInteger(check: ValueCheck, value: string): CheckedValue {
  const digits = value.normalize('NFKC')
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = check
  const number = /^-?[0-9]{1,15}$/.test(digits) ? Number(digits) : Number.NaN
  if (Number.isNaN(number)) return { problem: { zh: '须为整数', en: 'must be a whole number' } }
  if (number < min || number > max)
    return { problem: { zh: `须在 ${min} 到 ${max} 之间`, en: `must be from ${min} to ${max}` } }
  return { value: String(number) }
}

function checkChoice(check: ValueCheck, value: string): CheckedValue {
  const choices = Object.entries(check.values ?? {})
  const told = normalised(value)
  const match = choices.find(([stored, { zh, en, also }]) =>
    [stored, zh, en, ...also].some((word) => normalised(word) === told),
  )
  if (match) return { value: match[0] }
  return {
    problem: {
      zh: `须为以下之一：${choices.map(([, { zh }]) => zh).join('、')}`,
      en: `must be one of: ${choices.map(([, { en }]) => en).join(', ')}`,
    },
  }
}

function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, at) + address.slice(at).toLowerCase()
}

const empty: Label = { zh: '新值为空', en: 'the new value is empty' }
const unreadable: Label = { zh: '含有不可见字符或换行', en: 'has invisible characters or line breaks' }
const noEmail: Label = { zh: '不是有效的电子邮箱地址', en: 'is not a valid e-mail address' }
const badShape: Label = { zh: '格式不符合要求', en: 'does not have the form that is asked for' }
const reserved: Label = { zh: '是保留词，不能使用', en: 'is reserved and cannot be used' }
