// Writes a data map for a schema that nobody mapped yet: every table that leads to a person, every column declared, a
// way for deletion. What is a guess ends with "# ?" and why. Pure.

import { columnKind } from './column-words.ts'
import { draftLabel } from './label-words.ts'
import type { LiveSchema, LiveTable } from './platform.ts'
import { proposeColumn, proposeDeletion } from './propose-columns.ts'
import { guessOwners, type OwnerGuess, type SubjectCandidate } from './propose-owner.ts'
import { typeFamily } from './type-family.ts'
import { label, scalar } from './yaml-words.ts'

export function proposeMap(
  schema: LiveSchema,
  counts: Map<string, number>,
  subjectTable: string,
  candidates: SubjectCandidate[],
): string {
  const subject = candidates.find(({ table }) => table === subjectTable) ?? namedSubject(schema, subjectTable)
  const owners = guessOwners(schema, subject)
  const mapped = [subject.table, ...[...schema.keys()].filter((name) => owners.has(name))]
  const ignored = [...schema.keys()].filter((name) => !mapped.includes(name))
  return [
    ...head(subject, candidates),
    'tables:',
    ...mapped.flatMap((name) => table(name, schema, counts, subject, owners)),
    ...ignoredTables(ignored, schema),
    ...correction(subject, schema),
    ...refusal(subject, schema, owners),
    ...information,
    '',
  ].join('\n')
}

/** For a table that the operator named and that does not look like accounts. */
function namedSubject(schema: LiveSchema, table: string): SubjectCandidate {
  const columns = schema.get(table)?.columns.map(({ name }) => name) ?? []
  const first = columns[0] ?? 'id'
  const named = (kind: string) => columns.find((name) => columnKind(name) === kind)
  const key = schema.get(table)?.primaryKey[0] ?? first
  return { table, key, email: named('email') ?? first, name: named('name') ?? null, points: 0 }
}

function head({ table, key, email, name }: SubjectCandidate, candidates: SubjectCandidate[]): string[] {
  const others = candidates.filter((each) => each.table !== table).map((each) => each.table)
  const doubt = others.length > 0 ? ` # ? accounts might also be in ${others.slice(0, 3).join(', ')}` : ''
  return [
    '# A data map proposed from the live schema. Read it line by line: "# ?" marks a guess, and what stands without one may',
    '# be wrong too. Then hold it against the database with `habeas platform check`.',
    '',
    'version: 1',
    `platform: ${label({ zh: '我们的平台', en: 'Our platform' })} # ? its name, as people know it`,
    '# time_zone: Asia/Shanghai # ? the zone of times that carry none; UTC where absent',
    '',
    '# files: { uploads: { folder: /srv/app/uploads, prefixes: [/uploads/] } } # ? where the files lie that columns name',
    '',
    '# Where one person is one row.',
    `subject: { table: ${scalar(table)}, key: ${scalar(key)}, email: ${scalar(email)}${name === null ? '' : `, name: ${scalar(name)}`} }${doubt}`,
    '',
    'categories:',
    ...Object.entries(categories).map(([id, words]) => `  ${id}: ${label(words)}`),
    '',
  ]
}

const categories = {
  account: { zh: '账号资料', en: 'Account' },
  activity: { zh: '使用记录', en: 'Activity' },
  content: { zh: '您发布的内容', en: 'What you published' },
  payments: { zh: '订单与支付', en: 'Orders and payments' },
}

function categoryOf(name: string, live: LiveTable): keyof typeof categories {
  const has = (kind: string) => live.columns.some((column) => columnKind(column.name) === kind)
  if (/order|pay|invoice|receipt|donation|refund|bill|订单|支付|发票|捐/i.test(name) || has('money')) return 'payments'
  if (/log|visit|session|history|event|usage|login|device|日志|记录|设备/i.test(name)) return 'activity'
  return has('text') ? 'content' : 'account'
}

function table(
  name: string,
  schema: LiveSchema,
  counts: Map<string, number>,
  subject: SubjectCandidate,
  owners: Map<string, OwnerGuess>,
): string[] {
  const live = schema.get(name)
  if (!live) return []
  const owner = owners.get(name) ?? null
  const isSubject = name === subject.table
  const category = isSubject ? 'account' : categoryOf(name, live)
  const rows = counts.get(name)
  return [
    `  # ${rows === undefined ? 'too many rows to count' : `${rows} rows`}`,
    `  ${scalar(name)}:`,
    `    label: ${label(draftLabel(name))}${/\p{Script=Han}/u.test(draftLabel(name).zh) ? '' : ' # ? its Chinese label'}`,
    `    category: ${category}`,
    `    purpose: ${label({ zh: '提供服务', en: 'To provide the service' })} # ? what the data is used for`,
    `    retention: ${label({ zh: '账号存续期间', en: 'As long as the account exists' })} # ? how long it is kept`,
    ...(owner ? ownerLines(owner) : []),
    '    columns:',
    ...live.columns.map((column) => `      ${proposeColumn(column, live, owner, isSubject)}`),
    ...proposeDeletion(name, live, schema, owner, category).map((line) => `    ${line}`),
    '',
  ]
}

function ownerLines({ paths, doubt }: OwnerGuess): string[] {
  const written = paths.map((path) =>
    typeof path === 'string'
      ? scalar(path)
      : `[${path.map((step) => `{ columns: [${step.columns.map(scalar).join(', ')}], table: ${scalar(step.table)}, matches: [${step.matches.map(scalar).join(', ')}] }`).join(', ')}]`,
  )
  const why = doubt === null ? '' : ` # ? ${doubt}`
  return [`    owner: ${written.length === 1 ? written[0] : `{ any: [${written.join(', ')}] }`}${why}`]
}

function ignoredTables(names: string[], schema: LiveSchema): string[] {
  if (names.length === 0) return []
  const doubt = (name: string) => {
    const kinds = ['email', 'phone', 'name', 'ip', 'person', 'device']
    const columns = schema.get(name)?.columns.filter((column) => kinds.includes(columnKind(column.name) ?? '')) ?? []
    if (columns.length === 0) return ''
    return ` # ? no way to an account was found, but it has ${columns
      .slice(0, 3)
      .map((each) => each.name)
      .join(', ')}`
  }
  return ['# Tables that lead to nobody.', 'ignored:', ...names.map((name) => `  - ${scalar(name)}${doubt(name)}`), '']
}

function correction(subject: SubjectCandidate, schema: LiveSchema): string[] {
  const live = schema.get(subject.table)
  if (!live || subject.name === null) return []
  const { table, name, email } = subject
  const isUnique = live.uniqueKeys.some((key) => key.length === 1 && key[0] === name)
  return [
    '# What one confirmed mail can put right; `names` are the words that people use for it.',
    'correction:',
    '  name:',
    `    label: ${label(draftLabel(name))}`,
    `    table: ${scalar(table)}`,
    `    column: ${scalar(name)}`,
    '    names: [昵称, 用户名, 名字, nickname, user name, name]',
    `    check: { type: text, min: 1, max: 50, unique: ${isUnique} } # ? length and signs that the platform allows`,
    '    # copies: [{ table: posts, column: author_name }] # ? columns that repeat it',
    '  email:',
    `    label: ${label(draftLabel(email))}`,
    `    table: ${scalar(table)}`,
    `    column: ${scalar(email)}`,
    '    names: [邮箱, 电子邮件, email, e-mail]',
    '    correctable: staff',
    '    check: { type: email, max: 254 }',
    '',
  ]
}

const purposes: [string, RegExp, { zh: string; en: string }][] = [
  ['analytics', /analy|track|statist|统计|分析/i, { zh: '使用分析', en: 'Usage analytics' }],
  ['personalisation', /personal|recommend|个性|推荐/i, { zh: '个性化推荐', en: 'Personalised suggestions' }],
  ['notifications', /notif|push|digest|通知|推送/i, { zh: '通知', en: 'Notifications' }],
  ['marketing', /market|newsletter|promo|advert|may_mail|营销|广告|订阅/i, { zh: '营销', en: 'Marketing' }],
]

function refusal({ table }: SubjectCandidate, schema: LiveSchema, owners: Map<string, OwnerGuess>): string[] {
  const columns = schema.get(table)?.columns ?? []
  const found = purposes.flatMap(([purpose, pattern, words]) => {
    const column = columns.find(({ name, type }) => pattern.test(name) && typeFamily(type) !== 'time')
    if (column === undefined) return []
    const off = typeFamily(column.type) === 'text' ? '"off"' : 'false'
    return [
      `    ${purpose}: { label: ${label(words)}, switches: [{ label: ${label(draftLabel(column.name))}, table: ${scalar(table)}, column: ${scalar(column.name)}, off: ${off} }] } # ? the value that means off`,
    ]
  })
  return [
    '# What a refusal turns off, by the purpose that people name.',
    'refusal:',
    found.length > 0 ? '  purposes:' : '  purposes: {} # ? no switch was found',
    ...found,
    ...preferences(schema, owners),
    '  essential:',
    `    - { label: ${label({ zh: '账号与登录', en: 'Account and sign-in' })}, reason: ${label({ zh: '没有它就无法提供服务', en: 'Without it the service cannot be given' })} }`,
    '',
  ]
}

/** Tables with a row for each purpose: which purposes there are stands in the rows, which are not looked into. */
function preferences(schema: LiveSchema, owners: Map<string, OwnerGuess>): string[] {
  return [...owners].flatMap(([name, { paths }]) => {
    const columns = schema.get(name)?.columns ?? []
    const purpose = columns.find((each) =>
      /^(purpose|topic|kind|type|channel|category|scope|用途|类型|目的)$/i.test(each.name),
    )
    const allowed = columns.find(
      (each) =>
        /allow|consent|granted|opted|opt_?in|enabled|accepted|subscribed|允许|同意/i.test(each.name) &&
        typeFamily(each.type) !== 'time',
    )
    if (paths.length !== 1 || typeof paths[0] !== 'string' || purpose === undefined || allowed === undefined) return []
    const row = `{ table: ${scalar(name)}, where: { ${scalar(purpose.name)}: … }, column: ${scalar(allowed.name)}, off: 0, on: 1 }`
    return [`    # ? ${name} may hold a preference in each row: switches: [${row}] under each purpose`]
  })
}

/** Nothing of this can be read from a schema. */
const information = [
  "# The answers that people are owed beside their data: GDPR Art. 15(1), PIPL Art. 44, 45 and 48. Write the platform's own.",
  'information:',
  `  source: ${label({ zh: '由您本人提供，或在您使用服务时产生', en: 'You gave us the data or it arose while you used the service' })} # ?`,
  `  recipients: ${label({ zh: '除各类别列出的接收方外，不向他人提供', en: 'Nobody but the recipients named with each category' })} # ?`,
  `  transfers: ${label({ zh: '数据存放在中国境内', en: 'The data is stored in mainland China' })} # ?`,
  `  automated_decisions: ${label({ zh: '不作对您有重大影响的自动化决定', en: 'No automated decisions that affect you in a serious way' })} # ?`,
  '  rights:',
  `    - ${label({ zh: '查阅、复制、更正、删除您的个人信息，撤回同意', en: 'See, copy, correct and delete your data, and withdraw consent' })}`,
  `  complaint: ${label({ zh: '您可以向所在地网信部门投诉（12377）', en: 'You can complain to the cyberspace administration where you live (12377)' })} # ?`,
]
