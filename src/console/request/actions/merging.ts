// A duplicate into the request that answers both. The account's other open requests are offered; another can be named.

import { html, raw } from 'hono/html'
import { merge } from '../../../desk/staff-merge.ts'
import { isOpen, openStates } from '../../../requests/states.ts'
import type { Markup } from '../../layout.ts'
import { kindTags, stateTag } from '../../request-words.ts'
import { type Action, type ActionFacts, missing } from './action.ts'
import { input } from './fields.ts'

export const mergeAction: Action = {
  name: 'merge',
  label: { zh: '并入另一请求', en: 'Merge' },
  lead: {
    zh: '同一人重复提出的请求，一并答复，期限从较早的一封来信算起。两者都须已经核实。',
    en: 'The same person asked twice: one answer serves both, and the clock of the earlier mail runs. Both must be proved.',
  },
  permission: 'act',
  offered: ({ state }) => state === 'held',
  fields: mergeFields,
  prepare: async ({ parts, request, form, staff }) => {
    const into = form.one('other') || form.one('into')
    if (!/^HB-[0-9A-Z]{6}$/i.test(into))
      return missing(
        '请选择或写出并入的请求编号，如 HB-7K3M2Q。',
        'Choose the request, or give its reference, such as HB-7K3M2Q.',
      )
    return await merge(parts, request.reference, { by: staff.name, into })
  },
}

async function mergeFields({ parts, say, form, request }: ActionFacts) {
  const others =
    request.subjectHash === null
      ? []
      : await parts.db.privacyRequest.findMany({
          where: { subjectHash: request.subjectHash, state: { in: [...openStates] }, id: { not: request.id } },
          orderBy: { id: 'desc' },
          take: 20,
          include: { acts: { orderBy: { position: 'asc' } } },
        })
  const choice = (other: (typeof others)[number]): Markup =>
    html`<label><input type="radio" name="into" value="${other.reference}"${form.one('into') === other.reference ? raw(' checked') : ''}> <span><b>${other.reference}</b> ${stateTag(say, other.state)} ${kindTags(
      say,
      other.acts.map((act) => act.kind),
      other.topic,
    )}</span></label>`
  const hint =
    request.verifiedAt === null || !isOpen(request.state)
      ? html`<p class="note warn">${say('这个请求的来信人身份还没有核实：请先核实。', 'Nobody has proved yet who asks here: have it proved first.')}</p>`
      : ''
  return await html`${hint}${
    others.length === 0
      ? html`<p class="hint">${say('这个账号没有其他未结的请求。', 'This account has no other open request.')}</p>`
      : html`<fieldset><legend>${say('并入', 'Into')}</legend><div class="reasons">${others.map(choice)}</div></fieldset>`
  }${input('other', say('其他编号', 'Another reference'), form.one('other'), 'HB-…')}`
}
