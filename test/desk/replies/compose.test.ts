// Every letter in every language: what it says, to whom it speaks first, and what it never lets through.

import { describe, expect, test } from 'vitest'
import { type ComposedLetter, createComposer } from '../../../src/desk/replies/compose.ts'
import { exampleFacts } from '../../../src/desk/replies/examples.ts'
import type { LetterFacts, LetterName } from '../../../src/desk/replies/letters.ts'
import { columns } from '../../../src/desk/replies/plain-text.ts'
import { toTraditional } from '../../../src/lib/chinese.ts'
import { type Language, languages } from '../../../src/requests/words.ts'
import { organisation, templateFolder } from './organisation.ts'

const composer = createComposer(templateFolder, organisation, toTraditional)
const names = Object.keys(exampleFacts) as LetterName[]

/** The letter in this language with each of its example facts. */
function every(name: LetterName, language: Language): ComposedLetter[] {
  return exampleFacts[name].map((facts) => composer.compose(name, facts as LetterFacts[typeof name], language))
}

describe.each(languages)('in %s', (language) => {
  const chineseFirst = language === 'zh' || language === 'zh-Hant' || language === 'mixed'

  test.each(names)('%s holds both languages, the right one first', (name) => {
    for (const { subject, text, html } of every(name, language)) {
      for (const part of [text, html]) {
        const chinese = part.search(/晨星(?:笔记隐私团队|筆記隱私團隊)/)
        const english = part.indexOf('The privacy team of Morningstar Notes')
        expect(chinese).toBeGreaterThan(0)
        expect(english).toBeGreaterThan(0)
        expect(chinese < english).toBe(chineseFirst)
      }
      expect(/\p{Script=Han}/u.test(subject.split(' / ')[chineseFirst ? 0 : 1] ?? '')).toBe(true)
      expect(html).toContain(`<html lang="${language === 'zh-Hant' ? 'zh-Hant' : chineseFirst ? 'zh-Hans' : 'en'}"`)
    }
  })

  test.each(names)('%s carries the code only where it confirms', (name) => {
    const times = ['confirm', 'confirm-address', 'download-code', 'export-password'].includes(name) ? 2 : 0
    for (const { subject, text, html } of every(name, language)) {
      // a link to an export is as secret as a code: its end is put in when the letter leaves
      const linked = text.includes('/download/')
      expect(text.split('{{secret}}')).toHaveLength((linked ? 2 : times) + 1)
      expect(html.split('{{secret}}')).toHaveLength((linked ? 4 : times) + 1)
      expect(subject).not.toContain('secret')
    }
  })

  test.each(names)('%s leaves no template behind and is well formed', (name) => {
    for (const { subject, text, html } of every(name, language)) {
      for (const part of [subject, text.replaceAll('{{secret}}', ''), html.replaceAll('{{secret}}', '')]) {
        expect(part).not.toMatch(/\{\{|\}\}|\{%|%\}|undefined|\[object|\bnull\b|NaN/)
      }
      expect(subject).not.toMatch(/[\r\n]/)
      expect(subject.length).toBeLessThan(110)
      expect(html).toMatch(/^<!doctype html>/i)
      expect(html).not.toMatch(/\ssrc=|url\(|@import|<script|<img|<link/i)
      expect(text).not.toMatch(/<\/?[a-z]|&\w+;|[\u0000-\u0009\u000b-\u001f]| $/m)
      expect(text).not.toMatch(/^-- ?$/m) // a mail program would take what follows for a signature
      expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(78)
    }
  })
})

const first = <N extends LetterName>(name: N): LetterFacts[N] => exampleFacts[name][0]
/** Both parts as a reader takes them in: without tags, and without the line breaks of the text part. */
const both = ({ text, html }: ComposedLetter) =>
  [text, html.replace(/<[^>]+>/g, '')].map((part) =>
    part.replace(/([\u2e80-\uffe6])\n *(?=[\u2e80-\uffe6])/g, '$1').replace(/\s+/g, ' '),
  )

test('a subject is short, bilingual and ends with the reference', () => {
  expect(composer.compose('confirm', { ...first('confirm'), acts: [{ kind: 'deletion' }] }, 'zh').subject).toBe(
    '请确认：删除账号及个人信息 / Please confirm: Deletion of your account and data [HB-7K3M2Q]',
  )
  expect(composer.compose('no-account', { reference: null, routes: [] }, 'en').subject).toBe(
    'About your privacy request / 关于您的隐私请求',
  )
})

test('a deletion is confirmed knowing its consequences, how to answer, until when, and what to do if it was not you', () => {
  const letter = composer.compose('confirm', { ...first('confirm'), acts: [{ kind: 'deletion' }] }, 'en')
  for (const part of both(letter)) {
    expect(part).toContain('无法恢复')
    expect(part).toContain('法定期限')
    expect(part).toContain('2026年11月26日 16:30（北京时间）')
    expect(part).toContain('2026年12月14日 18:00（北京时间）')
    expect(part).toContain('引用的原文之前')
    expect(part).toContain('“不是我”或“stop”')
    expect(part).toContain('点开任何链接都不会完成确认')
    expect(part).toContain('cannot be brought back')
    expect(part).toContain('26 November 2026, 16:30 (Beijing time, UTC+8)')
    expect(part).toContain('above the quoted text')
    expect(part).toContain('opening a link never confirms')
    expect(part).toContain('reply “stop” or “不是我”')
  }
})

test('a correction is restated value by value, an empty one said to be empty', () => {
  const changes = [{ label: { zh: '昵称', en: 'Nickname' }, before: null, after: 'Tom & "Jerry"' }]
  const letter = composer.compose('confirm', { ...first('confirm'), acts: [{ kind: 'correction', changes }] }, 'zh')
  expect(letter.text).toContain('项目：昵称\n原来的值：（空）\n新的值：Tom & "Jerry"')
  expect(letter.text).toContain('What: Nickname\nOld value: (empty)\nNew value: Tom & "Jerry"')
  expect(letter.html).toContain('Tom &amp; &quot;Jerry&quot;')
})

test('a value cannot break out of its place', () => {
  const after =
    '<img src=x onerror=alert(1)>\r\nBcc: victim@example.com\u0000\u202e {{secret}} {{ organisation.name }}\u0001h'
  const changes = [{ label: { zh: '昵称', en: 'Nickname' }, before: '</td></table><script>', after }]
  const letter = composer.compose('confirm', { ...first('confirm'), acts: [{ kind: 'correction', changes }] }, 'zh')
  expect(letter.html).not.toMatch(/<img|<script|<\/td><\/table><script/)
  expect(letter.text.replace(/\s+/g, ' ')).toContain('onerror=alert(1)> Bcc: victim@example.com')
  expect(letter.text).not.toMatch(/^Bcc:/m)
  expect(letter.text + letter.html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/)
  // once in each language, where the template puts the code, and not in the value
  expect(letter.text.split('{{secret}}')).toHaveLength(3)
  expect(letter.html.split('{{secret}}')).toHaveLength(3)
})

test('Traditional readers get Traditional words, and their own values as they wrote them', () => {
  const changes = [{ label: { zh: '昵称', en: 'Nickname' }, before: '个个', after: '时时' }]
  const letter = composer.compose(
    'confirm',
    { ...first('confirm'), acts: [{ kind: 'correction', changes }] },
    'zh-Hant',
  )
  expect(letter.subject).toContain('請確認')
  expect(letter.text).toContain('項目：暱稱\n原來的值：个个\n新的值：时时')
  expect(letter.text).toContain('您的一次性確認碼是')
  expect(letter.text).toContain('（北京時間）')
})

test('Traditional letters keep the names of laws and say 回覆, 項目, 帳號', () => {
  const texts = names.flatMap((name) => every(name, 'zh-Hant')).map(({ text }) => text.replace(/\s+/g, ''))
  for (const text of texts) expect(text).not.toMatch(/回[複復]|專案|賬|個人資訊保護法/)
  expect(texts.join()).toContain('《個人信息保護法》第五十條')
})

test('whoever is not registered gets the same letter, word for word', () => {
  const facts = { reference: null, routes: [] }
  expect(composer.compose('no-account', facts, 'zh')).toEqual(composer.compose('no-account', facts, 'zh'))
  for (const part of both(composer.compose('no-account', facts, 'en'))) {
    expect(part).toContain('says neither that there is an account nor that there is none')
    expect(part).toContain('from the address you registered with')
    expect(part).toContain('without an e-mail address')
    expect(part).toContain('既不表示有账号')
  }
})

describe('a decline', () => {
  const declined = first('declined')

  test('gives its reason, the privacy officer, the authorities and the courts', () => {
    for (const part of both(composer.compose('declined', declined, 'zh'))) {
      expect(part).toContain('我们无法确认写信人就是账号的主人')
      expect(part).toContain('网信部门')
      expect(part).toContain('人民法院')
      expect(part).toContain('We could not confirm that the writer owns the account')
      expect(part).toContain('privacy officer')
      expect(part).toContain('PIPL Article 50')
      expect(part).toContain('GDPR Article 77')
      expect(part).toContain('GDPR Article 79')
    }
  })

  test('without a reason is not composed', () => {
    // @ts-expect-error: a decline without a reason does not compile
    expect(() => composer.compose('declined', { reference: null, acts: [], remedies: [] }, 'zh')).toThrow(
      'needs its reason',
    )
    const blank = { ...declined, reason: { zh: '有理由', en: ' ' } }
    expect(() => composer.compose('declined', blank, 'zh')).toThrow('needs its reason')
    const result = {
      ...first('result'),
      results: [{ kind: 'access' as const, outcome: 'declined' as const, reason: { zh: '', en: '' } }],
    }
    expect(() => composer.compose('result', result, 'zh')).toThrow('needs its reason')
  })

  test('among several results still names every remedy', () => {
    const facts = exampleFacts.result.find((one) => one.results.some((result) => result.outcome === 'declined'))
    if (!facts) throw new Error('no example')
    for (const part of both(composer.compose('result', facts, 'en'))) {
      expect(part).toContain('账号名下有未结清的订单')
      expect(part).toContain('人民法院')
      expect(part).toContain('PIPL Article 50')
    }
  })
})

describe('a result', () => {
  const texts = (i: number) =>
    composer.compose('result', exampleFacts.result[i] as LetterFacts['result'], 'zh').text.replace(/\n\s*/g, ' ')

  test('of access says what the file holds', () => {
    expect(texts(0)).toMatch(
      /my-data-HB-7K3M2Q\.zip.*47\.1 KB.*JSON.*CSV.*访问日志：1,204 条.*Access log: 1,204 entries/,
    )
    expect(texts(1)).toContain('https://privacy.example.com/download/{{secret}}')
  })

  test('of a correction shows before and after', () => {
    expect(texts(2)).toMatch(/更正前：（空） 更正后：小鸣.*Before: \(empty\) Now: 小鸣/)
  })

  test('of a deletion lists what went, what stays, why and until when', () => {
    expect(texts(3)).toMatch(/访问日志：1,204 条，已删除.*公开发布的内容：3 条，已匿名化/)
    expect(texts(3)).toMatch(/发票：2 条。原因：会计资料须依法保存。保留至 2034年12月31日/)
    expect(texts(3)).toMatch(
      /Invoices: 2 entries\. Reason: Accounting records must be kept by law\. Kept until 31 December 2034/,
    )
  })

  test('of a refusal says what is off, that nobody asks again, and what is essential and why', () => {
    expect(texts(4)).toMatch(/使用情况统计.*不会再为此征求您的同意.*第十六条.*访问日志：用于防止滥用/)
    expect(texts(4)).toMatch(
      /Usage statistics.*will not ask for your consent to this again.*PIPL Article 16.*Access log: Protects/,
    )
  })

  test('of a status question tells each open request and its date', () => {
    expect(texts(5)).toMatch(/HB-4TQ8WN.*2026年11月20日 09:12（北京时间）.*处理中.*2026年12月14日 18:00/)
  })
})

test('the form of ask-details stands once, line by line', () => {
  for (const language of languages) {
    const { text, html } = composer.compose('ask-details', first('ask-details'), language)
    const form = '[ ] 查阅 / access\n[ ] 更正 / correction\n[ ] 删除 / deletion\n[ ] 拒绝 / refusal\n'
    expect(text.split(form)).toHaveLength(2)
    expect(text).toContain('\n要更正的项目 / What to correct:\n原来的值 / Old value:\n新的值 / New value:\n')
    expect(html.split('[ ] 删除 / deletion<br')).toHaveLength(2)
  }
})

test('wrong codes say how many tries are left; the last one says that staff take over', () => {
  expect(composer.compose('code-wrong', first('code-wrong'), 'zh').text).toMatch(/再试 3 次[\s\S]*3 more times/)
  const last = composer.compose('code-wrong', { ...first('code-wrong'), triesLeft: 0 }, 'zh')
  expect(last.subject).toContain('转人工')
  expect(last.text).toMatch(/作废[\s\S]*this code is now void/)
})

test('a letter handed over names the office hours and the next of them', () => {
  const { text } = composer.compose('handed-over', first('handed-over'), 'en')
  expect(text).toContain('Office hours: Monday to Friday, 9:00–18:00 (Beijing time)')
  expect(text).toContain('办公时间：周一至周五 9:00–18:00（北京时间）')
  expect(text).toContain('Next in the office: from 24 November 2026, 09:00 (Beijing time, UTC+8)')
})
