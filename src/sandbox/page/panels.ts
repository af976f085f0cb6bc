// Puts together what the page shows at this moment for one person and one conversation, and sends what they write. Holds what
// only the sandbox knows: the mails sent from the page, the rows as they were before, which letters were seen.

import { type Conversation, conversations, type SentMail } from '../conversations.ts'
import { type DeskFacts, latestReference, readDeskFacts, readLetterTemplateText } from '../desk-facts.ts'
import type { Letter } from '../letter.ts'
import type { SandboxPageDeps } from '../page.ts'
import { type Person, samplePeople } from '../people.ts'
import { compareRows, readPlatformRows, type TableRows } from '../platform-rows.ts'
import { codeIn, type ReplyDraft, replyDrafts } from '../reply-drafts.ts'
import { type PageLanguage, speaker } from '../say.ts'
import { type MailShape, submitMail } from '../submit.ts'
import { composeItem } from './compose-view.ts'
import { deskItems } from './desk-view.ts'
import type { Item } from './item.ts'
import { mailboxItems } from './mailbox-view.ts'
import { outlookAfter } from './outlook.ts'
import { peopleItems } from './people-view.ts'
import { rowsItems } from './rows-view.ts'
import { threadItems } from './thread-view.ts'

export interface View {
  as: string | undefined
  conversation: string | undefined
  composing: boolean
  language: PageLanguage
}

export type PanelContent = Record<'people' | 'mail' | 'desk' | 'data', Item[]>

export interface Panels {
  of(view: View): Promise<PanelContent>
  /** null where no such person writes; otherwise the conversation the mail belongs to */
  send(form: MailForm): Promise<{ conversation: string } | null>
}

export interface MailForm {
  as: string
  shape: MailShape
  subject: string
  text: string
  answers?: string | undefined
}

export function createPanels(deps: SandboxPageDeps): Panels {
  const { db, mailServer, platformFile, timeZone, clock } = deps
  const people = samplePeople(platformFile, deps.staffAddress)
  const sent: SentMail[] = []
  const rowsBefore = new Map<string, TableRows[]>()
  const seen = new Set<string>()

  /** The forger's letters go to the address they forged: their own mailbox stays empty. */
  function lettersOf(person: Person): Letter[] {
    return person.kind === 'forger' ? [] : mailServer.lettersTo(person.address)
  }

  function mailboxOf(person: Person): Conversation[] {
    const own = sent.filter((mail) => mail.by === person.key)
    return conversations(own, lettersOf(person))
  }

  function unread(person: Person): number {
    return lettersOf(person).filter((letter) => !seen.has(letter.id)).length
  }

  return {
    of: async ({ as, conversation, composing, language }) => {
      const person = people.find((candidate) => candidate.key === as) ?? people[0]
      if (!person) throw new Error('the sample platform has nobody with an address')
      const say = speaker(language)
      const mailbox = mailboxOf(person)
      const open = composing ? null : (mailbox.find((entry) => entry.id === conversation) ?? mailbox[0] ?? null)
      for (const letter of lettersOf(person)) seen.add(letter.id)
      const facts = await factsOf(open)
      const reference = open ? null : await latestReference(db, person.address)
      const drafts = await draftsFor(person, open, facts, language)
      const mail = [
        ...(await mailboxItems({ person, conversations: mailbox, open, language, timeZone, say })),
        ...(open
          ? await threadItems(open, {
              person,
              language,
              timeZone,
              say,
              desk: say(deps.organisation.zh, deps.organisation.en),
              drafts,
              outlook: outlookOf(open, facts, person, people),
            })
          : person.kind === 'staff'
            ? []
            : [await composeItem({ person, privacyAddress: mailServer.privacyAddress, language, say, reference })]),
      ]
      const before = open ? (rowsBefore.get(open.id) ?? null) : null
      const rows = compareRows(before, readPlatformRows(platformFile, person.subjectKeys, before))
      return {
        people: await peopleItems(people, person, unread, say),
        mail,
        desk: await deskItems({ facts, messageIds: sentIds(open), language, timeZone, say }),
        data: await rowsItems({
          differences: rows,
          words: deps.platformWords ?? {},
          compared: before !== null,
          say,
        }),
      }
    },

    send: async (form) => {
      const person = people.find((candidate) => candidate.key === form.as)
      if (!person || person.kind === 'staff') return null
      const answered = lettersOf(person).find((letter) => letter.id === form.answers)
      const threading = answered
        ? threadingOf(answered)
        : { to: mailServer.privacyAddress, inReplyTo: null, references: [] }
      const before = answered ? null : readPlatformRows(platformFile, person.subjectKeys)
      const draft = { ...threading, subject: form.subject, text: form.text.replaceAll('\r\n', '\n'), shape: form.shape }
      const mail = await submitMail(mailServer, person, draft, clock.now())
      sent.push(mail)
      if (before) rowsBefore.set(mail.messageId, before)
      const home = mailboxOf(person).find((entry) => sentIds(entry).includes(mail.messageId))
      return { conversation: home?.id ?? mail.messageId }
    },
  }

  async function factsOf(open: Conversation | null): Promise<DeskFacts> {
    const ids = (open?.entries ?? []).flatMap(
      (entry) => (entry.kind === 'sent' ? entry.mail : entry.letter).messageId ?? [],
    )
    return await readDeskFacts(db, ids)
  }

  async function draftsFor(
    person: Person,
    open: Conversation | null,
    facts: DeskFacts,
    language: PageLanguage,
  ): Promise<ReplyDraft[]> {
    const last = open?.entries.at(-1)
    if (!open || last?.kind !== 'letter') return []
    const known = facts.letters.find((letter) => letter.messageId === last.letter.messageId)
    const answered = facts.mails.find((mail) => mail.messageId === known?.inReplyTo) ?? facts.mails.at(-1)
    const letters = open.entries.flatMap((entry) => (entry.kind === 'letter' ? [entry.letter] : []))
    return replyDrafts(last.letter, {
      template: known?.template ?? null,
      code: await newestCode(letters),
      intents: answered?.decisions.classification?.intents ?? [],
      signature: person.signature[language],
      language,
      timeZone,
    })
  }

  async function newestCode(letters: Letter[]): Promise<string | null> {
    for (const letter of letters.toReversed()) {
      const composed = letter.messageId ? await readLetterTemplateText(db, letter.messageId) : null
      const code = composed ? codeIn(letter.text, composed) : null
      if (code) return code
    }
    return null
  }
}

function outlookOf(open: Conversation, facts: DeskFacts, writer: Person, people: Person[]) {
  const last = open.entries.at(-1)
  return last?.kind === 'sent' ? outlookAfter(last.mail.messageId, facts, writer, people) : null
}

function sentIds(conversation: Conversation | null): string[] {
  return (conversation?.entries ?? []).flatMap((entry) => (entry.kind === 'sent' ? [entry.mail.messageId] : []))
}

/** RFC 5322 §3.6.4: References of the parent, then its Message-ID. */
function threadingOf(letter: Letter): { to: string; inReplyTo: string | null; references: string[] } {
  const references = [...letter.references, ...(letter.messageId ? [letter.messageId] : [])]
  return { to: letter.replyTo ?? addressIn(letter.from), inReplyTo: letter.messageId, references }
}

function addressIn(from: string): string {
  return /<([^<>]+)>/.exec(from)?.[1] ?? from
}
