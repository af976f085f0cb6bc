// How fast mails are understood, on one core (processor time, whatever else runs): mails a second after warm-up, start of the model, its memory, and what hostile
// texts take.
//   node --expose-gc bench/classification.ts [--json]
import { classify } from '../src/desk/classification/classify.ts'
import { standingModel } from '../src/desk/classification/voice.ts'
import { corpusFiles, readMails } from './corpus.ts'
import { report, round } from './support/table.ts'

const megabyte = 1_048_576
const before = memory()
const startedAt = performance.now()
standingModel()
classify({ subject: 'Delete', text: '請刪除我的帳號 please' })
const startMs = performance.now() - startedAt
const modelMegabytes = (memory() - before) / megabyte

const mails = corpusFiles()
  .flatMap(readMails)
  .filter((mail) => !mail.id.startsWith('p'))
const given = mails.filter((mail) => mail.id.startsWith('d'))
for (const mail of mails) classify(mail)

const hostile: [string, string][] = [
  ['5 MB of text', 'delete my account '.repeat(290_000)],
  [
    '10,000 nested quotes',
    Array.from({ length: 10_000 }, (_, depth) => `${'>'.repeat(depth % 300)} delete`).join('\n'),
  ],
  ['a million combining marks', `delete${'\u0301'.repeat(1_000_000)}`],
  ['a million Han characters', '删'.repeat(1_000_000)],
  ['negations without end', 'do not '.repeat(100_000)],
  ['quotation marks', '"'.repeat(300_000)],
  ['arrows', 'change a → '.repeat(100_000)],
  ['addresses', 'change my e-mail a@'.repeat(100_000)],
  ['letters one by one', 'd e l e t e '.repeat(50_000)],
  ['labels without values', '原的现当前新正确应为：\n'.repeat(50_000)],
  ['boxes', '□☑ [x] [ ] 删除'.repeat(50_000)],
  ['street names', '改为1号路街2楼'.repeat(80_000)],
  ['commas and words', '请把,'.repeat(100_000)],
]

report(
  'understanding mails',
  [
    { what: 'the given mails', ...speedOver(given) },
    { what: 'all mails of the corpus', ...speedOver(mails) },
    ...hostile.map(([what, text]) => ({ what, ...slowest(text) })),
  ],
  { 'start in ms': round(startMs, 0), 'model and first mail, MB': round(modelMegabytes, 1) },
)

function speedOver(some: typeof mails) {
  let count = 0
  const from = process.cpuUsage()
  const until = performance.now() + 3_000
  while (performance.now() < until) {
    for (const mail of some) classify(mail)
    count += some.length
  }
  const spent = process.cpuUsage(from)
  const seconds = (spent.user + spent.system) / 1_000_000
  return { 'mails/s': round(count / seconds, 0), ms: round((seconds * 1_000) / count, 2) }
}

function slowest(text: string) {
  let longest = 0
  for (let turn = 0; turn < 3; turn++) {
    const from = performance.now()
    classify({ subject: text.slice(0, 3_000), text })
    longest = Math.max(longest, performance.now() - from)
  }
  return { 'mails/s': round(1_000 / longest, 1), ms: round(longest, 1) }
}

function memory(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss
}
