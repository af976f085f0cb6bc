// One-click answers to a letter, as a mail program would write them: the answer on top, the letter quoted below.

import type { Letter } from './letter.ts'
import { type PageLanguage, sayTime } from './say.ts'

export interface ReplyDraft {
  key: 'code' | 'wrong_code' | 'not_me' | 'form' | 'empty'
  text: string
}

export interface ReplyFacts {
  /** the letter's folder in templates/, null where the desk does not know the letter */
  template: string | null
  /** the code that this conversation's letters hold, null without one */
  code: string | null
  /** kinds of right that the mail answered by this letter seemed to ask for */
  intents: string[]
  /** how the writer signs */
  signature: string
  language: PageLanguage
  timeZone: string
}

/** The answers that fit this letter, the likeliest first. */
export function replyDrafts(letter: Letter, facts: ReplyFacts): ReplyDraft[] {
  const say = (zh: string, en: string) => (facts.language === 'zh' ? zh : en)
  const { code } = facts
  const quoted = quote(letter, facts)
  const drafts: ReplyDraft[] = []
  if (code !== null && (facts.template === 'confirm' || facts.template === 'code-wrong')) {
    const wrong = [...code].reverse().join('')
    drafts.push(
      { key: 'code', text: `${say('确认，确认码是 ', 'I confirm. The code is ')}${code}\n${quoted}` },
      { key: 'wrong_code', text: `${say('确认码是 ', 'The code is ')}${wrong}\n${quoted.replaceAll(code, '…')}` },
      { key: 'not_me', text: `${say('不是我', 'stop')}\n${quoted.replaceAll(code, '…')}` },
    )
  }
  const form = facts.template === 'ask-details' ? formIn(letter.text) : ''
  if (form) drafts.push({ key: 'form', text: `${filledIn(form, facts)}\n\n${facts.signature}\n` })
  drafts.push({ key: 'empty', text: `\n${quoted}` })
  return drafts
}

/** "Re:" once, whatever the subject begins with. */
export function replySubject(subject: string): string {
  return /^(re|回复|答复|回覆)\s*[:：]/i.test(subject) ? subject : `Re: ${subject}`
}

/** The code in a letter: what stands where the composed text has `{{secret}}`. Null where the letter has none. */
export function codeIn(letterText: string, composedText: string): string | null {
  const marker = '{{secret}}'
  const lines = letterText.split(/\r?\n/).map((line) => line.trim())
  const composed = composedText.split(/\r?\n/).map((line) => line.trim())
  for (const [index, line] of composed.entries()) {
    const at = line.indexOf(marker)
    if (at < 0) continue
    const [head, tail] = [line.slice(0, at), line.slice(at + marker.length)]
    const same = [lines[index] ?? '', ...(head + tail ? lines : [])]
    const found = same.find(
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

/** The form in a letter that asks for details: from its first box to the next empty line. */
function formIn(text: string): string {
  const lines = text.split(/\r?\n/)
  const first = lines.findIndex((line) => /[[［]\s*[\]］]/.test(line))
  if (first < 0) return ''
  const length = lines.slice(first).findIndex((line) => line.trim() === '')
  return lines.slice(first, length < 0 ? lines.length : first + length).join('\n')
}

/** The form as somebody fills it in: the box of what they asked for, and for a correction a nickname old and new. */
function filledIn(form: string, { intents, signature, language }: ReplyFacts): string {
  const wanted = intents.length > 0 ? intents : ['access']
  const values =
    language === 'zh' ? ['昵称', signature, `${signature}同学`] : ['nickname', signature, `Captain ${signature}`]
  let value = 0
  return form
    .split('\n')
    .map((line) => {
      if (wanted.some((kind) => line.includes(kind) && line.includes('['))) return line.replace(/\[\s*\]/, '[x]')
      if (wanted.includes('correction') && /[:：]\s*$/.test(line)) return `${line.trimEnd()} ${values[value++] ?? ''}`
      return line
    })
    .join('\n')
}
