// What access would hand out and deletion would touch, in rows, asked of the platform when the page is open: it may take a moment, and
// where it fails the page stands without it.

import { html } from 'hono/html'
import type { PathParts } from '../../desk/parts.ts'
import { requestOf, subjectOf } from '../../desk/staff-plan.ts'
import { type TouchedTable, touches } from '../../desk/touches.ts'
import { DeskError } from '../../errors.ts'
import type { Say } from '../../requests/say-code.ts'
import type { Markup } from '../layout.ts'
import { refusalWords } from './refusal-words.ts'

export async function subjectPreview(say: Say, parts: PathParts, reference: string): Promise<Markup> {
  try {
    const subject = await subjectOf(parts, await requestOf(parts, reference), null)
    if ('outcome' in subject) {
      const none = say('来信地址没有对应的账号。', 'No account has the address that wrote.')
      return await html`<p class="nobody">${subject.reason === 'subject_unknown' ? none : refusalWords(say, subject)}</p>`
    }
    const tables = await touches(parts.userDb, subject.key)
    return await html`<div class="preview"><p><small>${say('账号', 'Account')} ${subject.key}${subject.name === null ? '' : ` (${subject.name})`}</small></p>${touchesTable(say, tables)}</div>`
  } catch (error) {
    if (error instanceof DeskError && error.code === 'request_unknown') throw error
    parts.log.warn({ err: error }, 'preview of a subject not shown')
    return html`<p class="note warn">${say('平台数据库现在读不到。', 'The platform database cannot be read now.')}</p>`
  }
}

export function touchesTable(say: Say, tables: TouchedTable[]): Markup {
  return html`<div class="scroll"><table class="touches"><thead><tr><th scope="col">${say('数据', 'Data')}</th><th scope="col" class="number">${say('行', 'Rows')}</th><th scope="col">${say('查阅', 'Access')}</th><th scope="col">${say('删除', 'Deletion')}</th></tr></thead>
  <tbody>${tables.map(
    (each) =>
      html`<tr><td>${say(each.label.zh, each.label.en)}</td><td class="number">${each.rows}</td><td>${each.exported ? say('提供', 'shown') : say('不提供', 'not shown')}</td><td>${onDeletion(say, each)}</td></tr>`,
  )}</tbody></table></div>`
}

function onDeletion(say: Say, { onDeletion: how, keptBy, keptUntil }: TouchedTable): Markup {
  if (how === 'deleted') return html`${say('删除', 'deleted')}`
  if (how === 'anonymised') return html`${say('匿名化', 'anonymised')}`
  return html`${say('保留', 'kept')}${keptUntil === null ? '' : ` ${say('至', 'until')} ${keptUntil}`}${keptBy === null ? '' : html`<small>${say(keptBy.zh, keptBy.en)}</small>`}`
}
