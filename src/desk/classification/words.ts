// The working text that every pattern reads: folded, names and quoted values masked, one sentence a line. Patterns
// never cross a line. A sentence that asked something keeps its question mark.
// Masks: `qq` a quoted value, `ee` an address, `ll` a link, `nn` a name given as "nickname: …".

import { fold } from './fold.ts'
import { onlyTicked } from './ticked.ts'

export interface Sentence {
  text: string
  start: number
  inSubject: boolean
  question: boolean
}

export interface WorkingText {
  /** all sentences, joined by line breaks */
  all: string
  sentences: Sentence[]
  /** folded subject and body before masking */
  subject: string
  body: string
}

const address = /[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g
const link = /\b(?:https?:\/\/|www\.)[^\s"<>]{1,300}/g
// Quoted words that name a right or a purpose are the request itself; anything else quoted is a value or a citation.
const meantQuote =
  /^(?:(?:查阅|查询|复制|知情|删除|更正|拒绝|被遗忘|撤回|可携带?|访问)权|right to .{3,30}|do not sell.{0,40}|.{0,12}(?:推送|统计|分析|推荐|画像|订阅|cookies?|广告|周报|月报|推广|newsletter|通知|提醒|analytics|tracking|statistics|marketing).{0,10})$/
const namedBefore =
  /((?:昵称|用户名|账号名|账户名称?|账户昵称|账号昵称|账户|账号|用户|网名|id|uid|nickname|username|user ?name|user|handle|account ?(?:name|id)?|name)\s?(?:\([^()\n]{0,20}\))?\s?(?:[:=]|\s是(?=\s?["@]))\s?)([^\n,。;!?"]{1,40})/g

export function workingText(subject: string, body: string): WorkingText {
  const foldedSubject = fold(subject.replace(/\s+/g, ' '))
  const foldedBody = fold(onlyTicked(body))
  const sentences: Sentence[] = []
  let all = ''
  const add = (lines: string[], inSubject: boolean) => {
    for (const line of lines) {
      const text = line.trim()
      if (text === '') continue
      sentences.push({ text, start: all.length, inSubject, question: /[?]|(?:吗|么|呢)\s*$/.test(text) })
      all += `${text}\n`
    }
  }
  // the subject of an answer was written by whoever is answered
  const answered = /^\s*(?:re|aw|回复|答复|回覆)\s*(?:\[\d+\])?\s*:/.test(foldedSubject) && foldedBody.trim().length > 5
  if (!answered) add(split(mask(stripPrefixes(foldedSubject))), true)
  add(split(mask(foldedBody)), false)
  return { all, sentences, subject: foldedSubject, body: foldedBody }
}

const prefixes =
  /^\s*(?:(?:re|fwd?|aw|wg|回复|答复|回覆|转发|转寄|autoreply)\s*(?:\[\d+\])?\s*:\s*|\[[^\]\n]{1,30}\]\s*|【[^】\n]{1,30}】\s*)/
function stripPrefixes(subject: string): string {
  let bare = subject
  for (let turn = 0; turn < 10 && prefixes.test(bare); turn++) bare = bare.replace(prefixes, '')
  return bare.length > 0 ? bare : subject
}

function mask(text: string): string {
  return text
    .replace(link, ' ll ')
    .replace(address, ' ee ')
    .replace(/"([^"\n]{1,80})"/g, (whole, inside: string) =>
      meantQuote.test(inside.trim()) ? ` ${inside} ` : inside.length > 60 ? whole : ' qq ',
    )
    .replace(/(?<![\w])'([^'\n]{2,40})'(?![\w])/g, ' qq ')
    .replace(namedBefore, (_, label: string) => `${label}nn `)
}

function split(text: string): string[] {
  return text
    .replace(/\b(no|art|arts|mr|mrs|ms|dr|st|sec|vs|etc|e\.g|i\.e|approx|para|inc|ltd|cal|civ)\.\s/g, '$1 ')
    .replace(/([。!?;]+["')】]?)/g, '$1\n')
    .replace(/(?<=[^\d\s.])\.(?=\s|$|["')])/gm, '.\n')
    .replace(/(?<=\p{Script=Han})~+/gu, '\n')
    .replace(/\.{2,}|…+/g, ' … ')
    .split('\n')
}
