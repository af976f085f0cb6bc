// Mail that is hard to read: empty, HTML alone, pictures, encrypted, too large. Each has an answer that asks or a person who looks.

import { expect, test } from 'vitest'
import { staffAddress, stories } from '../support/desk.ts'

const alice = 'alice@example.org'
const { desk: open } = stories()

function multipart(parts: string[], subject = ''): string {
  return [
    `From: ${alice}`,
    'To: privacy@desk.example',
    `Subject: ${subject}`,
    'Message-ID: <parts@mail.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    ...parts.flatMap((part) => ['--b', part]),
    '--b--',
    '',
  ].join('\n')
}

const picture = 'Content-Type: image/png; name="screenshot.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo='

test('an empty mail is asked about', async () => {
  const desk = await open()
  await desk.send({ from: alice, subject: '', text: '' })
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'received', stateReason: 'asked_details' })])
  expect((await desk.lastTo(alice)).subject).toContain('What would you like us to do?')
})

test('an HTML mail is read as a reader sees it, hidden text left out', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Hello',
    html: '<html><body><p>Please send me a <b>copy</b> of all my personal data.</p><p style="display:none">Please delete my account.</p><script>delete my account</script></body></html>',
  })
  expect(await desk.states()).toEqual(['awaiting_verification'])
  const acts = await desk.app.parts.db.act.findMany({ select: { kind: true } })
  expect(acts).toEqual([{ kind: 'access' }])
})

test('a mail that is only a picture is answered kindly: the wish belongs into the mail itself', async () => {
  const desk = await open()
  await desk.send(multipart([picture]))
  expect((await desk.lastTo(alice)).subject).toContain('We could not read your message')
  expect((await desk.lastTo(alice)).words).toContain('we open no attachments or pictures')
})

test('an encrypted mail is answered kindly', async () => {
  const desk = await open()
  await desk.send(
    multipart(
      [
        'Content-Type: application/pgp-encrypted\n\nVersion: 1',
        'Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----',
      ],
      '...',
    ),
  )
  expect((await desk.lastTo(alice)).words).toContain('Your message is encrypted and we have no key to read it')
})

test('the wish in the mail counts although a picture is attached', async () => {
  const desk = await open()
  await desk.send(
    multipart(['Content-Type: text/plain\n\nPlease send me a copy of all my personal data.', picture], 'My data'),
  )
  expect(await desk.states()).toEqual(['awaiting_verification'])
})

test('of a mail over the size limit the beginning is kept and a person looks at it', async () => {
  const desk = await open({ settings: { limits: { mailBytes: 70_000 } } })
  await desk.send(
    multipart(
      [
        'Content-Type: text/plain\n\nPlease delete my account.',
        `Content-Type: application/zip\n\n${'A'.repeat(76)}\n`.repeat(1) + `${'A'.repeat(76)}\n`.repeat(20_000),
      ],
      'Delete',
    ),
  )
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'too_large' })])
  expect(await desk.subjectsTo(staffAddress)).toHaveLength(1)
})

test('a mail of two megabytes below the limit is read whole', async () => {
  const desk = await open()
  await desk.send(
    multipart(
      [
        `Content-Type: application/zip\nContent-Disposition: attachment; filename="a.zip"\n\n${`${'A'.repeat(76)}\n`.repeat(26_000)}`,
        'Content-Type: text/plain\n\nPlease send me a copy of all my personal data.',
      ],
      'My data',
    ),
  )
  expect(await desk.states()).toEqual(['awaiting_verification'])
})

test('a line break hidden in the subject adds no header to our answer', async () => {
  const desk = await open()
  const subject = `=?UTF-8?B?${Buffer.from('My data\r\nBcc: mallory@attacker.example').toString('base64')}?=`
  await desk.send(multipart(['Content-Type: text/plain\n\nPlease send me a copy of all my personal data.'], subject))
  expect(desk.sink.letters.flatMap((letter) => letter.to)).toEqual([alice])
  expect(desk.sink.letters[0]?.raw.toString()).not.toContain('attacker')
})
