// Every letter the desk can send, and the facts each one needs. The facts are plain JSON, so that a letter can be
// composed again from what is stored. No fact holds text of the mail, except the values of a correction, which
// appear in `confirm` and `result` alone: those two go to the stored address.

import type { ActResult, ActStatement } from '../../requests/acts.ts'
import type { ActKind, Label, Topic } from '../../requests/words.ts'

/** The controller, as its letters name it. */
export interface LetterOrganisation {
  name: Label
  /** the address that requests are written to */
  privacyAddress: string
  /** the privacy policy, http or https; null where there is none to link to */
  policyUrl: string | null
  /** IANA name, such as Asia/Shanghai: every time in a letter is told in it */
  timeZone: string
  /** ready text, or days (1 = Monday … 7 = Sunday) with hours as HH:MM in `timeZone` */
  officeHours: Label | { days: number[]; from: string; to: string }
  /** title of the person who answers for privacy; default 隐私负责人 / privacy officer */
  privacyOfficer?: Label
  /** where to complain; default: China's cyberspace administration and the EU's supervisory authorities */
  authorities?: Label[]
}

/** Why the desk writes back with the form. */
export type AskReason =
  | 'unclear'
  | 'correction_value'
  | 'part'
  | 'condition'
  | 'attachment_only'
  | 'contradiction'
  | 'encrypted'
  /** staff ask in their own words, which stand in `problems` */
  | 'staff_question'

/** What staff are told about. The lines of the letter carry the particulars. */
export type StaffMatter =
  | 'request_held'
  | 'mail_held'
  | 'code_tries_used'
  | 'letter_given_up'
  | 'letter_bounced'
  | 'fulfilment_failed'
  | 'deadline_near'
  | 'overdue'
  | 'unconfirmed'
  | 'second_approval'
  | 'reply_not_sent'
  | 'download_locked'
  | 'hand_over'
  | 'trouble'
  | 'well_again'

interface Common {
  /** HB-XXXXXX, or null where no request exists */
  reference: string | null
}

/** Facts by letter. Times end in `At` and are ISO 8601 with a zone. */
export interface LetterFacts {
  /** Receipt. Neutral: the same whether or not an account exists. Empty `acts`: which right is meant is not known yet. */
  received: Common & { acts: ActKind[]; dueAt: string }
  /**
   * To the stored address: restates the exact act and carries the one-time code. `account`: the beginning of its name; `waitDays`: how
   * long a deletion waits after the code, 0 where it does not.
   */
  confirm: Common & {
    account: string | null
    acts: ActStatement[]
    expiresAt: string
    dueAt: string | null
    waitDays: number
  }
  /** `triesLeft` 0: the code is void and staff look at it. */
  /** To the new address of a change that the old one confirmed: says nothing of whose account it is. */
  'confirm-address': Common & { expiresAt: string }
  /** To the old address: when the confirmed change is made, and how to undo it before. */
  'address-change': Common & { effectiveAt: string }
  /** To the stored address: a confirmed deletion waits until then; `isReminder`: shortly before; `byCode`: not staff verified it. */
  'cooling-off': Common & { effectiveAt: string; isReminder: boolean; byCode: boolean }
  'code-wrong': Common & { reason: 'wrong' | 'missing'; triesLeft: number; expiresAt: string | null }
  'code-expired': Common
  /** `problems`: the field and what is wrong with its value, without the value; `fields`: what can be corrected at all. */
  'ask-details': Common & { why: AskReason; problems: Label[]; fields: Label[] }
  /** To the stored address. `exportUrl`: what the link to the file begins with, if it is not attached; `expiresAt`: until when it holds. */
  result: Common & {
    results: ActResult[]
    exportAttached: boolean
    exportUrl: string | null
    expiresAt: string | null
    /** until when a correction among them can be taken back by an answer; null where it cannot */
    undoUntil: string | null
  }
  /** To the stored address, asked for on the page of the link: the code that opens it. */
  'download-code': Common & { expiresAt: string }
  /** To the stored address, beside a result whose export is encrypted. */
  'export-password': Common
  /** To whoever wrote: says nothing about whether any account exists. */
  'no-account': Common & { routes: Label[] }
  'handed-over': Common & { topic: Topic; dueAt: string | null; nextOfficeAt: string | null }
  /** `quietUntil`: until then nothing unproven is answered to this address, whoever asks; null where that was not wished for */
  withdrawn: Common & { references: string[]; quietUntil: string | null }
  /** The code was never answered; nothing was done. */
  expired: Common & { acts: ActKind[] }
  /** GDPR Art. 12(4), PIPL Art. 50: never without a reason; the remedies stand in the template, `remedies` adds to them. */
  declined: Common & { acts: ActKind[]; reason: Label; remedies: Label[] }
  /** GDPR Art. 12(3): the later date and the reason for the delay; never without either. */
  extended: Common & { reason: Label; receivedAt: string; dueAt: string }
  /** Words of staff to the requester, a paragraph each. */
  'staff-answer': Common & { paragraphs: Label[] }
  /** To the staff address; never holds text, name or address of a mail. */
  'staff-note': Common & { what: StaffMatter; lines: Label[]; dueAt: string | null }
}

export type LetterName = keyof LetterFacts

/** A letter is written in these; Traditional Chinese is made from `zh`. */
export const letterLanguages = ['zh', 'en'] as const
export type LetterLanguage = (typeof letterLanguages)[number]

export const defaultPrivacyOfficer: Label = { zh: '隐私负责人', en: 'privacy officer' }

// PIPL Art. 60, 65: the departments with duties of protection take complaints. GDPR Art. 77: any supervisory authority of
// residence, workplace or place of the infringement.
export const defaultAuthorities: Label[] = [
  {
    zh: '国家或您所在地的网信部门（《个人信息保护法》第六十五条）',
    en: 'the national or your local cyberspace administration in China (PIPL Article 65)',
  },
  {
    zh: '适用欧盟法律时，您居住地、工作地或事发地的数据保护监管机构（GDPR 第 77 条）',
    en: 'the data protection authority where you live, work or where it happened, if EU law applies (GDPR Article 77)',
  },
]
