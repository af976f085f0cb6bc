// Several rights in one mail, and a part of one: what is done, in which order, and what is never done.

import { expect, test } from 'vitest'
import { stories } from '../support/desk.ts'
import { unzipped } from '../support/unzip.ts'

const alice = 'alice@example.org'
const xiaoming = 'xiaoming@example.com'
const { desk: open } = stories()

const xiaomingRow = "SELECT * FROM users WHERE email = 'xiaoming@example.com'"

test('copy, correction and refusal in one mail: one letter asks, one code confirms, one letter answers', async () => {
  const desk = await open()
  await desk.send({
    from: xiaoming,
    subject: '查阅、更正和拒绝',
    text: '请把我的个人信息副本发给我；请把昵称改为“晨星”；另外请停止用我的数据做使用分析。',
  })
  const asked = await desk.lastTo(xiaoming)
  expect(asked.words).toMatch(/1\. 查阅.*2\. 更正.*原来的值：小明 ?新的值：晨星.*3\. /)
  await desk.confirm(xiaoming)
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(desk.rows(xiaomingRow)[0]).toMatchObject({ nickname: '晨星', analytics_on: 0, notifications_on: 1 })
  expect(desk.lettersTo(xiaoming)).toHaveLength(2)
  const { letter, words } = await desk.lastTo(xiaoming)
  expect(words).toMatch(/您的个人信息副本.*更正后：晨星.*已按您的意思停止.*使用分析/)
  const files = await unzipped((await letter.parse()).attachments[0]?.content)
  // the copy was made first: it shows the data as it was when asked for
  expect(files.get('data.json')).toContain('小明')
})

test('copy and deletion in one mail: the copy is made before anything is erased', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'Copy, then delete',
    text: 'Please send me a copy of all my data and then delete my account.',
  })
  expect((await desk.lastTo(alice)).words).toMatch(/1\. .*copy of the personal data.*2\. .*Delete your whole account/)
  await desk.confirm(alice)
  expect(await desk.states()).toEqual(['fulfilled'])
  expect(desk.rows("SELECT id FROM users WHERE email = 'alice@example.org'")).toEqual([])
  const { letter, words } = await desk.lastTo(alice)
  expect(words).toContain('Your account has been deleted')
  const files = await unzipped((await letter.parse()).attachments[0]?.content)
  expect(files.get('data.json')).toContain('alice@example.org')
  expect(files.get('index.html')).toContain('Alice')
})

test.each([
  ['English', alice, 'My comments', 'Please delete the comment I posted last week. Keep my account.'],
  ['Chinese', xiaoming, '删评论', '请删除我上周发的那条评论，账号保留。'],
])('deletion of a part in %s is asked about and never becomes the whole', async (_language, from, subject, text) => {
  const desk = await open()
  const count = () => desk.rows('SELECT count(*) AS n FROM users')
  const before = count()
  await desk.send({ from, subject, text })
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'received', stateReason: 'asked_details' })])
  expect((await desk.lastTo(from)).words).toMatch(/only some of your data|只想处理一部分数据/)
  await expect(desk.codeFor(from)).rejects.toThrow('no code')
  expect(count()).toEqual(before)
})

test('the answer that still means a part goes to a person; nothing is erased', async () => {
  const desk = await open()
  await desk.send({
    from: alice,
    subject: 'My comments',
    text: 'Please delete the comment I posted last week. Keep my account.',
  })
  await desk.reply(alice, 'Only delete that one comment please, keep everything else.')
  expect(await desk.requests()).toEqual([expect.objectContaining({ state: 'held', stateReason: 'still_unclear' })])
  expect(await desk.subjectsTo('staff@desk.example')).toHaveLength(1)
  expect(desk.rows("SELECT id FROM users WHERE email = 'alice@example.org'")).toHaveLength(1)
})
