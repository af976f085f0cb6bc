// What holds for every answer of the console: headers that let nothing inline, foreign or framed run, nothing kept by a browser
// or proxy, and no form sent from another site.

import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import type { ConsoleEnv } from './env.ts'

export interface Place {
  /** where browsers find the console; behind a proxy another address than the one that is listened on */
  staffUrl?: string | undefined
}

/** A mail or a letter as HTML, an attachment, for a frame of ours: whatever its writer put into it neither runs nor reaches out. */
const framed = /^\/(?:(?:mails|letters)\/[^/]+\/html|mails\/[^/]+\/attachments\/\d+\/look)$/
const framedPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

export function security({ staffUrl }: Place): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>()
  const isHttps = staffUrl?.startsWith('https:') === true
  app.use(async (c, next) => {
    // personal data is on these pages
    c.header('Cache-Control', 'no-store')
    await next()
    if (!framed.test(c.req.path)) return
    c.header('Content-Security-Policy', framedPolicy)
    c.header('X-Frame-Options', 'SAMEORIGIN')
  })
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      strictTransportSecurity: isHttps ? 'max-age=31536000' : false,
    }),
  )
  const ownOrigin = staffUrl === undefined ? undefined : new URL(staffUrl).origin
  app.use(csrf({ origin: (origin, c) => origin === (ownOrigin ?? new URL(c.req.url).origin) }))
  return app
}
