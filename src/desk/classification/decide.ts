// Turns weights into a topic, kinds, a confidence and a decision. Unsure means asking or handing over, never guessing
// towards disclosure or erasure: several rules below only ever lower what may be done automatically.

import type { SeparatedText } from '../../mail/quotes.ts'
import type { Correction } from '../../requests/acts.ts'
import { type RequestKind, requestKinds, type Topic } from '../../requests/words.ts'
import type { DetailsForm } from './details-form.ts'
import { doubtsAboutRequest, namesAccount } from './doubts.ts'
import type { Signals } from './signals.ts'
import type { Thresholds } from './thresholds.ts'
import { takesBack } from './topics.ts'
import { bareKind, type Weighed } from './weigh.ts'
import type { WorkingText } from './words.ts'

export interface Findings {
  parts: SeparatedText
  subject: string
  text: WorkingText
  signals: Signals
  cues: ReadonlySet<string>
  weighed: Weighed
  form: DetailsForm | null
  scope: 'account' | 'part'
  thresholds: Thresholds
  corrections: Correction[]
  /** the new values are surely read right */
  valuesSure: boolean
}

export interface Verdict {
  topic: Topic
  intents: RequestKind[]
  corrections: Correction[]
  confidence: number
  decision: 'act' | 'ask' | 'escalate' | 'ignore'
  reasons: string[]
}

export function decide(findings: Findings): Verdict {
  const { form, weighed } = findings
  if (form) return decideForm(form)
  const empty = emptyVerdict(findings)
  if (empty) return empty
  const { topic, intents, confidence } = weighed
  const corrections = intents.includes('correction') ? findings.corrections : []
  const doubts = doubtsOf(findings, topic, intents)
  if (corrections.length > 0 && !findings.valuesSure) doubts.push('values_unsure')
  const decision = decisionOf(findings, topic, intents, corrections, confidence, doubts)
  const named = namesAccount(findings.text)
  const reasons = [...reasonsOf(findings, intents), ...doubts, ...(named === null ? [] : [`names_account: ${named}`])]
  return { topic, intents, corrections, confidence, decision, reasons }
}

function decideForm(form: DetailsForm): Verdict {
  const needsValue = form.ticked.includes('correction') && form.corrections.length === 0
  return {
    topic: 'request',
    intents: form.ticked,
    corrections: form.corrections,
    confidence: 0.99,
    decision: needsValue ? 'ask' : 'act',
    reasons: ['details_form', ...(needsValue ? ['correction_value'] : [])],
  }
}

function emptyVerdict(findings: Findings): Verdict | null {
  const { parts, text } = findings
  const nothing: Verdict = {
    topic: 'other',
    intents: [],
    corrections: [],
    confidence: 0.9,
    decision: 'ask',
    reasons: ['empty'],
  }
  if (parts.newText.trim() === '' && parts.forwardedText.trim() !== '')
    return { ...nothing, confidence: 0.5, decision: 'escalate', reasons: ['only_forwarded'] }
  if (text.all.trim() === '') return nothing
  if (codeAlone.test(parts.newText.normalize('NFKC').trim()))
    return { ...nothing, confidence: 0.5, decision: 'escalate', reasons: ['code_alone'] }
  if (parts.newText.trim() === '' && parts.quotedText.trim() !== '')
    return { ...nothing, confidence: 0.5, reasons: ['only_quoted'] }
  const words = parts.newText.replace(picture, ' ').trim()
  const pictureOnly = words === '' && parts.newText.trim() !== ''
  if (((words.length < 60 && attached.test(words)) || pictureOnly) && !asksAnything(findings.signals)) {
    return { ...nothing, confidence: 0.6, reasons: ['attachment_only'] }
  }
  return null
}

/**
 * A doubt that a sure voice may overrule. On mails that neither had seen, such doubts were right in one case of twenty
 * where the voice was this sure, as often as it errs without any doubt; the others stand whatever the voice says.
 */
function isForgiven(doubt: string, intents: readonly RequestKind[], confidence: number): boolean {
  if (/^(?:weak|unbacked) (?!deletion)/.test(doubt)) return confidence >= sureDespite.weakWords
  if (doubt === 'doubt takes_back') return !intents.includes('deletion') && confidence >= sureDespite.takenBack
  if (!mildDoubt.test(doubt)) return false
  return confidence >= (intents.includes('deletion') ? sureDespite.doubtOfDeletion : sureDespite.doubt)
}

const mildDoubt =
  /^(?:unheard \w+|several_points|contradiction_heard|doubt (?:other_person|others_account|status_asked|advertising|job|authority|person_named|elsewhere_company|machine))$/

/** confidence from which on a doubt of each sort is overruled */
const sureDespite = { weakWords: 0.84, doubt: 0.84, doubtOfDeletion: 0.92, takenBack: 0.92 }
/** how surely a deletion must be heard in itself, whatever else is */
const surelyDeletion = 0.75

function isSurelyDeletion({ text, weighed }: Findings): boolean {
  return bareKind(text) !== null || weighed.perIntent.deletion >= surelyDeletion
}

/** eight signs with a digit among them: a code in answer to a letter, whatever its letters ("TD") mean elsewhere */
const codeAlone = /^(?=[^\n]*\d)(?:[a-z\d] ?){4}[-‐-―—]? ?(?:[a-z\d] ?){3}[a-z\d]$/iu

const attached = /附件|附檔|附图|见附|如附|\battach(?:ed|ment)\b|\benclosed\b/iu

/** what mail programs put where a picture stands */
const picture =
  /\[(?:image|cid|inline image|photo|picture|图片|圖片|图像|截图)[^\]\n]{0,80}\]|<(?:img|image)[^>\n]{0,200}>|\uFFFC/giu

function asksAnything(signals: Signals): boolean {
  return requestKinds.some((kind) => signals[kind].some((hit) => hit.mood === 'asserted' && hit.weight === 1))
}

const noWish = ['advertising', 'phishing', 'machine', 'job', 'thanks', 'elsewhere_company']

function isSurelyNoWish(findings: Findings): boolean {
  return (
    !asksAnything(findings.signals) &&
    ((noWish.some((cue) => findings.cues.has(cue)) && !findings.cues.has('program')) ||
      (thanksAlone.test(findings.text.all) && !findings.cues.has('asks_act')))
  )
}

/** one or two short lines that thank, and wish for nothing */
const thanksAlone =
  /^(?=[\s\S]{0,60}$)(?:[^\n?]{0,40}\n)?[^\n?]{0,30}(?:谢|多谢|辛苦了|\b(?:thanks?|thank you|cheers|appreciated?))[^\n?]{0,30}\n(?:[^\n?]{0,30}\n)?$/u

/** status and withdraw are about something that was asked before */
function refersBack(findings: Findings): boolean {
  return (
    findings.cues.has('earlier_request') ||
    /申请|请求|要求|退订|那封|上封|邮件|\b(?:request\w*|letter|mail|email|message|deletion|erasure|ticket|hb-\w+)\b/u.test(
      findings.text.all,
    )
  )
}

/** Something was asked before: told so, or named in the very sentence that takes it back. */
function takesBackRequest(findings: Findings): boolean {
  return (
    findings.cues.has('earlier_request') ||
    findings.text.sentences.some((one) => takesBack(one.text) && earlier.test(one.text))
  )
}

const earlier =
  /申请|请求|要求|那封|上封|这封|昨天|前天|上周|刚才|头先|之前|\b(?:request|application|letter|last (?:week|mail|email|message)|previous|earlier|yesterday|before|deletion|erasure|ticket|hb-\w+)\b/u

/** A wish of one's own beside what is taken back; the words that take back ("withdraw my deletion request") are none. */
function requestsAnything(text: WorkingText, signals: Signals): boolean {
  const fresh = (sentence: number) => !takesBack(text.sentences[sentence]?.text ?? '')
  return requestKinds.some((kind) =>
    signals[kind].some(
      (hit) => hit.mood === 'asserted' && hit.weight === 1 && hit.requested && !hit.inSubject && fresh(hit.sentence),
    ),
  )
}

/** how loud a sentence must be for a wish to be heard in it */
const heardAside = 0.4
const rather =
  /(?:而是|改为|改成|只(?:要|想|需)|不如|直接)[^\n]{2,}|\b(?:instead|rather|what i (?:actually |really )?(?:want|need|would like)|all i (?:want|need))\b/u

/** The voice hears a wish in a sentence that takes nothing back, or something else is wanted "instead". */
function wishesBeside({ text, weighed }: Findings): boolean {
  return text.sentences.some(
    (one, index) =>
      !one.inSubject &&
      !takesBack(one.text) &&
      (rather.test(one.text) || (weighed.sentences[index] ?? []).some((share) => share >= heardAside)) &&
      !earlier.test(one.text),
  )
}

function doubtsOf(findings: Findings, topic: Topic, intents: readonly RequestKind[]): string[] {
  const { text, signals, cues } = findings
  switch (topic) {
    case 'request':
      return doubtsAboutRequest(
        text,
        findings.parts.newText,
        signals,
        cues,
        intents,
        findings.corrections.length > 0,
        findings.weighed.topics.request,
      )
    case 'status':
      return cues.has('status_asked') && refersBack(findings) && !cues.has('anger') && !asksAnything(signals)
        ? []
        : ['unbacked status']
    case 'withdraw':
      return cues.has('takes_back') &&
        takesBackRequest(findings) &&
        !cues.has('elsewhere_company') &&
        !cues.has('other_person') &&
        !requestsAnything(text, signals) &&
        !wishesBeside(findings) &&
        requestKinds.every((kind) => findings.weighed.perIntent[kind] < 0.5)
        ? []
        : ['unbacked withdraw']
    default:
      return []
  }
}

function decisionOf(
  findings: Findings,
  topic: Topic,
  intents: RequestKind[],
  corrections: Correction[],
  confidence: number,
  doubts: readonly string[],
): Verdict['decision'] {
  const { thresholds, scope } = findings
  switch (topic) {
    case 'question':
    case 'disclosure':
    case 'minor':
    case 'complaint':
      return 'escalate'
    case 'other':
      // silence is for what is surely no person's wish: anything less goes to staff
      return confidence >= 0.5 && isSurelyNoWish(findings) ? 'ignore' : 'escalate'
    case 'status':
    case 'withdraw':
      return confidence >= thresholds.act[topic] && doubts.length === 0
        ? 'act'
        : confidence >= thresholds.ask
          ? 'ask'
          : 'escalate'
    case 'request': {
      if (confidence < thresholds.ask) return 'escalate'
      if (intents.includes('correction') && corrections.length === 0) return 'ask'
      if (intents.includes('deletion') && scope === 'part') return 'ask'
      if (intents.includes('deletion') && intents.includes('correction')) return 'ask'
      if (intents.includes('deletion') && !isSurelyDeletion(findings)) return 'ask'
      if (doubts.some((doubt) => !isForgiven(doubt, intents, confidence))) return 'ask'
      return intents.every((kind) => confidence >= thresholds.act[kind]) ? 'act' : 'ask'
    }
  }
}

/** characters of a sentence that are shown */
const longestHeard = 120

function reasonsOf(findings: Findings, intents: RequestKind[]): string[] {
  const reasons: string[] = []
  for (const kind of intents) {
    const words = findings.signals[kind].filter((hit) => hit.mood === 'asserted').map((hit) => hit.words)
    const longest = words.sort((one, other) => other.length - one.length)[0]
    if (longest) reasons.push(`${kind}: ${longest}`)
    const { sentence, share } = findings.weighed.loudest[kind]
    const heard = findings.text.sentences[sentence]?.text.slice(0, longestHeard)
    if (heard && share >= 0.5) reasons.push(`heard ${kind} ${share.toFixed(2)}: ${heard}`)
  }
  for (const kind of requestKinds) {
    const denied = findings.signals[kind].find((hit) => hit.mood !== 'asserted')
    if (denied && !intents.includes(kind)) reasons.push(`${denied.mood} ${kind}: ${denied.words}`)
  }
  for (const name of findings.cues) if (name !== 'asks_act' && name !== 'own_account') reasons.push(`cue ${name}`)
  return reasons
}
