// Which language a mail is written in: Chinese characters counted against Latin words, addresses, links, names and
// quoted values left out. Simplified or Traditional by which characters conversion would change. Kana, Hangul,
// Cyrillic or a Latin text without English function words is `other`.

import { toSimplified } from '../../lib/chinese.ts'
import type { Language } from '../../requests/words.ts'

const noise =
  /[\w.+%'-]{1,64}@[\w.-]{1,100}|https?:\/\/\S{1,200}|“[^”\n]{1,60}”|「[^」\n]{1,60}」|"[^"\n]{1,60}"|(?:昵称|暱稱|账号|帳號|用户名?|nick(?:name)?|user(?:name)?|account|邮箱|id|ticket)\s{0,2}[:：=]\s{0,2}\S{1,40}|\b(?:\w{1,20} (?:studio|team|inc|ltd|llc)|cookies?|gdpr|pipl|ccpa|ip|id|app|url|csv|json|email|e-mail|[a-z]{1,4}-[\d-]{2,20}|dnt|api|uid|bug|qq|seo|vue|typescript)\b/giu
const english =
  /\b(?:the|a|an|i|you|my|me|is|are|to|of|and|in|for|on|it|please|do|not|have|what|this|that|your|with|be|was|can|delete|account|data|email|stop|hi|hello|thanks|dear|want|send|all|unsubscribe|no|nickname|change|remove|about|request|copy|from|information|at|or|if|will|would|how|know)\b/gi
const foreign = /[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f\u0590-\u05ff\u0900-\u097f]/g

export function languageOf(subject: string, body: string): Language {
  const text = `${subject}\n${body}`.slice(0, 8_000).replace(noise, ' ')
  const han = count(text, /\p{Script=Han}/gu)
  const words = count(text, /[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)?/g)
  const other = count(text, foreign)
  if (other > 3 && other > (han + words) * 0.3) return 'other'
  if (han === 0 && words === 0) return hanScript(`${subject}${body}`) ?? 'en'
  const share = han / (han + words)
  if (share >= 0.85) return scriptOf(text)
  if (share > 0.1) return 'mixed'
  return words >= 5 && count(text, english) / words < 0.12 ? 'other' : 'en'
}

function hanScript(text: string): Language | null {
  return /\p{Script=Han}/u.test(text) ? scriptOf(text) : null
}

function scriptOf(text: string): Language {
  const sample = text.slice(0, 2_000)
  const simplified = toSimplified(sample)
  let changed = 0
  for (let at = 0; at < sample.length; at++) if (sample[at] !== simplified[at]) changed++
  if (simplified.length !== sample.length) changed++
  const cantonese = /[佢哋嘅咗嘢冇啲喺唔咩睇俾畀嚟乜噉咁]/.test(sample)
  return cantonese || (changed >= 2 && changed > count(sample, /\p{Script=Han}/gu) * 0.04) ? 'zh-Hant' : 'zh'
}

function count(text: string, shape: RegExp): number {
  let total = 0
  for (const _ of text.matchAll(shape)) total++
  return total
}
