// What the thread adds to the transport: it may die, and letters on their way then fail as with a lost connection.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { expect, test } from 'vitest'
import { openSendingThread } from '../../../src/desk/outbox/sending-thread.ts'
import type { WireLetter } from '../../../src/desk/outbox/transport.ts'
import { startSmtpSink } from '../../support/smtp-sink.ts'

const letter: WireLetter = {
  from: { name: 'Desk', address: 'privacy@desk.example' },
  envelopeFrom: '',
  to: 'a@example.org',
  replyTo: 'privacy@desk.example',
  subject: 'x',
  messageId: '<a@desk.example>',
  autoSubmitted: 'auto-replied',
  text: 'x',
  html: '<p>x</p>',
}

test('a thread that dies fails its letters for now, and the next letter starts another', async () => {
  const sink = await startSmtpSink()
  const ca = join(mkdtempSync(join(tmpdir(), 'habeas-thread-')), 'ca.pem')
  const thread = openSendingThread({
    host: sink.host,
    port: sink.port,
    secure: false,
    connections: 1,
    tls: { rejectUnauthorized: true, ca },
  })
  try {
    // without the file the thread ends as it begins
    const both = await Promise.allSettled([thread.send(letter), thread.send(letter)])
    for (const each of both) expect(each).toMatchObject({ reason: { code: 'smtp_unavailable', retry: true } })
    writeFileSync(ca, rootCertificates[0] ?? '')
    await thread.send(letter)
    expect(sink.letters.length).toBe(1)
  } finally {
    thread.close()
    await sink.stop()
  }
})
