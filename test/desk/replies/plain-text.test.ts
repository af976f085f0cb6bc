// The text part on its own: lines that can be read without the HTML.

import { expect, test } from 'vitest'
import { toHtml } from '../../../src/desk/replies/html.ts'
import { MarkTable } from '../../../src/desk/replies/marks.ts'
import { readMarkup } from '../../../src/desk/replies/markup.ts'
import { columns, layOut, wrap } from '../../../src/desk/replies/plain-text.ts'

function text(source: string, language: 'zh' | 'en' = 'en'): string {
  const marks = new MarkTable()
  return layOut(readMarkup(source, language, new Map(), marks).marked, marks, language)
}

function html(source: string): string {
  const marks = new MarkTable()
  return toHtml(readMarkup(source, 'zh', new Map([['p', new Map([['margin', '0']])]]), marks).marked, marks)
}

test('lists, rows, headings and boxes become lines', () => {
  expect(text('<h2>Why</h2><p>So.</p><ul><li>one</li><li>two</li></ul><ol><li>a</li><li>b</li></ol>')).toBe(
    'Why\n---\n\nSo.\n\n- one\n- two\n\n1. a\n2. b',
  )
  expect(text('<table><tr><th>A</th><td>1</td></tr>\n<tr><th>B</th><td>2</td></tr></table>', 'en')).toBe('A: 1\nB: 2')
  expect(text('<table><tr><th>甲</th><td>一</td></tr></table>', 'zh')).toBe('甲：一')
  expect(text('<p class="code">AB12</p>')).toBe('    AB12')
  expect(
    text(
      '<p>See <a href="https://example.com/">the page</a>, <a href="https://example.com/">https://example.com/</a>.</p>',
    ),
  ).toBe('See the page (https://example.com/), https://example.com/.')
})

test('a line break in the source is nothing in Chinese and a blank in English', () => {
  expect(text('<p>第一行\n  第二行 A\n  B</p>', 'zh')).toBe('第一行第二行 A B')
  expect(text('<p>one\n  two</p>')).toBe('one two')
  expect(html('<p>第一行\n  第二行</p>')).toBe('<p style="margin:0">第一行第二行</p>')
})

test('lines are at most as wide as asked, and no punctuation begins one', () => {
  const lines = wrap('我们收到了您的来信，正在处理。'.repeat(12), 40)
  expect(lines.join('')).toBe('我们收到了您的来信，正在处理。'.repeat(12))
  for (const line of lines) {
    expect(columns(line)).toBeLessThanOrEqual(40)
    expect(line).not.toMatch(/^[，。]/)
  }
  expect(wrap('a long https://example.com/a/very/long/address/that/stays/whole end', 20)).toEqual([
    'a long',
    'https://example.com/a/very/long/address/that/stays/whole',
    'end',
  ])
})

test('in HTML everything but a tag of the template is escaped', () => {
  expect(html('<p>1 &lt; 2 &amp; "3"</p>')).toBe('<p style="margin:0">1 &lt; 2 &amp; &quot;3&quot;</p>')
  expect(html('<p><a href="https://example.com/?a=1&b=2" class="x">here</a></p>')).toBe(
    '<p style="margin:0"><a class="x" href="https://example.com/?a=1&amp;b=2">here</a></p>',
  )
})

test('a template may have any number of different tags', () => {
  const many = Array.from({ length: 300 }, (_, i) => `<p class="c${i}">${i}</p>`).join('')
  expect(html(many)).toBe(many.replace(/"c\d+"/g, '$& style="margin:0"'))
  const marks = new MarkTable()
  expect(readMarkup(many, 'en', new Map(), marks).marked).not.toMatch(/[{%}]/)
})
