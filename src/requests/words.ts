// The vocabulary that every station shares: kinds of right, topics, languages. The field's words, spelled once.

/** The four rights: PIPL Art. 45, 46, 47, 44 and 15; GDPR Art. 15 and 20, 16, 17, 21. */
export const requestKinds = ['access', 'correction', 'deletion', 'refusal'] as const
export type RequestKind = (typeof requestKinds)[number]

/** What one act within a request can be: a right, or a word about an earlier request. */
export const actKinds = [...requestKinds, 'status', 'withdraw'] as const
export type ActKind = (typeof actKinds)[number]

export const topics = [
  'request',
  'status',
  'withdraw',
  'question',
  'disclosure',
  'minor',
  'complaint',
  'other',
] as const
export type Topic = (typeof topics)[number]

export const languages = ['zh', 'zh-Hant', 'en', 'mixed', 'other'] as const
export type Language = (typeof languages)[number]

/** Non-essential purposes that a refusal can name; none named means all of them. */
export const refusalPurposes = [
  'analytics',
  'personalisation',
  'notifications',
  'cookies',
  'marketing',
  'sharing',
  'collection',
] as const
export type RefusalPurpose = (typeof refusalPurposes)[number]

/** Rules with a deadline of their own: China's App rules, the national standard on personal information, the GDPR, California. */
export const regimes = ['china_app', 'gbt_35273', 'gdpr', 'ccpa'] as const
export type Regime = (typeof regimes)[number]

/** What can need the approval of two people: erasing, handing out a copy, what concerns a child. */
export const twoPersonKinds = ['deletion', 'disclosure', 'minors'] as const
export type TwoPersonKind = (typeof twoPersonKinds)[number]

/** A text for people, in both languages of every letter. */
export interface Label {
  zh: string
  en: string
}
