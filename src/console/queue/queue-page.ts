// The queue's page: search, groups with their numbers, filters, kept views, and the rows, which renew themselves while the page is open.

import { html, raw } from 'hono/html'
import type { Say } from '../../requests/say-code.ts'
import { sayCode } from '../../requests/say-code.ts'
import { actKinds, languages, topics } from '../../requests/words.ts'
import type { Markup } from '../layout.ts'
import type { Reading } from '../times.ts'
import type { QueueCounts } from './counts.ts'
import { type Filters, type Group, groupOf, owners, queryOf, queueUrl } from './filters.ts'
import { type QueueRow, rowsTable } from './queue-rows.ts'
import type { View } from './saved-views.ts'

export interface QueueFacts {
  say: Say
  reading: Reading
  filters: Filters
  counts: QueueCounts
  rows: QueueRow[]
  next: string | null
  views: View[]
  /** ids of mails without a request that a search found */
  loose: string[]
  /** false: too little was written to search for */
  searchable: boolean
  /** where the trail ended when this was read */
  seen: number
}

const groupWords: Record<Group, [string, string]> = {
  held: ['待处理', 'For staff'],
  waiting: ['等对方', 'Waiting for them'],
  in_progress: ['办理中', 'In progress'],
  open: ['全部未结', 'All open'],
  settled: ['已结', 'Settled'],
  all: ['全部', 'All'],
}

export function queuePage(facts: QueueFacts): Markup {
  const { say, filters } = facts
  return html`<div class="work-head">
  <h1>${say('待办', 'Queue')}</h1>
  <form class="search" role="search" action="/" method="get">
    <label class="visually-hidden" for="q">${say('搜索编号、地址或来信内容', 'Search references, addresses and words of mails')}</label>
    <input id="q" name="q" type="search" maxlength="100" value="${filters.q ?? ''}" placeholder="${say('编号、地址、来信内容', 'Reference, address, words of a mail')}" autocomplete="off">
    <button>${say('搜索', 'Search')}</button>
  </form>
</div>
${viewChips(facts)}
${filterForm(facts)}
${queueList(facts)}
<details class="keys"><summary>${say('快捷键', 'Keys')}</summary>
  <p><kbd>j</kbd> <kbd>k</kbd> ${say('上下移动', 'down and up')} · <kbd>Enter</kbd> ${say('打开', 'open')} · <kbd>/</kbd> ${say('搜索', 'search')} · <kbd>g</kbd> ${say('返回待办', 'queue')} · <kbd>?</kbd> ${say('快捷键', 'keys')}</p>
</details>`
}

/** What renews itself: asks again with where the trail ended, and hears nothing while that has not moved. */
export function queueList(facts: QueueFacts): Markup {
  const { say, filters, rows, reading, seen, searchable } = facts
  const again = queueUrl(filters, '/queue')
  const url = `${again}${again.includes('?') ? '&' : '?'}seen=${seen}`
  return html`<section id="queue-list" class="card list" aria-label="${say('请求列表', 'Requests')}" hx-get="${url}" hx-trigger="every 4s" hx-swap="outerMorph">
  ${groupTabs(facts)}
  ${searchable ? '' : html`<p class="note warn">${say('请至少写两个汉字或三个字母。', 'Write at least two Chinese characters or three letters.')}</p>`}
  ${rows.length === 0 ? html`<p class="empty">${emptyWords(facts)}</p>` : rowsTable(say, rows, reading)}
  ${looseMails(facts)}
  ${pager(facts)}
</section>`
}

function emptyWords({ say, filters }: QueueFacts): string {
  if (filters.q !== undefined) return say('没有找到。', 'Nothing was found.')
  return queryOf({ ...filters, state: undefined }) === '' && groupOf(filters) === 'held'
    ? say('没有等待处理的请求。', 'Nothing waits for you.')
    : say('没有符合条件的请求。', 'No request fits.')
}

function groupTabs({ say, filters, counts }: QueueFacts): Markup {
  const shown = groupOf(filters)
  return html`<nav class="tabs" aria-label="${say('状态', 'State')}">${(Object.keys(groupWords) as Group[]).map(
    (group) => {
      const [zh, en] = groupWords[group]
      const url = queueUrl({ ...filters, state: group, after: undefined })
      return html`<a href="${url}"${shown === group ? raw(' aria-current="page"') : ''}>${say(zh, en)}${counts.groups[group] === undefined ? '' : html` <span class="count">${counts.groups[group]}</span>`}</a>`
    },
  )}</nav>`
}

function viewChips({ say, filters, views, counts }: QueueFacts): Markup {
  const chip = (to: Filters, words: string, count?: number) => {
    const current = queryOf({ ...filters, after: undefined }) === queryOf(to)
    return html`<a class="chip" href="${queueUrl(to)}"${current ? raw(' aria-current="page"') : ''}>${words}${count === undefined ? '' : html` <span class="count">${count}</span>`}</a>`
  }
  const query = queryOf({ ...filters, after: undefined })
  const own = views.map(
    (
      view,
    ) => html`<span class="chip own"><a href="/${view.query === '' ? '' : `?${view.query}`}"${view.query === query ? raw(' aria-current="page"') : ''}>${view.name}</a>
    <form method="post" action="/views/${view.id}/drop"><button class="drop" title="${say('删除此视图', 'Remove this view')}" aria-label="${say(`删除视图“${view.name}”`, `Remove the view ${view.name}`)}">×</button></form></span>`,
  )
  return html`<div class="views">
  ${chip({ who: 'mine' }, say('我的', 'Mine'), counts.mine)}
  ${chip({ who: 'unclaimed' }, say('无人经办', 'Unclaimed'), counts.unclaimed)}
  ${chip({ state: 'open', overdue: '1' }, say('已逾期', 'Overdue'), counts.overdue)}
  ${own}
  ${
    query === ''
      ? ''
      : html`<details class="keep"><summary>${say('保存此视图', 'Keep this view')}</summary>
    <form method="post" action="/views"><input type="hidden" name="query" value="${query}">
    <label class="visually-hidden" for="view-name">${say('名称', 'Name')}</label><input id="view-name" name="name" maxlength="30" required placeholder="${say('名称', 'Name')}"><button>${say('保存', 'Keep')}</button></form></details>`
  }
</div>`
}

function filterForm({ say, filters }: QueueFacts): Markup {
  const select = (name: 'kind' | 'language' | 'topic' | 'who', words: string, options: (readonly [string, string])[]) =>
    html`<label>${words}<select name="${name}"><option value="">${say('不限', 'any')}</option>${options.map(
      ([value, text]) =>
        html`<option value="${value}"${filters[name] === value ? raw(' selected') : ''}>${text}</option>`,
    )}</select></label>`
  const ownerWords: Record<(typeof owners)[number], string> = {
    mine: say('我', 'me'),
    unclaimed: say('无人', 'nobody'),
    officer: say('待隐私专员', 'for the officer'),
  }
  return html`<form class="filters" action="/" method="get" data-submit-on-change>
  ${filters.q === undefined ? '' : html`<input type="hidden" name="q" value="${filters.q}">`}
  ${filters.state === undefined ? '' : html`<input type="hidden" name="state" value="${filters.state}">`}
  ${select(
    'kind',
    say('权利', 'Right'),
    actKinds.map((kind) => [kind, sayCode(say, kind)]),
  )}
  ${select(
    'topic',
    say('主题', 'Topic'),
    topics.map((topic) => [topic, sayCode(say, topic)]),
  )}
  ${select(
    'language',
    say('语言', 'Language'),
    languages.map((each) => [each, sayCode(say, `language:${each}`)]),
  )}
  ${select(
    'who',
    say('经办', 'With'),
    owners.map((owner) => [owner, ownerWords[owner]]),
  )}
  <label class="tick"><input type="checkbox" name="overdue" value="1"${filters.overdue === undefined ? '' : raw(' checked')}> ${say('只看逾期', 'Overdue only')}</label>
  <button>${say('筛选', 'Apply')}</button>
  ${queryOf({ ...filters, state: undefined, after: undefined }) === '' ? '' : html`<a class="clear" href="${queueUrl({ state: filters.state })}">${say('清除', 'Clear')}</a>`}
</form>`
}

function looseMails({ say, loose }: QueueFacts): Markup {
  if (loose.length === 0) return html``
  return html`<div class="loose"><h2>${say('不属于任何请求的来信', 'Mails that belong to no request')}</h2>
  <ul>${loose.map((id) => html`<li><a href="/mails/${id}" data-open>${id}</a></li>`)}</ul></div>`
}

function pager({ say, filters, next }: QueueFacts): Markup {
  if (next === null && filters.after === undefined) return html``
  return html`<nav class="pager" aria-label="${say('翻页', 'Pages')}">
  ${filters.after === undefined ? '' : html`<a class="button" href="${queueUrl({ ...filters, after: undefined })}">${say('回到开头', 'To the beginning')}</a>`}
  ${next === null ? '' : html`<a class="button" rel="next" href="${queueUrl({ ...filters, after: next })}">${filters.q === undefined ? say('下一页', 'Next page') : say('继续往前找', 'Search further back')}</a>`}
</nav>`
}
