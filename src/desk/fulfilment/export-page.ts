// index.html of an export: what is held about the reader, for what, for how long, who gets it, and what they can do
// about it. One file without scripts or anything from elsewhere; reads on a phone, prints, in Chinese and English.

import type { Label } from '../../requests/words.ts'
import type { DataMap } from '../../userdb/data-map.ts'
import type { ExportContents } from './export-contents.ts'
import { sparkline } from './export-page-chart.ts'
import { exportPageStyle } from './export-page-style.ts'
import { moment, phoneLabels, tableSection } from './export-page-table.ts'
import type { TableSummary } from './export-summary.ts'
import { both, type Html, html, trusted } from './html.ts'

export function exportPage(contents: ExportContents, summaries: TableSummary[]): string {
  const { map } = contents
  const filled = summaries.filter((summary) => summary.rows > 0)
  const empty = summaries.filter((summary) => summary.rows === 0)
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${words.title.zh} · ${words.title.en} · ${contents.surroundings.reference}</title>
<style>${trusted(exportPageStyle)}${phoneLabels(filled)}</style>
</head>
<body>
${languageChoice()}
<main>
${head(contents)}
${glance(filled)}
${categories(map, filled).map(
  ([name, label, tables]) => html`<section class="category" id="category-${name}"><h2>${both(label)}</h2>
${tables.map((summary) => tableSection(contents, summary))}</section>`,
)}
${empty.length > 0 && html`<p class="nothing"><strong>${both(words.nothing)}</strong> ${empty.map(({ table }) => html`<span class="chip">${both(table.label)}</span>`)}</p>`}
${handling(map)}
${rights(contents)}
${files(contents)}
</main>
</body>
</html>
`
  return page.html
}

function languageChoice(): Html {
  return html`<div class="choice" role="group" aria-label="语言 / Language">
<input type="radio" name="language" id="both" checked><label for="both">中文 + English</label>
<input type="radio" name="language" id="only-zh"><label for="only-zh">中文</label>
<input type="radio" name="language" id="only-en"><label for="only-en">English</label>
</div>`
}

function head({ map, snapshot, surroundings }: ExportContents): Html {
  const { controller, now, reference } = surroundings
  const { name, address } = snapshot.subject
  return html`<header>
<p class="platform">${both(map.platform)}</p>
<h1>${both(words.title)}</h1>
<p class="person">${name && html`<strong>${name}</strong>`} ${address}</p>
<dl class="facts">
<div><dt>${both(words.asOf)}</dt><dd>${moment(now, controller.timeZone)}</dd></div>
<div><dt>${both(words.reference)}</dt><dd>${reference}</dd></div>
<div><dt>${both(words.answeredBy)}</dt><dd>${both(controller.name)}</dd></div>
</dl>
<p class="lead">${both(words.lead)}</p>
</header>`
}

/** One tile a table: how many rows, and how they spread over time. */
function glance(filled: TableSummary[]): Html {
  const rows = filled.reduce((sum, summary) => sum + summary.rows, 0)
  return html`<section><h2>${both(words.glance)}</h2>
<p class="total">${both({ zh: `${filled.length} 类信息，共 ${thousands(rows)} 条`, en: `${filled.length} kinds of data, ${thousands(rows)} ${rows === 1 ? 'entry' : 'entries'} in all` })}</p>
<nav class="tiles">${filled.map((summary) => html`<a class="tile" href="#table-${summary.name}"><b>${thousands(summary.rows)}</b><span class="name">${both(summary.table.label)}</span>${sparkline(summary)}</a>`)}</nav>
</section>`
}

function categories(map: DataMap, filled: TableSummary[]): [string, Label, TableSummary[]][] {
  return Object.entries(map.categories)
    .map(([name, label]): [string, Label, TableSummary[]] => [
      name,
      label,
      filled.filter(({ table }) => table.category === name),
    ])
    .filter(([, , tables]) => tables.length > 0)
}

/** GDPR Art. 15(1)(a)-(d), (g), (h) and (2); PIPL Art. 17, 44, 48. */
function handling({ information }: DataMap): Html {
  const { source, recipients, transfers, automated_decisions } = information
  const answers: [Label, Label][] = [
    [words.source, source],
    [words.recipients, recipients],
    [words.transfers, transfers],
    [words.automated, automated_decisions],
  ]
  return html`<section><h2>${both(words.handling)}</h2><dl class="answers">${answers.map(([question, answer]) => html`<div><dt>${both(question)}</dt><dd>${both(answer)}</dd></div>`)}</dl></section>`
}

/** GDPR Art. 15(1)(e), (f); PIPL Art. 44-50. */
function rights({ map, surroundings }: ExportContents): Html {
  const { privacyAddress, policyUrl } = surroundings.controller
  return html`<section class="rights"><h2>${both(words.rights)}</h2>
<ul>${map.information.rights.map((right) => html`<li>${both(right)}</li>`)}</ul>
<p>${both(words.writeTo)} <a href="mailto:${privacyAddress}">${privacyAddress}</a></p>
${policyUrl && /^https?:/.test(policyUrl) && html`<p>${both(words.policy)} <a href="${policyUrl}" rel="noreferrer">${policyUrl}</a></p>`}
<h3>${both(words.complaint)}</h3><p>${both(map.information.complaint)}</p></section>`
}

function files({ files: stored }: ExportContents): Html {
  const { held, leftOut } = stored.counts
  const list: [string, Label][] = [
    ['csv/', words.csv],
    ['data.json', words.json],
    ...(held > 0 ? [['files/', words.stored(held)] as [string, Label]] : []),
    ['manifest.json', words.manifest],
  ]
  return html`<section class="files"><h2>${both(words.files)}</h2><dl class="answers">${list.map(([name, label]) => html`<div><dt><code>${name}</code></dt><dd>${both(label)}</dd></div>`)}</dl>${leftOut > 0 && html`<p class="note">${both(words.filesLeftOut(leftOut))}</p>`}</section>`
}

function thousands(count: number): string {
  return count.toLocaleString('en-US')
}

const words = {
  title: { zh: '您的个人信息副本', en: 'A copy of your data' },
  asOf: { zh: '截至', en: 'As of' },
  reference: { zh: '编号', en: 'Reference' },
  answeredBy: { zh: '答复方', en: 'From' },
  lead: {
    zh: '您要求查阅我们保存的有关您的个人信息。这里是全部内容：有哪些、为什么保存、保存多久、谁会收到，以及您可以怎么做。',
    en: 'You asked to see the personal data we hold about you. This is all of it: what there is, why we hold it, for how long, who receives it, and what you can do.',
  },
  glance: { zh: '概览', en: 'At a glance' },
  nothing: { zh: '没有您的记录：', en: 'Nothing of yours in:' },
  handling: { zh: '我们如何处理您的信息', en: 'How we handle your data' },
  source: { zh: '信息从哪里来', en: 'Where it comes from' },
  recipients: { zh: '谁会收到', en: 'Who receives it' },
  transfers: { zh: '是否传到境外', en: 'Whether it is sent abroad' },
  automated: { zh: '自动化决定', en: 'Automated decisions' },
  rights: { zh: '您的权利', en: 'Your rights' },
  writeTo: { zh: '行使这些权利，请来信：', en: 'To use any of them, write to' },
  policy: { zh: '隐私政策：', en: 'Privacy policy:' },
  complaint: { zh: '如果您不满意', en: 'If you are not content' },
  files: { zh: '这个文件夹里还有', en: 'Also in this folder' },
  csv: {
    zh: '每类信息一个表格，可用 Excel 等软件打开，内容完整',
    en: 'one spreadsheet per kind of data, complete, for Excel and others',
  },
  json: {
    zh: '全部数据，供其他程序读取，便于您转移到别处',
    en: 'everything, for other programs, to take your data elsewhere',
  },
  stored: (count: number): Label => ({
    zh: `您上传的 ${thousands(count)} 个文件，原样`,
    en: `${thousands(count)} of your files, as they are`,
  }),
  filesLeftOut: (count: number): Label => ({
    zh: `另有 ${thousands(count)} 个文件没有放进来：已不存在、在别处或太大，每一处都已注明。需要时请来信。`,
    en: `${thousands(count)} more could not be put in: they are no longer there, lie elsewhere or are too large, as is said at each place. Write to us if you need them.`,
  }),
  manifest: { zh: '文件清单与 SHA-256 校验值', en: 'list of files with SHA-256 checksums' },
} satisfies Record<string, Label | ((count: number) => Label)>
