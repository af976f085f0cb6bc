// The attacker's mail program: raw mails in any shape, right or wrong.

import { systemChance } from '../../lib/ids.ts'

export interface Draft {
  /** the value of From; null leaves the line out */
  from: string | null
  subject?: string
  text?: string
  html?: string
  to?: string
  /** whole lines, on top of all others */
  top?: string[]
  /** whole lines, below From */
  head?: string[]
}

/** A raw mail with CRLF line ends and a Message-ID of its own. What stands in the draft is written as it stands. */
export function compose(draft: Draft): string {
  const { from, subject = '', text = '', html, to = 'privacy', top = [], head = [] } = draft
  const id = systemChance.letters(16).toLowerCase()
  return [
    ...top,
    ...(from === null ? [] : [`From: ${from}`]),
    ...head,
    `To: ${to}`,
    `Subject: ${word(subject)}`,
    `Message-ID: <${id}@mail.attacker.example>`,
    'MIME-Version: 1.0',
    `Content-Type: text/${html === undefined ? 'plain' : 'html'}; charset=utf-8`,
    'Content-Transfer-Encoding: 8bit',
    '',
    html ?? text,
    '',
  ]
    .join('\n')
    .replace(/\r?\n/g, '\r\n')
}

/** A mail of several parts, each a whole part with its own head. */
export function composeParts(draft: Omit<Draft, 'text' | 'html'>, parts: string[]): string {
  const raw = compose({ ...draft, text: '' })
  const body = [...parts.flatMap((part) => ['--part', part]), '--part--', ''].join('\n').replace(/\r?\n/g, '\r\n')
  return raw
    .replace('Content-Type: text/plain; charset=utf-8', 'Content-Type: multipart/mixed; boundary="part"')
    .replace(/\r\n\r\n[\s\S]*$/, `\r\n\r\n${body}`)
}

/** An encoded word (RFC 2047) where the text is not plain ASCII. */
function word(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodedWord(text)
}

export function encodedWord(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
}
