// The right code beside words against the act: what cannot be undone waits for a person.

import { expect, test } from 'vitest'
import { hasReservation } from '../../../src/desk/verification/reservation.ts'

const code = '7KMQ-3XRT'

test.each([
  `${code}\nWait, please don't delete it yet, send me my data first.`,
  `The code is ${code} but I did not ask for this, please do not delete anything`,
  `I got this code ${code}, what is it? I never asked you to delete my account!`,
  `code: ${code}. I changed my mind, keep my account.`,
  `${code}\n\nStop, that was not me.`,
  `Why did I get ${code}?`,
  `${code}. Delete everything except my posts.`,
  `${code} 等一下，先别删，先把数据发给我`,
  `确认码 ${code}，但是不要删我的帖子`,
  `我没有申请注销，为什么收到这个确认码 ${code}？`,
  `收到了一个码 ${code}，这是什么？不是我操作的`,
  `${code} 删之前请保留我的帖子`,
  `${code}，我後悔了，暫時不刪`,
  `${code} I do not want you to delete my account`,
  `${code} 等等，我再想想`,
  `${code}\n还是算了`,
])('%j is no clear yes', (text) => {
  expect(hasReservation(text)).toBe(true)
})

test.each([
  code,
  `I confirm. The code is ${code}\n\nThanks, Alice`,
  `${code} yes please delete my account, I do not want it any more`,
  `${code}\nPlease cancel my account as soon as you can. I can't wait any longer.`,
  `Please go ahead: ${code}. Don't hesitate to write if anything is missing.`,
  `My code is ${code}. I never use the site any more and I don't need my data.`,
  `${code} 这样可以了吗？`,
  `确认，确认码是 ${code}`,
  `${code}\n确认删除我的账号，谢谢，请不要拖延`,
  `${code} 确认取消账号，账号里的东西都不要了`,
  `確認碼 ${code}，麻煩盡快刪除，我不想再用了`,
  `${code}\n昵称请改成新的，以前那个不要了`,
  `${code}\n\n发自我的iPhone`,
  `${code} 不想用了请注销`,
  `${code} 不要了删掉吧`,
  `${code} 不用了就注销`,
  `${code} 请不要保留我的任何资料`,
  `${code} 帖子、评论等等都删`,
  `I do not need it, please delete it. ${code}`,
  `${code} - I never use it, want it gone. Don't keep my data.`,
  `${code}. I want to leave the community.`,
])('%j is a yes', (text) => {
  expect(hasReservation(text)).toBe(false)
})
