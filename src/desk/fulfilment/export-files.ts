// The files of an export that machines and spreadsheets read: data.json with every value as it is stored, one CSV per
// table with values as people read them, and a README. Rows stream through; nothing is gathered.

import type { Row } from '../../userdb/userdb.ts'
import { csvLine } from './csv.ts'
import type { ExportContents } from './export-contents.ts'
import { observe, type ShownColumn, type TableSummary } from './export-summary.ts'
import { jsonValue, readable } from './export-values.ts'

/** What goes into data.json, piece by piece and in order. */
export type JsonSink = (text: string) => Promise<void>

/**
 * One table's CSV, UTF-8 with a byte order mark, so that Excel reads Chinese. The rows are read once: as they go by they fill the
 * summary and their part of data.json.
 */
export async function* exportTable(
  { snapshot, files }: ExportContents,
  summary: TableSummary,
  json: JsonSink,
): AsyncGenerator<string> {
  const { columns, name } = summary
  const asJson = rowJson(columns)
  await json(jsonTableHead(summary))
  yield `\ufeff${csvLine(columns.map(({ zh, en }) => (zh === en ? zh : `${zh} / ${en}`)))}`
  let separator = '\n'
  for await (const page of snapshot.rows(name)) {
    for (const row of page) {
      observe(summary, row)
      files.note(summary, row)
    }
    await json(separator + page.map(asJson).join(',\n'))
    separator = ',\n'
    yield page.map((row) => csvLine(columns.map((column) => readable(column, row[column.name] ?? null)))).join('')
  }
  await json(']}')
}

/**
 * How data.json begins. `habeas-export` version 1: {format, version, generatedAt, reference, platform, subject, information, categories,
 * tables: [{name, label, category, purpose, retention, recipients, source, columns, rows}], files: [{folder, value, file, bytes, leftOut}]}.
 * `file` is null where it is left out, and why: elsewhere, missing, unreadable, too_large, too_many. Times in ISO 8601 UTC,
 * yes/no as booleans, integers beyond 2^53 as text, bytes as {"base64": …}; masked columns are named without values, and a
 * value that concerns another person in this row alone is {"masked": true}.
 */
export function jsonHead({ map, snapshot, surroundings }: ExportContents): string {
  const head = {
    format: 'habeas-export',
    version: 1,
    generatedAt: surroundings.now.toISOString(),
    reference: surroundings.reference,
    controller: surroundings.controller,
    platform: map.platform,
    subject: snapshot.subject,
    information: map.information,
    categories: map.categories,
  }
  return `${JSON.stringify(head).slice(0, -1)},"tables":[`
}

/** How it ends: with the platform's files that the rows name, where there are any. */
export function jsonEnd({ files }: ExportContents): string {
  const all = files.all.map(({ folder, value, name, bytes, leftOut }) => ({
    folder,
    value,
    file: name,
    bytes,
    leftOut,
  }))
  return all.length === 0 ? ']}\n' : `],"files":[\n${all.map((file) => JSON.stringify(file)).join(',\n')}]}\n`
}

function jsonTableHead({ name, table, columns, isFirst }: TableSummary): string {
  const { label, category, purpose, retention, recipients = null, source = null } = table
  const described = columns.map((column) => ({
    name: column.name,
    label: { zh: column.zh, en: column.en },
    format: column.format,
    masked: column.masked,
    values: column.values ?? null,
  }))
  const about = { name, label, category, purpose, retention, recipients, source, columns: described }
  return `${isFirst ? '' : ','}\n${JSON.stringify(about).slice(0, -1)},"rows":[`
}

/** As JSON.stringify would write the object of a row's visible columns. */
function rowJson(columns: ShownColumn[]): (row: Row) => string {
  const visible = columns
    .filter((column) => !column.masked)
    .map((column, i) => ({ column, name: column.name, before: `${i === 0 ? '' : ','}${JSON.stringify(column.name)}:` }))
  return (row) => {
    let text = '{'
    for (const { column, name, before } of visible)
      text += before + JSON.stringify(jsonValue(column, row[name] ?? null))
    return `${text}}`
  }
}

export function exportReadme(contents: ExportContents): string {
  const { map, surroundings } = contents
  const { controller, reference, now } = surroundings
  return [
    `${map.platform.zh} · 您的个人信息副本`,
    `${map.platform.en} · a copy of your data`,
    '',
    `${reference} · ${now.toISOString()}`,
    '',
    'index.html     用浏览器打开即可阅读，无需联网 / open it in a browser to read; works offline',
    'csv/           每类信息一个表格文件，可用 Excel 打开 / one spreadsheet per kind of data',
    'data.json      全部数据，供其他程序读取（可携带） / everything, for other programs (portability)',
    ...(contents.files.all.length === 0 ? [] : ['files/         您上传的文件 / files that you uploaded']),
    'manifest.json  文件清单、大小与 SHA-256 校验值 / list of files with sizes and SHA-256 checksums',
    '',
    '表格中以 = + - @ 开头的内容前加了一个单引号，以免被当作公式运行。',
    'In the spreadsheets a quote mark stands before text that begins with = + - @, so that it is not run as a formula.',
    '',
    '这里是您的个人信息，请妥善保管。/ This is your personal data: keep it safe.',
    `${controller.name.zh} / ${controller.name.en} · ${controller.privacyAddress}`,
    '',
  ].join('\r\n')
}
