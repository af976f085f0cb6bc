// Template sources become functions of facts: per script (Simplified, Traditional, English) and per part of the mail
// (HTML escaped, plain text), parsed once at start. Traditional Chinese is made from the Simplified template before any
// value is in it, so a requester's own words are never converted. The one door to liquidjs.

import { Liquid, type Template } from 'liquidjs'
import { DeskError } from '../../errors.ts'
import { defaultAuthorities, defaultPrivacyOfficer, type LetterLanguage, type LetterOrganisation } from './letters.ts'
import { readMarkup, type Styles } from './markup.ts'
import { layOut } from './plain-text.ts'
import type { TemplateFile, TemplateFolder } from './template-folder.ts'
import { type Times, timesOf } from './times.ts'
import { localise } from './values.ts'

export type Script = 'zh' | 'zh-Hant' | 'en'
export const scripts: Script[] = ['zh', 'zh-Hant', 'en']
export const languageOf = (script: Script): LetterLanguage => (script === 'en' ? 'en' : 'zh')

export type Scope = Record<string, unknown>

/** One template in one script, ready to be filled. */
export interface Compiled {
  file: string
  setting(name: string, scope: Scope): string
  html(scope: Scope): string
  text(scope: Scope): string
  /** the facts it uses, as paths: `acts`, `organisation.name`; `ofSetting` those of one line of its head */
  fields: string[]
  ofSetting(name: string): string[]
  /** names of the lines in its head that say something */
  settings: string[]
}

export interface Workshop {
  compile(source: TemplateFile): Compiled
  /** facts as this script's templates want them */
  view(facts: object): Scope
}

// far above any real letter: a loop over a hundred million ends at start. No time limit: a machine that stands still for
// a moment must not spoil a letter
const limits = { parseLimit: 1e6, memoryLimit: 5e6 }
// cache: parts are parsed once, not with every letter
const strict = { strictVariables: true, strictFilters: true, ownPropertyOnly: true, cache: true, ...limits }

export function openWorkshop(
  script: Script,
  organisation: LetterOrganisation,
  folder: TemplateFolder,
  styles: Styles,
  problems: string[],
  toTraditional: (text: string) => string,
): Workshop {
  const language = languageOf(script)
  const convert = script === 'zh-Hant' ? toTraditional : (text: string) => text
  const times = timesOf(organisation, language)
  const options = {
    ...strict,
    globals: { organisation: organisationView(organisation, times, language, convert) },
  }
  const parts: { html: Record<string, string>; text: Record<string, string> } = { html: {}, text: {} }
  for (const [name, files] of folder.parts) {
    const { file, body } = files[language]
    const shared = files.zh === files.en
    const markup = readMarkup(shared ? body : convert(body), shared ? null : language, styles)
    parts.html[name] = markup.html
    parts.text[name] = markup.text
    if (script !== 'zh-Hant') problems.push(...markup.problems.map((problem) => `${file}: ${problem}`))
  }
  const html = new Liquid({ ...options, templates: parts.html, outputEscape: 'escape' })
  const text = new Liquid({ ...options, templates: parts.text })
  for (const engine of [html, text]) registerFilters(engine, times, convert)

  return {
    compile: (source) => compile(source, { html, text }, language, convert, styles, problems),
    view: (facts) => localise(facts, language, convert) as Scope,
  }
}

function compile(
  { file, settings, body }: TemplateFile,
  engines: { html: Liquid; text: Liquid },
  language: LetterLanguage,
  convert: (text: string) => string,
  styles: Styles,
  problems: string[],
): Compiled {
  const parse = (engine: Liquid, source: string): Template[] => {
    try {
      return engine.parse(source, file)
    } catch (error) {
      problems.push(`${file}: ${reasonOf(error)}`)
      return []
    }
  }
  const fieldsOf = (templates: Template[]): string[] => {
    try {
      return engines.html.globalFullVariablesSync(templates)
    } catch (error) {
      problems.push(`${file}: ${reasonOf(error)}`)
      return []
    }
  }
  const markup = readMarkup(convert(body), language, styles)
  problems.push(...markup.problems.map((problem) => `${file}: ${problem}`))
  const html = parse(engines.html, markup.html)
  const text = html.length > 0 ? parse(engines.text, markup.text) : []
  const heads = new Map(Object.entries(settings).map(([key, value]) => [key, parse(engines.text, convert(value))]))
  return {
    file,
    setting: (name, scope) =>
      String(engines.text.renderSync(heads.get(name) ?? [], scope))
        .replace(/\s+/g, ' ')
        .trim(),
    html: (scope) => fill(engines.html, html, scope, file),
    text: (scope) => layOut(fill(engines.text, text, scope, file), language),
    settings: Object.keys(settings).filter((name) => settings[name]),
    fields: fieldsOf(html),
    ofSetting: (name) => fieldsOf(heads.get(name) ?? []),
  }
}

function fill(engine: Liquid, template: Template[], scope: object, file: string): string {
  try {
    return engine.renderSync(template, scope)
  } catch (cause) {
    // liquidjs names the fact that is missing, never a value
    throw new DeskError('template_invalid', { retry: false, cause, message: `${file}: ${reasonOf(cause)}` })
  }
}

/** A lone template, HTML escaped, without parts or filters of letters: the frame. */
export function openTemplate(source: string, file: string, problems: string[]) {
  const engine = new Liquid({ ...strict, outputEscape: 'escape' })
  try {
    const template = engine.parse(source, file)
    const render = (scope: object): string => fill(engine, template, scope, file)
    return { fields: engine.globalFullVariablesSync(template), render }
  } catch (error) {
    problems.push(`${file}: ${reasonOf(error)}`)
    return { fields: [], render: () => '' }
  }
}

/** liquidjs' message without its own position: lines were joined before parsing, so it would mislead. */
export function reasonOf(error: unknown): string {
  return (
    (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/, (?:file|line):.*$/, '') ?? ''
  )
}

function organisationView(
  organisation: LetterOrganisation,
  times: Times,
  language: LetterLanguage,
  convert: (text: string) => string,
): unknown {
  const { name, privacyAddress, policyUrl, privacyOfficer, authorities } = organisation
  const facts = {
    name,
    privacyAddress,
    policyUrl,
    privacyOfficer: privacyOfficer ?? defaultPrivacyOfficer,
    authorities: authorities?.length ? authorities : defaultAuthorities,
    officeHours: convert(times.officeHours),
  }
  return localise(facts, language, convert)
}

function registerFilters(engine: Liquid, times: Times, convert: (text: string) => string): void {
  const number = new Intl.NumberFormat('en')
  const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
  engine.registerFilter('moment', (iso: string) => convert(times.moment(iso)))
  engine.registerFilter('day', (iso: string) => convert(times.day(iso)))
  engine.registerFilter('count', (value: number) => number.format(value))
  engine.registerFilter('bytes', (value: number) => {
    if (value < 1024) return `${value} B`
    return value < 1024 * 1024 ? `${short.format(value / 1024)} KB` : `${short.format(value / 1024 / 1024)} MB`
  })
}
