// The page of the accounts.

import { html, raw } from 'hono/html'
import type { Markup } from '../layout.ts'
import { roles, type StaffMember } from '../staff-member.ts'
import { time } from './account-page.ts'
import type { ListedStaff } from './list-staff.ts'
import { notice, type Say, speaker } from './outside.ts'
import { roleMeaning, roleWords } from './role-words.ts'

export type StaffFault = 'form' | 'exists' | 'self'

export interface StaffFacts {
  members: ListedStaff[]
  timeZone: string
  fault: StaffFault | undefined
  /** of whoever was added or reset just now */
  link: { name: string; url: string; until: Date } | undefined
}

export function staffPage(self: StaffMember, facts: StaffFacts): Markup {
  const t = speaker(self.language)
  return html`<header><h1>${t('人员', 'Staff')}</h1></header>
${notice('bad', faultWords(t, facts.fault))}
${linkCard(t, facts)}
<section class="card"><ul class="rows members">${facts.members.map((member) => memberRow(self, t, member, facts.timeZone))}</ul></section>
${addCard(self, t)}`
}

function linkCard(t: Say, { link, timeZone }: StaffFacts): Markup | '' {
  if (link === undefined) return ''
  return html`<section class="card note-card" role="status"><h2>${t(`给 ${link.name} 的链接`, `The link for ${link.name}`)}</h2>
  <p>${t('请用安全的方式交给本人。它只显示这一次，只能用一次，有效至', 'Hand it over safely. It is shown this once, works once, and opens until')} ${time(t, link.until, timeZone)}${t('。', '.')}</p>
  <p><code class="secret">${link.url}</code></p></section>`
}

function memberRow(self: StaffMember, t: Say, member: ListedStaff, timeZone: string): Markup {
  const { id, name, email, role, state, secondFactor, passkeys, lastSeenAt } = member
  return html`<li class="member"><div><strong>${name}</strong> ${stateTag(t, state)}
    <small>${email}</small>
    <small>${secondFactor ? t('两步验证已设置', 'second factor set up') : t('未设两步验证', 'no second factor')}${passkeys > 0 ? t(` · ${passkeys} 个通行密钥`, ` · ${passkeys} passkey${passkeys === 1 ? '' : 's'}`) : ''}${lastSeenAt === null ? '' : html` · ${t('最近', 'last seen')} ${time(t, lastSeenAt, timeZone)}`}</small></div>
  ${
    id === self.id
      ? html`<div class="actions"><span class="tag">${roleWords[role][self.language]}</span><small>${t('您自己', 'you')}</small></div>`
      : html`<div class="actions">
    <form class="inline" method="post" action="/staff/${id}/role">
      <select name="role" aria-label="${t(`${name} 的角色`, `Role of ${name}`)}">${roles.map((each) => html`<option value="${each}"${each === role ? raw(' selected') : ''}>${roleWords[each][self.language]}</option>`)}</select>
      <button aria-label="${t(`更改 ${name} 的角色`, `Change the role of ${name}`)}">${t('更改', 'Change')}</button></form>
    <form method="post" action="/staff/${id}/reset"><button aria-label="${t(`重置 ${name} 的登录`, `New link for ${name}`)}">${t('新链接', 'New link')}</button></form>
    ${state === 'disabled' ? '' : html`<form method="post" action="/staff/${id}/disable"><button class="danger" aria-label="${t(`停用 ${name}`, `Disable ${name}`)}">${t('停用', 'Disable')}</button></form>`}
  </div>`
  }</li>`
}

function addCard({ language }: StaffMember, t: Say): Markup {
  return html`<section class="card narrow"><h2>${t('添加人员', 'Add somebody')}</h2>
  <form class="stack" method="post" action="/staff">
    <div><label for="name">${t('姓名', 'Name')}</label><input id="name" name="name" maxlength="60" autocomplete="off" required></div>
    <div><label for="email">${t('电子邮件', 'E-mail address')}</label><input id="email" name="email" type="email" autocomplete="off" required></div>
    <div><label for="role">${t('角色', 'Role')}</label><select id="role" name="role">${roles.map((role) => html`<option value="${role}">${roleWords[role][language]}${t('：', ': ')}${roleMeaning[role][language]}</option>`)}</select></div>
    <div><label for="language">${t('语言', 'Language')}</label><select id="language" name="language"><option value="zh" lang="zh-CN">中文</option><option value="en" lang="en">English</option></select></div>
    <button class="primary">${t('添加并生成链接', 'Add and make a link')}</button>
  </form></section>`
}

function stateTag(t: Say, state: ListedStaff['state']): Markup {
  switch (state) {
    case 'active':
      return html`<span class="tag good">${t('有效', 'active')}</span>`
    case 'invited':
      return html`<span class="tag warn">${t('尚未设置密码', 'has not signed in yet')}</span>`
    case 'disabled':
      return html`<span class="tag bad">${t('已停用', 'disabled')}</span>`
  }
}

function faultWords(t: Say, fault: StaffFault | undefined): string | undefined {
  switch (fault) {
    case 'form':
      return t('请填写姓名、有效的邮件地址和角色。', 'Fill in a name, a valid address and a role.')
    case 'exists':
      return t('这个地址已有账户。', 'That address has an account already.')
    case 'self':
      return t(
        '自己的账户要由另一位管理员或 habeas staff 命令更改。',
        'Your own account is changed by another admin, or by habeas staff on the machine.',
      )
    case undefined:
      return undefined
  }
}
