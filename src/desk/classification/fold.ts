// Brings a mail's words to one form before anything is recognised in them: width (NFKC), script (Traditional to
// Simplified), case, invisible characters, OCR-like spacing, pinyin, common slips of the pen in both languages.
// What comes out is for recognising only: correction values are read from the text as sent.

import { toSimplified } from '../../lib/chinese.ts'

/** Longest text that is looked at; four printed pages are about 8,000 characters. */
export const longestFolded = 24_000

const invisible =
  /[\ufe00-\ufe0f]|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u034f|[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g
const manyMarks = /(\p{M}{3})\p{M}+/gu
const han = /\p{Script=Han}/u

/** Width, invisible characters and quotation marks alone; keeps script, case and spacing. */
export function foldWidth(text: string): string {
  return text
    .slice(0, longestFolded)
    .replace(invisible, '')
    .replace(manyMarks, '$1')
    .normalize('NFKC')
    .replace(/[“”„‟「」『』﹁﹂〝〞«»]/g, '"')
    .replace(/[‘’‛`´]/g, "'")
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(/[ \t\u00a0\u3000]+/g, ' ')
}

export function fold(text: string): string {
  let folded = foldWidth(text).toLowerCase()
  if (han.test(folded)) folded = mendChinese(joinSpacedHan(toSimplified(folded)))
  return mendEnglish(mendPinyin(joinSpacedLetters(folded)))
}

/** "请 删 除 我 的 账 号" as OCR writes it: joined when most characters of a line stand alone. */
function joinSpacedHan(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const pairs = line.match(/\p{Script=Han} (?=\p{Script=Han})/gu)?.length ?? 0
      const all = line.match(/\p{Script=Han}/gu)?.length ?? 0
      if (pairs < 3 || pairs < all * 0.55) return line
      return line.replace(/(?<=[\p{Script=Han},。!?:;、]) (?=[\p{Script=Han},。!?:;、])/gu, '')
    })
    .join('\n')
}

/** "d e l e t e  m y  d a t a": letters one by one, words by two blanks; here blanks are single already, so by length. */
function joinSpacedLetters(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])(?:[a-z] ){4,60}[a-z](?![\p{L}\p{N}])/gu, (run) =>
    splitRun(run.replaceAll(' ', '')),
  )
}

const runWords =
  /(?:delete|erase|remove|cancel|close|please|pls|my|account|data|all|information|info|personal|unsubscribe|stop|send|me|a|copy|of|the|email|emails|change|nickname|to|i|want|tracking|you|your)/g
function splitRun(run: string): string {
  const words = run.match(runWords)
  return words && words.join('').length >= run.length * 0.8 ? words.join(' ') : run
}

const chineseSlips: [RegExp, string][] = [
  [/[注註][消]/g, '注销'],
  [/消号/g, '销号'],
  [/[帐賬]([号户])/g, '账$1'],
  [/张号/g, '账号'],
  [/账好/g, '账号'],
  [/暱/g, '昵'],
  [/[呢妮泥]称/g, '昵称'],
  [/尼称/g, '昵称'],
  [/查寻/g, '查询'],
  [/纪录/g, '记录'],
  [/删處|删初|册除|珊除|山除/g, '删除'],
  [/更证|更政/g, '更正'],
  [/俢改|休改/g, '修改'],
  [/追综/g, '追踪'],
  [/(不要|别)在(?=[给跟发收推记用统追骚打搜采联寄往])/g, '$1再'],
  [/退钉|退定(?=[邮信周月])/g, '退订'],
  [/电邮|邮件地址|信箱|伊妹儿|电子信箱|电子邮箱/g, '邮箱'],
  [/帮偶/g, '帮我'],
  [/资科/g, '资料'],
  [/麻凡|麻犯/g, '麻烦'],
  [/(?<=[\p{Script=Han}])囖|咯(?=[。,!?\n]|$)/gu, ''],
]

function mendChinese(text: string): string {
  let mended = text
  for (const [slip, meant] of chineseSlips) mended = mended.replace(slip, meant)
  return mended
}

const pinyin: Record<string, string> = {
  zhuxiao: '注销',
  shanchu: '删除',
  shandiao: '删掉',
  zhanghao: '账号',
  zhanghu: '账户',
  genggai: '更改',
  xiugai: '修改',
  gengzheng: '更正',
  nicheng: '昵称',
  youxiang: '邮箱',
  chaxun: '查询',
  chayue: '查阅',
  daochu: '导出',
  tuiding: '退订',
  shuju: '数据',
  xinxi: '信息',
  ziliao: '资料',
  geren: '个人',
  jujue: '拒绝',
  tingzhi: '停止',
  fasong: '发送',
  qing: '请',
  wode: '我的',
  mafan: '麻烦',
  bangwo: '帮我',
  youjian: '邮件',
  tuisong: '推送',
  tongzhi: '通知',
  shouji: '收集',
  jilu: '记录',
  bie: '别',
  buyao: '不要',
  gaicheng: '改成',
  gaiwei: '改为',
  quanbu: '全部',
  suoyou: '所有',
  yinsi: '隐私',
  xiaohao: '销号',
}
const pinyinWord = new RegExp(`\\b(?:${Object.keys(pinyin).join('|')})\\b`, 'g')

/** Pinyin without tones counts only when at least two of its words meet. */
function mendPinyin(text: string): string {
  const spaced = text.replace(
    /\b(zhu xiao|shan chu|zhang hao|zhang hu|ni cheng|you xiang|tui ding|shu ju|xin xi|zi liao|ge ren|wo de|ma fan|bang wo|you jian|cha xun|dao chu)\b/g,
    (run) => run.replace(' ', ''),
  )
  const words = spaced.match(pinyinWord)
  if (!words || new Set(words).size < 2) return text
  return spaced.replace(pinyinWord, (word) => pinyin[word] ?? word)
}

// Words worth recovering when one letter is missing, doubled, swapped or wrong.
const spelled = [
  'account',
  'accounts',
  'delete',
  'deleted',
  'deletion',
  'remove',
  'removed',
  'erase',
  'erasure',
  'unsubscribe',
  'information',
  'personal',
  'nickname',
  'username',
  'correct',
  'correction',
  'change',
  'changed',
  'please',
  'privacy',
  'request',
  'records',
  'record',
  'profile',
  'newsletter',
  'tracking',
  'collect',
  'collecting',
  'collection',
  'history',
  'address',
  'analytics',
  'notification',
  'notifications',
  'marketing',
  'everything',
  'withdraw',
  'consent',
  'permanently',
  'daughter',
  'guardian',
  'subscribe',
  'cancel',
  'preferences',
  'receive',
  'website',
  'stored',
  'database',
  'export',
  'spelling',
  'spelled',
  'sharing',
  'object',
  'objection',
]
const spelledSet = new Set(spelled)
const properWords = new Set(
  'accounted exempt expert experts objects store restored receives collected collects erased eraser erases removes removal record recorder correctly corrected corrects cancels chance chances charge charged requests requested addressed profiles histories collective exported exports withdrawn withdrew consents contents content consented webste reserve relieve believe deceive pleased pleases pleas release guardians shaving sparing starting slaughter laughter spelling spelled smelling spilled shared reclaim tracing trading training trucking cracking subscribed subscriber unsubscribed changes changer ranged hanged chained delate dilute reword records recorded elation relation selection dejection rejection erasures tracked stacking websites personnel personals perusal persona private'.split(
    ' ',
  ),
)
const deletions = new Map<string, string>()
for (const word of spelled) {
  for (let at = 1; at < word.length; at++) {
    const shorter = word.slice(0, at) + word.slice(at + 1)
    if (!spelledSet.has(shorter) && !properWords.has(shorter)) deletions.set(shorter, word)
  }
}

function mendWord(word: string): string {
  if (spelledSet.has(word) || properWords.has(word)) return word
  const direct = deletions.get(word)
  if (direct) return direct
  for (let at = 1; at < word.length; at++) {
    const shorter = word.slice(0, at) + word.slice(at + 1)
    if (spelledSet.has(shorter) && word.length >= 7) return shorter
    const meant = deletions.get(shorter)
    if (meant && meant.length === word.length && sharesEnds(meant, word)) return meant
  }
  return word
}

function sharesEnds(one: string, other: string): boolean {
  return one[0] === other[0] && (one.at(-1) === other.at(-1) || one.slice(0, -2) === other.slice(0, -2))
}

const slang: Record<string, string> = {
  pls: 'please',
  plz: 'please',
  plzz: 'please',
  pleez: 'please',
  plese: 'please',
  u: 'you',
  ur: 'your',
  r: 'are',
  acct: 'account',
  acc: 'account',
  accnt: 'account',
  acount: 'account',
  acounts: 'account',
  dont: "don't",
  doesnt: "doesn't",
  didnt: "didn't",
  wont: "won't",
  cant: "can't",
  cannot: "can't",
  im: "i'm",
  ive: "i've",
  id: 'id',
  youve: "you've",
  youre: "you're",
  thats: "that's",
  wanna: 'want to',
  gonna: 'going to',
  gotta: 'have to',
  lemme: 'let me',
  gimme: 'give me',
  yall: 'you',
  ya: 'you',
  whats: "what's",
  shld: 'should',
  cld: 'could',
  wld: 'would',
  abt: 'about',
  msg: 'message',
  msgs: 'messages',
  notifs: 'notifications',
  notif: 'notification',
  infos: 'information',
  info: 'information',
  datas: 'data',
  del: 'delete',
  dlete: 'delete',
  nvm: 'never mind',
  nick: 'nickname',
  nic: 'nickname',
  e: 'e',
  emial: 'email',
  emai: 'email',
  mails: 'emails',
  adress: 'address',
  tho: 'though',
  n: 'and',
  ty: 'thanks',
  thx: 'thanks',
  hav: 'have',
  wat: 'what',
  evrything: 'everything',
  personnal: 'personal',
  personel: 'personal',
  wrng: 'wrong',
  rong: 'wrong',
  spelt: 'spelled',
}

function mendEnglish(text: string): string {
  return text
    .replace(/\be-?mail(s|ed|ing)?\b/g, 'email$1')
    .replace(/\be-mail/g, 'email')
    .replace(/(?<![\w@.+-])[a-z]{1,14}(?![\w@]|\.\w|-\w|\+)/g, (word) => {
      if (Object.hasOwn(slang, word)) return slang[word] ?? word
      return word.length >= 5 ? mendWord(word) : word
    })
}
