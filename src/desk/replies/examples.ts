// Invented facts for every letter, enough of them to walk every branch of its template. They are rendered at start to
// prove the templates, in the tests, and wherever an operator wants to see a letter.

import type { LetterFacts, LetterName } from './letters.ts'

const reference = 'HB-7K3M2Q'
const dueAt = '2026-12-14T10:00:00.000Z'
const expiresAt = '2026-11-26T08:30:00.000Z'
const nickname = { zh: '昵称', en: 'Nickname' }
const email = { zh: '电子邮箱', en: 'E-mail address' }

export const exampleFacts: { [N in LetterName]: [LetterFacts[N], ...LetterFacts[N][]] } = {
  received: [
    { reference, acts: ['access'], dueAt },
    { reference, acts: ['access', 'correction', 'deletion', 'refusal'], dueAt },
    { reference, acts: ['status'], dueAt },
    { reference, acts: ['withdraw'], dueAt },
    { reference: null, acts: [], dueAt },
  ],
  confirm: [
    { reference, account: '小明…', acts: [{ kind: 'access' }], expiresAt, dueAt, waitDays: 0 },
    {
      reference,
      account: 'Ali…',
      acts: [{ kind: 'correction', changes: [{ label: nickname, before: '小明', after: '小鸣' }] }],
      expiresAt,
      dueAt,
      waitDays: 0,
    },
    { reference, account: null, acts: [{ kind: 'deletion' }], expiresAt, dueAt: null, waitDays: 0 },
    { reference, account: null, acts: [{ kind: 'refusal', purposes: [] }], expiresAt, dueAt, waitDays: 0 },
    {
      reference,
      account: null,
      acts: [{ kind: 'refusal', purposes: [{ zh: '使用情况统计', en: 'Usage statistics' }], back: true }],
      expiresAt,
      dueAt,
      waitDays: 0,
    },
    { reference, account: null, acts: [{ kind: 'status' }], expiresAt, dueAt: null, waitDays: 0 },
    {
      reference,
      account: null,
      acts: [{ kind: 'withdraw', references: ['HB-4TQ8WN'] }],
      expiresAt,
      dueAt: null,
      waitDays: 0,
    },
    {
      reference,
      account: 'Ali…',
      acts: [
        { kind: 'access' },
        { kind: 'correction', changes: [{ label: email, before: null, after: 'new@example.org' }] },
        { kind: 'refusal', purposes: [{ zh: '使用情况统计', en: 'Usage statistics' }] },
        { kind: 'deletion' },
      ],
      expiresAt,
      dueAt,
      waitDays: 7,
    },
  ],
  'code-wrong': [
    { reference, reason: 'wrong', triesLeft: 3, expiresAt },
    { reference, reason: 'wrong', triesLeft: 1, expiresAt: null },
    { reference, reason: 'wrong', triesLeft: 0, expiresAt: null },
    { reference, reason: 'missing', triesLeft: 5, expiresAt },
  ],
  'code-expired': [{ reference }],
  'ask-details': [
    {
      reference,
      why: 'correction_value',
      problems: [{ zh: '昵称：最多 20 个字符', en: 'Nickname: at most 20 characters' }],
      fields: [nickname, email],
    },
    { reference, why: 'unclear', problems: [], fields: [] },
    { reference, why: 'part', problems: [], fields: [nickname] },
    { reference, why: 'condition', problems: [], fields: [nickname] },
    { reference, why: 'attachment_only', problems: [], fields: [nickname] },
    { reference, why: 'contradiction', problems: [], fields: [nickname] },
    { reference: null, why: 'encrypted', problems: [], fields: [nickname] },
    {
      reference,
      why: 'staff_question',
      problems: [{ zh: '您说的是哪一天的订单？', en: 'Which day’s order do you mean?' }],
      fields: [],
    },
  ],
  result: [
    {
      reference,
      results: [
        {
          kind: 'access',
          outcome: 'done',
          export: {
            file: 'exports/x.zip',
            name: 'my-data-HB-7K3M2Q.zip',
            bytes: 48_213,
            sha256: 'ab'.repeat(32),
            encrypted: false,
          },
          tables: [
            { label: { zh: '账号资料', en: 'Account' }, rows: 1 },
            { label: { zh: '访问日志', en: 'Access log' }, rows: 1204 },
          ],
          files: { held: 3, leftOut: 1 },
        },
      ],
      exportAttached: true,
      exportUrl: null,
      expiresAt: null,
      undoUntil: expiresAt,
    },
    {
      reference,
      results: [
        {
          kind: 'access',
          outcome: 'done',
          export: {
            file: 'exports/x.zip',
            name: 'my-data-HB-7K3M2Q.zip',
            bytes: 48_213_000,
            sha256: 'ab'.repeat(32),
            encrypted: true,
          },
          tables: [],
        },
      ],
      exportAttached: false,
      exportUrl: 'https://privacy.example.com/download/',
      expiresAt,
      undoUntil: null,
    },
    {
      reference,
      results: [{ kind: 'correction', outcome: 'done', changes: [{ label: nickname, before: null, after: '小鸣' }] }],
      exportAttached: false,
      exportUrl: null,
      expiresAt: null,
      undoUntil: null,
    },
    {
      reference,
      results: [
        {
          kind: 'deletion',
          outcome: 'done',
          removed: [
            { label: { zh: '账号资料', en: 'Account' }, rows: 1, how: 'deleted' },
            { label: { zh: '访问日志', en: 'Access log' }, rows: 1204, how: 'deleted' },
            { label: { zh: '公开发布的内容', en: 'Public posts' }, rows: 3, how: 'anonymised' },
          ],
          kept: [
            {
              label: { zh: '发票', en: 'Invoices' },
              rows: 2,
              reason: { zh: '会计资料须依法保存', en: 'Accounting records must be kept by law' },
              until: '2034-12-31',
            },
            {
              label: { zh: '订单', en: 'Orders' },
              rows: 12,
              reason: { zh: '《电子商务法》第三十一条', en: 'E-Commerce Law, Art. 31' },
              until: '2029-06-30',
              firstUntil: '2027-02-01',
            },
            {
              label: { zh: '争议记录', en: 'Dispute file' },
              rows: 1,
              reason: { zh: '争议尚未了结', en: 'The dispute is not settled' },
              until: null,
            },
          ],
          files: { removed: 2, notFound: 1 },
          stillNamed: { rows: 3, places: [{ table: 'posts', column: 'content', rows: 3 }] },
        },
      ],
      exportAttached: false,
      exportUrl: null,
      expiresAt: null,
      undoUntil: null,
    },
    {
      reference,
      results: [
        {
          kind: 'refusal',
          outcome: 'done',
          switchedOff: [
            { zh: '使用情况统计', en: 'Usage statistics' },
            { zh: '通知推送', en: 'Notifications' },
          ],
          essential: [
            {
              label: { zh: '访问日志', en: 'Access log' },
              reason: {
                zh: '用于防止滥用，法律要求保存六个月',
                en: 'Protects against abuse; the law asks for six months',
              },
            },
          ],
        },
      ],
      exportAttached: false,
      exportUrl: null,
      expiresAt: null,
      undoUntil: null,
    },
    {
      reference,
      results: [
        {
          kind: 'status',
          outcome: 'done',
          requests: [
            {
              reference: 'HB-4TQ8WN',
              receivedAt: '2026-11-20T01:12:00.000Z',
              state: { zh: '处理中', en: 'In progress' },
              dueAt,
            },
          ],
        },
      ],
      exportAttached: false,
      exportUrl: null,
      expiresAt: null,
      undoUntil: null,
    },
    {
      reference,
      results: [
        { kind: 'status', outcome: 'done', requests: [] },
        { kind: 'withdraw', outcome: 'done', references: ['HB-4TQ8WN', 'HB-9XKP3D'] },
        {
          kind: 'access',
          outcome: 'done',
          export: {
            file: 'exports/x.zip',
            name: 'my-data-HB-7K3M2Q.zip',
            bytes: 900,
            sha256: 'ab'.repeat(32),
            encrypted: false,
          },
          tables: [{ label: { zh: '账号资料', en: 'Account' }, rows: 1 }],
        },
        {
          kind: 'deletion',
          outcome: 'declined',
          reason: { zh: '账号名下有未结清的订单', en: 'The account has an order that is not settled' },
        },
        { kind: 'refusal', outcome: 'done', switchedOff: [], essential: [] },
        {
          kind: 'refusal',
          outcome: 'done',
          switchedOff: [],
          switchedOn: [{ zh: '使用情况统计', en: 'Usage statistics' }],
          essential: [],
        },
        { kind: 'deletion', outcome: 'done', removed: [], kept: [], stillNamed: { rows: 0, places: [] } },
      ],
      exportAttached: false,
      exportUrl: null,
      expiresAt: null,
      undoUntil: null,
    },
  ],
  'no-account': [
    { reference: null, routes: [] },
    {
      reference,
      routes: [
        { zh: '在应用内打开“设置—隐私—联系我们”', en: 'open Settings, Privacy, Contact us in the app' },
        { zh: '请我们回拨您登记的电话', en: 'have us call the number you registered' },
      ],
    },
  ],
  'handed-over': [
    { reference, topic: 'question', dueAt, nextOfficeAt: '2026-11-24T01:00:00.000Z' },
    { reference, topic: 'request', dueAt: null, nextOfficeAt: null },
    { reference, topic: 'disclosure', dueAt: null, nextOfficeAt: null },
    { reference, topic: 'minor', dueAt, nextOfficeAt: null },
    { reference, topic: 'complaint', dueAt, nextOfficeAt: null },
    { reference, topic: 'status', dueAt, nextOfficeAt: null },
    { reference, topic: 'withdraw', dueAt, nextOfficeAt: null },
    { reference: null, topic: 'other', dueAt: null, nextOfficeAt: null },
  ],
  'confirm-address': [{ reference, expiresAt }],
  'download-code': [{ reference, expiresAt }],
  'export-password': [{ reference }],
  'address-change': [{ reference, effectiveAt: dueAt }],
  'cooling-off': [
    { reference, effectiveAt: dueAt, isReminder: false, byCode: true },
    { reference, effectiveAt: dueAt, isReminder: true, byCode: true },
    { reference, effectiveAt: dueAt, isReminder: false, byCode: false },
  ],
  withdrawn: [
    { reference, references: ['HB-4TQ8WN'], quietUntil: null },
    { reference, references: [], quietUntil: dueAt },
  ],
  expired: [
    { reference, acts: ['deletion'] },
    { reference, acts: ['access', 'refusal'] },
    { reference, acts: [] },
  ],
  declined: [
    {
      reference,
      acts: ['deletion'],
      reason: { zh: '我们无法确认写信人就是账号的主人', en: 'We could not confirm that the writer owns the account' },
      remedies: [],
    },
    {
      reference,
      acts: ['access', 'correction'],
      reason: { zh: '账号正由法院冻结', en: 'The account is frozen by a court' },
      remedies: [{ zh: '可向作出决定的法院提出异议', en: 'You may object at the court that ordered it' }],
    },
    { reference, acts: [], reason: { zh: '该请求不适用', en: 'The request does not apply' }, remedies: [] },
  ],
  extended: [
    {
      reference,
      reason: {
        zh: '您的请求涉及多个系统中的大量记录，逐条核对需要更多时间。',
        en: 'Your request concerns many records in several systems, and checking each of them takes more time.',
      },
      receivedAt: '2026-11-23T02:00:00.000Z',
      dueAt,
    },
  ],
  'staff-answer': [
    {
      reference,
      paragraphs: [
        { zh: '感谢您的来信。', en: 'Thank you for writing.' },
        { zh: '您问到的数据保存六个月。', en: 'The data you ask about is kept for six months.' },
      ],
    },
  ],
  'staff-note': [
    { reference, what: 'request_held', lines: [{ zh: '原因：把握不足', en: 'Reason: low confidence' }], dueAt },
    { reference: null, what: 'mail_held', lines: [], dueAt: null },
    { reference, what: 'code_tries_used', lines: [], dueAt },
    { reference, what: 'letter_given_up', lines: [], dueAt },
    { reference, what: 'letter_bounced', lines: [], dueAt },
    { reference, what: 'fulfilment_failed', lines: [], dueAt },
    { reference, what: 'deadline_near', lines: [], dueAt },
    { reference, what: 'overdue', lines: [], dueAt },
    { reference, what: 'unconfirmed', lines: [], dueAt },
    { reference, what: 'reply_not_sent', lines: [], dueAt },
    { reference, what: 'second_approval', lines: [{ zh: '第一位批准人：ada', en: 'Approved first by: ada' }], dueAt },
    { reference, what: 'download_locked', lines: [], dueAt: null },
    { reference, what: 'hand_over', lines: [], dueAt: null },
    { reference: null, what: 'trouble', lines: [], dueAt: null },
  ],
}
