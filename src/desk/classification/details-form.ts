// Reads the details form of the letter `ask-details` when it comes back filled in, also when every line carries "> ".
// What is ticked there is what the sender asks for; nothing beside it needs to be guessed.

import type { Correction } from '../../requests/acts.ts'
import type { RequestKind } from '../../requests/words.ts'

export interface DetailsForm {
  ticked: RequestKind[]
  corrections: Correction[]
}

const box = /^[\s>＞]{0,12}[[［【(（]\s{0,4}([^\]］】)）\n]{0,6}?)\s{0,4}[\]］】)）]\s{0,4}(.{2,60})$/u
const tick = /^(?:x|×|√|✓|✔|✅|v|■|☑|☒|●|是|对|yes|y|ok|\*)$/iu
const kindsNamed: [RequestKind, RegExp][] = [
  ['access', /查阅|查閱|\baccess\b/iu],
  ['correction', /更正|\bcorrection\b/iu],
  ['deletion', /删除|刪除|\bdeletion\b/iu],
  ['refusal', /拒绝|拒絕|\brefusal\b/iu],
]
const fieldLine = /^[\s>＞]{0,12}(?:要更正的项目|要更正的項目|what to correct)[^:：\n]{0,40}[:：]\s*(.{0,100})$/iu
const oldLine = /^[\s>＞]{0,12}(?:原来的值|原來的值|old value)[^:：\n]{0,40}[:：]\s*(.{0,100})$/iu
const newLine = /^[\s>＞]{0,12}(?:新的值|new value)[^:：\n]{0,40}[:：]\s*(.{0,100})$/iu

/** The filled form, or null where there is none or nothing is ticked in it. */
export function readDetailsForm(text: string): DetailsForm | null {
  const ticked = new Set<RequestKind>()
  const corrections: Correction[] = []
  let boxes = 0
  let field = ''
  let old = ''
  for (const line of text.slice(0, 24_000).split('\n')) {
    const found = box.exec(line)
    const kind = found ? kindsNamed.find(([, shape]) => shape.test(found[2] ?? ''))?.[0] : undefined
    if (found && kind) {
      boxes++
      if (tick.test((found[1] ?? '').normalize('NFKC').trim())) ticked.add(kind)
    }
    field = fieldLine.exec(line)?.[1]?.trim() ?? field
    old = oldLine.exec(line)?.[1]?.trim() ?? old
    const value = newLine.exec(line)?.[1]?.trim() ?? ''
    if (value !== '') {
      corrections.push({ field: formField(field, value), fieldWords: field, old: old === '' ? null : old, value })
      field = ''
      old = ''
    }
  }
  if (boxes < 2 || ticked.size === 0) return null
  return { ticked: [...ticked].sort(), corrections: ticked.has('correction') ? corrections : [] }
}

function formField(words: string, value: string): string {
  if (/邮箱|郵箱|信箱|电邮|電郵|mail/iu.test(words) || (words === '' && /@/.test(value))) return 'email'
  if (/昵称|暱稱|名|nick|name/iu.test(words)) return 'nickname'
  if (/cookie|偏好|语言|語言|频率|頻率|通知|preference|language|frequency/iu.test(words)) return 'preference'
  return words === '' ? 'nickname' : 'other'
}
