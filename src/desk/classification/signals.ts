// Reads the two lexicons over a mail's working text and counts, for each act, how its words are meant. Everything that
// is decided later rests on these counts; the words found are kept so that staff can see which spoke for what.

import { type RequestKind, requestKinds } from '../../requests/words.ts'
import type { Pattern } from './lexicon.ts'
import { englishPatterns } from './lexicon-en.ts'
import { chinesePatterns } from './lexicon-zh.ts'
import { type Mood, moodOf } from './mood.ts'
import type { WorkingText } from './words.ts'

export interface Hit {
  act: RequestKind
  /** which pattern of which lexicon */
  pattern: string
  weight: 1 | 0.5
  mood: Mood
  words: string
  sentence: number
  inSubject: boolean
  requested: boolean
}

export type Signals = Record<RequestKind, Hit[]>

const requestWords =
  /(?:请(?!问)|麻烦|劳烦|烦请|帮我|帮忙|恳请|要求|申请|希望|想要?|给我|把|将|拜托|唔该|能不能|可不可以|可以|能否|可否|可唔可以|予以|立即|马上|需要|依据|根据|依照|行使|\b(?:please|kindly|i want|i'd like|i would like|could you|can you|would you|i request|i ask|need you|i hereby|pursuant|exercise|demand|want you|i need|may i|can i|could i|let me|help me|i should like|would like)\b)/u
const hasHan = /\p{Script=Han}/u
const hasLatin = /[a-z]{2}/

export function readSignals(text: WorkingText): Signals {
  const signals: Signals = { access: [], correction: [], deletion: [], refusal: [] }
  if (hasHan.test(text.all)) readLexicon('zh', chinesePatterns, text, signals)
  if (hasLatin.test(text.all)) readLexicon('en', englishPatterns, text, signals)
  return signals
}

const mostHits = 40

function readLexicon(lexicon: string, patterns: readonly Pattern[], text: WorkingText, signals: Signals): void {
  for (const [index, one] of patterns.entries()) {
    one.shape.lastIndex = 0
    let found = one.shape.exec(text.all)
    for (let count = 0; found !== null && count < mostHits; count++) {
      const hit = readHit(one, `${lexicon}${index}`, text, found.index, found[0])
      if (hit) signals[one.act].push(hit)
      if (found[0].length === 0) one.shape.lastIndex++
      found = one.shape.exec(text.all)
    }
  }
}

function readHit(one: Pattern, pattern: string, text: WorkingText, at: number, words: string): Hit | null {
  const index = sentenceAt(text, at)
  const sentence = text.sentences[index]
  if (!sentence) return null
  const around = `${text.sentences[index - 1]?.text ?? ''} ${sentence.text} ${text.sentences[index + 1]?.text ?? ''}`
  const from = at - sentence.start
  if (one.act === 'access' && isGoverned(sentence.text, from, words)) return null
  if (one.act === 'access' && isDoneToMe(sentence.text, from + words.length)) return null
  if (one.act === 'access' && namedAfter.test(sentence.text.slice(from + words.length))) return null
  if (one.act === 'deletion' && fromList.test(sentence.text.slice(from))) return null
  if (one.act === 'refusal' && toOldPlace.test(sentence.text.slice(from))) return null
  if (one.act === 'refusal' && ownUse.test(sentence.text.slice(from, from + words.length + 8))) return null
  const place = { sentence: sentence.text, question: sentence.question, around }
  return {
    act: one.act,
    pattern,
    weight: one.weight,
    mood:
      one.act !== 'refusal' && isBannedItem(text, index)
        ? 'denied'
        : moodOf(place, from, from + words.length, one.ownNot === true, one.act === 'access'),
    words: words.trim(),
    sentence: index,
    inSubject: sentence.inSubject,
    requested: requestWords.test(sentence.text),
  }
}

const listItem = /^(?:[-*•·–]|\(?[1-9a-e一二三四五六七八九][).、:])/u
const banHead =
  /(?:\b(?:no longer|not|don't|never|stop|cease|nobody may)(?: \w+){0,4}|(?:不得|不要|请勿|禁止|停止|拒绝|不可|不许)[^,:\n]{0,12})\s?:$/u

/** An item of a list whose head forbids all that follows: "You may no longer: - hand anything about me on". */
function isBannedItem(text: WorkingText, index: number): boolean {
  for (let at = index; at > Math.max(0, index - 8); at--) {
    if (!listItem.test(text.sentences[at]?.text ?? ''))
      return at !== index && banHead.test(text.sentences[at]?.text ?? '')
  }
  return banHead.test(text.sentences[Math.max(0, index - 8)]?.text ?? '')
}

const governs =
  /(?:删|清|抹|销毁|擦|注销|去掉|移除|停止|不要|不得|拒绝|反对|撤|\b(?:delet|eras|remov|wip|purg|destroy|get rid|bin|nuke|dispos|stop|cease|don't|do not|not to|no longer|object|quit|opt|scrub|expunge|throw|incinerat))/u
const gives =
  /(?:发给?我|提供|告诉|告知|导出|寄|查阅|查询|复制|副本|看看|给我|列出|清单|说明|\b(?:send|show|tell|give|provide|supply|copy|export|list|know|see|disclose|forward|hand over|furnish|share|mail|email|download|what))/u

// "I no longer use your service" says what the writer does, and forbids nothing
const ownUse =
  /^(?:已?停止|不再|不想再?|不愿再?|不打算再?|no longer|stopped|stop|don't|do not) ?(?:继续)?(?:使用|用|登录|上|using|use|need|visit)(?:贵|你|本|平台|服务|网站|这|了| (?:the|your|this|it)|ing)/u

/** "I do not want you to stick labels on me": what is done to the writer is given to nobody */
function isDoneToMe(sentence: string, end: number): boolean {
  return (
    /给(?:我|本人)$/u.test(sentence.slice(0, end)) && /^(?:贴|打(?!包)|推|画|做画像|下结论)/u.test(sentence.slice(end))
  )
}

/** "personal data correction form", "data erasure request": the words say what is to be done with the data, and show nothing */
const namedAfter = /^ (?:correction|rectification|amendment|erasure|deletion|removal|protection|privacy)\b/u

/** "remove me from your mailing list" ends mails, and erases nothing */
const fromList =
  /^[^\n,;]{0,12}\b(?:me|us|my (?:name|email|address|number)|ee)\b[^\n,;]{0,30}\b(?:(?:mailing|e?mail|distribution|marketing|contact|calling|phone|text|sms|your|this|the|any|all) lists?|newsletters?|mailings?|distribution|marketing|mailshots?|e?mails|messages|notifications|texts)\b/u

/** "don't send anything there any more": mails to an old address are not unwanted, the address is */
const toOldPlace =
  /^[^\n,]{0,40}\b(?:there\b(?! (?:is|are|was))|to (?:it|the old|that (?:old )?(?:one|address|mailbox|inbox)))|^[^\n,]{0,6}(?:往|向|发到|寄到|发去|寄去)?(?:那个|这个)?(?:旧|老|原来?)的?(?:那个)?(?:邮箱|地址|信箱|号码)/u

const forbids =
  /(?:不同意|不允许|不得|不要|拒绝|停止|反对|禁止|勿|别|\b(?:do not|don't|not|stop|never|object|cease|refuse))/u
const passesOn = /(?:提供|共享|分享|给|转|传|\b(?:shar|pass|giv|sell|provid|send|disclos))/u
const toMe = /(?:给我|发我|寄我|我一份|\bme\b)/u

/** "I do not agree that you provide my data to partners" forbids, and asks to see nothing. */
function isPassingOnForbidden(sentence: string, from: number, words: string): boolean {
  if (toMe.test(words) || !passesOn.test(words)) return false
  const before = sentence.slice(Math.max(0, from - 30), from)
  return forbids.test(before.slice(before.lastIndexOf(',') + 1) + words)
}

/** "everything you hold on me" behind "delete" is what is to be deleted, and asks to see nothing. */
function isGoverned(sentence: string, from: number, words: string): boolean {
  if (isPassingOnForbidden(sentence, from, words)) return true
  if (gives.test(words)) return false
  const before = sentence.slice(Math.max(0, from - 60), from)
  const clause = before.slice(before.lastIndexOf(',') + 1)
  const after = sentence.slice(from + words.length, from + words.length + 16)
  return (governs.test(clause) || governs.test(words) || governs.test(after)) && !gives.test(clause)
}

function sentenceAt(text: WorkingText, position: number): number {
  let low = 0
  let high = text.sentences.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((text.sentences[middle]?.start ?? 0) <= position) low = middle
    else high = middle - 1
  }
  return low
}

export interface ActCount {
  strong: number
  weak: number
  strongRequested: number
  subjectStrong: number
  denied: number
  supposed: number
  asked: number
  reported: number
  elsewhere: number
}

/** The counts of each act by mood; one sentence counts once for each kind of hit. */
export function countSignals(signals: Signals): Record<RequestKind, ActCount> {
  const counts = {} as Record<RequestKind, ActCount>
  for (const act of requestKinds) counts[act] = countAct(signals[act])
  return counts
}

function countAct(hits: readonly Hit[]): ActCount {
  const sentencesWith = (matches: (hit: Hit) => boolean) =>
    new Set(hits.filter(matches).map((hit) => hit.sentence)).size
  const asserted = (hit: Hit) => hit.mood === 'asserted'
  return {
    strong: sentencesWith((hit) => asserted(hit) && hit.weight === 1),
    weak: sentencesWith((hit) => asserted(hit) && hit.weight === 0.5),
    strongRequested: sentencesWith((hit) => asserted(hit) && hit.weight === 1 && hit.requested),
    subjectStrong: sentencesWith((hit) => asserted(hit) && hit.weight === 1 && hit.inSubject),
    denied: sentencesWith((hit) => hit.mood === 'denied'),
    supposed: sentencesWith((hit) => hit.mood === 'supposed'),
    asked: sentencesWith((hit) => hit.mood === 'asked'),
    reported: sentencesWith((hit) => hit.mood === 'reported'),
    elsewhere: sentencesWith((hit) => hit.mood === 'elsewhere' || hit.mood === 'threatened'),
  }
}
