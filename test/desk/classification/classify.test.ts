import { describe, expect, test } from 'vitest'
import { classify } from '../../../src/desk/classification/classify.ts'

describe('plain requests are acted on', () => {
  test.each([
    ['Delete my account', 'Please delete my account. Nickname: plainoldpete', 'deletion', 'en'],
    ['注销账号', '帮我把账号注销了吧，用不上了。昵称：咸鱼本鱼', 'deletion', 'zh'],
    ['Data request', 'Please send me a copy of all personal data you hold about me.', 'access', 'en'],
    ['查阅', '请提供我的全部个人信息副本。', 'access', 'zh'],
    ['unsubscribe', 'unsubscribe', 'refusal', 'en'],
    ['拒絕追蹤', '請停止追蹤我的使用行為。', 'refusal', 'zh-Hant'],
  ])('%s', (subject, text, kind, language) => {
    const found = classify({ subject, text })
    expect(found.intents).toEqual([kind])
    expect(found.topic).toBe('request')
    expect(found.language).toBe(language)
  })
})

test('a correction names field, old and new value as written', () => {
  const found = classify({ subject: '', text: '请把我的昵称从“小明”改成“大明”。' })
  expect(found.corrections).toMatchObject([{ field: 'nickname', old: '小明', value: '大明' }])
})

test.each([
  ["Please change my name to Anne-Marie Dubois, it's currently Annemarie Dubois.", 'nickname', 'Anne-Marie Dubois'],
  ['Please amend the title from Mr to Dr.', 'other', 'Dr'],
  ['我的民族填成汉族了，应为回族。', 'other', '回族'],
  ['生日填错了，应该是1992年4月16日，现在显示的是1992年6月14日，请更正。', 'other', '1992年4月16日'],
])('which value is new, and of what: %s', (text, field, value) => {
  expect(classify({ subject: '', text }).corrections).toMatchObject([{ field, value }])
})

test('a negated deletion is no deletion', () => {
  expect(classify({ subject: '', text: '我不是要注销账号，请发我一份个人信息副本。' }).intents).toEqual(['access'])
  expect(classify({ subject: '', text: 'Do NOT delete my account. I want a copy of my data.' }).intents).toEqual([
    'access',
  ])
})

test('what stands in a quote asks for nothing', () => {
  const text = 'Please send me a copy of my data.\n\n> You may delete your account at any time.'
  expect(classify({ subject: 'Re: Privacy', text }).intents).toEqual(['access'])
})

test('a request that stands only in a forwarded part goes to staff', () => {
  const text = '---------- Forwarded message ---------\nFrom: Ada\nSubject: x\n\nPlease delete my account.'
  expect(classify({ subject: 'Fwd: x', text })).toMatchObject({ intents: [], decision: 'escalate' })
})

test('the filled details form is read, quoted or not', () => {
  const form =
    '> [ ] 查阅 / access\n> [x] 更正 / correction\n> [ ] 删除 / deletion\n> [ ] 拒绝 / refusal\n> 要更正的项目 / What to correct: 昵称\n> 原来的值 / Old value: 小明\n> 新的值 / New value: 大明'
  for (const text of [form, form.replaceAll('> ', '')]) {
    expect(classify({ subject: 'Re: [HB-7K3M2Q]', text })).toMatchObject({
      intents: ['correction'],
      decision: 'act',
      corrections: [{ field: 'nickname', old: '小明', value: '大明' }],
    })
  }
})

test("a form of another's making: only what is ticked is asked for, labelled values are taken as they stand", () => {
  const ticked =
    '申请类型：□查询　☑更正　□删除　□拒绝\n更正项目：昵称\n原登记内容：小明\n更正后内容：Dr. 大明（不吃辣）'
  expect(classify({ subject: '申请表', text: ticked })).toMatchObject({
    intents: ['correction'],
    corrections: [{ field: 'nickname', old: '小明', value: 'Dr. 大明（不吃辣）' }],
  })
  const lines =
    '[ ] Access\n[x] Rectification\n[ ] Erasure\nNew e-mail:\nada.l@example.org\nOld e-mail:\nada@example.com'
  expect(classify({ subject: 'My form', text: lines })).toMatchObject({
    intents: ['correction'],
    corrections: [{ field: 'email', old: 'ada@example.com', value: 'ada.l@example.org' }],
  })
})

test('a take-back that asks for something else instead is not carried out', () => {
  const text =
    'Yesterday I asked you to delete my account. Scrap that. What I actually want is that nobody finds me by a search.'
  expect(classify({ subject: '', text }).decision).not.toBe('act')
})

test('a part is never acted on as the whole', () => {
  const found = classify({ subject: '', text: 'Please delete the comment I wrote yesterday. Keep my account.' })
  expect(found).toMatchObject({ intents: ['deletion'], scope: 'part' })
  expect(found.decision).not.toBe('act')
})

test.each([
  ['Delete all my private messages, thanks'],
  ['Please remove any photos of me from the gallery.'],
  ['Please erase all data about my location.'],
  ['Please delete all my old orders and receipts.'],
  ['Delete everything I ever posted in the forum.'],
  ['Please delete my data from the spring survey.'],
  ['删除我的全部订单。'],
  ['请把我发过的帖子统统删除。'],
  ['把我的照片全部删掉。'],
])('what only sounds like everything is a part: %s', (text) => {
  const found = classify({ subject: '', text })
  expect(found).toMatchObject({ intents: ['deletion'], scope: 'part', decision: 'ask' })
})

test.each([
  ['Please erase all of my personal data.'],
  ['I want everything you hold on me erased from your systems.'],
  ['Please close my account and delete all my photos too.'],
  ['请删除平台持有的与我有关的全部个人信息，并注销账号。'],
])('and what is everything stays the account: %s', (text) => {
  expect(classify({ subject: '', text }).scope).toBe('account')
})

test.each([
  ['Please delete my account on 1 January, not before.'],
  ['Please delete the duplicate account, not this one.'],
  ['My account was deleted by mistake, please restore it.'],
  ['我的账号被误删了，请恢复。'],
  ["Please don't stop sending me the newsletter!"],
  ['我不反对你们用我的数据。'],
  ['Please stop sending mails to my mother, she has passed away.'],
  ['Send me the data of everyone who donated to my campaign.'],
  ['请把我的资料发给我的律师。'],
  ['Change the nickname of user "kindsoul" to "meanie".'],
  ['I hereby retract my objection to the use of my data in the study.'],
  ['我想撤回之前的拒绝，统计可以打开了。'],
  ['If this happens one more time I will delete my account, photos and all.'],
  ['One of these days I might just close my account.'],
  ['Change my nickname from katie_h to kai_h, and tell me where else the old one is stored.'],
  ['立刻把资料里的住址删掉，并书面告诉我有谁看过。'],
  ['I am not a user of your platform. In which format do you supply a copy of personal data?'],
])('another wish in like words is not carried out: %s', (text) => {
  expect(classify({ subject: '', text }).decision).not.toBe('act')
})

test.each(['TD6M-TVT8', 'td6mtvt8', 'ＴＤ６Ｍ－ＴＶＴ８', 'T D 6 M T V T 8'])(
  'a code alone asks for nothing: %s',
  (text) => {
    const found = classify({ subject: 'Re: Please confirm: Deletion', text })
    expect(found).toMatchObject({ intents: [], decision: 'escalate' })
  },
)

test('an empty mail is asked about', () => {
  expect(classify({ subject: '', text: '' })).toMatchObject({ topic: 'other', intents: [], decision: 'ask' })
})
