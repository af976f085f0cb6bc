// Puts phrases that give a value among other sentences, for learning alone: in whole mails a story stands before them and
// the name of an account behind, which are no values. Dealt by place: no chance anywhere.

import type { LabelledMail } from './corpus.ts'

const identities = {
  en: [
    'Account: rowan.p@example.com',
    'nickname: quiet_otter',
    'My account is under mail.tess@example.org.',
    'Sign-in address is b.lindqvist@example.com, leave that one as it is.',
    'username Paper Moon 7',
    'Best wishes,\nJoanna Reed\njreed@example.net',
    'I am registered with old.harbour@example.com.',
    'My nickname on the site is "Salt & Pepper".',
  ],
  zh: [
    '账号：xiaolu.zhao@example.cn',
    '昵称：半盏清茶',
    '注册邮箱 laoqian@example.com',
    '账号邮箱 yufei@example.org，这个不用动。',
    '我的昵称是“山里来的风”。',
    '用户名 momo_1024',
    '此致\n敬礼\n陆文谦 luwq@example.cn',
    '账户 qingshan@example.com 是本人的。',
  ],
}

/** Phrases with a value, beside another phrase and the account's name, which are no values. */
export function withNeighbours(values: readonly LabelledMail[], phrases: readonly LabelledMail[]): LabelledMail[] {
  return values.map((mail, place) => {
    const script = isEnglish(mail) ? 'en' : 'zh'
    const others = phrases.filter((one) => isEnglish(one) === isEnglish(mail) && one.corrections.length === 0)
    const before = place % 2 === 0 ? (others[(place * 37) % Math.max(1, others.length)]?.text ?? '') : ''
    const after = identities[script][place % identities[script].length] ?? ''
    return { ...mail, text: [before, mail.text, after].filter((part) => part !== '').join('\n') }
  })
}

function isEnglish(mail: LabelledMail): boolean {
  return mail.language === 'en'
}
