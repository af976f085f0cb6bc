// The shape of the data map: which tables of the platform concern a data subject, how their rows are reached, what
// people are shown, what they may have corrected, what deletion does to every table and which switches a refusal turns
// off. Written once by the operator in YAML; everything the desk does to the platform's database is read from here.

import { z } from 'zod'
import { isTimeZone } from '../lib/time-zone.ts'
import { refusalPurposes } from '../requests/words.ts'

/** A text for people: both languages, or one text that serves both (`Alice`). */
const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
const name = z.string().min(1)
const plain = z.union([z.string(), z.number(), z.boolean()], { error: 'expected a text, a number, true or false' })

/**
 * shown: in the export. masked: concerns another person, the export says so and shows nothing.
 * hidden: internal, of no meaning to people. secret: never leaves the database (password hashes, tokens).
 */
const treatment = z.enum(['shown', 'masked', 'hidden', 'secret'])

const column = z.strictObject({
  ...label.shape,
  treatment: treatment.optional(),
  /** time: text in ISO 8601 or `YYYY-MM-DD HH:MM:SS` (UTC), seconds or milliseconds since 1970. */
  format: z.enum(['text', 'time', 'yes_no', 'cents', 'json']).default('text'),
  /** stored value -> what people read */
  values: z.record(z.string(), label).optional(),
  /**
   * In rows that several people share: the owner column that holds the person whose data this is (`sender_id`). To the
   * others it is shown as masked, and their deletion leaves it as it is.
   */
  of: name.optional(),
  /** the column names a file: in which of the map's folders; exports hold it, deletion removes it */
  file: name.optional(),
})

/** A folder with people's files, such as pictures and uploads. */
const fileFolder = z.strictObject({
  folder: z.string().startsWith('/', { error: 'expected an absolute path' }),
  /** what stands before the path below the folder in a column: `/uploads/`, `https://cdn.example.org/uploads/` */
  prefixes: z.array(z.string().min(1)).default([]),
  /** larger files are named in an export and left out */
  largest_mb: z.number().int().min(1).max(4096).default(100),
})

/** From `columns` of the table before to `matches` of `table`; the last step arrives at the subject's table. */
const ownerStep = z.strictObject({ columns: z.array(name).min(1), table: name, matches: z.array(name).min(1) })

/** One column holding the subject's key, or the joins that lead to the subject. */
const ownerPath = z.union([name, z.array(ownerStep).min(1)], {
  error: "expected the column that holds the subject's key, or a list of joins { columns, table, matches }",
})

/** any: rows that several people share, such as the sender and the recipient of a message; each path is enough. */
const owner = z.union([ownerPath, z.strictObject({ any: z.array(ownerPath).min(2) })], {
  error:
    "expected the column that holds the subject's key, a list of joins { columns, table, matches }, or { any: [ … ] } of these",
})

/**
 * What an anonymised column holds afterwards; `redact` is the text without the subject's own address and name. None of
 * these can be turned back, except that a keyed hash is a pseudonym.
 */
const anonymisation = z.union(
  [
    z.enum(['empty', 'redact', 'truncate_ip', 'keyed_hash']),
    z.strictObject({ constant: plain }),
    /** in place of a name: a text with {n}, the first number that is still free in the column: `gone-{n}` */
    z.strictObject({ placeholder: z.string().includes('{n}') }),
    /** the first day of the year or month of a date or time; what is none becomes NULL */
    z.strictObject({ generalise: z.enum(['year', 'month']) }),
    /** bands so many wide: with 10 the age 34 becomes 30 in a column of numbers and 30-39 in one of text */
    z.strictObject({ band: z.number().int().min(2).max(1000) }),
  ],
  {
    error:
      'expected empty, redact, truncate_ip, keyed_hash, { constant: … }, { placeholder: "gone-{n}" }, { generalise: year } or { band: 10 }',
  },
)
const anonymisations = z.record(name, anonymisation)

const keep = z.strictObject({
  law: label,
  /**
   * how long: so many years from the date in a column, of this table or of one that its owner goes through (`table`);
   * `end_of_year` counts from the end of that calendar year
   */
  until: z
    .strictObject({
      years: z.number().int().min(0).max(100),
      from: name,
      table: name.optional(),
      end_of_year: z.boolean().default(false),
    })
    .optional(),
  /** what deletion does to the rows whose own period is over; absent: they stay with the others */
  ended: z.literal('delete', { error: 'expected delete' }).optional(),
  change: anonymisations.default({}),
})

const deletion = z.union(
  [z.literal('delete'), z.strictObject({ anonymise: anonymisations }), z.strictObject({ keep })],
  { error: 'expected delete, { anonymise: … } or { keep: … }' },
)

const table = z.strictObject({
  label,
  category: name,
  purpose: label,
  retention: label,
  recipients: label.optional(),
  source: label.optional(),
  owner: owner.optional(),
  columns: z.record(name, column),
  deletion,
})

/** How a new value is judged before anything is asked of the data subject. */
const check = z.strictObject({
  type: z.enum(['text', 'email', 'integer', 'choice']),
  min: z.number().int().optional(),
  max: z.number().int().optional(),
  pattern: z.string().optional(),
  pattern_words: label.optional(),
  unique: z.boolean().default(false),
  reserved: z.array(z.string()).default([]),
  values: z.record(z.string(), z.strictObject({ ...label.shape, also: z.array(z.string()).default([]) })).optional(),
})

const correctable = z.strictObject({
  label,
  table: name,
  column: name,
  /** the words with which mails name this field, in any language, beside its label */
  names: z.array(z.string().min(1)).default([]),
  /** mail: by one confirmed mail. staff: only a person may do it, for it would move the account to another mailbox. */
  correctable: z.enum(['mail', 'staff']).default('mail'),
  check,
  /** other columns that repeat the value and are corrected with it */
  copies: z.array(z.strictObject({ table: name, column: name })).default([]),
})

const switchOff = z.strictObject({
  label,
  table: name,
  column: name,
  off: plain,
  /** what it holds again when the refusal is taken back; absent: staff do that */
  on: plain.optional(),
  /** the row of a preference: `{ purpose: analytics }`; one that is not there is inserted */
  where: z.record(name, plain).optional(),
  /** what such a new row holds beside the owner, `where` and the value; `{now}` is the moment */
  insert: z.record(name, plain).optional(),
})

/** Another system that is told of the refusal, by the protocol of docs/http-endpoint.md. */
const call = z.strictObject({
  label,
  /** a name under platform.calls */
  call: name,
  /** how the person is named to it: the account's key, or its address */
  by: z.enum(['key', 'address']).default('key'),
})

const purpose = z.strictObject({
  label,
  /** empty where the platform does no such thing at all */
  switches: z.array(switchOff).default([]),
  calls: z.array(call).default([]),
  /** what to say about it beside the switches, or instead */
  note: label.optional(),
})

const essential = z.strictObject({ label, reason: label })

export const dataMapSchema = z.strictObject({
  version: z.literal(1),
  platform: label,
  /** IANA name of the zone in which the platform writes times that carry none; UTC where absent */
  time_zone: z.string().refine(isTimeZone, { error: 'expected a time zone such as Asia/Shanghai' }).optional(),
  subject: z.strictObject({ table: name, key: name, email: name, name: name.optional() }),
  categories: z.record(name, label),
  tables: z.record(name, table),
  files: z.record(z.string().regex(/^[\w-]+$/), fileFolder).default({}),
  /** tables that hold nothing about people although they look like it; `platform check` does not ask about them */
  ignored: z.array(name).default([]),
  correction: z.record(name, correctable).default({}),
  refusal: z.strictObject({
    purposes: z.partialRecord(z.enum(refusalPurposes), purpose),
    essential: z.array(essential).default([]),
  }),
  /** The answers owed beside the data: GDPR Art. 15(1), PIPL Art. 44 and 48. */
  information: z.strictObject({
    source: label,
    recipients: label,
    transfers: label,
    automated_decisions: label,
    rights: z.array(label).min(1),
    complaint: label,
  }),
})

export type DataMap = z.output<typeof dataMapSchema>
export type MappedTable = DataMap['tables'][string]
export type MappedColumn = MappedTable['columns'][string]
export type OwnerStep = z.output<typeof ownerStep>
export type OwnerPath = z.output<typeof ownerPath>
export type Anonymisation = z.output<typeof anonymisation>
export type CorrectableField = DataMap['correction'][string]
export type ValueCheck = z.output<typeof check>
