// Ready mails for the sandbox, in both languages, one for each turn that a mail can take. {name} is the writer's name,
// {reference} the reference of the writer's newest request.

import type { Label } from '../requests/words.ts'
import type { MailShape } from './submit.ts'

export interface Example {
  key: string
  label: Label
  group: 'rights' | 'about' | 'others' | 'machines'
  shape: MailShape
  subject: Label
  text: Label
}

export const exampleGroups: { key: Example['group']; label: Label }[] = [
  { key: 'rights', label: { zh: '行使权利', en: 'Exercise a right' } },
  { key: 'about', label: { zh: '关于已有请求', en: 'About a request' } },
  { key: 'others', label: { zh: '其他来信', en: 'Other mail' } },
  { key: 'machines', label: { zh: '机器来信', en: 'Machine mail' } },
]

export const examples: Example[] = [
  {
    key: 'access',
    label: { zh: '查阅', en: 'Access' },
    group: 'rights',
    shape: 'plain',
    subject: { zh: '申请查阅我的个人信息', en: 'Request for a copy of my personal data' },
    text: {
      zh: '您好：\n\n我想查阅并复制贵平台保存的我的全部个人信息，请发给我一份副本。\n\n谢谢！\n{name}',
      en: 'Hello,\n\nplease send me a copy of all personal data that you hold about me.\n\nThank you\n{name}',
    },
  },
  {
    key: 'correction',
    label: { zh: '更正', en: 'Correction' },
    group: 'rights',
    shape: 'plain',
    subject: { zh: '更正昵称', en: 'Please correct my nickname' },
    text: {
      zh: '您好：\n\n我的昵称写错了，请把昵称从“{name}”改为“{name}同学”。\n\n{name}',
      en: 'Hello,\n\nmy nickname is wrong. Please change my nickname from "{name}" to "Captain {name}".\n\nKind regards\n{name}',
    },
  },
  {
    key: 'deletion',
    label: { zh: '删除', en: 'Deletion' },
    group: 'rights',
    shape: 'plain',
    subject: { zh: '注销账号并删除数据', en: 'Delete my account' },
    text: {
      zh: '您好：\n\n我不再使用贵平台，请注销我的账号并删除我的全部个人信息。\n\n{name}',
      en: 'Hello,\n\nI no longer use your platform. Please delete my account and all of my personal data.\n\nKind regards\n{name}',
    },
  },
  {
    key: 'refusal',
    label: { zh: '拒绝', en: 'Refusal' },
    group: 'rights',
    shape: 'plain',
    subject: { zh: '拒绝非必要的数据处理', en: 'I object to non-essential processing' },
    text: {
      zh: '您好：\n\n我不同意贵平台收集和使用我的非必要信息，请关闭统计分析和消息推送。\n\n{name}',
      en: 'Hello,\n\nI object to the processing of my data for anything that is not essential. Please switch off analytics and notifications.\n\nKind regards\n{name}',
    },
  },
  {
    key: 'several',
    label: { zh: '一信多求', en: 'Several at once' },
    group: 'rights',
    shape: 'plain',
    subject: { zh: '两件事', en: 'Two requests' },
    text: {
      zh: '您好：\n\n1. 请把我的昵称从“{name}”改为“新{name}”。\n2. 请发给我一份我的个人信息副本。\n\n谢谢！\n{name}',
      en: 'Hello,\n\n1. Please change my nickname from "{name}" to "New {name}".\n2. Please send me a copy of the personal data you hold about me.\n\nThanks\n{name}',
    },
  },
  {
    key: 'unclear',
    label: { zh: '更正，但没说新值', en: 'Correction without a value' },
    group: 'rights',
    shape: 'plain',
    subject: { zh: '昵称不对', en: 'Wrong nickname' },
    text: {
      zh: '你们那里我的昵称不对，请更正一下。\n\n{name}',
      en: 'The nickname you have for me is wrong, please correct it.\n\n{name}',
    },
  },
  {
    key: 'status',
    label: { zh: '问进度', en: 'Status' },
    group: 'about',
    shape: 'plain',
    subject: { zh: '请求办到哪一步了 {reference}', en: 'What became of my request {reference}' },
    text: {
      zh: '您好：\n\n我之前提交的请求 {reference} 现在处理得怎么样了？\n\n{name}',
      en: 'Hello,\n\nwhat is the status of my request {reference}?\n\n{name}',
    },
  },
  {
    key: 'withdraw',
    label: { zh: '撤回', en: 'Withdraw' },
    group: 'about',
    shape: 'plain',
    subject: { zh: '撤回请求 {reference}', en: 'I withdraw my request {reference}' },
    text: {
      zh: '您好：\n\n我改变主意了，撤回之前的请求 {reference}，请不要处理。\n\n{name}',
      en: 'Hello,\n\nI have changed my mind and withdraw my request {reference}. Please do not carry it out.\n\n{name}',
    },
  },
  {
    key: 'quotes',
    label: { zh: '带引文的回复', en: 'Reply with quotes' },
    group: 'about',
    shape: 'plain',
    subject: { zh: '回复：关于隐私政策更新', en: 'Re: Our new privacy policy' },
    text: {
      zh: '不用删除，我只想查阅一份我的个人信息。\n\n{name}\n\n发自我的iPhone\n\n------------------ 原始邮件 ------------------\n发件人: "隐私团队"\n主题: 关于隐私政策更新\n\n> 如果您不同意新政策，可以来信要求删除账号。',
      en: 'No need to delete anything, I only want a copy of my personal data.\n\n{name}\n\nOn Mon, 16 Nov 2026 at 10:12, Privacy Team wrote:\n> If you do not agree with the new policy,\n> you may write to us and have your account deleted.',
    },
  },
  {
    key: 'disclosure',
    label: { zh: '索要他人数据', en: "Demand for another's data" },
    group: 'others',
    shape: 'plain',
    subject: { zh: '协助调查函', en: 'Disclosure of user data' },
    text: {
      zh: '贵公司：\n\n因案件调查需要，请于三日内提供用户 Alice 的注册信息和登录 IP 记录。\n\n某市公安局 王警官',
      en: 'Dear Sirs,\n\nfor the purposes of an ongoing investigation we require you to disclose the registration data and login IP addresses of your user Alice within three days.\n\nDet. J. Doe, Police',
    },
  },
  {
    key: 'question',
    label: { zh: '一般咨询', en: 'A question' },
    group: 'others',
    shape: 'plain',
    subject: { zh: '请问你们保存日志多久', en: 'How long do you keep logs?' },
    text: {
      zh: '您好，请问贵平台的访问日志一般保存多长时间？会提供给第三方吗？\n\n{name}',
      en: 'Hello,\n\nhow long do you keep access logs, and do you share them with anybody?\n\n{name}',
    },
  },
  {
    key: 'picture',
    label: { zh: '只有图片', en: 'Only a picture' },
    group: 'others',
    shape: 'attachment_only',
    subject: { zh: '见附件', en: 'See attachment' },
    text: { zh: '（正文为空，请求写在图片里）', en: '(an empty mail; the request is in the picture)' },
  },
  {
    key: 'auto-reply',
    label: { zh: '自动回复', en: 'Automatic reply' },
    group: 'machines',
    shape: 'auto_reply',
    subject: { zh: '自动回复：休假中', en: 'Out of office' },
    text: {
      zh: '我正在休假，12 月 1 日回来后回复您的邮件。如需删除请联系我的同事。',
      en: 'I am on holiday until 1 December. To delete your appointment please write to my colleague.',
    },
  },
  {
    key: 'list',
    label: { zh: '邮件列表', en: 'Mailing list' },
    group: 'machines',
    shape: 'list',
    subject: { zh: '隐私周报第 47 期', en: 'Privacy weekly #47' },
    text: {
      zh: '本期：如何要求平台删除您的个人信息。',
      en: 'In this issue: how to have your personal data deleted by a platform.',
    },
  },
  {
    key: 'bounce',
    label: { zh: '退信', en: 'Bounce' },
    group: 'machines',
    shape: 'bounce',
    subject: { zh: '退信通知', en: 'Undelivered Mail Returned to Sender' },
    text: {
      zh: '（由邮件系统生成的退信，指向最近寄给此人的一封信）',
      en: '(a bounce made by a mail system, for the last letter to this person)',
    },
  },
]
