// What the trail holds beside requests, by theme, and its words.

import type { Label } from '../../requests/words.ts'

const signIns: Record<string, Label> = {
  staff_signed_in: { zh: '登录', en: 'signed in' },
  staff_signed_out: { zh: '退出', en: 'signed out' },
  staff_sign_in_failed: { zh: '登录失败', en: 'a sign-in failed' },
  staff_sessions_ended: { zh: '结束其他会话', en: 'ended other sessions' },
}

const accounts: Record<string, Label> = {
  staff_added: { zh: '添加账户', en: 'account added' },
  staff_changed: { zh: '更改角色', en: 'role changed' },
  staff_disabled: { zh: '停用账户', en: 'account disabled' },
  staff_reset: { zh: '重置账户', en: 'account reset' },
  staff_password_set: { zh: '设置密码', en: 'password set' },
  staff_second_factor_set: { zh: '设置两步验证', en: 'second factor set up' },
  staff_second_factor_removed: { zh: '移除两步验证', en: 'second factor removed' },
  staff_backup_codes_made: { zh: '生成备用码', en: 'backup codes made' },
  staff_passkey_added: { zh: '添加通行密钥', en: 'passkey added' },
  staff_passkey_removed: { zh: '移除通行密钥', en: 'passkey removed' },
}

const desk: Record<string, Label> = {
  halted: { zh: '暂停更正和删除', en: 'corrections and deletions halted' },
  released: { zh: '恢复更正和删除', en: 'corrections and deletions released' },
  mail_failed: { zh: '来信无法处理', en: 'a mail could not be handled' },
  mail_rerun: { zh: '重新处理来信', en: 'a mail was run again' },
}

export const themes = ['all', 'sign-ins', 'accounts', 'desk'] as const
export type Theme = (typeof themes)[number]

export const themeLabels: Record<Theme, Label> = {
  all: { zh: '全部', en: 'All' },
  'sign-ins': { zh: '登录', en: 'Sign-ins' },
  accounts: { zh: '账户', en: 'Accounts' },
  desk: { zh: '系统', en: 'The desk' },
}

/** Types of a theme; null: whatever stands there. */
export function typesOf(theme: Theme): string[] | null {
  if (theme === 'all') return null
  return Object.keys({ 'sign-ins': signIns, accounts, desk }[theme])
}

export const typeWords: Readonly<Record<string, Label>> = { ...signIns, ...accounts, ...desk }

export const reasonWords: Readonly<Record<string, Label>> = {
  password: { zh: '密码', en: 'password alone' },
  totp: { zh: '密码和验证码', en: 'password and code' },
  backup_code: { zh: '备用码', en: 'a backup code' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  single_sign_on: { zh: '单点登录', en: 'single sign-on' },
  link: { zh: '一次性链接', en: 'one-time link' },
  changed: { zh: '本人更改', en: 'changed by its owner' },
  wrong_password: { zh: '密码不对', en: 'wrong password' },
  wrong_password_last: { zh: '密码不对，暂停密码登录一刻钟', en: 'wrong password; closed for a quarter of an hour' },
  wrong_code: { zh: '验证码不对', en: 'wrong code' },
  spent_code: { zh: '验证码已用过', en: 'a code that was used already' },
  unknown_address: { zh: '没有此账户', en: 'no such account' },
  failures_spike: { zh: '失败过多', en: 'too many failures' },
  role: { zh: '', en: '' },
}
