// A mail as its writer laid it out, and a letter as it was sent, for a frame on the page: security.ts lets these addresses, and nothing
// else, stand in a frame, and lets nothing in it run, lead away or be fetched.

import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { DeskError } from '../../errors.ts'
import { readHtml } from '../../mail/html-content.ts'
import type { StaffConsoleParts } from '../console.ts'
import type { ConsoleEnv } from '../env.ts'
import type { Markup } from '../layout.ts'
import { speakerOf } from '../reader.ts'
import { withoutSecret } from '../request/thread-view.ts'
import { sourceOf } from './mail-source.ts'
import { safeHtml } from './safe-html.ts'

export function htmlRoutes({ desk }: StaffConsoleParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/mails/:id/html', async (c) => {
      const say = speakerOf(c)
      const found = readHtml(await sourceOf(desk, c.req.param('id')))
      if (found === null) throw unknown()
      const words = { picture: say('图片', 'picture'), quoted: say('引用的旧信', 'Quoted') }
      const body = safeHtml(found, words)
      const none = say('版式无法显示，请看文字。', 'The layout cannot be shown: read the text.')
      const isEmpty = body.replace(/<[^>]*>/g, '').trim() === ''
      return c.html(page(say('来信的版式', 'The mail as it was laid out'), isEmpty ? `<p>${none}</p>` : body))
    })
    .get('/letters/:id/html', async (c) => {
      const letter = await desk.db.outboxLetter.findUnique({ where: { id: c.req.param('id') }, select: { html: true } })
      if (letter === null || letter.html === '') throw unknown()
      return c.html(withoutSecret(letter.html, speakerOf(c)))
    })
}

function unknown(): DeskError {
  return new DeskError('request_unknown', { retry: false })
}

const style = `body{margin:0;padding:16px;font:15px/1.6 system-ui,-apple-system,"Segoe UI","Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#16202b;overflow-wrap:anywhere}
table{border-collapse:collapse;max-width:100%}td,th{padding:2px 8px 2px 0;vertical-align:top;text-align:left}pre{white-space:pre-wrap}
blockquote{margin:8px 0 0;padding-left:12px;border-left:2px solid #d8dee5;color:#4a5867}summary{color:#4a5867;cursor:pointer}
.link{text-decoration:underline}.to{font:12px/1.4 ui-monospace,Consolas,monospace;color:#4a5867;background:#eef1f4;border-radius:4px;padding:1px 5px}`

function page(title: string, body: string): Markup {
  return html`<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${raw(style)}</style></head><body>${raw(body)}</body></html>`
}
