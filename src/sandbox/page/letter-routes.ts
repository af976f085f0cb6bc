// A letter's bodies, source and attachments, each with a policy of its own: the letter's styles may be inline, nothing may
// run, nothing is fetched from elsewhere. A ZIP can be looked into without unpacking it.

import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Letter, LetterAttachment } from '../letter.ts'
import type { MailServer } from '../mail-server.ts'

const foreignPolicy =
  "default-src 'none'; style-src 'unsafe-inline' 'self'; img-src 'self' data:; frame-ancestors 'self'; form-action 'none'; sandbox allow-same-origin allow-popups allow-downloads"

export function letterRoutes(mailServer: MailServer): Hono {
  const routes = new Hono()
  const find = (id: string): Letter | undefined => mailServer.lettersTo().find((letter) => letter.id === id)
  routes.use('*', async (c, next) => {
    await next()
    c.header('Content-Security-Policy', foreignPolicy)
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Referrer-Policy', 'no-referrer')
    c.header('Cache-Control', 'no-store')
  })

  routes.get('/:id/html', (c) => {
    const letter = find(c.req.param('id'))
    return letter?.html ? c.html(withLinksInNewTabs(letter.html)) : c.notFound()
  })
  routes.get('/:id/text', async (c) => {
    const letter = find(c.req.param('id'))
    return letter ? c.html(await plainPage(letter.text, 'text')) : c.notFound()
  })
  routes.get('/:id/source', async (c) => {
    const letter = find(c.req.param('id'))
    return letter ? c.html(await plainPage(cut(letter.raw.toString('utf8')), 'source')) : c.notFound()
  })

  routes.get('/:id/attachments/:index/download', (c) => {
    const attachment = find(c.req.param('id'))?.attachments[Number(c.req.param('index'))]
    if (!attachment) return c.notFound()
    c.header('Content-Type', 'application/octet-stream')
    c.header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`)
    return c.body(new Uint8Array(attachment.content))
  })

  routes.get('/:id/attachments/:index/files/:path{.*}', async (c) => {
    const attachment = find(c.req.param('id'))?.attachments[Number(c.req.param('index'))]
    if (!attachment) return c.notFound()
    const wanted = c.req.param('path')
    const found = await fileInZip(attachment, wanted)
    if (found === 'unreadable') return c.text('This archive cannot be opened here: download it.', 415)
    if (found.file) {
      c.header('Content-Type', contentType(found.name))
      return c.body(new Uint8Array(found.file))
    }
    if (wanted) return c.notFound()
    const page = found.names.find((name) => /(^|\/)index\.html$/.test(name))
    return page ? c.redirect(page.split('/').map(encodeURIComponent).join('/')) : c.html(await listing(found.names))
  })
  return routes
}

async function fileInZip(attachment: LetterAttachment, wanted: string) {
  try {
    const reader = new ZipReader(new BlobReader(new Blob([new Uint8Array(attachment.content)])), {
      useWebWorkers: false,
    })
    const entries = await reader.getEntries()
    const entry = entries.find((candidate) => candidate.filename === wanted)
    const file = entry && !entry.directory ? await entry.getData(new Uint8ArrayWriter()) : null
    await reader.close()
    return { names: entries.map((candidate) => candidate.filename), name: wanted, file }
  } catch {
    return 'unreadable' as const
  }
}

function contentType(name: string): string {
  const types: Record<string, string> = {
    html: 'text/html',
    css: 'text/css',
    json: 'application/json',
    csv: 'text/plain',
    txt: 'text/plain',
    md: 'text/plain',
    svg: 'image/svg+xml',
    png: 'image/png',
  }
  return `${types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'}; charset=utf-8`
}

function listing(names: string[]) {
  return html`<!doctype html><meta charset="utf-8"><title>ZIP</title><ul>${names.map((name) => html`<li><a href="${name.split('/').map(encodeURIComponent).join('/')}">${name}</a></li>`)}</ul>`
}

function plainPage(text: string, kind: 'text' | 'source') {
  const font =
    kind === 'source'
      ? '12px/1.55 ui-monospace, Consolas, monospace'
      : '14px/1.65 ui-monospace, Consolas, "Noto Sans Mono CJK SC", monospace'
  return html`<!doctype html><meta charset="utf-8"><style>body{margin:0;padding:20px;color:#1c2430;background:#fff;overflow-x:auto}pre{margin:0;font:${font};white-space:pre-wrap;overflow-wrap:anywhere}</style><pre>${text}</pre>`
}

function withLinksInNewTabs(source: string): string {
  return source.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`)
}

/** The source of a letter with a large attachment is long; its beginning says what there is to see. */
function cut(text: string): string {
  return text.length > 60_000 ? `${text.slice(0, 60_000)}\n…` : text
}
