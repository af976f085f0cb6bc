// Every question a template must answer before the desk starts: does it render with every kind of facts, do both
// languages tell the same facts, is what the law demands in it, is the code where it belongs and nowhere else, and is
// the subject free of what is personal. All answers are collected: an operator mends all files in one go.

import { errorCode } from '../../errors.ts'
import { type Compiled, reasonOf, type Script } from './compile-letters.ts'
import type { Composer } from './compose.ts'
import { exampleFacts } from './examples.ts'
import type { LetterFacts, LetterName } from './letters.ts'
import type { TemplateFolder } from './template-folder.ts'
import { secretPlaceholder } from './values.ts'

export const letterNames = Object.keys(exampleFacts) as LetterName[]

interface Rules {
  /** what the letter must say, and why */
  needs: string[]
  /** what its subject may use: words of the desk, never of a person */
  subject: string[]
}

const remedies = ['organisation.privacyOfficer', 'organisation.authorities'] // GDPR Art. 12(4), PIPL Art. 50
const rules: { [N in LetterName]: Rules } = {
  received: { needs: ['acts', 'dueAt'], subject: ['kind'] },
  confirm: { needs: ['acts', 'secret', 'expiresAt'], subject: ['kind'] },
  'confirm-address': { needs: ['secret', 'expiresAt'], subject: [] },
  'download-code': { needs: ['secret', 'expiresAt'], subject: [] },
  'export-password': { needs: ['secret'], subject: [] },
  'address-change': { needs: ['effectiveAt'], subject: [] },
  'cooling-off': { needs: ['effectiveAt', 'isReminder'], subject: ['isReminder'] },
  'code-wrong': { needs: ['reason', 'triesLeft'], subject: ['reason', 'triesLeft'] },
  'code-expired': { needs: [], subject: [] },
  'ask-details': { needs: ['why', 'problems', 'fields'], subject: ['why'] },
  result: {
    needs: ['results', 'exportAttached', 'exportUrl', 'expiresAt', 'undoUntil', ...remedies],
    subject: ['kind', 'hasDeclined'],
  },
  'no-account': { needs: ['routes', 'organisation.privacyOfficer'], subject: [] },
  'handed-over': { needs: ['topic', 'organisation.officeHours', 'nextOfficeAt'], subject: ['topic'] },
  withdrawn: { needs: ['references', 'quietUntil'], subject: [] },
  expired: { needs: [], subject: ['kind'] },
  declined: { needs: ['reason', 'remedies', ...remedies], subject: ['kind'] },
  extended: { needs: ['reason', 'receivedAt', 'dueAt', 'organisation.authorities'], subject: [] },
  'staff-answer': { needs: ['paragraphs'], subject: [] },
  'staff-note': { needs: ['what', 'lines'], subject: ['what'] },
}

const told = ['kind', 'hasDeclined', 'isFirst', 'secret'] // compose.ts adds these to the facts
const ofOrganisation = ['name', 'privacyAddress', 'policyUrl', 'privacyOfficer', 'authorities', 'officeHours']
const longestSubject = 100 // of one language; mail programs show about 60 of both

type Shelves = Record<Script, { closing: Compiled; letters: Map<LetterName, Compiled> }>

export function checkLetters(folder: TemplateFolder, shelves: Shelves, composer: Composer): string[] {
  const problems: string[] = []
  for (const shelf of [shelves.zh, shelves.en]) problems.push(...checkClosing(shelf.closing))
  for (const name of letterNames) {
    const pair = [shelves.zh.letters.get(name), shelves.en.letters.get(name)]
    const [zh, en] = pair
    if (!zh || !en) continue
    for (const letter of [zh, en]) problems.push(...checkLetter(letter, name, folder))
    problems.push(...differences(zh, en), ...differences(en, zh))
    problems.push(...checkExamples(name, composer, pair.map((letter) => letter?.file).join(' or ')))
  }
  return problems
}

function checkClosing({ file, fields, settings, ofSetting }: Compiled): string[] {
  const lines = ['alsoBelow', 'divider', 'desk']
  return [
    ...unknown(fields, ['reference']).map((field) => `${file}: {{ ${field} }} is no fact of every letter`),
    ...lines.flatMap((line) =>
      unknown(ofSetting(line), []).map((field) => `${file}: ${line} must not use {{ ${field} }}, only organisation`),
    ),
    ...lines.filter((line) => !settings.includes(line)).map((line) => `${file}: begins without ${line}: …`),
  ]
}

function checkLetter(letter: Compiled, name: LetterName, folder: TemplateFolder): string[] {
  const { file, fields } = letter
  const files = folder.letters.get(name)
  const source = Object.values(files ?? {}).find((one) => one.file === file)
  if (!source?.body.trim()) return [`${file}: is missing or empty`]
  const known = Object.keys(exampleFacts[name][0] ?? {})
  const { needs, subject } = rules[name]
  return [
    ...(source.settings.subject ? [] : [`${file}: begins without a subject; write ---, subject: …, ---`]),
    ...unknown(fields, known).map((field) => `${file}: {{ ${field} }} is no fact of this letter`),
    ...needs.filter((need) => !used(fields, need)).map((need) => `${file}: must use {{ ${need} }}`),
    ...letter
      .ofSetting('subject')
      .filter((field) => !subject.includes(field))
      .map(
        (field) => `${file}: the subject must not use {{ ${field} }}; it may use ${subject.join(', ') || 'no fact'}`,
      ),
  ]
}

function unknown(fields: string[], known: string[]): string[] {
  return fields.filter((field) => {
    const [top = '', below = ''] = field.split(/[.[]/)
    return top === 'organisation'
      ? !ofOrganisation.includes(below.replace(/\]$/, ''))
      : ![...known, ...told].includes(top)
  })
}

function used(fields: string[], need: string): boolean {
  return fields.some((field) => field === need || field.startsWith(`${need}.`) || field.startsWith(`${need}[`))
}

/** Both languages tell the same facts. */
function differences(one: Compiled, other: Compiled): string[] {
  const tops = (letter: Compiled) => [...letter.fields, ...letter.ofSetting('subject')]
  const missing = tops(one).filter((field) => field !== 'isFirst' && !tops(other).includes(field))
  return [...new Set(missing)].map((field) => `${other.file}: {{ ${field} }} is used in ${one.file} but not here`)
}

function checkExamples<N extends LetterName>(name: N, composer: Composer, where: string): string[] {
  const problems: string[] = []
  for (const [i, facts] of (exampleFacts[name] as LetterFacts[N][]).entries()) {
    // one order walks the branches of both languages; the others only change places and script
    for (const language of i === 0 ? (['zh', 'en'] as const) : (['zh'] as const)) {
      try {
        const letter = composer.compose(name, facts, language)
        const [least, most] = secretTimes(name, facts)
        for (const part of [letter.text, letter.html]) {
          const secrets = part.split(secretPlaceholder).length - 1
          const what = most > 2 ? '{{ exportUrl }}' : '{{ secret }}'
          if (secrets < least) problems.push(`${where}: ${what} must stand in both languages`)
          if (secrets > most) problems.push(`${where}: ${what} stands ${secrets} times; ${most} is right`)
          if (/\{\{|\{%/.test(part.replaceAll(secretPlaceholder, ''))) problems.push(`${where}: Liquid is left over`)
        }
        if (letter.subject.length > 2 * longestSubject) problems.push(`${where}: the subject is too long`)
      } catch (error) {
        const said = reasonOf(error)
        problems.push(errorCode(error) === 'template_invalid' ? said : `${where}: ${said}`)
      }
    }
  }
  return problems
}

const lettersWithSecret: LetterName[] = ['confirm', 'confirm-address', 'download-code', 'export-password']

/** How often what is secret may stand in a letter, at least and at most: a link also as what is clicked. */
function secretTimes(name: LetterName, facts: LetterFacts[LetterName]): [number, number] {
  if ('exportUrl' in facts && facts.exportUrl !== null) return [2, 4]
  return lettersWithSecret.includes(name) ? [2, 2] : [0, 0]
}
