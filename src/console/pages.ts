// The pages on which staff work, in one place for whoever mounts them behind the sign-in. What goes wrong on a page is said on a page,
// with words and without particulars; the log has the rest.

import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { DeskError } from '../errors.ts'
import type { StaffConsoleParts } from './console.ts'
import type { ConsoleEnv } from './env.ts'
import { layout } from './layout.ts'
import { lookRoutes } from './mails/attachment-look.ts'
import { htmlRoutes } from './mails/html-routes.ts'
import { mailRoutes } from './mails/mail-routes.ts'
import { overviewRoutes } from './overview/overview-routes.ts'
import { queueRoutes } from './queue/queue-routes.ts'
import { speakerOf } from './reader.ts'
import { requestRoutes } from './request/request-routes.ts'
import { trailRoutes } from './trail/trail-routes.ts'

export function workPages(parts: StaffConsoleParts): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>()
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    const known = error instanceof DeskError ? error : new DeskError('internal', { retry: true, cause: error })
    if (known.code === 'request_unknown') return notFound(c)
    parts.desk.log.error({ err: known, code: known.code }, 'page not served')
    return trouble(c, known)
  })
  app.route('/', queueRoutes(parts.desk))
  app.route('/', requestRoutes(parts))
  app.route('/', htmlRoutes(parts))
  app.route('/', lookRoutes(parts))
  app.route('/', mailRoutes(parts))
  app.route('/', overviewRoutes(parts))
  app.route('/', trailRoutes(parts))
  return app
}

async function notFound(c: Context<ConsoleEnv>): Promise<Response> {
  const say = speakerOf(c)
  const title = say('没有这一页', 'There is no such page')
  const body = html`<section class="card narrow"><h1>${title}</h1>
<p>${say('编号可能写错了，或者这一项已被删除。', 'The reference may be mistyped, or what it named has been removed.')}</p>
<p><a class="button" href="/">${say('返回待办', 'To the queue')}</a></p></section>`
  return await c.html(layout(c, { title, body }), 404)
}

async function trouble(c: Context<ConsoleEnv>, { code }: DeskError): Promise<Response> {
  const say = speakerOf(c)
  const title = say('这一页现在打不开', 'This page cannot be shown now')
  const body = html`<section class="card narrow"><h1>${title}</h1>
<p>${say('什么都没有改动。请稍后再试；若一直如此，请联系运维人员并告知以下代码。', 'Nothing was changed. Try again in a moment; if it stays so, tell whoever runs the desk this code.')}</p>
<p><code>${code}</code></p><p><a class="button" href="/">${say('返回待办', 'To the queue')}</a></p></section>`
  return await c.html(layout(c, { title, body }), 503)
}
