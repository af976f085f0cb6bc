// Every setting: its default, its unit, and what goes wrong when it is wrong.

import { z } from 'zod'
import { logLevels } from './lib/log.ts'
import { isTimeZone } from './lib/time-zone.ts'
import { regimes, twoPersonKinds } from './requests/words.ts'

const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
const address = z
  .string()
  .regex(/^[^\s@<>,;:"]+@[^\s@<>,;:"]+\.[^\s@<>,;:"]+$/, 'one plain address such as privacy@example.org')
const port = z.int().min(1).max(65535)
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00')
const timeZone = z.string().refine(isTimeZone, 'an IANA time zone such as Asia/Shanghai')
const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
const tls = z.strictObject({
  /** false accepts any certificate: only for tests on one machine; anybody on the way can then read and alter mail */
  rejectUnauthorized: z.boolean().default(true),
  /** file with the certificate authority to trust, PEM */
  ca: z.string().optional(),
})

const organisation = z.strictObject({
  names: label,
  /** the address people write to; letters come from it */
  privacyAddress: address,
  /** further addresses that reach the same mailbox; mail from any of them is the desk's own */
  aliases: z.array(address).default([]),
  policyUrl: z.url({ protocol: /^https?$/ }),
  /** version or date of that policy, noted with every refusal; change it with the policy */
  policyVersion: z.string().min(1).max(100).optional(),
  /** who is told of held requests and given-up letters */
  staffAddress: address,
  /** who is told of what staff hand up and of what is overdue; absent: the staff address */
  officerAddress: address.optional(),
  /** who is told when the desk itself is in trouble; absent: the staff address */
  operatorAddress: address.optional(),
  officer: label.prefault({ zh: '隐私专员', en: 'privacy officer' }),
  officeHours: z
    .strictObject({
      days: z.array(weekday).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
      from: time.default('09:00'),
      to: time.default('18:00'),
      timeZone: timeZone.default('Asia/Shanghai'),
    })
    .prefault({}),
})

const imap = z.strictObject({
  host: z.string().min(1),
  port: port.default(993),
  /** true: TLS from the first byte; false: STARTTLS where the server offers it */
  secure: z.boolean().default(true),
  user: z.string().min(1),
  password: z.string().min(1),
  folder: z.string().min(1).default('INBOX'),
  /** folder that handled mail is moved to; absent: it is flagged as seen where it is */
  moveTo: z.string().min(1).optional(),
  /** mail that arrived before this is never answered; absent: the time of the first run */
  startAt: z.iso.datetime({ offset: true }).optional(),
  /** seconds between polls beside IDLE; smaller asks the server more often, larger delays mail when IDLE fails unnoticed */
  pollEverySeconds: z.int().min(5).max(3600).default(60),
  tls: tls.prefault({}),
})

const smtp = z.strictObject({
  host: z.string().min(1),
  port: port.default(465),
  secure: z.boolean().default(true),
  user: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  /** connections at once; more sends faster, fewer is kinder to the server */
  connections: z.int().min(1).max(20).default(4),
  tls: tls.prefault({}),
})

const alignable = z.enum(['refusal', 'status', 'withdraw', 'access', 'correction'])

const verification = z.strictObject({
  /** hours a code can be answered; shorter lets honest people miss it, longer gives a thief of the mailbox more time */
  codeLifeHours: z.int().min(1).max(720).default(72),
  /** wrong codes after which the request is held for staff */
  maxTries: z.int().min(1).max(10).default(5),
  /** kinds for which an aligned DMARC pass stated by a trusted server spares the code; deletion never */
  alignedSenderKinds: z.array(alignable).default(['refusal', 'status', 'withdraw']),
  /** a change of the registered address: staff decide, or codes from the old and the new address and a quiet period do */
  emailChange: z.enum(['staff', 'two_addresses']).default('staff'),
  /** days in which a confirmed change of address can be undone from the old one before it is made; fewer gives a thief of the mailbox the account sooner */
  emailQuietDays: z.int().min(1).max(30).default(14),
  /**
   * days that a deletion waits after its code, in which its owner can stop it; 0: carried out at once. More guards better against a
   * thief of the mailbox, and takes longer of the deadline
   */
  deletionCoolingOffDays: z.int().min(0).max(14).default(0),
  /** days in which a correction can be taken back by answering its letter with "undo"; 0: not at all. More helps who notices late */
  undoDays: z.int().min(0).max(90).default(14),
  /**
   * how people without a registered e-mail address can show who they are: in words for the letter that everybody gets who writes
   * from an unknown address, and a name for staff (habeas requests approve --route NAME). None: they are referred to the officer
   */
  secondRoutes: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z][a-z0-9-]{0,29}$/, 'a short name of lower-case letters, digits and hyphens such as in-app'),
        words: label,
      }),
    )
    .max(5)
    .refine((routes) => new Set(routes.map(({ name }) => name)).size === routes.length, 'each name once')
    .default([]),
  /** authserv-ids of your own receiving servers (RFC 8601 §2.5); none: no mail's Authentication-Results are believed */
  trustedServers: z.array(z.string().min(1)).default([]),
  /**
   * true: where no trusted server says anything, the desk asks the DNS itself (DKIM, DMARC, SPF) and its finding counts as a
   * trusted server's would; costs DNS questions for every mail of a person
   */
  verifyMails: z.boolean().default(false),
  /** domains whose ARC seals (RFC 8617) are believed about mail that they forwarded; only with verifyMails */
  trustedSealers: z.array(z.string().min(1)).default([]),
})

export const endpoint = z.strictObject({
  /** where the endpoint's operations lie; https beyond this machine */
  url: z
    .url({ protocol: /^https?$/, error: 'https://… (http:// on this machine alone)' })
    .refine(isPrivateUrl, 'https:// beyond this machine: the answers are personal data')
    .refine((url) => !/[?#@]/.test(url), 'an address without user, ? and #; the secret has a setting of its own'),
  /** which of the endpoint's secrets this is */
  keyId: z.string().regex(/^[\w.-]{1,64}$/, '1 to 64 letters, digits, . _ or -'),
  /** long random text that the desk and the endpoint share; it signs every request and every answer */
  secret: z.string().min(32, 'a random text of at least 32 characters: openssl rand -base64 32'),
  /** PEM file of the authority behind the endpoint's certificate, where the system does not know it */
  caFile: z.string().min(1).optional(),
  /** seconds one answer may take; smaller gives up on a slow endpoint, larger holds other requests up */
  timeoutSeconds: z.int().min(1).max(600).default(30),
  /** seconds one operation may take with its tries and waits; smaller leaves long work to a later try, larger holds other requests up */
  patienceSeconds: z.int().min(1).max(3600).default(120),
  /** bytes of one answer; smaller refuses large pages of rows, larger lets a broken endpoint fill the memory */
  answerBytes: z.int().min(65_536).max(268_435_456).default(16_777_216),
})

/** Two ways to the platform's data, of which exactly one is taken: its database with a data map, or its own HTTP endpoint. */
export const platform = z
  .strictObject({
    /** file:/path/to/platform.db, postgres://user:password@host/database, or the same with mysql: or mariadb: */
    url: z
      .string()
      .regex(/^(file|postgres|postgresql|mysql|mariadb):.+/, 'postgres://…, mysql://…, mariadb://… or file:… (SQLite)')
      .optional(),
    /** the data map, a YAML file */
    dataMap: z.string().min(1).optional(),
    /** the platform's own endpoint (docs/http-endpoint.md), where nobody else may touch its database */
    endpoint: endpoint.optional(),
    /** other systems that are told of refusals (a mailing service), by the names that the data map's `calls` have for them */
    calls: z.record(z.string().regex(/^[a-z0-9_-]{1,64}$/), endpoint).optional(),
    /**
     * true: after each deletion every mapped text column is searched for the address, whoever's rows these are, and the letter tells what was
     * found; reads whole tables. false: only the rows that stay are searched, before the deletion is committed
     */
    searchAfterDeletion: z.boolean().default(true),
    /** long random text behind pseudonyms in columns that the map anonymises by keyed hash; keep it as long as the data */
    pseudonymKey: z.string().min(32).optional(),
  })
  .superRefine(({ url, dataMap, endpoint, pseudonymKey }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (endpoint === undefined) {
      if (url === undefined && dataMap === undefined)
        return wrong('url', 'url and dataMap for the database of the platform, or endpoint for its own HTTP endpoint')
      if (url === undefined) wrong('url', 'postgres://…, mysql://…, mariadb://… or file:… (SQLite)')
      if (dataMap === undefined) wrong('dataMap', 'the data map, a YAML file')
      return
    }
    if (url !== undefined)
      wrong('url', 'either url and dataMap or endpoint, not both: which data would be the right one?')
    if (dataMap !== undefined) wrong('dataMap', 'nothing beside endpoint, which describes its data itself')
    if (pseudonymKey !== undefined) wrong('pseudonymKey', 'nothing beside endpoint, which makes its pseudonyms itself')
  })

const consoleSettings = z.strictObject({
  listen: z
    .string()
    .regex(/^(\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, 'host:port such as 127.0.0.1:8484')
    .default('127.0.0.1:8484'),
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** where staff open the console; absent: publicUrl, else wherever it listens. With https the browser sends its cookie over TLS alone */
  staffUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** required: whoever acts or keeps accounts signs in with a second factor; optional leaves a guessed password enough */
  secondFactor: z.enum(['required', 'optional']).default('required'),
  /** minutes after which a session that nobody uses ends; fewer interrupts people, more leaves an open browser to whoever passes */
  idleMinutes: z.int().min(5).max(1440).default(60),
  /** hours after which everybody signs in anew; fewer interrupts people, more keeps a stolen cookie good for longer */
  sessionHours: z.int().min(1).max(168).default(12),
  /** true: the last address of X-Forwarded-For is the browser's; only where a proxy of yours writes it, or anybody can */
  behindProxy: z.boolean().default(false),
  /** the organisation's single sign-on (OpenID Connect), for staff whose account exists; its return address is staffUrl/sign-in/auth/callback/sso */
  oidc: z
    .strictObject({
      issuer: z.url({ protocol: /^https?$/ }),
      clientId: z.string().min(1),
      clientSecret: z.string().min(1),
      /** what the button says */
      name: z.string().min(1).default('SSO'),
      /** mail domains that are let in; none: any */
      domains: z.array(z.string().min(1).toLowerCase()).default([]),
    })
    .optional(),
  /** what staff approve only as two people: deletion, disclosure (a copy is handed out), minors; a new registered address counts as both of the first. Fewer leave more to one person's error */
  twoPersonKinds: z.array(z.enum(twoPersonKinds)).default([]),
})

const exportSettings = z.strictObject({
  /** how an export leaves: attached to the result letter, or always as a link below console.publicUrl */
  as: z.enum(['attachment', 'link']).default('attachment'),
  /**
   * bytes above which an export leaves as a link all the same; absent: 10 MB where console.publicUrl is set, else no size. Smaller
   * sends more people to a page, larger loses letters at servers that refuse them (many take 20 to 25 MB)
   */
  linkAboveBytes: z.int().min(1).max(1_073_741_824).optional(),
  /** hours a link can be used; fewer lets people miss it, more leaves the export on disk longer */
  linkLifeHours: z.int().min(1).max(720).default(72),
  /** days an export waits for staff to hand it over, where the account has no address; fewer lets it lapse, more leaves it on disk longer */
  handOverDays: z.int().min(1).max(30).default(14),
  /** minutes the code of a link can be used; fewer is too short for slow mail, more gives a thief of the link more time */
  codeLifeMinutes: z.int().min(5).max(1440).default(60),
  /** true: exports are encrypted ZIP files (AES-256) whose password travels in a letter of its own; people then need a program such as 7-Zip */
  encryptZip: z.boolean().default(false),
})

const deadlines = z.strictObject({
  /** whose clocks run; of all that do the earliest counts: china_app (workingDays), gbt_35273 (30 days), gdpr (months), ccpa (45 days) */
  regimes: z.array(z.enum(regimes)).min(1).default(['china_app', 'gdpr']),
  /** working days of the Chinese calendar until an answer is due (CAC 2019-191) */
  workingDays: z.int().min(1).max(60).default(15),
  /** calendar months until an answer is due (GDPR Art. 12(3)) */
  months: z.int().min(1).max(3).default(1),
  /** weekdays off, in years whose holidays are not known yet (YYYY-MM-DD); a wrong one lets an answer come too late */
  daysOff: z.array(z.iso.date()).default([]),
  /** weekend days worked in such years; a wrong one makes an answer due too early */
  workDays: z.array(z.iso.date()).default([]),
  /** working days before a deadline on which staff are reminded of what is open; fewer leave less time, more is read less */
  remindWorkingDays: z.array(z.int().min(1).max(30)).default([3, 1]),
})

const retention = z.strictObject({
  /** days a handled mail is kept, its raw bytes and what was read in them; too few leaves no evidence of what was asked */
  mailDays: z.int().min(1).max(3650).default(180),
  /** days an export stays on disk after it was sent */
  exportDays: z.int().min(1).max(90).default(7),
  /** days the text and recipient of a letter are kept; too few leaves no evidence of what was answered */
  letterDays: z.int().min(1).max(3650).default(180),
  /** days the record of a code that was answered or ran out is kept */
  codeDays: z.int().min(1).max(3650).default(30),
  /** days after which a closed request loses its person; its dates and numbers stay (PIPL Art. 56: three years of records) */
  requestDays: z.int().min(1).max(3650).default(1095),
  /** days after a deletion until the desk, too, has nothing of the person but a keyed hash; time for a bounce or a question */
  afterDeletionDays: z.int().min(0).max(365).default(14),
})

const limits = z.strictObject({
  /** bytes; of a larger mail only the head is fetched and a person is asked */
  mailBytes: z.int().min(65_536).max(268_435_456).default(31_457_280),
  /** letters to one address within 24 hours; the desk then falls silent towards it, so that it cannot be used to flood people */
  lettersPerAddressPerDay: z.int().min(1).max(1000).default(20),
  /** letters to all addresses of one domain within 24 hours; large mail providers are one domain */
  lettersPerDomainPerDay: z.int().min(1).max(1_000_000).default(5_000),
  /** letters in all within 24 hours, results and notes to staff aside; what is over is recorded and not sent */
  lettersPerDay: z.int().min(1).max(10_000_000).default(50_000),
  /** hours of silence towards an address after the letter that reached its cap */
  quietHours: z.int().min(0).max(720).default(24),
  /**
   * seconds between the moments at which answers to unverified mail leave, the same for registered and unregistered senders, so
   * that the time of an answer says nothing; 0: each leaves at once. With habeas once they leave at its next run
   */
  answerEverySeconds: z.int().min(0).max(3600).default(0),
  /** letters with a code to one registered address within 24 hours, whoever asks; fewer lets a stranger use up an owner's sooner */
  codesPerAddressPerDay: z.int().min(1).max(100).default(5),
  /**
   * notes to staff of held mails and requests within an hour; past them the queue alone shows what waits, and alerts.volume tells of the
   * flood. Fewer keeps notes of a busy hour back, more lets a stranger fill the mailbox of staff
   */
  heldNotesPerHour: z.int().min(1).max(100_000).default(60),
  /** days without letters after the owner of an address answered "stop"; mails that answer a letter of the desk are heard all the same */
  stopDays: z.int().min(0).max(365).default(7),
  /** corrections and deletions that may fail within haltMinutes before all of them wait for habeas release; fewer halts for a coincidence, 0 never halts */
  haltFailures: z.int().min(0).max(1000).default(5),
  /** minutes within which failures are counted together */
  haltMinutes: z.int().min(1).max(10_080).default(60),
  /** tries at reading one mail before it is set down as failed */
  mailAttempts: z.int().min(1).max(20).default(5),
  /** hours over which a letter is retried after temporary refusals before it is given up */
  letterRetryHours: z.int().min(1).max(240).default(72),
})

const alerts = z.strictObject({
  /** minutes without a look into the mailbox; fewer alarms for a server's restart, more leaves people waiting unheard */
  mailboxMinutes: z.int().min(2).max(10_080).default(15),
  /** minutes that a letter may wait; greylisting alone takes up to 30 */
  letterMinutes: z.int().min(2).max(10_080).default(60),
  /** minutes that a mail or a verified request may wait to be worked on */
  standstillMinutes: z.int().min(2).max(10_080).default(60),
  /** megabytes that must be free for the data folder; a mail with its export can take a hundred */
  diskFreeMB: z.int().min(0).max(10_000_000).default(1024),
  /** days since the last backup, where there ever was one; 0: never told */
  backupDays: z.int().min(0).max(365).default(3),
  /** hours after which the operator is told again of what still stands; fewer is noise, more is forgotten */
  repeatHours: z.int().min(1).max(720).default(24),
  /** minutes in which what comes and goes is told once */
  quietMinutes: z.int().min(1).max(1440).default(60),
  /** unusual numbers of requests: more than so many within the window, and more than so many times what is usual there; 0 turns one off */
  volume: z
    .strictObject({
      windowMinutes: z.int().min(5).max(10_080).default(60),
      /** times the mean of the four weeks before; smaller alarms for a busy morning, larger only for a flood */
      timesUsual: z.number().min(1).max(1000).default(5),
      requests: z.int().min(0).max(1_000_000).default(60),
      perDomain: z.int().min(0).max(1_000_000).default(30),
      deletions: z.int().min(0).max(1_000_000).default(20),
      /** true: corrections and deletions are halted as soon as there are unusually many deletions, until habeas release */
      haltDeletions: z.boolean().default(false),
    })
    .prefault({}),
})

const confidence = z.number().min(0).max(1).optional()
const thresholds = z.strictObject({
  /** confidence from which a kind is acted on without asking; higher asks more often, lower acts on misread mail */
  act: z
    .strictObject({
      access: confidence,
      correction: confidence,
      deletion: confidence,
      refusal: confidence,
      status: confidence,
      withdraw: confidence,
    })
    .prefault({}),
  /** confidence below which staff decide instead of asking the sender */
  ask: confidence,
})

const tracing = z.strictObject({
  /**
   * OpenTelemetry collector that takes spans by OTLP over HTTP, such as http://127.0.0.1:4318 (/v1/traces is added where it does not
   * end in /traces); absent: OTEL_EXPORTER_OTLP_ENDPOINT, and without that nothing is traced. Spans hold ids, states and codes alone
   */
  endpoint: z
    .url({ protocol: /^https?$/, error: 'http://… or https://…' })
    .refine(
      (url) => !/[?#@]/.test(url),
      'an address without user, ? and #; what a collector asks for beside goes into OTEL_EXPORTER_OTLP_HEADERS',
    )
    .optional(),
  /** what the collector calls this desk; several desks need several names */
  service: z.string().min(1).max(100).default('habeas'),
})

const settingsFields = z.strictObject({
  organisation,
  /** folder for mail sources, exports and, by default, the database */
  dataFolder: z.string().min(1).default('./data'),
  database: z
    .strictObject({
      url: z
        .string()
        .regex(/^file:.+/, 'file:… (SQLite)')
        .optional(),
    })
    .prefault({}),
  imap,
  smtp,
  verification: verification.prefault({}),
  classification: z.strictObject({ thresholds: thresholds.prefault({}) }).prefault({}),
  platform,
  /** folder of your own letters; absent: those that come with habeas */
  templates: z.string().min(1).optional(),
  console: consoleSettings.prefault({}),
  exports: exportSettings.prefault({}),
  deadlines: deadlines.prefault({}),
  retention: retention.prefault({}),
  limits: limits.prefault({}),
  alerts: alerts.prefault({}),
  log: z
    .strictObject({
      level: z.enum(logLevels).default('info'),
      format: z.enum(['auto', 'json', 'pretty']).default('auto'),
    })
    .prefault({}),
  tracing: tracing.prefault({}),
})

export const settingsSchema = settingsFields.superRefine(({ exports, console }, context) => {
  if (console.oidc !== undefined && console.staffUrl === undefined && console.publicUrl === undefined) {
    const message =
      'console.oidc needs the address to which the single sign-on sends staff back, such as https://desk.example.org'
    context.addIssue({ code: 'custom', path: ['console', 'staffUrl'], message })
  }
  const sized = exports.linkAboveBytes === undefined ? undefined : 'exports.linkAboveBytes'
  const wish = exports.as === 'link' ? 'exports.as: link' : sized
  if (wish === undefined || (console.publicUrl !== undefined && isPrivateUrl(console.publicUrl))) return
  context.addIssue({ code: 'custom', path: ['console', 'publicUrl'], message: needsPublicUrl(wish) })
})

function needsPublicUrl(why: string): string {
  return `${why} needs the https address under which people reach this desk: let your web server pass https://privacy.example.org/download/ on to console.listen, and write https://privacy.example.org here`
}

/** Over TLS, or on this machine alone: over http everybody on the way would read the export. */
export function isPrivateUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}
