// Brings a mail's words to one form before anything is recognised in them: width (NFKC), script (Traditional to
// Simplified), case, invisible characters, OCR-like spacing, pinyin, common slips of the pen in both languages.
// What comes out is for recognising only: correction values are read from the text as sent.

import { toSimplified } from '../../lib/chinese.ts'
import { chineseSlips, pinyin, properWords, slang, spelled } from './slips.ts'

/** Longest text that is looked at; four printed pages are about 8,000 characters. */
export const longestFolded = 24_000

const invisible =
  /[\ufe00-\ufe0f]|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u034f|[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g
const manyMarks = /(\p{M}{3})\p{M}+/gu
const han = /\p{Script=Han}/u

/** Width, invisible characters and quotation marks alone; keeps script, case and spacing. */
function foldWidth(text: string): string {
  return text
    .slice(0, longestFolded)
    .replace(invisible, '')
    .replace(/(?<=[^\n])[\u2460-\u2473\u2776-\u277f]/gu, (mark) => `\n${mark}`)
    .replace(manyMarks, '$1')
    .normalize('NFKC')
    .replace(/[“”„‟「」『』﹁﹂〝〞«»]/g, '"')
    .replace(/[‘’‛`´]/g, "'")
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(/[ \t\u00a0\u3000]+/g, ' ')
}

export function fold(text: string): string {
  let folded = foldWidth(text).toLowerCase()
  if (han.test(folded)) folded = mendChinese(joinSpacedHan(toSimplified(folded)))
  return mendEnglish(mendPinyin(joinSpacedLetters(folded)))
}

/** "请 删 除 我 的 账 号" as OCR writes it: joined when most characters of a line stand alone. */
function joinSpacedHan(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const pairs = line.match(/\p{Script=Han} (?=\p{Script=Han})/gu)?.length ?? 0
      const all = line.match(/\p{Script=Han}/gu)?.length ?? 0
      if (pairs < 3 || pairs < all * 0.55) return line
      return line.replace(/(?<=[\p{Script=Han},。!?:;、]) (?=[\p{Script=Han},。!?:;、])/gu, '')
    })
    .join('\n')
}

/** "d e l e t e  m y  d a t a": letters one by one, words by two blanks; here blanks are single already, so by length. */
function joinSpacedLetters(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])(?:[a-z] ){4,60}[a-z](?![\p{L}\p{N}])/gu, (run) =>
    splitRun(run.replaceAll(' ', '')),
  )
}

const runWords =
  /(?:delete|erase|remove|cancel|close|please|pls|my|account|data|all|information|info|personal|unsubscribe|stop|send|me|a|copy|of|the|email|emails|change|nickname|to|i|want|tracking|you|your)/g
function splitRun(run: string): string {
  const words = run.match(runWords)
  return words && words.join('').length >= run.length * 0.8 ? words.join(' ') : run
}

function mendChinese(text: string): string {
  let mended = text
  for (const [slip, meant] of chineseSlips) mended = mended.replace(slip, meant)
  return mended
}

const pinyinWord = new RegExp(`\\b(?:${Object.keys(pinyin).join('|')})\\b`, 'g')

/** Pinyin without tones counts only when at least two of its words meet. */
function mendPinyin(text: string): string {
  const spaced = text.replace(
    /\b(zhu xiao|shan chu|zhang hao|zhang hu|ni cheng|you xiang|tui ding|shu ju|xin xi|zi liao|ge ren|wo de|ma fan|bang wo|you jian|cha xun|dao chu)\b/g,
    (run) => run.replace(' ', ''),
  )
  const words = spaced.match(pinyinWord)
  if (!words || new Set(words).size < 2) return text
  return spaced.replace(pinyinWord, (word) => pinyin[word] ?? word)
}

const spelledSet = new Set(spelled)
const deletions = new Map<string, string>()
for (const word of spelled) {
  for (let at = 1; at < word.length; at++) {
    const shorter = word.slice(0, at) + word.slice(at + 1)
    if (!spelledSet.has(shorter) && !properWords.has(shorter)) deletions.set(shorter, word)
  }
}

function mendWord(word: string): string {
  if (spelledSet.has(word) || properWords.has(word)) return word
  const direct = deletions.get(word)
  if (direct) return direct
  for (let at = 1; at < word.length; at++) {
    const shorter = word.slice(0, at) + word.slice(at + 1)
    if (spelledSet.has(shorter) && word.length >= 7) return shorter
    const meant = deletions.get(shorter)
    if (meant && meant.length === word.length && sharesEnds(meant, word)) return meant
  }
  return word
}

function sharesEnds(one: string, other: string): boolean {
  return one[0] === other[0] && (one.at(-1) === other.at(-1) || one.slice(0, -2) === other.slice(0, -2))
}

function mendEnglish(text: string): string {
  return text
    .replace(/\be-?mail(s|ed|ing)?\b/g, 'email$1')
    .replace(/\be-mail/g, 'email')
    .replace(/(?<![\w@.+-])[a-z]{1,14}(?![\w@]|\.\w|-\w|\+)/g, (word) => {
      if (Object.hasOwn(slang, word)) return slang[word] ?? word
      return word.length >= 5 ? mendWord(word) : word
    })
}
