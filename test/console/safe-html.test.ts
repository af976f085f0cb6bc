import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeHtml } from '../../src/console/mails/safe-html.ts'
import { readHtml } from '../../src/mail/html-content.ts'

const mails = join(import.meta.dirname, '../mails')

const made = (html: string) => safeHtml(html, { picture: 'picture', quoted: 'Quoted' })

test.for([
  [
    '<a href="https://evil.example/?a=1&b=<2>">my bank</a>',
    '<span class="link">my bank</span> <span class="to">https://evil.example/?a=1&amp;b=&lt;2&gt;</span>',
  ],
  ['<a href="https://x.example">https://x.example</a>', '<span class="link">https://x.example</span>'],
  ['<a href=" java&#10;script:alert(1)">this</a>', '<span class="link">this</span>'],
  ['<a name="top">here</a>', '<span class="link">here</span>'],
  ['<img src="https://t.example/p.gif" width=1 height=1>', ''],
  ['<img src="https://t.example/l.png" alt="<b>Logo">', '<span>[picture: &lt;b&gt;Logo]</span>'],
  [
    '<blockquote dir=rtl>old<blockquote>older</blockquote></blockquote>',
    '<details><summary>Quoted</summary><blockquote>old<details><summary>Quoted</summary><blockquote>older</blockquote></details></blockquote></details>',
  ],
  ['<style>.x{display:none}</style><p class=x>unseen</p><p style="display:none">unseen</p>seen', 'seen'],
  [
    '<p>one<img hidden src=x></p><font style="display:none">unseen<b>too</b></font><p>two</p><span data-gone>three</span>',
    '<p>one</p><p>two</p><span>three</span>',
  ],
  [
    '<td colspan=2 background="https://e.example" style="background:url(https://e.example)">cell',
    '<td colspan="2">cell</td>',
  ],
] as const)('%s', ([html, shown]) => expect(made(html)).toBe(shown))

const allowed =
  /^<\/?(p|br|hr|div|span|h[1-6]|pre|code|blockquote|b|strong|i|em|u|s|del|ins|sub|sup|small|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption|details|summary)( (class="(link|to)"|dir="[^"<>]*"|(col|row)span="[^"<>]*"))*( \/)?>$/

test('whatever a mail is made of, what is left are the few elements that may stay, bare of all that is the mail’s', () => {
  const piece = fc.constantFrom(
    ...[
      '<a href="',
      'https://e.example',
      '">',
      "'",
      '<',
      '>',
      '</a>',
      '<img src=x onerror=',
      'alert(1)',
      '<svg',
      '<math>',
      '</svg>',
      '<style>',
      '</style>',
    ],
    ...[
      '<script>',
      '</script>',
      '<blockquote',
      ' dir="',
      ' data-to="',
      '</blockquote>',
      '<noscript>',
      '<p title="',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '\u0000',
      ' style="display:none"',
      '<p',
      '<font',
      ' data-gone',
    ],
    ...[
      '<table>',
      '<mglyph>',
      '<iframe srcdoc="',
      '<template>',
      '<plaintext>',
      '<xmp>',
      '&lt;',
      '&quot;',
      '<details ontoggle=',
      '/',
      '=',
      ' ',
      '\n',
      'x',
    ],
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const tags = made(pieces.join('')).match(/<[^>]*>?/g) ?? []
      expect(tags.filter((tag) => !allowed.test(tag))).toEqual([])
    }),
    { numRuns: 3000 },
  )
})

test('the HTML mails of the collection keep their words and nothing else of theirs', () => {
  for (const file of globSync(join(mails, '*.eml'))) {
    const html = readHtml(readFileSync(file))
    if (html === null) continue
    const shown = made(html)
    expect(
      (shown.match(/<[^>]*>?/g) ?? []).filter((tag) => !allowed.test(tag)),
      file,
    ).toEqual([])
    // one hides its words below more elements than anybody nests
    if (!file.endsWith('html-nested-5000-deep.eml')) expect(shown.replace(/<[^>]*>/g, '').trim(), file).not.toBe('')
  }
})

test('of a mail that is made to take long only its beginning is worked on', () => {
  for (const piece of [
    '<div>',
    '<blockquote>',
    '<a href=https://x.example>',
    '<p>x</p><a href=https://x.example>y</a>',
  ])
    expect(made(piece.repeat(200_000)).length).toBeLessThan(3_000_000)
})
