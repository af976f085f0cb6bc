// The one door to nodemailer: a pool of SMTP connections. What the server says becomes a DeskError, told apart by whose fault
// it is: the server is away, it refuses us, it refuses this letter for now, it refuses it for good (RFC 5321 §4.2.1).

import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import nodemailer from 'nodemailer'
import { DeskError } from '../../errors.ts'

export interface SmtpSettings {
  host: string
  port: number
  secure: boolean
  user?: string | undefined
  password?: string | undefined
  connections: number
  tls: { rejectUnauthorized: boolean; ca?: string | undefined }
}

/** A letter as it goes over the wire. */
export interface WireLetter {
  from: { name: string; address: string }
  /** empty: the null reverse-path (RFC 3834 §3.3) */
  envelopeFrom: string
  to: string
  replyTo: string
  subject: string
  messageId: string
  inReplyTo?: string | undefined
  references?: string | undefined
  autoSubmitted: 'auto-replied' | 'auto-generated'
  /** further header lines, by name */
  headers?: Record<string, string> | undefined
  text: string
  html: string
  attachment?: { name: string; content: Readable } | undefined
}

export interface Transport {
  /** resolves when the server has accepted the letter; throws one of the smtp errors */
  send(letter: WireLetter): Promise<void>
  /** throws where the server cannot be reached or refuses the login */
  verify(): Promise<void>
  close(): void
}

export function openTransport(settings: SmtpSettings): Transport {
  const { user, password } = settings
  const transporter = nodemailer.createTransport({
    pool: true,
    maxConnections: settings.connections,
    maxMessages: Number.POSITIVE_INFINITY,
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    tls: {
      rejectUnauthorized: settings.tls.rejectUnauthorized,
      ...(settings.tls.ca === undefined ? {} : { ca: readFileSync(settings.tls.ca) }),
    },
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 120_000,
    disableUrlAccess: true,
  })
  return {
    send: async (letter) => {
      try {
        await transporter.sendMail(wireMessage(letter))
      } catch (cause) {
        throw toDeskError(settings, cause)
      }
    },
    verify: async () => {
      try {
        await transporter.verify()
      } catch (cause) {
        throw toDeskError(settings, cause)
      }
    },
    close: () => transporter.close(),
  }
}

function wireMessage(letter: WireLetter) {
  return {
    from: letter.from,
    to: { name: '', address: letter.to },
    replyTo: { name: letter.from.name, address: letter.replyTo },
    envelope: { from: letter.envelopeFrom, to: letter.to },
    subject: letter.subject,
    messageId: letter.messageId,
    ...(letter.inReplyTo === undefined ? {} : { inReplyTo: letter.inReplyTo }),
    ...(letter.references === undefined ? {} : { references: letter.references }),
    headers: { 'Auto-Submitted': letter.autoSubmitted, 'X-Auto-Response-Suppress': 'All', ...letter.headers },
    text: letter.text,
    html: letter.html,
    // half of every letter is Chinese: base64 is smaller than quoted-printable there, and quicker to make
    textEncoding: 'base64' as const,
    attachments:
      letter.attachment === undefined ? [] : [{ filename: letter.attachment.name, content: letter.attachment.content }],
  }
}

function toDeskError(settings: SmtpSettings, cause: unknown): DeskError {
  const at = `${settings.host}:${settings.port}`
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reply = cause instanceof Error && 'responseCode' in cause ? Number(cause.responseCode) : 0
  if (code === 'EAUTH' || reply === 535 || reply === 530) {
    const message = `The SMTP server ${at} refused the login: check smtp.user and smtp.password.`
    return new DeskError('smtp_login_refused', { retry: true, cause, message })
  }
  // nodemailer writes this code over that of whatever kept the attachment from being read
  if (code === 'ESTREAM') {
    const gone = cause instanceof DeskError && !cause.retry
    const message =
      'The file attached to a letter cannot be read in the data folder: restore it, or answer the request again.'
    return new DeskError('export_failed', { retry: !gone, cause, message })
  }
  // 421 is said by a server that goes away (RFC 5321 §3.8), whatever was being sent
  if (reply === 421 || (reply === 0 && code !== 'EENVELOPE' && code !== 'EMESSAGE')) {
    const timeout = code === 'ETIMEDOUT'
    const message = `The SMTP server ${at} cannot be reached (${code || reply}): check smtp.host, smtp.port, smtp.secure and the network.`
    return new DeskError(timeout ? 'smtp_timeout' : 'smtp_unavailable', { retry: true, cause, message })
  }
  if (reply >= 400 && reply < 500) {
    const message = `The SMTP server ${at} refused a letter for now (${reply}); it will be tried again.`
    return new DeskError('smtp_refused_for_now', { retry: true, cause, message })
  }
  const message = `The SMTP server ${at} refused a letter for good (${reply || code}): look at the letter and its recipient.`
  return new DeskError('smtp_refused', { retry: false, cause, message })
}
