// Acts in the reader's words: what is asked, what exactly would be done, what came of it.

import type { ActDetails, ActResult, ActStatement } from '../../requests/acts.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import type { Label } from '../../requests/words.ts'

const list = (say: Say, parts: string[]) => parts.join(say('；', '; '))
const label = (say: Say, { zh, en }: Label) => say(zh, en)

export function detailsWords(say: Say, details: ActDetails): string {
  switch (details.kind) {
    case 'correction':
      return list(
        say,
        details.corrections.map(
          ({ field, fieldWords, old, value }) => `${fieldWords ?? field}: ${old === null ? '' : `${old} → `}${value}`,
        ),
      )
    case 'refusal':
      if (details.back) return say('撤回先前的拒绝', 'an earlier refusal taken back')
      return details.purposes.length === 0
        ? say('所有非必要的处理', 'all that is not essential')
        : details.purposes.map((purpose) => purposeWord(say, purpose)).join(say('、', ', '))
    case 'access':
    case 'deletion':
    case 'status':
    case 'withdraw':
      return ''
  }
}

export function statementWords(say: Say, statement: ActStatement): string {
  switch (statement.kind) {
    case 'access':
      return say('提供账号全部数据的副本', 'give a copy of all data of the account')
    case 'correction':
      return `${say('更正', 'correct')} ${list(
        say,
        statement.changes.map(
          (change) => `${label(say, change.label)}: ${change.before ?? say('（空）', '(empty)')} → ${change.after}`,
        ),
      )}`
    case 'deletion':
      return say('删除账号及其数据', 'delete the account and its data')
    case 'refusal':
      if (statement.back)
        return `${say('撤回拒绝', 'take back the refusal')}: ${statement.purposes.map((purpose) => label(say, purpose)).join(say('、', ', '))}`
      return `${say('停止', 'switch off')} ${
        statement.purposes.length === 0
          ? say('所有非必要的处理', 'all that is not essential')
          : statement.purposes.map((purpose) => label(say, purpose)).join(say('、', ', '))
      }`
    case 'status':
      return say('告知各请求的进度', "tell how the account's requests stand")
    case 'withdraw':
      return `${say('撤回', 'withdraw')} ${statement.references.join(', ')}`
  }
}

export function resultWords(say: Say, result: ActResult): string {
  if (result.outcome === 'declined') return `${sayCode(say, 'declined')}: ${label(say, result.reason)}`
  const rows = (tables: { rows: number }[]) => tables.reduce((sum, each) => sum + each.rows, 0)
  switch (result.kind) {
    case 'access':
      return say(`已导出 ${rows(result.tables)} 行`, `${rows(result.tables)} rows exported`)
    case 'correction':
      return say(`已更正 ${result.changes.length} 处`, `${result.changes.length} corrected`)
    case 'deletion':
      return say(
        `已删除 ${rows(result.removed)} 行，依法保留 ${rows(result.kept)} 行`,
        `${rows(result.removed)} rows removed, ${rows(result.kept)} kept by law`,
      )
    case 'refusal':
      if (result.switchedOn)
        return `${say('已重新开启', 'on again')}: ${result.switchedOn.map((each) => label(say, each)).join(say('、', ', '))}`
      return `${say('已停止', 'switched off')}: ${result.switchedOff.map((each) => label(say, each)).join(say('、', ', ')) || say('无', 'nothing')}`
    case 'status':
      return say(`已告知 ${result.requests.length} 个请求`, `${result.requests.length} requests told`)
    case 'withdraw':
      return `${say('已撤回', 'withdrawn')}: ${result.references.join(', ') || say('无', 'none')}`
  }
}

const purposes: Record<string, Label> = {
  analytics: { zh: '统计分析', en: 'analytics' },
  personalisation: { zh: '个性化推荐', en: 'personalisation' },
  notifications: { zh: '通知推送', en: 'notifications' },
  cookies: { zh: 'Cookie', en: 'cookies' },
  marketing: { zh: '营销', en: 'marketing' },
  sharing: { zh: '对外共享', en: 'sharing' },
  collection: { zh: '收集', en: 'collection' },
}

export function purposeWord(say: Say, purpose: string): string {
  const known = purposes[purpose]
  return known === undefined ? purpose : label(say, known)
}
