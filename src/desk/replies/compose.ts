// A letter's name and facts become one bilingual mail: the requester's language first, the other below, in text and
// HTML. Everything is read, checked and parsed once at start; composing touches no file and takes well under a
// millisecond. Sending, headers and the code itself are the outbox's.

import { DeskError } from '../../errors.ts'
import type { Language } from '../../requests/words.ts'
import { checkLetters, letterNames } from './check-templates.ts'
import { type Compiled, languageOf, openWorkshop, type Scope, type Script, type Workshop } from './compile-letters.ts'
import { type Frame, openFrame } from './layout.ts'
import type { LetterFacts, LetterName, LetterOrganisation } from './letters.ts'
import { readStyles, readTemplateFolder } from './template-folder.ts'
import { letterConverter } from './traditional.ts'
import { cleanValue, secretPlaceholder } from './values.ts'

export interface ComposedLetter {
  subject: string
  /** lines end in \n */
  text: string
  html: string
}

export interface Composer {
  compose<N extends LetterName>(name: N, facts: LetterFacts[N], language: Language): ComposedLetter
}

/** The letters of one script, and the words that close each of them. */
export interface Shelf {
  workshop: Workshop
  closing: Compiled
  letters: Map<LetterName, Compiled>
}

/**
 * Reads and checks every template at once. `toTraditional` converts the Chinese of a template, never a requester's
 * values. Throws DeskError('template_invalid') naming each file and what is wrong with it.
 */
export function createComposer(
  templateFolder: string,
  organisation: LetterOrganisation,
  toTraditional: (text: string) => string = (text) => text,
): Composer {
  const convert = letterConverter(toTraditional)
  const problems: string[] = []
  const folder = readTemplateFolder(templateFolder, letterNames, problems)
  const styles = readStyles(folder.styles)
  const frame = openFrame(folder.layout, problems)
  const open = (script: Script, found: string[]): Shelf => {
    const workshop = openWorkshop(script, organisation, folder, styles, found, convert)
    const language = languageOf(script)
    const closing = workshop.compile(folder.closings[language])
    const letters = new Map([...folder.letters].map(([name, files]) => [name, workshop.compile(files[language])]))
    return { workshop, closing, letters }
  }
  let traditional: Shelf | null = null
  const shelves: Record<Script, Shelf> = {
    zh: open('zh', problems),
    en: open('en', problems),
    // made from zh, whose problems are its own, when it is first wanted: the converter's dictionaries cost half of the start
    get 'zh-Hant'() {
      traditional ??= open('zh-Hant', [])
      return traditional
    },
  }
  const composer: Composer = { compose: (name, facts, language) => compose(shelves, frame, name, facts, language) }
  problems.push(...checkLetters(folder, shelves, composer))
  if (problems.length > 0) {
    const list = [...new Set(problems)].map((problem) => `  ${problem}`).join('\n')
    const message = `The letters in ${templateFolder} cannot be used:\n${list}\nMend these files (templates/README.md says how) and start again.`
    throw new DeskError('template_invalid', { retry: false, message })
  }
  return composer
}

/** Who writes in both, or in neither, still gets both: mixed begins with Chinese, other with English. */
function order(language: Language): [Script, Script] {
  switch (language) {
    case 'zh':
    case 'mixed':
      return ['zh', 'en']
    case 'zh-Hant':
      return ['zh-Hant', 'en']
    case 'en':
    case 'other':
      return ['en', 'zh']
  }
}

const divider = '='.repeat(72)

function compose<N extends LetterName>(
  shelves: Record<Script, Shelf>,
  frame: Frame,
  name: N,
  facts: LetterFacts[N],
  language: Language,
): ComposedLetter {
  assertReason(name, facts)
  assertDate(name, facts)
  const [first, second] = order(language).map((script, i) => section(shelves[script], script, name, facts, i === 0))
  if (!first || !second) throw new DeskError('internal', { retry: false })
  const reference = cleanValue(facts.reference ?? '')
  return {
    subject: `${first.title} / ${second.title}${reference && ` [${reference}]`}`,
    text: `${second.alsoBelow}\n\n${first.text}\n\n\n${divider}\n${second.divider}\n${divider}\n\n${second.text}\n`,
    html: frame({ first, second, reference }),
  }
}

function section(shelf: Shelf, script: Script, name: LetterName, facts: LetterFacts[LetterName], isFirst: boolean) {
  const letter = shelf.letters.get(name)
  if (!letter) throw new DeskError('internal', { retry: false })
  const scope: Scope = {
    ...shelf.workshop.view(facts),
    ...told(facts),
    ...link(facts),
    isFirst,
    secret: secretPlaceholder,
  }
  const body = letter.fill(scope)
  const closing = shelf.closing.fill(scope)
  return {
    lang: script === 'zh' ? 'zh-Hans' : script,
    title: letter.setting('subject', scope),
    alsoBelow: shelf.closing.setting('alsoBelow', scope),
    divider: shelf.closing.setting('divider', scope),
    desk: shelf.closing.setting('desk', scope),
    html: body.html,
    closing: closing.html,
    text: `${body.text}\n\n${closing.text}`,
  }
}

/** What templates may ask beside the facts: the one kind that a letter is about, and whether anything was declined. */
function told(facts: LetterFacts[LetterName]): { kind: string; hasDeclined: boolean } {
  const acts = 'acts' in facts ? facts.acts : 'results' in facts ? facts.results : []
  const kinds = new Set(acts.map((act) => (typeof act === 'string' ? act : act.kind)))
  const [kind = 'none'] = kinds
  return {
    kind: kinds.size > 1 ? 'several' : kind,
    hasDeclined: 'results' in facts && facts.results.some((result) => result.outcome === 'declined'),
  }
}

/** What makes a link is as secret as a code: it is put in when the letter leaves. */
function link(facts: LetterFacts[LetterName]): { exportUrl?: string } {
  return 'exportUrl' in facts && facts.exportUrl !== null ? { exportUrl: `${facts.exportUrl}${secretPlaceholder}` } : {}
}

/** GDPR Art. 12(3): an extension that names no date, or no reason, is not told, so it is none. */
function assertDate(name: LetterName, facts: LetterFacts[LetterName]): void {
  if (name !== 'extended' || ('dueAt' in facts && !Number.isNaN(Date.parse(facts.dueAt ?? '')))) return
  const message = 'A letter that extends a deadline needs the new date: give it and extend again.'
  throw new DeskError('internal', { retry: false, message })
}

/** GDPR Art. 12(4): the reasons for not acting; PIPL Art. 50: 拒绝……应当说明理由. A decline without one is not sent. */
function assertReason(name: LetterName, facts: LetterFacts[LetterName]): void {
  const declines = 'results' in facts ? facts.results.filter((result) => result.outcome === 'declined') : []
  const reasons = [...declines, ...(name === 'declined' || name === 'extended' ? [facts] : [])].map((decline) =>
    'reason' in decline ? decline.reason : null,
  )
  for (const reason of reasons) {
    if (reason && typeof reason === 'object' && reason.zh?.trim() && reason.en?.trim()) continue
    const message = 'A decline or an extension needs its reason in Chinese and English: write both and try again.'
    throw new DeskError('internal', { retry: false, message })
  }
}
