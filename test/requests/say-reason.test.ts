import { expect, test } from 'vitest'
import { sayReason } from '../../src/requests/say-reason.ts'
import { speaker } from '../../src/sandbox/say.ts'

test.for([
  ['auto_submitted', '有 Auto-Submitted 头', 'marked Auto-Submitted'],
  ['access: my data', '查阅：“my data”', 'access: “my data”'],
  ['denied deletion: 不用删除', '删除不算数（否定）：“不用删除”', 'no deletion (denied): “不用删除”'],
  ['correction: 昵称从 qq 改为', '更正：“昵称从 … 改为”', 'correction: “昵称从 … 改为”'],
  ['cue takes_back', '线索：收回前言', 'cue: takes something back'],
  ['doubt authority', '有疑问：以机关或律师的名义', 'doubt: writes as an authority or a lawyer'],
  ['unbacked refusal', '没有原话支持“拒绝”', 'no words of the mail speak for refusal'],
  ['a sentence, as stored', 'a sentence, as stored', 'a sentence, as stored'],
  ['some_new_code', 'some new code', 'some new code'],
])('the reason %j is said in both languages', ([reason, zh, en]) => {
  expect(sayReason(speaker('zh'), reason ?? '')).toBe(zh)
  expect(sayReason(speaker('en'), reason ?? '')).toBe(en)
})
