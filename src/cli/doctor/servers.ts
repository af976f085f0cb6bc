// The doctor on the network: the mailbox, its folders, the SMTP server, whether their certificates are checked, and the desk's own
// port. Looks and signs in; reads and sends nothing.

import { createServer } from 'node:net'
import type { Settings } from '../../config.ts'
import { openMailbox } from '../../desk/intake/mailbox.ts'
import { openTransport } from '../../desk/outbox/transport.ts'
import { spansUrl } from '../../lib/trace.ts'
import { checkAuthorities } from '../server-logins.ts'
import { type Check, type Finding, isThisMachine, ok, problem, warning } from './finding.ts'

export function serverChecks(settings: Settings): Check[] {
  const { imap, smtp } = settings
  return [
    { name: 'mailbox', look: () => mailbox(imap) },
    { name: 'mailbox TLS', look: () => encryption('imap', imap) },
    { name: 'SMTP', look: () => outgoing(smtp) },
    { name: 'SMTP TLS', look: () => encryption('smtp', smtp) },
    { name: 'port', look: () => ownPort(settings.console.listen) },
    ...(settings.tracing.endpoint === undefined ? [] : [collectorCheck(settings.tracing.endpoint)]),
  ]
}

async function mailbox(imap: Settings['imap']): Promise<Finding[]> {
  checkAuthorities({ imap })
  // without moveTo, which connecting would make
  const { moveTo, ...looking } = imap
  await (await openMailbox(looking)).close()
  const at = `${imap.host}:${imap.port}`
  if (moveTo === undefined) return [ok(`signed in at ${at}, folder ${imap.folder} can be read`)]
  try {
    await (await openMailbox({ ...looking, folder: moveTo })).close()
    return [ok(`signed in at ${at}, folders ${imap.folder} and ${moveTo} can be used`)]
  } catch {
    return [
      warning(
        `signed in at ${at}; the folder ${moveTo} of imap.moveTo cannot be opened: the first start makes it where the server lets it, else make it by hand`,
      ),
    ]
  }
}

async function outgoing(smtp: Settings['smtp']): Promise<Finding[]> {
  checkAuthorities({ smtp })
  const transport = openTransport(smtp)
  try {
    await transport.verify()
    const login = smtp.user === undefined ? 'takes letters without a login' : 'signed in'
    return [ok(`${login} at ${smtp.host}:${smtp.port}`)]
  } finally {
    transport.close()
  }
}

function encryption(name: 'imap' | 'smtp', server: Settings['imap'] | Settings['smtp']): Finding[] {
  const here = isThisMachine(server.host)
  if (!server.tls.rejectUnauthorized) {
    const words = `any certificate is accepted (${name}.tls.rejectUnauthorized is false), so anybody on the way can read and alter mail: remove it, or name the authority in ${name}.tls.ca`
    return [here ? warning(words) : problem(words)]
  }
  if (server.secure) return [ok('encrypted from the first byte, certificate checked')]
  if (here) return [ok('unencrypted, on this machine')]
  return [
    warning(
      `encrypted only where the server offers STARTTLS, which somebody on the way can suppress: set ${name}.secure: true`,
    ),
  ]
}

/** Free, or held by a desk that lives. */
async function ownPort(listen: string): Promise<Finding[]> {
  const at = listen.lastIndexOf(':')
  const host = listen.slice(0, at).replace(/^\[|\]$/g, '')
  const port = Number(listen.slice(at + 1))
  const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
    const server = createServer().once('error', done)
    server.listen(port, host, () => server.close(() => done(null)))
  })
  if (error === null) return [ok(`${listen} is free for health and metrics`)]
  if (error.code === 'EADDRINUSE' && (await answersAsDesk(listen))) return [ok(`a desk listens on ${listen}`)]
  return [problem(`nothing can listen on ${listen} (${error.code}): end what has the port, or set console.listen`)]
}

async function answersAsDesk(listen: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://${listen}/healthz`, { signal: AbortSignal.timeout(2_000) })
    return (await answer.text()).trim() === 'alive'
  } catch {
    return false
  }
}

/** Posts a list of no spans, which every collector takes. */
function collectorCheck(endpoint: string): Check {
  const url = spansUrl(endpoint)
  const look = async () => {
    try {
      const { status } = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"resourceSpans":[]}',
        signal: AbortSignal.timeout(5_000),
      })
      if (status < 300) return [ok(`the collector at ${url} takes spans`)]
      return [
        warning(
          `${url} answers ${status} to spans: check tracing.endpoint, and OTEL_EXPORTER_OTLP_HEADERS where the collector wants a login (not sent by this check)`,
        ),
      ]
    } catch {
      return [
        warning(`no collector answers at ${url}: check tracing.endpoint; the desk works on, its spans are dropped`),
      ]
    }
  }
  return { name: 'traces', look }
}
