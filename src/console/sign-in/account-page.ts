// The page of one's own account.

import { html, raw } from 'hono/html'
import type { StaffPasskey, StaffSession } from '../../db/generated/client.ts'
import type { Markup } from '../layout.ts'
import type { StaffMember } from '../staff-member.ts'
import { browserName } from './browser-name.ts'
import { notice, type Say, speaker } from './outside.ts'
import { type PasswordFault, passwordFaultWords, passwordFields } from './password-fields.ts'
import { roleWords } from './role-words.ts'

export interface AccountFacts {
  sessions: StaffSession[]
  sessionId: string
  passkeys: StaffPasskey[]
  hasPassword: boolean
  hasSecondFactor: boolean
  canHavePasskeys: boolean
  timeZone: string
  done: string | undefined
  fault: string | undefined
}

export function accountPage(staff: StaffMember, facts: AccountFacts): Markup {
  const t = speaker(staff.language)
  const role = roleWords[staff.role][staff.language]
  return html`<div class="narrow stack">
<header><h1>${staff.name}</h1><p class="lead">${staff.email} · ${role}</p></header>
${notice('good', doneWords(t, facts.done))}
${notice('bad', faultWords(staff, t, facts.fault))}
${factorCard(t, facts)}
${facts.hasPassword ? passwordCard(staff, t) : ''}
${passkeyCard(t, facts)}
${sessionCard(t, facts)}
</div>`
}

function factorCard(t: Say, { hasSecondFactor }: AccountFacts): Markup {
  return html`<section class="card row"><div><h2>${t('两步验证', 'Second factor')}</h2>
  <p>${hasSecondFactor ? html`<span class="tag good">${t('已设置', 'set up')}</span>` : html`<span class="tag warn">${t('未设置', 'not set up')}</span>`}</p></div>
  <a class="button" href="/account/second-factor">${hasSecondFactor ? t('管理', 'Manage') : t('设置', 'Set it up')}</a></section>`
}

function passwordCard(staff: StaffMember, t: Say): Markup {
  return html`<section class="card"><h2>${t('更改密码', 'Change the password')}</h2>
  <p class="lead">${t('其他设备上的登录会随之结束。', 'Other browsers are signed out by it.')}</p>
  <form class="stack" method="post" action="/account/password">
    <input type="hidden" autocomplete="username" value="${staff.email}">
    <div><label for="current">${t('现在的密码', 'Present password')}</label>
      <input id="current" name="current" type="password" autocomplete="current-password" required></div>
    ${passwordFields(staff.language)}
    <button>${t('更改密码', 'Change the password')}</button>
  </form></section>`
}

function passkeyCard(t: Say, { passkeys, canHavePasskeys, hasPassword, timeZone }: AccountFacts): Markup {
  return html`<section class="card" id="passkeys"><h2>${t('通行密钥', 'Passkeys')}</h2>
  <p class="lead">${t('用指纹、面容或设备密码登录，不必输入密码和验证码。', 'Sign in with a finger, a face or the device’s PIN, without password and code.')}</p>
  ${
    passkeys.length === 0
      ? ''
      : html`<ul class="rows">${passkeys.map(
          (passkey) => html`<li><div><strong>${passkey.name}</strong>
      <small>${t('添加于', 'added')} ${time(t, passkey.createdAt, timeZone)}${passkey.lastUsedAt === null ? '' : html` · ${t('最近使用', 'last used')} ${time(t, passkey.lastUsedAt, timeZone)}`}</small></div>
      <form method="post" action="/account/passkeys/${passkey.id}/remove"><button class="danger" aria-label="${t(`移除通行密钥 ${passkey.name}`, `Remove the passkey ${passkey.name}`)}">${t('移除', 'Remove')}</button></form></li>`,
        )}</ul>`
  }
  ${
    !canHavePasskeys
      ? html`<p class="note">${t('通行密钥需要 https 地址（console.staffUrl）或 localhost。', 'Passkeys need an https address (console.staffUrl) or localhost.')}</p>`
      : !hasPassword
        ? ''
        : html`<form class="stack" data-passkey="add" data-failed="${t('没有成功，请再试一次。', 'That did not work. Try again.')}" data-password="${t('密码不对。', 'That password is not right.')}" hidden>
    <div><label for="passkey-name">${t('名称', 'Name')} <small>${t('例如“办公室电脑”', 'such as “office laptop”')}</small></label>
      <input id="passkey-name" name="name" maxlength="60" required></div>
    <div><label for="passkey-password">${t('您的密码', 'Your password')}</label>
      <input id="passkey-password" name="password" type="password" autocomplete="current-password" required></div>
    <button>${t('添加通行密钥', 'Add a passkey')}</button>
    <p class="note bad" role="alert" hidden></p>
  </form>`
  }</section>`
}

function sessionCard(t: Say, { sessions, sessionId, timeZone }: AccountFacts): Markup {
  return html`<section class="card" id="sessions"><h2>${t('登录状态', 'Where you are signed in')}</h2>
  <ul class="rows">${sessions.map(
    (session) => html`<li><div><strong>${browserName(session.userAgent)}</strong>
    ${session.id === sessionId ? html` <span class="tag good">${t('此浏览器', 'this browser')}</span>` : ''}
    <small>${session.ipAddress ?? ''} · ${t('登录于', 'since')} ${time(t, session.createdAt, timeZone)} · ${t('最近', 'last seen')} ${time(t, session.updatedAt, timeZone)}</small></div>
    ${session.id === sessionId ? '' : html`<form method="post" action="/account/sessions/end"><input type="hidden" name="id" value="${session.id}"><button>${t('结束', 'End')}</button></form>`}</li>`,
  )}</ul>
  ${sessions.length > 1 ? html`<form method="post" action="/account/sessions/end"><button class="danger">${t('结束其他所有登录', 'End all others')}</button></form>` : ''}</section>`
}

export function time(t: Say, at: Date, timeZone: string): Markup {
  const words = new Intl.DateTimeFormat(t('zh-CN', 'en-GB'), {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at)
  return html`<time datetime="${raw(at.toISOString())}">${words}</time>`
}

function doneWords(t: Say, done: string | undefined): string | undefined {
  switch (done) {
    case 'password':
      return t('密码已更改。', 'The password is changed.')
    case 'passkey':
      return t('通行密钥已添加。', 'The passkey is added.')
    case 'passkey_removed':
      return t('通行密钥已移除。', 'The passkey is removed.')
    case 'sessions':
      return t('已结束。', 'Signed out there.')
    default:
      return undefined
  }
}

function faultWords({ language }: StaffMember, t: Say, fault: string | undefined): string | undefined {
  if (fault === undefined) return undefined
  if (fault === 'current') return t('现在的密码不对。', 'Your present password is not right.')
  if (fault === 'wait') return t('尝试次数过多，请稍后再试。', 'Too many tries. Wait a little.')
  return passwordFaultWords(language, fault as PasswordFault)
}
