// One-click answers to a letter, as a mail program would write them: "Re:", the answer on top, the letter quoted below.

import type { Letter } from './letter.ts'
import type { PageLanguage } from './say.ts'
import { sayTime } from './say.ts'

export interface ReplyDraft {
  key: 'code' | 'wrong_code' | 'withdraw' | 'form' | 'empty'
  text: string
}

export interface ReplyFacts {
  /** the letter's folder in templates/, null where the desk does not know the letter */
  template: string | null
  /** the code that this conversation's letters hold, null without one */
  code: string | null
  language: PageLanguage
  timeZone: string
}

/** The answers that fit this letter, the likeliest first. */
export function replyDrafts(letter: Letter, facts: ReplyFacts): ReplyDraft[] {
  const zh = facts.language === 'zh'
  const quoted = quote(letter, facts)
  const drafts: ReplyDraft[] = []
  if (facts.code !== null && (facts.template === 'confirm' || facts.template === 'code-wrong')) {
    drafts.push({ key: 'code', text: `${zh ? '确认，验证码：' : 'I confirm. The code is '}${facts.code}\n${quoted}` })
    const wrong = [...facts.code].reverse().join('')
    drafts.push({
      key: 'wrong_code',
      text: `${zh ? '验证码：' : 'The code is '}${wrong}\n${withoutCode(quoted, facts.code)}`,
    })
    drafts.push({
      key: 'withdraw',
      text: `${zh ? '我撤回这个请求。' : 'I withdraw this request.'}\n${withoutCode(quoted, facts.code)}`,
    })
  }
  if (facts.template === 'ask-details') drafts.push({ key: 'form', text: `${formIn(letter.text)}\n` })
  drafts.push({ key: 'empty', text: `\n${quoted}` })
  return drafts
}

/** "Re:" once, whatever the subject begins with. */
export function replySubject(subject: string): string {
  return /^(re|回复|答复|回覆)\s*[:：]/i.test(subject) ? subject : `Re: ${subject}`
}

/**
 * The code in a letter: what stands where the composed text has `{{secret}}`. Null where the letter has none.
 */
export function codeIn(letterText: string, composedText: string): string | null {
  const marker = '{{secret}}'
  const lines = letterText.split(/\r?\n/).map((line) => line.trim())
  for (const line of composedText.split(/\r?\n/).map((text) => text.trim())) {
    const at = line.indexOf(marker)
    if (at < 0) continue
    const [head, tail] = [line.slice(0, at), line.slice(at + marker.length)]
    const found = lines.find(
      (text) => text.length > head.length + tail.length && text.startsWith(head) && text.endsWith(tail),
    )
    const code = found?.slice(head.length, found.length - tail.length).trim()
    if (code && /^[A-Za-z0-9][A-Za-z0-9 -]{2,60}$/.test(code)) return code
  }
  return null
}

function quote(letter: Letter, facts: ReplyFacts): string {
  const at = sayTime(letter.arrivedAt, facts.language, facts.timeZone, 'full')
  const head = facts.language === 'zh' ? `在 ${at}，${letter.from} 写道：` : `On ${at}, ${letter.from} wrote:`
  const lines = letter.text.trimEnd().split(/\r?\n/)
  return `\n${head}\n${lines.map((line) => (line ? `> ${line}` : '>')).join('\n')}\n`
}

/** The lines of the form in a letter that asks for details: from the first box to the last line with a colon after it. */
function formIn(text: string): string {
  const lines = text.split(/\r?\n/)
  const first = lines.findIndex((line) => /[[［]\s*[\]］]/.test(line))
  if (first < 0) return ''
  const after = lines.slice(first).findIndex((line, index, all) => line.trim() === '' && all[index + 1]?.trim() === '')
  const form = after < 0 ? lines.slice(first, first + 12) : lines.slice(first, first + after)
  return form.join('\n').trimEnd()
}

function withoutCode(text: string, code: string): string {
  return text.replaceAll(code, '…')
}
