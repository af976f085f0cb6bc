// What is shown of the authenticator app: why, the picture to scan with the secret to type instead, the backup codes once.

import { html, raw } from 'hono/html'
import type { Markup } from '../layout.ts'
import type { PageLanguage } from '../words.ts'
import { notice, type Say, speaker } from './outside.ts'

export type Fault = 'password' | 'code' | 'spent' | 'wait'

export interface SecondFactorFacts {
  isSet: boolean
  hasPassword: boolean
  /** the role needs it: nothing else is open until it is set */
  isNeeded: boolean
  fault?: Fault | undefined
}

export function secondFactorPage(language: PageLanguage, facts: SecondFactorFacts): Markup {
  const t = speaker(language)
  const { isSet, isNeeded, fault } = facts
  return html`<div class="narrow stack">
<h1>${t('两步验证', 'Second factor')}</h1>
${notice('bad', faultWords(t, fault))}
${!isSet && isNeeded ? html`<p class="note warn">${t('您的角色可以处理请求，因此先要设置两步验证，其他页面才会打开。', 'Your role can act on requests, so a second factor is set up first; the other pages open after that.')}</p>` : ''}
${isSet ? keepCards(t) : beginCard(t, facts)}
</div>`
}

function beginCard(t: Say, { hasPassword }: SecondFactorFacts): Markup {
  if (!hasPassword) {
    return html`<section class="card"><p>${t('您通过单点登录进入，第二因素由那里负责。', 'You sign in through the single sign-on, which asks for the second factor itself.')}</p></section>`
  }
  return html`<section class="card">
  <p>${t('登录时除密码外，还要输入手机上身份验证器应用（如 Microsoft Authenticator、1Password、Aegis）显示的六位数字。', 'Besides your password, sign-in then asks for six digits from an authenticator app on your phone, such as Microsoft Authenticator, 1Password or Aegis.')}</p>
  <form class="stack" method="post" action="/account/second-factor">
    ${passwordField(t, 'begin-password')}
    <button class="primary">${t('开始设置', 'Set it up')}</button>
  </form>
</section>`
}

function keepCards(t: Say): Markup {
  return html`<p class="note good">${t('身份验证器应用已设置。', 'Your authenticator app is set up.')}</p>
<section class="card"><h2>${t('新的备用码', 'New backup codes')}</h2>
  <p>${t('旧的备用码随即失效。', 'The old ones stop working at once.')}</p>
  <form class="stack" method="post" action="/account/second-factor/backup-codes">
    ${passwordField(t, 'codes-password')}
    <button>${t('生成备用码', 'Make backup codes')}</button>
  </form></section>
<section class="card"><h2>${t('换一部手机', 'Change to another phone')}</h2>
  <p>${t('先移除现在的应用，再重新设置。', 'Remove the app you have now, then set it up anew.')}</p>
  <form class="stack" method="post" action="/account/second-factor/remove">
    ${passwordField(t, 'remove-password')}
    ${codeField(t, 'remove-code')}
    <button class="danger">${t('移除', 'Remove it')}</button>
  </form></section>`
}

export function pictureCard(
  language: PageLanguage,
  { picture, uri, fault }: { picture: string; uri: string; fault?: Fault | undefined },
): Markup {
  const t = speaker(language)
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return html`<div class="narrow stack">
<h1>${t('两步验证', 'Second factor')}</h1>
${notice('bad', faultWords(t, fault))}
<section class="card picture">
  <div class="qr" role="img" aria-label="${t('供身份验证器扫描的二维码', 'QR code for your authenticator app')}">${raw(picture)}</div>
  <div class="stack">
    <p>${t('1. 用身份验证器应用扫描二维码。', '1. Scan the picture with your authenticator app.')}</p>
    <details><summary>${t('不能扫描？手动输入密钥', 'Cannot scan? Type the key instead')}</summary>
      <p><code class="secret">${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p></details>
    <p>${t('2. 输入应用显示的六位数字。', '2. Enter the six digits that it shows.')}</p>
    <form class="stack" method="post" action="/account/second-factor/confirm">
      <input type="hidden" name="uri" value="${uri}">
      ${codeField(t, 'code')}
      <button class="primary">${t('确认', 'Confirm')}</button>
    </form>
  </div>
</section></div>`
}

export function backupCodesPage(language: PageLanguage, codes: string[]): Markup {
  const t = speaker(language)
  return html`<div class="narrow stack">
<h1>${t('备用码', 'Backup codes')}</h1>
<p class="note good" role="status">${t('两步验证已经生效。', 'Your second factor is in place.')}</p>
<section class="card">
  <p>${t('手机不在身边时，每个备用码可以代替一次验证码。请打印或存入密码管理器；它们只显示这一次。', 'When your phone is not at hand, each of these stands in for a code once. Print them or keep them in a password manager: they are shown this once.')}</p>
  <ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
  <p><a class="button primary" href="/">${t('我已保存，继续', 'I have kept them, go on')}</a></p>
</section></div>`
}

function passwordField(t: Say, id: string): Markup {
  return html`<div><label for="${id}">${t('您的密码', 'Your password')}</label>
    <input id="${id}" name="password" type="password" autocomplete="current-password" required></div>`
}

function codeField(t: Say, id: string): Markup {
  return html`<div><label for="${id}">${t('六位验证码', 'Six-digit code')}</label>
    <input class="code-input" id="${id}" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,8}" required></div>`
}

function faultWords(t: Say, fault: Fault | undefined): string | undefined {
  switch (fault) {
    case 'password':
      return t('密码不对。', 'That password is not right.')
    case 'code':
      return t(
        '验证码不对，请输入应用现在显示的数字。',
        'That code is not right. Enter the digits that the app shows now.',
      )
    case 'spent':
      return t(
        '这个验证码已经用过，请等应用显示下一个。',
        'That code was used already. Wait for the next one in the app.',
      )
    case 'wait':
      return t('尝试次数过多，请稍后再试。', 'Too many tries. Wait a little.')
    case undefined:
      return undefined
  }
}
