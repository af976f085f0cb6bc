// Bounces written for people instead of programs: recognised by who sends them and what their subject says, read by the
// shapes their text has. Both signs are needed: a person who complains about a bounce is no bounce.

import { strictAddress } from './addresses.ts'
import type { DeliveryReport } from './delivery-reports.ts'
import { type HeaderField, headerValue } from './headers.ts'

const bounceSender =
  /^(?:mailer-daemon|mailerdaemon|postmaster|mail-daemon|mdaemon|double-bounce|bounces?|mailsystem|mailer|maildelivery|postoffice)(?:[+=_-].*)?$/i

const bounceSubject = new RegExp(
  [
    '系统退信|系統退信|退信|退回|投递失败|无法投递|無法投遞|投遞失敗|未能送达|未送达|傳送失敗|无法送达|無法傳送|寄送失敗|邮件被退回|郵件傳遞失敗',
    'undeliver(?:ed|able)|returned (?:mail|to sender)|return(?:ed|ing) message|mail delivery (?:failed|failure|subsystem|system)|delivery (?:status notification|failure|has failed|report|incomplete)|failure notice|message (?:could not|not) (?:be )?delivered|non[- ]?delivery|message delivery failure|delivery problem',
    'warning: (?:message|could not send)|delayed mail|delivery delayed',
    'unzustellbar|non remis|echec de la remise|échec|no se puede entregar|não foi possível entregar|impossibile recapitare|配信不能|配信エラー|배달 실패|не доставлено|недоставленное',
  ].join('|'),
  'i',
)

/** Whether sender and subject, or a vendor's mark, say that this is a bounce. `author`: the From address, null without. */
export function looksLikeBounce(fields: HeaderField[], author: string | null, subject: string): boolean {
  if (headerValue(fields, 'x-bounced-version') !== null || headerValue(fields, 'x-aliyun-bounce') !== null) return true
  if (headerValue(fields, 'x-failed-recipients') !== null) return true
  return author !== null && bounceSender.test(author.slice(0, author.lastIndexOf('@'))) && bounceSubject.test(subject)
}

const delayedWords = /will (?:be )?retr(?:y|ied)|delayed|still trying|延迟|延遲|稍后重试|重试投递|warning/i

/** What a bounce's text says: the addresses it names beside failure words. `own`: the mail's own author and recipients. */
export function readPlainBounce(
  subject: string,
  text: string,
  ignored: string[],
  originalMessageId: string | null,
): DeliveryReport[] {
  const start = text.slice(0, 4000)
  const status = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(start)?.[1] ?? null
  const delayed = status ? status.startsWith('4') && !/fail|失败|退信/i.test(subject) : delayedWords.test(subject)
  const known = new Set(ignored.map((address) => address.toLowerCase()))
  const found = start.match(/[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9.-]{1,200}[A-Za-z0-9]/g) ?? []
  const recipient =
    found.map(strictAddress).find((address) => address !== null && !known.has(address.toLowerCase())) ?? null
  return [{ recipient, action: delayed ? 'delayed' : 'failed', status, originalMessageId }]
}
