// A station's reason in words: a code, or one of the classifier's short sentences (`access: the words that spoke for it`,
// `denied deletion: …`, `cue …`, `doubt …`). What has no words here is shown as it is stored.

import { type Say, sayCode } from './say-code.ts'

export function sayReason(say: Say, reason: string): string {
  const [head = '', heard] = reason.split(/: (.*)/s)
  const [word = '', ...rest] = head.split(' ')
  const about = rest.join('_')
  const words = heard === undefined ? '' : say(`：“${plain(heard)}”`, `: “${plain(heard)}”`)
  if (!/^\w+(?: \w+)*$/.test(head) || rest.length > 1) return reason
  switch (word) {
    case 'cue':
      return say(`线索：${sayCode(say, `cue:${about}`)}`, `cue: ${sayCode(say, `cue:${about}`)}`)
    case 'doubt':
      return say(`有疑问：${sayCode(say, `cue:${about}`)}`, `doubt: ${sayCode(say, `cue:${about}`)}`)
    case 'unbacked':
      return say(`没有原话支持“${sayCode(say, about)}”`, `no words of the mail speak for ${sayCode(say, about)}`)
    case 'weak':
      return say(`“${sayCode(say, about)}”说得不够明白`, `${sayCode(say, about)} is said too vaguely`)
    case 'unheard':
      return say(`可能还想要“${sayCode(say, about)}”`, `may also ask for ${sayCode(say, about)}`)
    default:
      if (!about) return sayCode(say, word) + words
      return say(
        `${sayCode(say, about)}不算数（${sayCode(say, `mood:${word}`)}）${words}`,
        `no ${sayCode(say, about)} (${sayCode(say, `mood:${word}`)})${words}`,
      )
  }
}

/** The classifier reads addresses, names and quoted values as ee, nn and qq. */
function plain(words: string): string {
  return words.replace(/\b(?:ee|nn|qq)\b/g, '…')
}
