// What somebody sees who is not signed in: address and password, and the code.

import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Markup } from '../layout.ts'
import { chosenLanguage, notice, outside, type Say, speaker } from './outside.ts'
import type { SignInParts } from './parts.ts'
import { relyingParty } from './passkeys.ts'

interface Shown {
  next: string
  why?: string | undefined
}

export async function signInPage(c: Context, { settings }: SignInParts, { next, why }: Shown): Promise<Markup> {
  const language = chosenLanguage(c)
  const t = speaker(language)
  const { singleSignOn } = settings
  const hasPasskeys = relyingParty(c, settings) !== null
  return await outside(c, language, {
    title: t('登录', 'Sign in'),
    body: html`<h1>${t('登录', 'Sign in')}</h1>
<p class="lead">${t('处理隐私请求的工作台，仅供工作人员使用。', 'The desk where privacy requests are handled. For staff.')}</p>
${notice(why === 'signed_out' || why === 'ended' ? 'good' : 'bad', reasonWords(t, why))}
<form class="stack" method="post" action="/sign-in">
  <input type="hidden" name="next" value="${next}">
  <div><label for="email">${t('电子邮件', 'E-mail address')}</label>
    <input id="email" name="email" type="email" autocomplete="username webauthn" required autofocus></div>
  <div><label for="password">${t('密码', 'Password')}</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required></div>
  <button class="primary wide">${t('登录', 'Sign in')}</button>
</form>
${
  hasPasskeys
    ? html`<form data-passkey="sign-in" data-next="${next}" data-failed="${t('没有成功。请再试一次，或改用密码登录。', 'That did not work. Try again, or sign in with your password.')}" hidden>
  <p class="or"><span>${t('或', 'or')}</span></p>
  <button class="wide" type="submit">${t('用通行密钥登录', 'Sign in with a passkey')}</button>
  <p class="note bad" role="alert" hidden></p>
</form>`
    : ''
}
${
  singleSignOn === undefined
    ? ''
    : html`<p class="or"><span>${t('或', 'or')}</span></p>
<p><a class="button wide" href="/sign-in/sso?${new URLSearchParams({ next }).toString()}">${t(`通过 ${singleSignOn.name} 登录`, `Sign in with ${singleSignOn.name}`)}</a></p>`
}
<p><small>${t('不能登录？请管理员用 habeas staff reset 发给您一个新链接。', 'Cannot sign in? Ask whoever runs the desk for a new link (habeas staff reset).')}</small></p>`,
  })
}

export async function codePage(c: Context, { next, why }: Shown): Promise<Markup> {
  const language = chosenLanguage(c)
  const t = speaker(language)
  return await outside(c, language, {
    title: t('验证码', 'Code'),
    body: html`<h1>${t('输入验证码', 'Enter your code')}</h1>
<p class="lead">${t('打开您的身份验证器应用，输入 habeas 的六位数字。', 'Open your authenticator app and enter the six digits for habeas.')}</p>
${notice('bad', reasonWords(t, why === 'wrong' ? 'wrong_code' : why))}
<form class="stack" method="post" action="/sign-in/code">
  <input type="hidden" name="next" value="${next}">
  <div><label for="code">${t('验证码或备用码', 'Code, or a backup code')}</label>
    <input class="code-input" id="code" name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" required autofocus></div>
  <button class="primary wide">${t('继续', 'Continue')}</button>
</form>
<p><a href="/sign-in?${new URLSearchParams({ next }).toString()}">${t('返回', 'Back')}</a></p>`,
  })
}

function reasonWords(t: Say, why: string | undefined): string | undefined {
  switch (why) {
    case 'wrong':
      return t('邮件地址或密码不对。', 'The address or the password is not right.')
    case 'wrong_code':
      return t('这个验证码不对或已失效，请输入当前显示的一个。', 'That code is wrong or over. Enter the one shown now.')
    case 'spent':
      return t(
        '这个验证码已经用过，请等应用显示下一个。',
        'That code was used already. Wait for the next one in the app.',
      )
    case 'wait':
      return t(
        '尝试次数过多。请过一刻钟再试，或用通行密钥登录。',
        'Too many tries. Wait a quarter of an hour, or use a passkey.',
      )
    case 'again':
      return t('登录已超时，请重新开始。', 'That sign-in is over. Please begin again.')
    case 'sso':
      return t(
        '单点登录没有成功：该账户没有登记为工作人员，或其地址未经验证。',
        'The single sign-on did not work: that account is not listed as staff, or its address is not verified.',
      )
    case 'link':
      return t('这个链接已用过或已过期。请索取新的链接。', 'That link was used or is over. Ask for a new one.')
    case 'signed_out':
      return t('您已退出。', 'You are signed out.')
    default:
      return undefined
  }
}
