// Stands in for the desk in the page's tests: puts into a real desk database what the desk would have written about a mail.

import { createTransport } from 'nodemailer'
import { type Db, transact } from '../../../src/db/client.ts'
import { appendTrail, type NewEvent } from '../../../src/requests/trail.ts'
import type { MailServer } from '../../../src/sandbox/mail-server.ts'

const confirm = (secret: string) =>
  `小明，您好：\n\n我们收到了您的请求，将为您：\n\n  · 导出我们保存的您的全部个人信息\n\n确认码：${secret}\n请直接回复本邮件并保留确认码。\n\n———\n\nHello,\n\nwe received your request and will export all personal data that we hold about you.\nCode: ${secret}\n`

export interface FakeDesk {
  /** takes in the newest mail of the box as a request for access that waits for its code */
  challenge(): Promise<void>
  /** takes in the newest mail as the answer with the right code, and fulfils */
  fulfil(attachment: Buffer): Promise<void>
}

export async function startFakeDesk(db: Db, server: MailServer): Promise<FakeDesk> {
  const now = new Date()
  await db.mailbox.create({ data: { id: 'box', name: 'fake', startAt: now } })
  let uid = 0

  async function takeIn(decisions: object, requestId: string) {
    const raw = server.mailsInBox().at(-1)?.toString() ?? ''
    const messageId = /^Message-ID:\s*<(.*)>/im.exec(raw)?.[1] ?? ''
    uid++
    const facts = {
      uidValidity: '1',
      uid,
      arrivedAt: new Date(),
      storedAt: new Date(),
      bytes: raw.length,
      sourceSha256: '',
    }
    await db.mail.create({
      data: {
        id: `mail-${uid}`,
        mailboxId: 'box',
        ...facts,
        state: 'handled',
        kind: 'human',
        messageId,
        decisions,
        requestId,
      },
    })
    return messageId
  }

  async function send(template: string, inReplyTo: string, text: string, secret: string | null, attachment?: Buffer) {
    const messageId = `${template}-${uid}@desk.example`
    const subject =
      template === 'result' ? '查阅结果 / Your data [HB-7K3M2Q]' : '请确认您的查阅请求 / Please confirm [HB-7K3M2Q]'
    const body = (value: string) => text.replaceAll('{{secret}}', value)
    const html = `<body style="font-family:sans-serif;margin:0;padding:24px;background:#fff"><h2 style="color:#0f6b5c">${subject}</h2><p style="white-space:pre-line">${body(secret ?? '')}</p></body>`
    await db.outboxLetter.create({
      data: {
        id: `letter-${messageId}`,
        requestId: 'request-1',
        template,
        recipient: 'xiaoming@example.com',
        subject,
        text,
        html: '',
        messageId,
        inReplyTo,
        state: 'sent',
        attempts: 1,
        createdAt: new Date(),
        sentAt: new Date(),
        attachmentName: attachment ? 'habeas-HB-7K3M2Q.zip' : null,
      },
    })
    await createTransport({ ...server.smtp, ignoreTLS: true }).sendMail({
      envelope: { from: '', to: 'xiaoming@example.com' },
      from: { name: 'Privacy desk', address: server.privacyAddress },
      to: 'xiaoming@example.com',
      replyTo: 'privacy+HB-7K3M2Q@desk.example',
      inReplyTo: `<${inReplyTo}>`,
      references: [`<${inReplyTo}>`],
      messageId: `<${messageId}>`,
      subject,
      text: body(secret ?? ''),
      html,
      ...(attachment ? { attachments: [{ filename: 'habeas-HB-7K3M2Q.zip', content: attachment }] } : {}),
    })
  }

  const triage = { kind: 'human', replyAllowed: true, reasons: ['has_text', 'no_automatic_marks'] }
  const event = (type: string, reason: string | null = null) => ({
    requestId: 'request-1',
    at: new Date(),
    actor: 'desk',
    type,
    reason,
  })
  const note = async (...events: NewEvent[]) => await transact(db, async (tx) => await appendTrail(tx, events))
  return {
    challenge: async () => {
      await db.privacyRequest.create({
        data: {
          id: 'request-1',
          reference: 'HB-7K3M2Q',
          state: 'awaiting_verification',
          topic: 'request',
          language: 'zh',
          requester: 'xiaoming@example.com',
          receivedAt: new Date(),
          dueAt: new Date(Date.now() + 21 * 86_400_000),
          acts: {
            create: [{ id: 'act-1', position: 0, kind: 'access', state: 'pending', details: { kind: 'access' } }],
          },
        },
      })
      await note(event('received'), event('classified', 'act'), event('challenged', 'sender_not_authenticated'))
      const classification = {
        language: 'zh',
        topic: 'request',
        intents: ['access'],
        scope: 'account',
        part: null,
        purposes: [],
        corrections: [],
        confidence: 0.93,
        decision: 'act',
        reasons: ['“查阅并复制”指查阅权', '没有否定词', '引文不计'],
      }
      const verification = { outcome: 'challenge', reason: 'sender_not_authenticated', reasons: ['查阅须以确认码核实'] }
      const messageId = await takeIn({ triage, classification, verification }, 'request-1')
      await send('confirm', messageId, confirm('{{secret}}'), '7KQM-2XHD-9TFW')
    },
    fulfil: async (attachment) => {
      const verification = { outcome: 'verified', by: 'challenge', reasons: ['确认码正确，来自登记的地址'] }
      const messageId = await takeIn({ triage, verification }, 'request-1')
      await db.act.update({
        where: { id: 'act-1' },
        data: {
          state: 'done',
          result: {
            kind: 'access',
            outcome: 'done',
            export: { file: 'x.zip', name: 'habeas-HB-7K3M2Q.zip', bytes: attachment.length, sha256: '' },
            tables: [
              { label: { zh: '账号', en: 'Account' }, rows: 1 },
              { label: { zh: '访问日志', en: 'Access logs' }, rows: 30 },
            ],
          },
        },
      })
      await db.privacyRequest.update({
        where: { id: 'request-1' },
        data: {
          state: 'fulfilled',
          settledAt: new Date(),
          verifiedBy: 'challenge',
        },
      })
      await note(event('verified', 'challenge'), event('fulfilled'))
      await send('result', messageId, '附件是您的个人信息。\n\nYour personal data is attached.', null, attachment)
    },
  }
}
