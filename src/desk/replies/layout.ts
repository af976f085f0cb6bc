// The frame of the HTML part: MJML compiled once at start, Liquid tags kept, then filled per letter. The one door to
// mrml, which also wants watching: it lets unknown tags pass in silence.

import { Engine } from 'mrml/nodejs/mrml_wasm.js'
import { openTemplate } from './compile-letters.ts'

const file = 'layout/letter.mjml'

interface Section {
  lang: string
  title: string
  alsoBelow: string
  divider: string
  desk: string
  html: string
  closing: string
}

/** Sections' `html` and `closing` are HTML already; all else is escaped. */
export type Frame = (facts: { first: Section; second: Section; reference: string }) => string

export function openFrame(source: string, problems: string[]): Frame {
  const frame = openTemplate(compileMjml(source, problems), file, problems)
  for (const field of ['first.html', 'second.html', 'first.closing', 'second.closing', 'reference']) {
    if (source.trim() && !frame.fields.includes(field)) problems.push(`${file}: {{ ${field} }} is missing`)
  }
  return frame.fill
}

function compileMjml(source: string, problems: string[]): string {
  if (!source.trim()) return '' // said already: it cannot be read
  const engine = new Engine()
  try {
    // without this, mrml fetches a font from Google for every family it knows by name
    engine.setRenderOptions({ disableComments: false, socialIconOrigin: null, fonts: {} })
    const result = engine.toHtml(source)
    if (result.type === 'error') {
      problems.push(`${file}: ${result.message}`)
      return ''
    }
    // a letter that fetches something tells others that it was opened
    const remote = /\bsrc=|url\(|@import|<link/i.exec(result.content)
    if (remote) problems.push(`${file}: loads something from outside (${remote[0]}); take it out`)
    for (const [tag] of result.content.matchAll(/<mj-[\w-]+/g)) problems.push(`${file}: ${tag}> is no MJML tag`)
    for (const { kind, span } of result.warnings) problems.push(`${file}: ${kind} at character ${span.start}`)
    return result.content.replace(/\s*\n\s*/g, '\n')
  } finally {
    engine.free()
  }
}
