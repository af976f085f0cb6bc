// The bare watcher, the measured process of latency.ts: IDLE, and each new mail fetched, parsed and answered at once.
// idle.ts IMAP_PORT USER PASSWORD SMTP_PORT
import { ImapFlow } from 'imapflow'
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { answerHtml, answerText } from './answer.ts'

const [imapPort, user = '', pass = '', smtpPort] = process.argv.slice(2)
const smtp = createTransport({
  host: '127.0.0.1',
  port: Number(smtpPort),
  pool: true,
  maxConnections: 4,
  ignoreTLS: true,
})
const imap = new ImapFlow({
  host: '127.0.0.1',
  port: Number(imapPort),
  secure: false,
  auth: { user, pass },
  logger: false,
  disableAutoIdle: true,
})
let last = 0
let stopping = false
process.once('SIGTERM', () => {
  stopping = true
  imap.close()
})
imap.on('error', () => undefined)
let wake: () => void = () => undefined
imap.on('exists', () => wake())
imap.on('close', () => wake())
await imap.connect()
await imap.mailboxOpen('INBOX')
while (!stopping) {
  const news = new Promise<void>((resolve) => {
    wake = resolve
  })
  await answerNew()
  void imap.idle().catch(() => undefined)
  await news
}
smtp.close()

async function answerNew(): Promise<void> {
  const found: Buffer[] = []
  for await (const mail of imap.fetch(`${last + 1}:*`, { uid: true, source: true }, { uid: true })) {
    if (mail.uid <= last || !mail.source) continue
    last = mail.uid
    found.push(mail.source)
  }
  for (const source of found) {
    const parsed = await simpleParser(source, { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true })
    await smtp.sendMail({
      from: 'Privacy <privacy@desk.example>',
      to: parsed.from?.value[0]?.address ?? '',
      subject: `Re: ${parsed.subject ?? ''}`,
      text: answerText,
      html: answerHtml,
    })
  }
}
