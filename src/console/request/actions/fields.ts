// The parts of which the forms of actions are made.

import { html, raw } from 'hono/html'
import type { ActChoice, SubjectChoice } from '../../../desk/staff-plan.ts'
import { sayCode } from '../../../requests/say-code.ts'
import { type Label, refusalPurposes, requestKinds } from '../../../requests/words.ts'
import type { Markup } from '../../layout.ts'
import { purposeWord } from '../act-words.ts'
import type { ActionFacts, Form } from './action.ts'

export function textArea(
  name: string,
  label: string,
  value: string,
  options: { rows?: number; hint?: string; lang?: string } = {},
): Markup {
  const { rows = 3, hint, lang } = options
  return html`<div><label for="${name}">${label}</label>${hint === undefined ? '' : html`<p class="hint" id="${name}-hint">${hint}</p>`}
  <textarea id="${name}" name="${name}" rows="${rows}" required${lang === undefined ? '' : html` lang="${lang}"`}${hint === undefined ? '' : html` aria-describedby="${name}-hint"`}>${raw('\n')}${value}</textarea></div>`
}

export function input(name: string, label: string, value: string, hint = ''): Markup {
  return html`<div><label for="${name}">${label}${hint === '' ? '' : html` <small>${hint}</small>`}</label><input id="${name}" name="${name}" value="${value}" autocomplete="off"></div>`
}

/** Words to the requester: the letter holds both languages, so both are asked for. */
export function bothLanguages(
  { say, form }: ActionFacts,
  rows: number,
  { what, given }: { what: Label; given?: Label | undefined },
): Markup {
  return html`<div class="two">
  ${textArea('zh', say(`${what.zh}（中文）`, `${what.en} in Chinese`), form.one('zh') || (given?.zh ?? ''), { rows, lang: 'zh-CN' })}
  ${textArea('en', say(`${what.zh}（英文）`, `${what.en} in English`), form.one('en') || (given?.en ?? ''), { rows, lang: 'en' })}</div>
  <p class="hint">${say('空行分段；两种文字段数相同时逐段对应。', 'Blank lines part paragraphs; both should have as many.')}</p>`
}

export function labelOf(form: Form): Label | null {
  const label = { zh: form.one('zh'), en: form.one('en') }
  return label.zh === '' || label.en === '' ? null : label
}

/** What is to be carried out, where it is not what was read. */
export function actFields({ say, form, parts }: ActionFacts, open: boolean): Markup {
  const ticked = (name: string, value: string) => (form.all(name).includes(value) ? raw(' checked') : '')
  const fields = Object.entries(parts.userDb.map.correction)
  return html`<details class="choice"${open || form.all('kind').length > 0 ? raw(' open') : ''}><summary>${open ? say('办理什么', 'What is to be done') : say('办理内容与所读不同', 'Something else than was read')}</summary>
  <fieldset><legend>${say('权利', 'Right')}</legend><div class="ticks">${requestKinds.map(
    (kind) =>
      html`<label><input type="checkbox" name="kind" value="${kind}"${ticked('kind', kind)}> ${sayCode(say, kind)}</label>`,
  )}</div></fieldset>
  ${
    fields.length === 0
      ? ''
      : html`<fieldset><legend>${say('更正后的值', 'Values put right')} <small>${say('只填要改的', 'only what changes')}</small></legend><div class="two">${fields.map(
          ([field, { label }]) => input(`set:${field}`, say(label.zh, label.en), form.one(`set:${field}`)),
        )}</div></fieldset>`
  }
  <fieldset><legend>${say('拒绝的用途', 'Purposes refused')} <small>${say('不选即所有非必要的', 'none: all that is not essential')}</small></legend><div class="ticks">${refusalPurposes.map(
    (purpose) =>
      html`<label><input type="checkbox" name="purpose" value="${purpose}"${ticked('purpose', purpose)}> ${purposeWord(say, purpose)}</label>`,
  )}</div><div class="ticks"><label><input type="checkbox" name="takeBack" value="yes"${ticked('takeBack', 'yes')}> ${say('撤回先前的拒绝，重新开启', 'An earlier refusal is taken back: switched on again')}</label></div></fieldset></details>`
}

export function actChoice(form: Form): ActChoice {
  const corrections = form
    .entries()
    .filter(([name, value]) => name.startsWith('set:') && value.trim() !== '')
    .map(([name, value]) => ({ field: name.slice(4), fieldWords: name.slice(4), old: null, value: value.trim() }))
  const purposes = refusalPurposes.filter((purpose) => form.all('purpose').includes(purpose))
  const kinds = new Set(requestKinds.filter((kind) => form.all('kind').includes(kind)))
  if (corrections.length > 0) kinds.add('correction')
  const back = form.all('takeBack').includes('yes')
  if (purposes.length > 0 || back) kinds.add('refusal')
  return { kinds: [...kinds], corrections, purposes, ...(back ? { back } : {}) }
}

export function accountFields({ say, form }: ActionFacts): Markup {
  const given = form.one('address') !== '' || form.one('account') !== ''
  return html`<details class="choice"${given ? raw(' open') : ''}><summary>${say('指明账号', 'Name the account')}</summary>
  <p class="hint">${say('不填则用请求已查到的账号，或来信地址对应的账号。', 'Empty: the account that the request has, or the one with the address that wrote.')}</p>
  <div class="two">${input('address', say('登记地址', 'Stored address'), form.one('address'))}
  ${input('account', say('账号编号', 'Account key'), form.one('account'), say('多个账号共用地址时', 'where several share an address'))}</div></details>`
}

export function subjectChoice(form: Form): SubjectChoice | null {
  const [key, address] = [form.one('account'), form.one('address')]
  if (key !== '') return { key }
  return address === '' ? null : { address }
}
