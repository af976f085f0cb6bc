// Mails that machines write in the sandbox: the holiday notice of an address that answers everything, and the bounce of a
// mailbox that is full (RFC 3464). Both go to the privacy mailbox, where triage has to know them.

import type { Letter } from './letter.ts'

/** An automatic answer as a careless responder sends it, even to letters that say they are automatic (RFC 3834 §2). */
export function holidayNotice(letter: Letter, id: string, now: Date): string {
  return [
    `From: <${letter.envelopeTo}>`,
    `To: <${letter.replyTo ?? letter.from}>`,
    `Subject: =?utf-8?B?${base64(`自动回复 / Out of office: ${letter.subject}`.slice(0, 60))}?=`,
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@outside.example>`,
    ...(letter.messageId ? [`In-Reply-To: <${letter.messageId}>`] : []),
    'Auto-Submitted: auto-replied',
    'X-Autoreply: yes',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64('我正在休假，回来后回复。\r\nI am away and will answer when I am back.\r\n'),
    '',
  ].join('\r\n')
}

/** A delivery status notification for a letter accepted and then not delivered (RFC 3464 §2). */
export function bounceOf(
  letter: Pick<Letter, 'envelopeTo' | 'messageId' | 'subject'>,
  to: string,
  id: string,
  now: Date,
): string {
  const boundary = `bounce-${id}`
  return [
    'From: Mail Delivery System <mailer-daemon@outside.example>',
    `To: <${to}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@outside.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `Your message to <${letter.envelopeTo}> could not be delivered: the mailbox is full.`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.outside.example',
    '',
    `Final-Recipient: rfc822; ${letter.envelopeTo}`,
    'Action: failed',
    'Status: 5.2.2',
    'Diagnostic-Code: smtp; 552 5.2.2 mailbox full',
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    ...(letter.messageId ? [`Message-ID: <${letter.messageId}>`] : []),
    `To: <${letter.envelopeTo}>`,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
