// A new password, typed twice, and what is asked of it: length, and that it is not what anybody would try first.

import { html } from 'hono/html'
import type { Markup } from '../layout.ts'
import type { PageLanguage } from '../words.ts'
import { speaker } from './outside.ts'
import { longestPassword, shortestPassword } from './passwords.ts'

export type PasswordFault = 'differs' | 'short' | 'long' | 'guessable'

export function passwordFault(
  password: string,
  again: string,
  { name, email }: { name: string; email: string },
): PasswordFault | null {
  if (password !== again) return 'differs'
  // characters, not UTF-16 units; a Chinese phrase says more in fewer, the limit stays one
  if ([...password].length < shortestPassword) return 'short'
  if (password.length > longestPassword) return 'long'
  const plain = password.toLowerCase()
  const own = [name, email, email.split('@')[0] ?? '', 'habeas', 'password', '12345678', 'qwertyui']
  const left = own
    .filter((word) => word.length > 2)
    .reduce((rest, word) => rest.replaceAll(word.toLowerCase(), ''), plain)
  return [...left].length < 6 || new Set(plain).size < 5 ? 'guessable' : null
}

export function passwordFaultWords(language: PageLanguage, fault: PasswordFault): string {
  const t = speaker(language)
  switch (fault) {
    case 'differs':
      return t('两次输入的密码不一样。', 'The two passwords are not the same.')
    case 'short':
      return t(`密码至少要 ${shortestPassword} 个字符。`, `The password needs ${shortestPassword} characters or more.`)
    case 'long':
      return t(`密码最多 ${longestPassword} 个字符。`, `The password can have ${longestPassword} characters at most.`)
    case 'guessable':
      return t(
        '这个密码太容易猜到。几个互不相关的词连在一起就很好。',
        'That password is too easy to guess. A few unrelated words in a row are good.',
      )
  }
}

export function passwordFields(language: PageLanguage): Markup {
  const t = speaker(language)
  return html`<div><label for="new-password">${t('新密码', 'New password')} <small>${t(`至少 ${shortestPassword} 个字符`, `${shortestPassword} characters or more`)}</small></label>
    <input id="new-password" name="password" type="password" autocomplete="new-password" minlength="${shortestPassword}" maxlength="${longestPassword}" required></div>
  <div><label for="again">${t('再输入一次', 'The same again')}</label>
    <input id="again" name="again" type="password" autocomplete="new-password" required></div>`
}
