// The folder of templates as it lies on disk: which files there must be, and each one cut into its settings (the lines
// between --- and ---) and its body. Says what is missing; whether a template is right is check-templates.ts' question.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LetterLanguage, LetterName } from './letters.ts'
import type { Styles } from './markup.ts'

export interface TemplateFile {
  /** path within the folder, as problems name it */
  file: string
  settings: Record<string, string>
  body: string
}

export interface TemplateFolder {
  letters: Map<LetterName, Record<LetterLanguage, TemplateFile>>
  closings: Record<LetterLanguage, TemplateFile>
  /** by name, per language; a part without languages has the same file twice */
  parts: Map<string, Record<LetterLanguage, TemplateFile>>
  layout: string
  styles: string
}

/** Every missing file and wrong line goes into `problems`; what is missing is read as empty. */
export function readTemplateFolder(folder: string, names: readonly LetterName[], problems: string[]): TemplateFolder {
  const text = (file: string): string => {
    try {
      return readFileSync(join(folder, file), 'utf8').replace(/^\ufeff/, '')
    } catch (error) {
      problems.push(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
      return ''
    }
  }
  const read = (file: string): TemplateFile => cut(file, text(file), problems)
  const both = (name: string) => ({ zh: read(`${name}/zh.liquid`), en: read(`${name}/en.liquid`) })

  return {
    letters: new Map(names.map((name) => [name, both(name)])),
    closings: both('layout'),
    parts: new Map(
      partNames(folder).map(([name, shared]) => [name, shared ? twice(read(shared)) : both(`parts/${name}`)]),
    ),
    layout: text('layout/letter.mjml'),
    styles: text('layout/styles.css'),
  }
}

/** parts/NAME/{zh,en}.liquid, or parts/NAME.liquid where both languages share one */
function partNames(folder: string): [name: string, shared: string | null][] {
  try {
    return readdirSync(join(folder, 'parts'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.name.endsWith('.liquid'))
      .map((entry) => [entry.name.replace(/\.liquid$/, ''), entry.isDirectory() ? null : `parts/${entry.name}`])
  } catch {
    return [] // no parts: a template that asks for one says so itself
  }
}

function twice(file: TemplateFile): Record<LetterLanguage, TemplateFile> {
  return { zh: file, en: file }
}

function cut(file: string, source: string, problems: string[]): TemplateFile {
  const match = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(source)
  if (!match) return { file, settings: {}, body: source }
  const settings: Record<string, string> = {}
  for (const line of (match[1] ?? '').split(/\r?\n/)) {
    const pair = /^(\w+):\s*(.*?)\s*$/.exec(line)
    if (pair?.[1]) settings[pair[1]] = pair[2] ?? ''
    else if (line.trim()) problems.push(`${file}: "${line.trim().slice(0, 40)}" is no setting; write name: value`)
  }
  return { file, settings, body: source.slice(match[0].length) }
}

/** `selector { declarations }`, the selector a tag or tag.class; nothing else of CSS. */
export function readStyles(source: string): Styles {
  const styles = new Map<string, Map<string, string>>()
  for (const [, selectors = '', declarations = ''] of source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.split(',').map((each) => each.trim())) {
      const style = styles.get(selector) ?? new Map<string, string>()
      for (const [property, value] of readDeclarations(declarations)) style.set(property, value)
      styles.set(selector, style)
    }
  }
  return styles
}

function readDeclarations(declarations: string): [property: string, value: string][] {
  return declarations.split(';').flatMap((declaration) => {
    const [property = '', ...value] = declaration.replace(/\s+/g, ' ').replace(/"/g, "'").split(':')
    return value.length === 0 ? [] : [[property.trim(), value.join(':').trim()]]
  })
}
