// What ties a mail to earlier ones: Message-IDs as they really come (RFC 5322 §3.6.4), our reference in the subject, and
// subjects without their prefixes. A hint only: whose request it is decides the verified address, never a number.

import { cleanLine } from './clean.ts'

const maxIds = 100
const maxIdChars = 500

/** The ids of a Message-ID, In-Reply-To or References value, without <>, cleaned, each once, at most 100, the last ones kept. */
export function messageIds(value: string): string[] {
  const ids: string[] = []
  for (const match of value.matchAll(/<([^<>]{1,2000})>/g)) {
    // folded and broken ids carry blanks inside
    const id = (match[1] ?? '').replace(/\s+/g, '')
    if (id !== '' && id.length <= maxIdChars) ids.push(id)
  }
  // without brackets: only what cannot be anything else
  if (ids.length === 0)
    for (const word of value.split(/[\s,;]+/)) if (/^[^\s<>@]{1,250}@[^\s<>@]{1,250}$/.test(word)) ids.push(word)
  const once = [...new Set(ids.filter(isVisible))]
  // the newest stand last (RFC 5322 §3.6.4); the first one names the thread
  return once.length <= maxIds ? once : [...once.slice(0, 1), ...once.slice(-(maxIds - 1))]
}

/** Direction marks and invisible characters have no place in an id: it is shown to staff, and goes out in headers. */
function isVisible(id: string): boolean {
  return /^[\x21-\x7e]*$/.test(id) || cleanLine(id, maxIdChars) === id
}

/** The one id of a Message-ID header, or null where it is missing or no id. */
export function singleMessageId(value: string | null): string | null {
  if (value === null) return null
  const ids = messageIds(value)
  const id = ids[0]
  return ids.length === 1 && id !== undefined && /^[\x21-\x7e\u0080-\uffff]+$/.test(id) ? id : null
}

// HB- and six characters; full-width forms come from Chinese input methods
const reference = /(?:^|[^A-Z0-9])HB\s?[-\u2010-\u2015\u2212]\s?([0-9A-Z]{6})(?![A-Z0-9])/

/** The reference HB-XXXXXX that a subject carries, or null. */
export function subjectReference(subject: string): string | null {
  const found = reference.exec(subject.normalize('NFKC').toUpperCase())
  return found?.[1] ? `HB-${found[1]}` : null
}

const prefixes =
  /^(?:(?:re|fwd?|fw|aw|wg|sv|vs|vb|antw(?:ort)?|rv|res|rif|tr|enc|odp|pd|ynt|ilt|回复|回覆|答复|答覆|回信|转发|轉發|轉寄|转寄|返信|転送|답장|전달|ответ|отв)(?:\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3}|\d{1,3}))?\s*[:：]\s*|\[[^[\]]{0,60}\]\s*|【[^【】]{0,60}】\s*)/iu

/** A subject for comparison: prefixes (Re, Fwd, AW, 回复, 答复, 回覆, 转发 …), [list] tags, case and width do not count. */
export function normalSubject(subject: string): string {
  let rest = subject.normalize('NFKC').trim()
  for (let shorter = rest.replace(prefixes, ''); shorter !== rest; shorter = rest.replace(prefixes, '')) rest = shorter
  return rest.replace(/\s+/g, ' ').trim().toLowerCase()
}
