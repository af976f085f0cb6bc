// Reads the lines of a form, of whosever making: "Current value: a / Correct value: b", "【原内容】甲【更正后内容】乙", "New e-mail:"
// with the value on the next line. A label counts where all of its words are known and one of them says old or new; what stands
// behind it is a value whatever it looks like.

import type { Correction } from '../../requests/acts.ts'
import { bare, dedupe, isAddress, toCorrection } from './correction-pairs.ts'

type Part = 'old' | 'new' | 'from' | 'to' | 'both' | 'field' | 'named' | null

interface Line {
  part: Part
  label: string
  value: string
}

const longestLabel = 40
const longestValue = 80

const field =
  '(?:e ?mail|mail|address(?:es)?|nick ?name|nick|name|user ?name|display|screen|handle|phone|mobile|telephone|number|birthday|birth|date|dob|city|town|place|country|location|language|frequency|device|browser|setting|preference|spelling|home|residence|correspondence|postal|contact|login|sign in|account|profile)'
const fillers =
  '(?:the|my|your|our|of|on|in|for|is|are|it|be|as|a|an|value|entry|details?|data|information|record(?:ed)?|file|please|pls|kindly|you|have|has|i|would|like|want|needs?|display(?:ed)?|shown|shows|read|reads)'
const oldEn =
  '(?:old|current(?:ly)?|present(?:ly)?|now|previous|existing|before|wrong|incorrect|inaccurate|former|at present|as it stands|what you have|original)'
const newEn =
  '(?:new|correct(?:ed)?|right|requested|should(?: be| read)?|ought to be|after|changed? (?:it |this |that )?to|update (?:it |this )?to|correct (?:it )?to|set (?:it )?to|replace(?:d)? (?:it )?(?:with|by)|desired|change (?:it )?into)'
const wordsOf = (role: string) => new RegExp(`^(?:(?:${role}|${fillers}|${field})(?: |$))+$`, 'iu')
const allOld = wordsOf(oldEn)
const allNew = wordsOf(`${newEn}|${oldEn}`)
const saysOld = new RegExp(`\\b${oldEn}\\b`, 'iu')
const saysNew = new RegExp(
  `\\b(?:${newEn}|change(?:d)? (?:my |the )?(?:${field} ?)+to|update (?:my |the )?(?:${field} ?)+to)\\b`,
  'iu',
)
const changeTo = new RegExp(
  `^(?:${fillers} )*(?:change|update|correct|set|amend|switch) (?:(?:${fillers}|${field}) )*to$`,
  'iu',
)

const fieldZh =
  '(?:昵称|暱稱|网名|網名|名字|姓名|用户名|邮箱|郵箱|信箱|电邮|電郵|电子邮件|電子郵件|邮件地址|地址|住址|手机号?码?|手機號?碼?|电话号?码?|電話號?碼?|生日|出生日期|城市|所在地|语言|語言|频率|頻率|设备|設備|浏览器|瀏覽器|性别|性別|内容|內容|信息|資訊|资料|資料|值|登记|登記|注册|註冊|联系|聯絡|填写|显示|顯示|账号|帳號)'
const fillersZh = '(?:的|为|為|是|应|應|请|請|我|本人|需|要|项|項|后|後|前|（|）|\\(|\\)|\\s)'
const oldZh =
  '(?:原来?|旧|舊|老|现在?|現在?|目前为|当前|當前|目前|错误|錯誤|不正确|不正確|更正前|更改前|修改前|变更前|變更前|改前|有误|误)'
const newZh =
  '(?:新|正确|正確|更正后|更正後|更正[为為]|更改后|更改後|修改后|修改後|变更后|變更後|变更[为為]|改后|改後|改[为為成]|应更正|應更正|希望|期望|想要?改[为成]?|更新[为為后後])'
const allZh = new RegExp(`^(?:${newZh}|${oldZh}|${fieldZh}|${fillersZh})+$`, 'u')
const saysOldZh = new RegExp(oldZh, 'u')
const saysNewZh = new RegExp(`${newZh}|^应为|^應為|^应是`, 'u')
const namesField = new RegExp(
  `${fieldZh.replace('|内容|內容|信息|資訊|资料|資料|值|登记|登記|注册|註冊|联系|聯絡|填写|显示|顯示|账号|帳號', '')}|\\b${field}\\b`,
  'iu',
)
const onlyField = new RegExp(`^(?:(?:my|the|of|${field})(?: |$))+$|^(?:我的|${fieldZh})+$`, 'iu')
const fieldLine =
  /^(?:需?要?(?:申请)?(?:更正|更改|修改|变更|變更)的?(?:项目|項目|内容|內容|事项|字段)|项目|項目|field|item|what is wrong|(?:what|which) (?:data|field|item|details?)(?: .{0,20})?)$/iu

/** The changes that labelled lines give; none where no line is labelled as new. */
export function readFormCorrections(text: string): Correction[] {
  const lines = labelled(text)
  const corrections: Correction[] = []
  let old: string | null = null
  let context = ''
  if (lines.some((one) => one.part !== null && one.part !== 'field' && one.part !== 'named' && !isClean(one.value)))
    return []
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1]?.part
    const after = lines[at + 1]
    const isOld = line.part === 'old' || (line.part === 'from' && after?.part === 'to')
    const isNew =
      line.part === 'new' || (line.part === 'to' && before === 'from') || (line.part === 'both' && old !== null)
    if (isNew && !(line.part === 'to' && addressed.test(line.value))) {
      const span = `\n${context}\n${line.label}`
      const above = lines[at - 1]
      if (old === null && above?.part === 'named' && isClean(above.value) && !namesField.test(line.label))
        old = bare(above.value)
      const isBehind = old === null && after?.part === 'old'
      if (isBehind) old = bare(after.value)
      const [, value = line.value, was = null] = formerly.exec(line.value) ?? []
      corrections.push(toCorrection(bare(value), old ?? was, { text: span, from: span.length, to: span.length }))
      if (isBehind) after.part = null
      old = null
    } else if (isOld || line.part === 'both') {
      old = bare(line.value)
      context = `${context.split('\n').at(-1)}\n${line.label}`
    } else context = `${line.label} ${line.value}`
  }
  return dedupe(corrections.filter((one) => one.value !== '')).slice(0, 10)
}

/** A value and nothing else: no sentence goes on behind it, nothing in it is set in quotation marks. */
function isClean(value: string): boolean {
  const inner = bare(formerly.exec(value)?.[1] ?? value)
  if (/["“”「」]/u.test(inner) || (/@/.test(inner) && !isAddress(inner))) return false
  return !/(?<!\b(?:mrs?|ms|dr|st|jr|sr|prof|no|\p{L}))[.!?]["']?\s\S|[。；;！？]./iu.test(inner)
}

/** "b (was a, which is closed)" */
const formerly =
  /^([^\s(（][^(（]{0,60}?)\s*[（(](?:was|formerly|previously|not|原来?是?|以前是|旧的?是?)[:：]?\s?([^,，)）\s]{2,40})[^)）]{0,60}[)）][.。]?$/iu
const standingNow =
  /^(?:present(?:ly)?|current(?:ly)?|now|原[为為是]?|现[为為]?|現[為]?)\s*[:：]?\s*(["“「].{1,60}["”」])$/iu

const addressed = /\b(?:privacy|team|officer|support|department|manager|desk|whom|studio|service)\b/iu

/** Lines as label and value; a value may stand on the next line, and several pairs on one. */
function labelled(text: string): Line[] {
  const pieces = text
    .split('\n')
    .flatMap((line) =>
      line.split(
        /　+|\s{3,}|[；;](?=[^:：]{1,12}[:：])|(?<=\S)(?=【[^】]{1,16}】)|(?<=[.。;])\s+(?=(?:[Nn]ew|[Oo]ld|[Cc]orrect)\b[^:.\n]{0,20}:)/u,
      ),
    )
  const lines: Line[] = []
  let open: Line | null = null
  for (const piece of pieces) {
    const trimmed = piece.trim()
    if (trimmed === '') continue
    const formerly = before.exec(trimmed)?.[1]
    const last = lines.at(-1)
    if (formerly !== undefined && last && (last.part === 'named' || last.part === 'new') && last.value !== '') {
      // "Street address: b" and below it "(previously: a)"
      lines.splice(-1, 0, { part: 'old', label: last.label, value: formerly })
      last.part = 'new'
      continue
    }
    const found =
      /^[\s>•*–-]{0,6}(?:[\d一二三四五六七八九十]{1,2}[.、)）]\s?)?【([^】]{1,16})】\s*[:：]?\s*(.*)$/u.exec(trimmed) ??
      /^[\s>•*–-]{0,6}(?:[\d一二三四五六七八九十]{1,2}[.、)）]\s?)?([^:：\n]{1,40}?)\s*(?:[:：]|\.{3,}\s*:?|…+\s*[:：]?)\s*(.*)$/u.exec(
        trimmed,
      )
    const label = found?.[1]?.trim() ?? ''
    const part = label.length > longestLabel ? null : partOf(label)
    if (open && (part === null || found === null)) {
      open.value = trimmed
      open = null
      continue
    }
    const [named, value] = namedAndValue(found?.[2] ?? '', part)
    // "Display name: presently "a"; correct: "b""
    const standing = part === 'named' ? standingNow.exec(value)?.[1] : undefined
    const line: Line = {
      part: standing ? 'old' : part,
      label: found ? `${label} ${named}`.trim() : trimmed,
      value: standing ?? value,
    }
    if (line.value.length > longestValue) line.part = null
    lines.push(line)
    open = line.part !== null && line.value === '' ? line : null
  }
  for (const line of lines)
    if (line.value === '' || line.value.length > longestValue || blank.test(line.value)) line.part = null
  return lines
}

/** a line left open */
const blank = /^(?:see (?:below|above)|as above|n\/?a|none|unknown|无|同上|见(?:下|上).{0,4}|[-_.—…\s]+)$/iu

const before =
  /^[(（](?:previously|formerly|before|until now|so far|old|原来?[为是]?|原為|以前是?|旧的?是?)\s?[:：]?\s*([^)）\n]{2,60})[)）][.。]?$/iu
const sentenceEnd = /(?<!\b(?:mrs?|ms|dr|st|jr|sr|prof|no|\p{L}))\.\s+(?=\p{Lu}[^.]*\s\S+\s)[\s\S]*$/iu
const fieldBefore = new RegExp(`^(?:${fieldZh}){1,2}(?:\\s*[:：]\\s*|\\s+)(?=\\S)`, 'u')

/** What stands behind the label: the field's name if it is said there, and the value without a sentence that follows it. */
function namedAndValue(raw: string, part: Part): [string, string] {
  const value = raw.trim()
  if (part !== 'old' && part !== 'new') return ['', value]
  const named = fieldBefore.exec(value)?.[0] ?? ''
  return [named.trim(), value.slice(named.length).replace(sentenceEnd, '')]
}

function partOf(label: string): Part {
  const words = label.replace(/[-–/]/g, ' ').replace(/\s+/g, ' ').trim()
  if (fieldLine.test(words)) return 'field'
  if (/^from$/i.test(words)) return 'from'
  if (/^to$/i.test(words)) return 'to'
  if (/^[现現]$/u.test(words)) return 'both'
  if (onlyField.test(words)) return 'named'
  if (/\p{Script=Han}/u.test(words)) {
    if (!allZh.test(words)) return null
    return saysNewZh.test(words) ? 'new' : saysOldZh.test(words) ? 'old' : null
  }
  if (changeTo.test(words) || (allNew.test(words) && saysNew.test(words) && !/\bincorrect\b/i.test(words))) return 'new'
  return allOld.test(words) && saysOld.test(words) ? 'old' : null
}
