// Whose account a mail means, where it names one by its address.

import { expect, test } from 'vitest'
import { namesOtherAccount } from '../../../src/desk/verification/other-account.ts'

const known = ['alice@example.org', 'privacy@desk.example']

test.each([
  "Also delete xiaoming@example.com's account.",
  'Please delete the account xiaoming@example.com',
  'Please send me all data of bob@foo.example',
  '请删除 xiaoming@example.com 这个账号',
  '请导出 xiaoming@example.com 的全部个人信息发给我',
  '请注销 bob@foo.example',
])('%j means another account', (text) => {
  expect(namesOtherAccount(text, known)).toBe(true)
})

test.each([
  'Please delete my account, registered with Alice@Example.org',
  "Please delete alice@example.org's account",
  '我的账号是 alice@example.org，请注销',
  '请删除我的账号和所有数据。\n\n王小明\n技术部 wang@company.example',
  'Please send me my data. You can reach me at bob@foo.example.',
  'Please send a copy of my data. I wrote to privacy@desk.example before.',
  'I found your account privacy@desk.example in the policy: please erase me.',
  'Please send me my data. Account: alice.old@example.org',
  'Delete my account\nAlice\nalice@work.example',
])('%j does not', (text) => {
  expect(namesOtherAccount(text, known)).toBe(false)
})
