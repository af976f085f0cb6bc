// Labels for people, in both languages, from what tables and columns are called. First drafts for a person to correct.

import { type ColumnKind, columnKind } from './column-words.ts'

export interface DraftLabel {
  zh: string
  en: string
}

const kindWords: Record<ColumnKind, DraftLabel> = {
  secret: { zh: '密钥', en: 'Secret' },
  email: { zh: '电子邮箱', en: 'E-mail address' },
  phone: { zh: '电话', en: 'Phone' },
  name: { zh: '名称', en: 'Name' },
  identity_number: { zh: '证件号码', en: 'Identity number' },
  bank: { zh: '支付账户', en: 'Payment account' },
  address: { zh: '地址', en: 'Address' },
  birth: { zh: '出生信息', en: 'Birth' },
  gender: { zh: '性别', en: 'Gender' },
  ip: { zh: 'IP 地址', en: 'IP address' },
  device: { zh: '设备', en: 'Device' },
  location: { zh: '位置', en: 'Location' },
  avatar: { zh: '头像', en: 'Picture' },
  money: { zh: '金额', en: 'Amount' },
  time: { zh: '时间', en: 'Time' },
  person: { zh: '用户编号', en: 'Account number' },
  switch: { zh: '开关', en: 'Switch' },
  text: { zh: '内容', en: 'Text' },
}

const words: Record<string, string> = {
  id: '编号',
  nickname: '昵称',
  username: '用户名',
  name: '名称',
  first_name: '名',
  last_name: '姓',
  title: '标题',
  body: '正文',
  content: '内容',
  message: '消息',
  comment: '评论',
  note: '备注',
  status: '状态',
  type: '类型',
  language: '语言',
  locale: '语言',
  country: '国家',
  city: '城市',
  region: '地区',
  created_at: '创建时间',
  updated_at: '更新时间',
  deleted_at: '删除时间',
  last_login: '最近登录',
  last_seen_at: '最近活动',
  registered_at: '注册时间',
  user_agent: '浏览器标识',
  browser: '浏览器',
  amount: '金额',
  currency: '币种',
  quantity: '数量',
  price: '价格',
  total: '合计',
  users: '账号',
  members: '账号',
  customers: '账号',
  accounts: '账号',
  posts: '帖子',
  comments: '评论',
  messages: '消息',
  orders: '订单',
  payments: '支付记录',
  invoices: '票据',
  addresses: '地址',
  devices: '设备',
  sessions: '会话',
  logs: '日志',
  access_logs: '访问日志',
  donations: '捐赠',
  carts: '购物车',
  drafts: '草稿',
  profiles: '资料',
  preferences: '偏好',
  topics: '主题',
  attachments: '附件',
  images: '图片',
  follows: '关注',
  likes: '点赞',
  favorites: '收藏',
  reviews: '评价',
  notifications: '通知',
  subscriptions: '订阅',
  settings: '设置',
}

export function draftLabel(name: string): DraftLabel {
  const bare = name.replace(/^.*\./, '')
  const kind = columnKind(bare)
  if (/\p{Script=Han}/u.test(bare)) return { zh: bare, en: kind ? kindWords[kind].en : bare }
  const snake = bare.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  const en = snake
    .replaceAll(/[_\s]+/g, ' ')
    .trim()
    .replace(/(^| )id$/, '$1number')
    .replace(/\bip\b/, 'IP')
  return {
    zh: words[snake] ?? (kind ? kindWords[kind].zh : bare),
    en: en === '' ? bare : en.charAt(0).toUpperCase() + en.slice(1),
  }
}
