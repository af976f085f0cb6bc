// Addresses that fail on purpose, and how: what the sandbox's mail server does with a letter to each of them.
// The rule hangs on the local part, so any domain will do; the page lists them with these words.

import type { Label } from '../requests/words.ts'

export type Difficulty = 'refused' | 'slow' | 'returned' | 'answers_itself'

export interface DifficultAddress {
  address: string
  difficulty: Difficulty
  name: Label
  words: Label
}

export const difficultAddresses: DifficultAddress[] = [
  {
    address: 'gone@outside.example',
    difficulty: 'refused',
    name: { zh: '已停用的邮箱', en: 'Mailbox gone' },
    words: { zh: '收件时以 550 拒收', en: 'refuses letters (550)' },
  },
  {
    address: 'slow@outside.example',
    difficulty: 'slow',
    name: { zh: '迟缓的邮箱', en: 'Slow mailbox' },
    words: { zh: '先答 451，重试后收下', en: '451 first, then accepts' },
  },
  {
    address: 'full@outside.example',
    difficulty: 'returned',
    name: { zh: '已满的邮箱', en: 'Full mailbox' },
    words: { zh: '先收下，随后退信', en: 'accepts, then bounces' },
  },
  {
    address: 'away@outside.example',
    difficulty: 'answers_itself',
    name: { zh: '休假中的人', en: 'On holiday' },
    words: { zh: '对每封信自动回复', en: 'answers automatically' },
  },
]

/** What is difficult about an address, null for all others. */
export function difficultyOf(address: string): Difficulty | null {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase()
  return difficultAddresses.find((entry) => entry.address.startsWith(`${local}@`))?.difficulty ?? null
}
