// Thanks after the answer: courtesy and nothing else.

import { expect, test } from 'vitest'
import { isMereThanks } from '../../src/desk/mere-thanks.ts'

test.each([
  '谢谢！',
  '收到，谢谢',
  '谢谢，已经收到，没问题了。',
  '好的，辛苦了，祝工作顺利',
  '已收到压缩包，非常感谢你们的帮助！\n\n小明',
  '收到了，处理得真快 👍 谢谢😊',
  '謝謝你們，已收到檔案'.replace('檔案', '資料'),
  'Thanks, got it!',
  'Great, all good now. Thank you very much!\n\nBest regards,\nAlice',
  'Perfect, received the zip. Cheers',
  'ok',
  'Thank you so much for the quick help\n\nSent from my iPhone',
])('%j ends the exchange', (text) => {
  expect(isMereThanks(text, text.includes('小明') ? '小明' : 'Alice Liddell')).toBe(true)
})

test.each([
  '',
  '谢谢，但是文件打不开',
  '谢谢，请再发一次',
  '收到，但不完整',
  '谢谢，请把账号也删了',
  '没有收到',
  'Thanks, but the zip is empty',
  'Thanks! Please delete my account too.',
  'Thank you\nand my posts?',
  'got it, now delete it',
  'not ok',
  'Alice',
])('%j is read as any other mail', (text) => {
  expect(isMereThanks(text, 'Alice')).toBe(false)
})
