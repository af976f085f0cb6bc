// A raw mail from the few things a test wants to say.

export interface RawMail {
  from: string
  subject?: string
  text?: string
  to?: string
  messageId?: string
  inReplyTo?: string
  references?: string
  /** further headers, put on top in this order */
  headers?: [name: string, value: string][]
  html?: string
  date?: Date
}

let number = 0

export function rawMail(mail: RawMail): string {
  number++
  const encoded = (text: string) =>
    /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
  const lines = [
    ...(mail.headers ?? []).map(([name, value]) => `${name}: ${value}`),
    `From: ${mail.from}`,
    `To: ${mail.to ?? 'privacy@desk.example'}`,
    `Subject: ${encoded(mail.subject ?? '')}`,
    `Date: ${(mail.date ?? new Date()).toUTCString()}`,
    `Message-ID: <${mail.messageId ?? `test-${process.pid}-${number}@mail.example`}>`,
    ...(mail.inReplyTo === undefined ? [] : [`In-Reply-To: ${mail.inReplyTo}`]),
    ...(mail.references === undefined ? [] : [`References: ${mail.references}`]),
    'MIME-Version: 1.0',
    `Content-Type: text/${mail.html === undefined ? 'plain' : 'html'}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(mail.html ?? mail.text ?? '')
      .toString('base64')
      .replace(/.{76}/g, '$&\r\n'),
    '',
  ]
  return lines.join('\r\n')
}

/** A reply as a mail program makes it: headers of the thread, the answered letter quoted below. */
export async function replyTo(
  letter: {
    parse(): Promise<{
      messageId?: string | undefined
      subject?: string | undefined
      text?: string | undefined
      replyTo?: { text: string } | undefined
    }>
  },
  mail: Pick<RawMail, 'from' | 'text'> & Partial<RawMail>,
): Promise<RawMail> {
  const parsed = await letter.parse()
  const to = /[^\s<>"]+@[^\s<>"]+/.exec(parsed.replyTo?.text ?? '')?.[0]
  const quoted = (parsed.text ?? '').split('\n').map((line) => `> ${line}`)
  return {
    subject: `Re: ${parsed.subject ?? ''}`,
    ...(to === undefined ? {} : { to }),
    ...(parsed.messageId === undefined ? {} : { inReplyTo: parsed.messageId, references: parsed.messageId }),
    ...mail,
    text: `${mail.text ?? ''}\n\n${quoted.join('\n')}\n`,
  }
}
