// The bare loop, the measured process: the least that any mail robot does on the same libraries. Fetch, parse, one committed
// row, one answer over a pool of connections, flags in batches at the end of each hundred. No thought, no safety.
// Started by bare-loop.ts, throughput.ts and memory.ts: loop.ts IMAP_PORT USER PASSWORD SMTP_PORT DATABASE_FILE
import { createClient } from '@libsql/client'
import { ImapFlow } from 'imapflow'
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { answerHtml, answerText } from './answer.ts'

const [imapPort, user = '', pass = '', smtpPort, file = ''] = process.argv.slice(2)
const batch = 100

const database = createClient({ url: `file:${file}` })
for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) await database.execute(`PRAGMA ${pragma}`)
await database.execute(
  'create table if not exists mails (uid integer primary key, message_id text, sender text, subject text, body text, at text)',
)
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
})
await imap.connect()
await imap.mailboxOpen('INBOX')

const uids = (await imap.search({ seen: false }, { uid: true })) || []
for (let start = 0; start < uids.length; start += batch) {
  const some = uids.slice(start, start + batch)
  const answers: Promise<unknown>[] = []
  for await (const mail of imap.fetch(some.join(','), { uid: true, source: true }, { uid: true })) {
    if (mail.source) answers.push(handle(mail.uid, mail.source))
  }
  await Promise.all(answers)
  await imap.messageFlagsAdd(some.join(','), ['\\Seen'], { uid: true })
}
await imap.logout()
smtp.close()
database.close()
process.stdout.write(`${JSON.stringify({ mails: uids.length })}\n`)

async function handle(uid: number, source: Buffer): Promise<void> {
  const parsed = await simpleParser(source, { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true })
  const from = parsed.from?.value[0]?.address ?? ''
  await database.execute({
    sql: 'insert or ignore into mails values (?, ?, ?, ?, ?, ?)',
    args: [uid, parsed.messageId ?? '', from, parsed.subject ?? '', parsed.text ?? '', new Date().toISOString()],
  })
  await smtp.sendMail({
    from: 'Privacy <privacy@desk.example>',
    to: from,
    subject: `Re: ${parsed.subject ?? ''}`,
    inReplyTo: parsed.messageId,
    text: answerText,
    html: answerHtml,
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
}
