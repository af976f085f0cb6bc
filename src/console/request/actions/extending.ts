// More time: until when, why, and under which of the rules that are turned on; beside each stands how far it lets the answer wait.

import { html, raw } from 'hono/html'
import { extend } from '../../../desk/staff-extend.ts'
import { confirmedAt } from '../../../requests/deadline.ts'
import { type ExplainedClock, explainDeadlines } from '../../../requests/deadline-words.ts'
import { isOpen } from '../../../requests/states.ts'
import { regimes } from '../../../requests/words.ts'
import type { Markup } from '../../layout.ts'
import { dayOf, type Reading } from '../../times.ts'
import { type Action, type ActionFacts, missing } from './action.ts'
import { bothLanguages, labelOf } from './fields.ts'

export const extendAction: Action = {
  name: 'extend',
  label: { zh: '延长期限', en: 'Extend' },
  lead: {
    zh: '只能延长一次，且各项适用的法律都允许；会写信告知对方新的日期和理由。',
    en: 'Once, and only where every law that applies allows it; a letter tells the requester the new date and the reason.',
  },
  permission: 'act',
  offered: (request) => isOpen(request.state) && request.extendedUntil === null,
  fields: (facts) => {
    const { say, form } = facts
    return html`<div><label for="until">${say('延长至', 'Until')}</label><input id="until" name="until" type="date" required value="${form.one('until')}"></div>
    ${bothLanguages(facts, 3, { what: { zh: '理由', en: 'The reason' } })}
    ${rules(facts)}`
  },
  prepare: async ({ parts, request, form, staff }) => {
    const reason = labelOf(form)
    if (reason === null) return missing('请用两种文字写明理由。', 'Give the reason in both languages.')
    const under = regimes.filter((regime) => form.all('under').includes(regime))
    return await extend(parts, request.reference, { by: staff.name, until: form.one('until'), reason, under })
  },
}

function rules({ parts: { settings, clock }, say, staff, form, request }: ActionFacts): Markup {
  const reading: Reading = { language: staff.language, timeZone: settings.deadline.timeZone, now: clock.now() }
  const facts = { ...request, regimes: null, confirmedAt: confirmedAt(request.letters) }
  const clocks = explainDeadlines(facts, settings.deadline).clocks.filter(({ duty }) => duty === 'answer')
  const limit = ({ dueAt, extendableTo }: ExplainedClock): Markup =>
    extendableTo === null
      ? html`${say('到期', 'due')} ${dayOf(dueAt, reading)}${say('，不得延长', ', cannot be extended')}`
      : html`${say('到期', 'due')} ${dayOf(dueAt, reading)}${say('，最迟可延至 ', ', at most until ')}${dayOf(extendableTo, reading)}`
  return html`<fieldset><legend>${say('只适用这些规定', 'Only these rules apply')} <small>${say('不选即全部适用', 'none ticked: all of them')}</small></legend><div class="reasons">${clocks.map(
    (each) =>
      html`<label><input type="checkbox" name="under" value="${each.regime}"${form.all('under').includes(each.regime) ? raw(' checked') : ''}> <span>${say(each.rule.zh, each.rule.en)} <small>${limit(each)}</small></span></label>`,
  )}</div></fieldset>`
}
