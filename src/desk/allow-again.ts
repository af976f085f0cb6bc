// A mail of its own that takes a refusal back ("please turn analytics back on", 重新开启分析): known by a few plain sentences and by
// nothing else, for it is consent. It begins a request like any other; a code letter restates what would be switched on,
// which is only what the desk itself had turned off.

import type { RefusalPurpose } from '../requests/words.ts'
import type { Arrival } from './arrival.ts'
import { fold } from './classification/fold.ts'
import { purposesIn } from './classification/purposes.ts'
import { begin } from './new-mail.ts'
import type { PathParts } from './parts.ts'

const please =
  "(?:(?:please|kindly|could you(?: please)?|can you(?: please)?|you (?:may|can)|i(?: woul|')d like (?:you )?to|i (?:want|wish)(?: you)? to) )?"
const end = '(?: again)?(?: for (?:me|my account))?(?:,? please)?(?:,? thank(?:s| you))?'
const ask = '(?:请|麻烦)?(?:您|你们?)?(?:帮我|为我|给我)?(?:我)?(?:要|想|愿意|同意)?'
const meant = '[^,.:;!?不别勿停拒]{2,20}'
const done = '(?:功能|吧|一下|,? ?谢谢)*'

/** The one group names what is meant; where it is empty, all that was refused. */
const sentences = [
  `${please}(?:turn|switch) (?:the |my )?(.{2,60}?) (?:back on|on again)${end}`,
  `${please}(?:turn|switch) (?:back )?on (?:the |my )?(.{2,60}?) again(?: for (?:me|my account))?(?:,? please)?`,
  `${please}(?:re-?enable|re-?activate|re-?start|resume) (?:the |my )?(.{2,60}?)${end}`,
  `${please}(?:allow|enable|use|send(?: me)?) (?:the |my )?(.{2,60}?) again(?: for (?:me|my account))?(?:,? please)?`,
  `${please}opt (?:me )?back in(?: again)? (?:to|for) (?:the |my )?(.{2,60}?)${end}`,
  `${please}(?:take back|withdraw|revoke|undo|cancel) (?:my|the) (?:earlier |former |previous )?(?:refusal|objection|opt-?out)(?: (?:of|to|from|about|regarding|for) (.{2,60}?))?${end}`,
  `${ask}(?:重新|再次|恢复)(?:开启|打开|允许|启用|开通|接收)(?:我的)?(${meant}?)${done}`,
  `${ask}恢复(?:我的)?(${meant}?)${done}`,
  `${ask}(?:把|将)(?:我的)?(${meant}?)(?:功能)?重新(?:开启|打开|启用|开通)${done}`,
  `${ask}(?:撤回|撤销|取消)(?:我)?(?:的)?(?:之前|先前|以前|此前)?(?:的)?(?:对|关于)?(${meant}?)?(?:的)?(?:拒绝|反对)${done}`,
].map((sentence) => new RegExp(`^${sentence}[.!。!~ ]*$`, 'u'))

const greeting = /^(?:(?:hi|hello|dear|hey|good (?:morning|afternoon|day))\b.{0,40}|您好|你好|尊敬的.{0,20})[,:!。 ]*$/u
const longest = 400

/** The purposes to be allowed again, none for all; null where the mail does not say so, or says anything beside. */
export function allowedAgain(newText: string): RefusalPurpose[] | null {
  if (newText.length > longest) return null
  const lines = fold(newText)
    .split('\n')
    .map((line) => line.trim().replace(/^(?:hi|hello|您好|你好)[,! ]+/u, ''))
    .filter((line) => line !== '' && !greeting.test(line))
  const [first, ...more] = lines
  // a name below, and thanks; a second sentence may say something else
  if (first === undefined || more.some((line) => line.length > 40 || /[?]|\b(?:not|don't|delete)\b|不|删/u.test(line)))
    return null
  for (const sentence of sentences) {
    const found = sentence.exec(first)
    if (found === null) continue
    const named = found[1]?.trim() ?? ''
    const purposes = purposesIn(named)
    if (named === '' || purposes.length > 0) return purposes
  }
  return null
}

/** Returns false where the mail is another matter. */
export async function allowAgain(parts: PathParts, arrival: Arrival): Promise<boolean> {
  const { classification } = arrival.understanding
  // whoever asks for something else in the same breath is heard whole
  if (classification?.intents.some((intent) => intent !== 'refusal')) return false
  const purposes = allowedAgain(arrival.mail.newText)
  if (purposes === null) return false
  await begin(parts, arrival, [{ kind: 'refusal', purposes, back: [] }])
  return true
}
