// An operator who breaks templates hears of every broken file at once, before the desk starts.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createComposer } from '../../../src/desk/replies/compose.ts'
import { errorCode } from '../../../src/errors.ts'
import { organisation, templateFolder } from './organisation.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** What the start says of a copy of the templates in which `change` has been at work. */
function complaint(
  change: (edit: (file: string, edit: (source: string) => string) => void, folder: string) => void,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-templates-'))
  folders.push(folder)
  cpSync(templateFolder, folder, { recursive: true })
  change((file, edit) => {
    const before = readFileSync(join(folder, file), 'utf8')
    const after = edit(before)
    if (after === before) throw new Error(`${file} was not changed`)
    writeFileSync(join(folder, file), after)
  }, folder)
  try {
    createComposer(folder, organisation)
    return ''
  } catch (error) {
    expect(errorCode(error)).toBe('template_invalid')
    return (error as Error).message
  }
}

const add = (line: string) => (source: string) => `${source}\n${line}\n`

test('the templates of this repository are right', () => {
  expect(complaint(() => {})).toBe('')
})

test('all broken files are named in one error that says what to do', () => {
  const message = complaint((edit, folder) => {
    rmSync(join(folder, 'withdrawn/en.liquid'))
    edit('received/zh.liquid', add('<p>{{ nonsense }}</p>'))
    edit('result/en.liquid', add('<p>{% if %}'))
    edit('expired/zh.liquid', add('<img src="https://example.com/x.png">'))
    edit('declined/zh.liquid', (source) => source.replace("{% render 'remedies' %}", ''))
    edit('confirm/en.liquid', (source) => source.replace('{{ secret }}', ''))
    edit('layout/letter.mjml', (source) => source.replace('{{ second.html | raw }}', ''))
  })
  for (const part of [
    'withdrawn/en.liquid: cannot be read (ENOENT)',
    'received/zh.liquid: {{ nonsense }} is no fact of this letter',
    'result/en.liquid: ',
    'expired/zh.liquid: <img> is not allowed',
    'declined/zh.liquid: must use {{ organisation.authorities }}',
    'declined/zh.liquid: {{ organisation.authorities }} is used in declined/en.liquid but not here',
    'confirm/en.liquid: must use {{ secret }}',
    'layout/letter.mjml: {{ second.html }} is missing',
  ]) {
    expect(message).toContain(part)
  }
  expect(message).toMatch(/start again\.$/)
})

test.each([
  [
    'a fact that only one language tells',
    'declined/en.liquid',
    (s: string) => s.replace(/\{% if remedies[\s\S]*?endif %\}/, ''),
    'must use {{ remedies }}',
  ],
  ['a part that does not exist', 'expired/en.liquid', add("{% render 'nowhere' %}"), 'expired/en.liquid: '],
  ['a filter that does not exist', 'expired/en.liquid', add('<p>{{ kind | shout }}</p>'), 'undefined filter: shout'],
  [
    'a wrong name within a list',
    'result/en.liquid',
    (s: string) => s.replace('table.rows | count', 'table.lines | count'),
    'undefined variable: table.lines',
  ],
  [
    'personal data in the subject',
    'result/zh.liquid',
    (s: string) => s.replace('subject: ', 'subject: {{ results[0].changes[0].after }}'),
    'the subject must not use',
  ],
  [
    'a letter without a subject',
    'expired/en.liquid',
    (s: string) => s.replace(/^subject:.*$/m, ''),
    'begins without a subject',
  ],
  ['the code in another letter', 'expired/en.liquid', add('<p>{{ secret }}</p>'), '{{ secret }} stands'],
  ['a tag that is never closed', 'expired/zh.liquid', add('<p>…'), '<p> is never closed'],
  ['a table row outside a table', 'expired/zh.liquid', add('<tr><td>…</td></tr>'), '<tr> cannot stand in'],
  ['a style of its own', 'expired/zh.liquid', add('<p style="color:red">…</p>'), 'style="color:red"'],
  ['a link that runs', 'expired/zh.liquid', add('<p><a href="javascript:alert(1)">…</a></p>'), 'href="javascript'],
  [
    'a frame with an unknown tag',
    'layout/letter.mjml',
    (s: string) => s.replace('<mj-column>', '<mj-column><mj-spcer />'),
    'letter.mjml',
  ],
  [
    'a frame that fetches',
    'layout/letter.mjml',
    (s: string) => s.replace('<mj-column>', '<mj-column><mj-image src="https://example.com/x.png" />'),
    'loads something from outside',
  ],
  [
    'a loop without end',
    'expired/zh.liquid',
    add('{% for i in (1..100000000) %}<p>{{ i }}</p>{% endfor %}'),
    'expired/zh.liquid',
  ],
])('%s stops the start', (_, file, change, said) => {
  expect(complaint((edit) => edit(file, change))).toContain(said)
})
