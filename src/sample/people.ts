// What the sample platform's invented people are called, where they are and what they wrote. Addresses of machines come
// from the documentation ranges (RFC 5737, RFC 3849), addresses of people from example domains (RFC 2606).

import type { Dice } from './dice.ts'

const given = [
  '晨',
  '雨桐',
  '子墨',
  '一诺',
  '浩然',
  '思远',
  '佳怡',
  'Momo',
  'Nina',
  'Oskar',
  'Ravi',
  'Lena',
  '阿依',
  '小北',
  '若水',
  'Tomás',
  '文静',
  '乐乐',
  'Yuki',
  '长安',
]
const words = [
  '的茶',
  '_studio',
  '爱画画',
  ' Fox',
  '在路上',
  '42',
  '🎨',
  '不吃鱼',
  '.ink',
  '小筑',
  " O'Neill",
  '看云',
  '_09',
  '的猫',
  ' Weber',
]

/** Different for every id. */
export function nickname(roll: Dice, id: number): string {
  return `${roll.pick(given)}${roll.pick(words)}${id}`
}

export function ipAddress(roll: Dice): string {
  if (roll.chance(0.15)) return `2001:db8:${roll.hex(3)}:${roll.hex(3)}::${roll.hex(2)}`
  return `${roll.pick(['203.0.113', '198.51.100', '192.0.2'])}.${roll.between(1, 254)}`
}

export const places = [
  '北京',
  '上海',
  '广州',
  '成都',
  '台北',
  '香港',
  'Berlin',
  'London',
  'Leeds',
  'Singapore',
] as const
export const features = ['search', 'draw', 'share', 'gallery', 'comment'] as const
export const pages = [
  '/',
  '/gallery',
  '/draw',
  '/posts',
  '/posts/new',
  '/search?q=水彩',
  '/me',
  '/settings',
  '/about',
  '/login',
] as const

export const userAgents = [
  ['phone', 'Safari', '19.1'],
  ['phone', 'Chrome', '142.0'],
  ['tablet', 'Safari', '18.6'],
  ['laptop', 'Firefox', '145.0'],
  ['laptop', 'Edge', '142.0'],
  ['desktop', 'Chrome', '141.0'],
] as const

export const postTexts = [
  ['第一次画水彩', '今天试了新的水彩纸，颜色化得很好看 🎨\n大家有推荐的牌子吗？'],
  ['Rain over the harbour', 'Forty minutes of drizzle, one page of grey. Worth it.'],
  ['画廊开放日见', '周六下午两点，老地方。带上你的速写本！'],
  ['=SUM(friends)', 'A title that a spreadsheet would like to run; ours does not.'],
  ['Ink, brush & <paper>', 'Notes on "dry" strokes & why <thick> paper helps.'],
  ['猫的一百种睡姿', '第 37 种：把脸埋进颜料盒。'],
  ['寻找同好', '有人一起去写生吗？地点待定，時間也待定。'],
  ['Week 12', 'Three sketches, no masterpieces, good tea.'],
] as const
