// The console's own files and htmx, served from this process alone. Each address carries a hash of the content, so browsers keep
// a file until it changes. Every style sheet and script in assets/ is part of every page.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { html } from 'hono/html'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const folder = join(import.meta.dirname, 'assets')

interface Asset {
  type: string
  body: string
  hash: string
}

const assets: ReadonlyMap<string, Asset> = new Map([
  ['htmx.js', asset(fileURLToPath(import.meta.resolve('htmx.org/dist/htmx.min.js')))],
  ...readdirSync(folder)
    .sort()
    .map((name): [string, Asset] => [name, asset(join(folder, name))]),
])

function asset(file: string): Asset {
  const body = readFileSync(file, 'utf8')
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12)
  return { type: types[extname(file)] ?? 'application/octet-stream', body, hash }
}

function assetUrl(name: string): string {
  return `/assets/${name}?v=${assets.get(name)?.hash ?? ''}`
}

/** What belongs into every page's head. */
export function headAssets() {
  const names = [...assets.keys()]
  return html`<link rel="icon" href="${assetUrl('icon.svg')}">
${names.filter((name) => name.endsWith('.css')).map((name) => html`<link rel="stylesheet" href="${assetUrl(name)}">`)}
${names.filter((name) => name.endsWith('.js')).map((name) => html`<script src="${assetUrl(name)}" defer></script>`)}`
}

export function assetRoutes(): Hono {
  return new Hono().get('/assets/:name', (c) => {
    const found = assets.get(c.req.param('name'))
    if (found === undefined) return c.notFound()
    const isCurrent = c.req.query('v') === found.hash
    c.header('Content-Type', found.type)
    c.header('Cache-Control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache')
    return c.body(found.body)
  })
}
