// The requests of one page of the queue, read by their ids and shown as rows: what is asked, by whom, why it waits, until when, and
// who has it. On a phone each row is a card.

import { html } from 'hono/html'
import type { Db } from '../../db/client.ts'
import type { Prisma } from '../../db/generated/client.ts'
import { type Say, sayCode } from '../../requests/say-code.ts'
import { isOpen } from '../../requests/states.ts'
import type { Markup } from '../layout.ts'
import { kindTags, languageWord, stateTag } from '../request-words.ts'
import { dayOf, fromNow, type Reading } from '../times.ts'

const rowParts = {
  acts: { select: { kind: true }, orderBy: { position: 'asc' } },
  mails: { select: { subject: true }, orderBy: { arrivedAt: 'asc' }, take: 1 },
} as const satisfies Prisma.PrivacyRequestInclude

export type QueueRow = Prisma.PrivacyRequestGetPayload<{ include: typeof rowParts }>

/** In the order of the ids. */
export async function readRows(db: Db, ids: string[]): Promise<QueueRow[]> {
  const rows = await db.privacyRequest.findMany({ where: { id: { in: ids } }, include: rowParts })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export function rowsTable(say: Say, rows: QueueRow[], reading: Reading): Markup {
  return html`<table class="queue">
  <thead><tr>
    <th scope="col">${say('编号', 'Request')}</th>
    <th scope="col">${say('内容', 'Asks for')}</th>
    <th scope="col">${say('状态', 'State')}</th>
    <th scope="col">${say('期限', 'Due')}</th>
    <th scope="col">${say('经办', 'With')}</th>
  </tr></thead>
  <tbody>${rows.map((row) => rowOf(say, row, reading))}</tbody>
</table>`
}

function rowOf(say: Say, row: QueueRow, reading: Reading): Markup {
  const subject = row.mails[0]?.subject ?? ''
  const open = isOpen(row.state)
  return html`<tr data-row id="row-${row.reference}"${open && row.dueAt < reading.now ? html` class="is-overdue"` : ''}>
    <td class="ref"><a href="/requests/${row.reference}" data-open>${row.reference}</a><small>${languageWord(say, row.language)}</small></td>
    <td class="what"><span class="kinds">${kindTags(
      say,
      row.acts.map((act) => act.kind),
      row.topic,
    )}</span>
      <span class="subject">${subject === '' ? say('（无主题）', '(no subject)') : subject}</span>
      <small>${row.requester ?? ((row.forgottenAt ?? row.reducedAt) ? say('个人信息已删除', 'person removed') : say('无法辨认发件人', 'nobody that could be made out'))}</small></td>
    <td class="why">${stateTag(say, row.state)}<small>${sayCode(say, row.stateReason)}</small></td>
    <td class="due">${open ? dueCell(say, row, reading) : settledCell(say, row, reading)}</td>
    <td class="with">${row.claimedBy ?? html`<span class="nobody">${row.handedTo === 'officer' ? say('待隐私专员', 'for the officer') : '—'}</span>`}</td>
  </tr>`
}

const soonMs = 3 * 86_400_000

function dueCell(say: Say, { dueAt }: QueueRow, reading: Reading): Markup {
  const left = dueAt.getTime() - reading.now.getTime()
  const class_ = left < 0 ? 'late' : left < soonMs ? 'soon' : ''
  const words = left < 0 ? `${say('逾期', 'Overdue')} ` : ''
  return html`<b class="${class_}">${words}${fromNow(dueAt, reading)}</b><small>${dayOf(dueAt, reading)}</small>`
}

function settledCell(say: Say, { settledAt, dueAt }: QueueRow, reading: Reading): Markup {
  if (settledAt === null) return html`—`
  return html`<span>${dayOf(settledAt, reading)}</span><small>${settledAt <= dueAt ? say('如期', 'in time') : say('逾期', 'late')}</small>`
}
