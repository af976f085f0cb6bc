// HTML mail as its reader sees it.

import { describe, expect, test } from 'vitest'
import { htmlToText } from '../../src/mail/html-text.ts'

const text = (html: string): string => htmlToText(html, 100_000).text

describe('HTML to text', () => {
  test('blocks, breaks, lists and tables keep their lines', () => {
    expect(text('<div>a</div><div>b<br>c</div><ul><li>d</li><li>e</li></ul>')).toBe('a\nb\nc\n- d\n- e')
    expect(text('<table><tr><td>a</td><td>1</td></tr><tr><td>b</td></tr></table>')).toBe('a 1\nb')
  })
  test('quoted blocks become quote lines, level by level', () => {
    expect(text('new<blockquote>old<blockquote>older</blockquote></blockquote>')).toBe('new\n> old\n> > older')
  })
  test('scripts, styles, comments, titles, pictures and link targets are dropped', () => {
    expect(
      text(
        '<title>t</title><style>x{}</style><script>y</script><!-- z --><a href="http://e.example/?id=1">link</a><img alt="pixel" src="http://e.example">',
      ),
    ).toBe('link')
    expect(text('<!--[if mso]><p>outlook</p><![endif]-->seen')).toBe('seen')
  })
  const hidden = [
    '<p style="display:none">x</p>',
    '<p style=" DISPLAY : None ; ">x</p>',
    '<div style="visibility:hidden">x</div>',
    '<span style="font-size:0">x</span>',
    '<span style="font-size:0px;color:red">x</span>',
    '<div style="max-height:0px;overflow:hidden">x</div>',
    '<div style="opacity:0">x</div>',
    '<div style="mso-hide:all">x</div>',
    '<p hidden>x</p>',
    '<div style="position:absolute;left:-9999px">x</div>',
    '<p style="color:#FFF;background:#ffffff">x</p>',
    '<style>.h{display:none}</style><p class="a h">x</p>',
    '<style>#i, p.j { display:none }</style><p id="i">x</p><p class="j">x</p>',
    '<template>x</template>',
    '<noscript>x</noscript>',
  ]
  for (const html of hidden) test(`hidden: ${html}`, () => expect(text(`${html}<p>seen</p>`)).toBe('seen'))
  const shown = [
    '<p style="opacity:0.9">x</p>',
    '<p style="font-size:10px">x</p>',
    '<p style="color:white;background:black">x</p>',
    '<style>@media print{.m{display:none}}</style><p class="m">x</p>',
    '<p style="max-height:100px">x</p>',
    '<p style="border-left:-1px">x</p>',
    '<p style="font-size:0.9em">x</p>',
  ]
  for (const html of shown) test(`shown: ${html}`, () => expect(text(html)).toBe('x'))
  test('entities and non-breaking blanks are characters, invisible characters are gone', () => {
    expect(text('&#35831;&nbsp;a&amp;b&zwnj;&#8203;c')).toBe('请 a&b\u200cc')
  })
  test('a tag that is never closed does not eat the text', () => {
    expect(text('<p>a<b>b<i>c')).toBe('abc')
    expect(text('a < b and c > d')).toContain('a')
  })
})
