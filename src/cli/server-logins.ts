// Signs in at the mailbox and the SMTP server before any mail is touched, so that a wrong password or host is said at once and not
// by a letter that never leaves.

import { accessSync, constants } from 'node:fs'
import type { Settings } from '../config.ts'
import { openMailbox } from '../desk/intake/mailbox.ts'
import { openTransport } from '../desk/outbox/transport.ts'
import { DeskError } from '../errors.ts'

/** Throws `config_invalid` naming each certificate authority's file that cannot be read. */
export function checkAuthorities({ imap, smtp }: Partial<Pick<Settings, 'imap' | 'smtp'>>): void {
  const wrong = [...unreadable('imap.tls.ca', imap?.tls.ca), ...unreadable('smtp.tls.ca', smtp?.tls.ca)]
  if (wrong.length === 0) return
  throw new DeskError('config_invalid', { retry: false, message: wrong.join('\n') })
}

function unreadable(setting: string, file: string | undefined): string[] {
  if (file === undefined) return []
  try {
    accessSync(file, constants.R_OK)
    return []
  } catch {
    return [
      `${setting}: the file ${file} cannot be read; name the authority's certificate (PEM), or leave the setting out`,
    ]
  }
}

/** What stands in the way of either server; null where both let us in. One error, its message a line for each. */
export async function serverTrouble({ imap, smtp }: Settings): Promise<DeskError | null> {
  const troubles = (await Promise.all([trouble(() => mailbox(imap)), trouble(() => outgoing(smtp))])).flatMap(
    (error) => error ?? [],
  )
  // a refused login helps nobody by trying on
  const worst = troubles.find((error) => isRefused(error)) ?? troubles[0]
  if (worst === undefined) return null
  const message = troubles.map((error) => error.message).join('\n')
  return new DeskError(worst.code, { retry: worst.retry, cause: worst, message })
}

export function isRefused({ code }: DeskError): boolean {
  return code === 'imap_login_refused' || code === 'smtp_login_refused'
}

async function mailbox(imap: Settings['imap']): Promise<void> {
  await (await openMailbox(imap)).close()
}

async function outgoing(smtp: Settings['smtp']): Promise<void> {
  const transport = openTransport(smtp)
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

async function trouble(look: () => Promise<void>): Promise<DeskError | null> {
  try {
    await look()
    return null
  } catch (error) {
    if (error instanceof DeskError) return error
    throw error
  }
}
