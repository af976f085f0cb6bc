// The way of every action: its form, a preview of exactly what would happen, then the same step carried out, if the request is still
// as it was seen. Whoever comes second reads why nothing was done.

import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { type RequestRecord, readRecord } from '../../desk/request-record.ts'
import type { Obstacle } from '../../desk/staff-plan.ts'
import { carryOut, type StaffStep } from '../../desk/staff-step.ts'
import { DeskError } from '../../errors.ts'
import { canonicalJson } from '../../lib/canonical-json.ts'
import type { StaffConsoleParts } from '../console.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout, type Markup } from '../layout.ts'
import { readingOf, speakerOf } from '../reader.ts'
import { listStaff } from '../sign-in/list-staff.ts'
import { may, type Permission } from '../staff-member.ts'
import { type Action, type ActionFacts, Form, readForm } from './actions/action.ts'
import { actionNamed } from './actions/actions.ts'
import { mailBeside } from './beside.ts'
import { refusalWords } from './refusal-words.ts'
import { lettersOut, stepView } from './step-view.ts'

export function actionRoutes(parts: StaffConsoleParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/requests/:reference/:action', async (c, next) => {
      const action = actionNamed(c.req.param('action'))
      if (action?.fields === undefined) return await next()
      const asked = await factsOf(parts, c, new Form(Object.entries(c.req.queries())))
      if (!may(asked.staff, action.permission)) return forbidden(c, asked, action.permission)
      if (!action.offered(asked.request, asked.staff)) return refused(c, null, asked, movedOn)
      return formPage(c, action, asked, null)
    })
    .post('/requests/:reference/:action', async (c, next) => {
      const action = actionNamed(c.req.param('action'))
      if (action === undefined) return await next()
      const facts = await factsOf(parts, c, readForm(await c.req.parseBody({ all: true })))
      if (!may(facts.staff, action.permission)) return forbidden(c, facts, action.permission)
      return await act(parts, c, action, facts)
    })
}

async function factsOf({ desk }: StaffConsoleParts, c: Context<ConsoleEnv>, form: Form): Promise<ActionFacts> {
  const request = await readRecord(desk.db, c.req.param('reference') ?? '')
  const staff = c.get('staff')
  const colleagues = (await listStaff(desk.db))
    .filter((each) => each.state !== 'disabled' && may(each, 'act') && each.name !== staff.name)
    .map((each) => each.name)
  return { parts: desk, say: speakerOf(c), staff, request, form, colleagues }
}

async function act(parts: StaffConsoleParts, c: Context<ConsoleEnv>, action: Action, facts: ActionFacts) {
  const step = await action.prepare(facts)
  if (step.outcome === 'missing') return formPage(c, action, facts, facts.say(step.words.zh, step.words.en))
  if (step.outcome === 'refused') return refused(c, action, facts, step)
  if (needsOfficer(step) && !may(facts.staff, 'disclose_or_erase')) return forbidden(c, facts, 'disclose_or_erase')
  const seal = sealOf(parts, facts, step)
  if (action.fields !== undefined && facts.form.one('confirm') !== seal) {
    return previewPage(c, action, facts, lettersOut(step, ownAddresses(parts)), seal)
  }
  try {
    await carryOut(parts.desk, step)
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== 'state_moved_on') throw error
    return refused(c, null, facts, movedOn)
  }
  parts.wake()
  return c.redirect(`/requests/${facts.request.reference}?done=${action.name}`, 303)
}

const movedOn: Obstacle = { outcome: 'refused', reason: 'state_moved_on', words: '' }

const ownAddresses = ({ desk: { settings } }: StaffConsoleParts) => [settings.staffAddress]

/** What hands out a copy, erases, or moves an account to another address. */
function needsOfficer({ statements, cautions, becomes }: StaffStep): boolean {
  const discloses = statements.some(({ kind }) => kind === 'access' || kind === 'deletion')
  return (
    (becomes === 'in_progress' || cautions.includes('second_person_needed')) &&
    (discloses || cautions.includes('address_changes'))
  )
}

/** Binds what is confirmed to what was shown: the request as it stood, and what would be done to it. */
function sealOf({ desk }: StaffConsoleParts, { request, form }: ActionFacts, step: StaffStep): string {
  const { becomes, subject, statements, touches, cautions, letters } = step
  const shown = {
    becomes,
    subject,
    statements,
    touches,
    cautions,
    to: letters.map(({ to, subject: about }) => [to, about]),
  }
  return desk.key.mac('console preview', versionOf(request), canonicalJson(shown), canonicalJson(form.entries()))
}

export function versionOf(request: RequestRecord): string {
  return String(request.events.at(-1)?.id ?? 0)
}

function page(
  c: Context<ConsoleEnv>,
  { request }: ActionFacts,
  title: string,
  body: Markup,
  status: 200 | 403 | 409 | 422,
) {
  const whole = html`<p class="crumbs"><a href="/requests/${request.reference}">← ${request.reference}</a></p>${body}`
  return c.html(layout(c, { title: `${title} ${request.reference}`, active: 'queue', body: whole }), status)
}

/** The form or its preview, with the mail that it is about beside it. */
async function besideMail(c: Context<ConsoleEnv>, { say, parts, request }: ActionFacts, body: Markup): Promise<Markup> {
  return await html`<div class="action-columns">${body}${await mailBeside(say, parts, request, readingOf(c, parts))}</div>`
}

async function formPage(c: Context<ConsoleEnv>, action: Action, facts: ActionFacts, problem: string | null) {
  const { say, request } = facts
  const title = say(action.label.zh, action.label.en)
  const body = html`<section class="card action-form"><h1>${title}</h1>
  ${action.lead === undefined ? '' : html`<p class="lead">${say(action.lead.zh, action.lead.en)}</p>`}
  ${problem === null ? '' : html`<p class="note bad" role="alert">${problem}</p>`}
  <form class="stack" method="post" action="/requests/${request.reference}/${action.name}" data-guard>
    ${action.fields?.(facts) ?? ''}
    ${facts.form.one('from') === '' ? '' : html`<input type="hidden" name="from" value="${facts.form.one('from')}">`}
    <div class="actions"><button class="primary">${say('预览', 'Preview')}</button><a class="button quiet" href="/requests/${request.reference}">${say('取消', 'Cancel')}</a></div>
  </form></section>`
  return page(c, facts, title, await besideMail(c, facts, body), problem === null ? 200 : 422)
}

async function previewPage(c: Context<ConsoleEnv>, action: Action, facts: ActionFacts, step: StaffStep, seal: string) {
  const { say, request, form } = facts
  const title = say(action.label.zh, action.label.en)
  const changed = form.one('confirm') !== ''
  const body = html`<section class="card action-form"><h1>${title} <small>${say('预览，尚未执行', 'preview: nothing is done yet')}</small></h1>
  ${changed ? html`<p class="note bad" role="alert">${say('请求在此期间有变动，请再看一遍。', 'The request changed meanwhile: look at it once more.')}</p>` : ''}
  ${stepView(say, step)}
  <div class="actions in-sight">
  <form method="post" action="/requests/${request.reference}/${action.name}">${hidden(form)}<input type="hidden" name="confirm" value="${seal}"><button class="${erases(step) ? 'primary erase' : 'primary'}">${say('确认执行', 'Confirm')}</button></form>
  <a class="button quiet" href="/requests/${request.reference}">${say('取消', 'Cancel')}</a></div>
  <details class="folded"><summary>${say('修改', 'Change it')}</summary><form class="stack" method="post" action="/requests/${request.reference}/${action.name}">${action.fields?.(facts) ?? ''}<button>${say('重新预览', 'Preview again')}</button></form></details>
  </section>`
  return page(c, facts, title, await besideMail(c, facts, body), 200)
}

function erases({ statements, becomes, cautions }: StaffStep): boolean {
  const goesOn = becomes === 'in_progress' || cautions.includes('second_person_needed')
  return goesOn && statements.some(({ kind }) => kind === 'deletion')
}

function hidden(form: Form): Markup {
  return html`${form.entries().map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
}

/** What can be mended is asked again; what has moved on is told. */
function refused(c: Context<ConsoleEnv>, action: Action | null, facts: ActionFacts, obstacle: Obstacle) {
  const { say, request } = facts
  const gone = ['state_moved_on', 'claimed_by_other', 'second_person', 'acts_begun'].includes(obstacle.reason)
  if (!gone && action?.fields !== undefined) return formPage(c, action, facts, refusalWords(say, obstacle))
  const title = say('没有执行', 'Not done')
  const body = html`<section class="card narrow"><h1>${title}</h1><p class="note bad" role="alert">${refusalWords(say, obstacle)}</p>
  <p><a class="button" href="/requests/${request.reference}">${say('看请求现在的状态', 'Look at the request')}</a></p></section>`
  return page(c, facts, title, body, 409)
}

function forbidden(c: Context<ConsoleEnv>, facts: ActionFacts, permission: Permission) {
  const { say, request } = facts
  const title = say('无权执行', 'Not yours to do')
  const words =
    permission === 'disclose_or_erase'
      ? say(
          '提供或删除个人信息、不予办理，须由隐私专员进行。可以把请求移交给隐私专员。',
          'Handing out or erasing personal data, and declining, are the privacy officer’s. You can hand the request over.',
        )
      : say('您的角色只能查看。', 'Your role reads only.')
  const body = html`<section class="card narrow"><h1>${title}</h1><p class="note bad" role="alert">${words}</p>
  <p><a class="button" href="/requests/${request.reference}">${say('返回请求', 'Back to the request')}</a></p></section>`
  return page(c, facts, title, body, 403)
}
