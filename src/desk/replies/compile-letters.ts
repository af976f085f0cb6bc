// Template sources become functions of facts, per script (Simplified, Traditional, English), parsed once at start.
// Traditional Chinese is made from the Simplified template before any value is in it, so a requester's own words are
// never converted. The one door to liquidjs.

import { Liquid, type Template } from 'liquidjs'
import { DeskError } from '../../errors.ts'
import { toHtml } from './html.ts'
import { defaultAuthorities, defaultPrivacyOfficer, type LetterLanguage, type LetterOrganisation } from './letters.ts'
import { MarkTable } from './marks.ts'
import { readMarkup, type Styles } from './markup.ts'
import { layOut } from './plain-text.ts'
import type { TemplateFile, TemplateFolder } from './template-folder.ts'
import { type Times, timesOf } from './times.ts'
import { localise } from './values.ts'

export type Script = 'zh' | 'zh-Hant' | 'en'
export const languageOf = (script: Script): LetterLanguage => (script === 'en' ? 'en' : 'zh')

export type Scope = Record<string, unknown>

/** One template in one script, ready to be filled. */
export interface Compiled {
  file: string
  setting(name: string, scope: Scope): string
  /** both parts of the mail, this language's share */
  fill(scope: Scope): { html: string; text: string }
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
  const marks = new MarkTable()
  const parts: Record<string, string> = {}
  for (const [name, files] of folder.parts) {
    const { file, body } = files[language]
    const shared = files.zh === files.en
    const markup = readMarkup(shared ? body : convert(body), shared ? null : language, styles, marks)
    parts[name] = markup.marked
    problems.push(...markup.problems.map((problem) => `${file}: ${problem}`))
  }
  const engine = new Liquid({ ...options, templates: parts })
  registerFilters(engine, times, convert)

  return {
    compile({ file, settings, body }) {
      const markup = readMarkup(convert(body), language, styles, marks)
      problems.push(...markup.problems.map((problem) => `${file}: ${problem}`))
      const letter = parse(engine, markup.marked, file, problems)
      const heads = new Map(
        Object.entries(settings).map(([key, value]) => [key, headLine(parse(engine, convert(value), file, problems))]),
      )
      return {
        file,
        setting: (name, scope) => heads.get(name)?.fill(scope) ?? '',
        fill(scope) {
          const filled = letter.fill(scope)
          return { html: toHtml(filled, marks), text: layOut(filled, marks, language) }
        },
        fields: letter.fields,
        ofSetting: (name) => heads.get(name)?.fields ?? [],
        settings: Object.keys(settings).filter((name) => settings[name]),
      }
    },
    view: (facts) => localise(facts, language, convert) as Scope,
  }
}

/** One line of a head. What names no facts but the organisation's is the same in every letter. */
function headLine({ fields, fill }: Parsed): Parsed {
  const line = (scope: object) => fill(scope).replace(/\s+/g, ' ').trim()
  if (fields.some((field) => !field.startsWith('organisation'))) return { fields, fill: line }
  let known: string | null = null
  return { fields, fill: (scope) => (known ??= line(scope)) }
}

interface Parsed {
  fields: string[]
  fill(scope: object): string
}

function parse(engine: Liquid, source: string, file: string, problems: string[]): Parsed {
  try {
    const template = engine.parse(source, file)
    return { fields: engine.globalFullVariablesSync(template), fill: (scope) => fill(engine, template, scope, file) }
  } catch (error) {
    problems.push(`${file}: ${reasonOf(error)}`)
    return { fields: [], fill: () => '' }
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
export function openTemplate(source: string, file: string, problems: string[]): Parsed {
  return parse(new Liquid({ ...strict, outputEscape: 'escape' }), source, file, problems)
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
