// Settings: everything wrong is said at once, with its place and shape, never with its value; the environment lies over the file.

import { expect, test } from 'vitest'
import { checkSettings, readSettings } from '../src/config.ts'
import { errorCode } from '../src/errors.ts'

const whole = `
organisation:
  names: { zh: 示例, en: Example }
  privacyAddress: privacy@desk.example
  policyUrl: https://desk.example/privacy
  staffAddress: staff@desk.example
imap: { host: imap.desk.example, user: privacy, password: imap-secret-1 }
smtp: { host: smtp.desk.example, user: privacy, password: smtp-secret-2 }
platform: { url: 'file:platform.db', dataMap: map.yaml, pseudonymKey: pseudonym-secret-3-that-is-long-enough }
`
const secrets = ['imap-secret-1', 'smtp-secret-2', 'pseudonym-secret-3']

function problems(text: string, environment: Record<string, string> = {}): string[] {
  try {
    checkSettings(text, '/etc/habeas.yaml', environment)
  } catch (error) {
    expect(errorCode(error)).toBe('config_invalid')
    const lines = (error instanceof Error ? error.message : '').split('\n')
    return lines.slice(1).map((line) => line.trim())
  }
  return []
}

test('the few settings that must be given are enough; the rest has defaults', () => {
  const settings = checkSettings(whole, '/etc/habeas.yaml')
  expect(settings).toMatchObject({
    dataFolder: '/etc/data',
    database: { url: 'file:/etc/data/habeas.db' },
    platform: { url: 'file:/etc/platform.db', dataMap: '/etc/map.yaml' },
    imap: { port: 993, secure: true, folder: 'INBOX', pollEverySeconds: 60 },
    smtp: { port: 465, secure: true },
    verification: {
      codeLifeHours: 72,
      maxTries: 5,
      alignedSenderKinds: ['refusal', 'status', 'withdraw'],
      trustedServers: [],
    },
    deadlines: { workingDays: 15, months: 1 },
    console: { listen: '127.0.0.1:8484' },
    limits: { lettersPerAddressPerDay: 20, codesPerAddressPerDay: 5, stopDays: 7, quietHours: 24 },
  })
})

test('the platform is reached in one of two ways, never in both or none', () => {
  const at = (platform: string) => whole.replace(/platform: .*/, `platform: ${platform}`)
  const endpoint = (url: string) => `{ url: '${url}', keyId: desk-1, secret: '${'s'.repeat(32)}' }`
  const behind = checkSettings(at(`{ endpoint: ${endpoint('https://platform.example/habeas')} }`), '/etc/habeas.yaml')
  expect(behind.platform).toEqual({
    endpoint: {
      url: 'https://platform.example/habeas',
      keyId: 'desk-1',
      secret: 's'.repeat(32),
      timeoutSeconds: 30,
      patienceSeconds: 120,
      answerBytes: 16_777_216,
    },
    searchAfterDeletion: true,
  })
  expect(problems(at('{}'))).toEqual([expect.stringContaining('endpoint for its own HTTP endpoint')])
  expect(problems(at("{ url: 'file:a.db' }"))).toEqual([expect.stringContaining('platform.dataMap')])
  expect(problems(at(`{ url: 'file:a.db', endpoint: ${endpoint('http://127.0.0.1:1')} }`))).toEqual([
    expect.stringContaining('not both'),
  ])
  expect(problems(at(`{ endpoint: ${endpoint('http://platform.example')} }`))).toEqual([
    expect.stringContaining('https:// beyond this machine'),
  ])
  expect(problems(at(`{ endpoint: ${endpoint('https://me:pw@platform.example')} }`))).toEqual([
    expect.stringContaining('without user'),
  ])
  const fromOutside = { HABEAS__PLATFORM__ENDPOINT__SECRET: 'z'.repeat(40) }
  const settings = checkSettings(at("{ endpoint: { url: 'http://[::1]:8181/h', keyId: k } }"), '/x.yaml', fromOutside)
  expect(settings.platform.endpoint?.secret).toBe('z'.repeat(40))
})

test('every wrong setting is named at once, with line, path, what is expected and the shape of what is there', () => {
  const wrong = whole
    .replace('privacy@desk.example', 'privacy at desk')
    .replace('host: imap.desk.example', "host: '', port: 99999")
    .replace('https://desk.example/privacy', 'ftp://desk.example')
    .replace('staffAddress: staff@desk.example', 'officeHours: { from: 25:00, timeZone: Mars/Olympus }')
  const found = problems(wrong)
  const paths = found.map((line) => /^\S+ ([\w.]+):/.exec(line)?.[1])
  expect(paths.sort((a = '', b = '') => a.localeCompare(b))).toEqual([
    'imap.host',
    'imap.port',
    'organisation.officeHours.from',
    'organisation.officeHours.timeZone',
    'organisation.policyUrl',
    'organisation.privacyAddress',
    'organisation.staffAddress',
  ])
  expect(found.find((line) => line.includes('privacyAddress'))).toMatch(
    /^\/etc\/habeas\.yaml:4 .*one plain address such as.*; found a text of 15 characters$/,
  )
  expect(found.find((line) => line.includes('staffAddress'))).toMatch(/found nothing$/)
})

test('a key that does not exist is named with its whole path', () => {
  expect(problems(`${whole}retention: { mailDay: 3 }\nverifcation: {}\n`).join('\n')).toMatch(
    /retention\.mailDay: there is no such setting[\s\S]*verifcation: there is no such setting/,
  )
})

test('deletion can never be spared its code', () => {
  expect(problems(`${whole}verification: { alignedSenderKinds: [refusal, deletion] }\n`)).toEqual([
    expect.stringMatching(/verification\.alignedSenderKinds\.1/),
  ])
})

test('no message holds a secret, however the file is broken', () => {
  const broken = [
    whole.replace('imap-secret-1', '[imap-secret-1]'),
    whole.replace('smtp-secret-2', '{ a: smtp-secret-2 }'),
    whole.replace('pseudonym-secret-3-that-is-long-enough', 'pseudonym-secret-3'),
    whole.replace('password: imap-secret-1', 'passwrd: imap-secret-1'),
    whole.replace('user: privacy, password: smtp-secret-2', 'password: "smtp-secret-2'),
    `${whole}\n- imap-secret-1: [`,
  ]
  for (const text of broken) {
    const found = problems(text)
    expect(found.length).toBeGreaterThan(0)
    for (const secret of secrets) expect(found.join('\n')).not.toContain(secret)
  }
})

test('what is not YAML is said with its line', () => {
  expect(problems('organisation:\n  names: { zh: "示例\n')[0]).toMatch(/^\/etc\/habeas\.yaml:\d+ is not YAML/)
  expect(problems('')).not.toEqual([])
  expect(problems('just words')).not.toEqual([])
})

test('the environment lies over the file, in the shape that the setting wants', () => {
  const settings = checkSettings(whole, '/etc/habeas.yaml', {
    HABEAS__IMAP__PASSWORD: 'from-environment',
    HABEAS__IMAP__POLL_EVERY_SECONDS: '30',
    HABEAS__IMAP__TLS__REJECT_UNAUTHORIZED: 'false',
    HABEAS__VERIFICATION__TRUSTED_SERVERS: 'mx1.desk.example, mx2.desk.example',
    HABEAS__PLATFORM__DATA_MAP: '/srv/map.yaml',
    HABEAS__CLASSIFICATION__THRESHOLDS__ACT__DELETION: '0.97',
    HABEAS__VERIFICATION__ALIGNED_SENDER_KINDS: '',
    PATH: '/usr/bin',
  })
  expect(settings.imap).toMatchObject({
    password: 'from-environment',
    pollEverySeconds: 30,
    tls: { rejectUnauthorized: false },
  })
  expect(settings.verification).toMatchObject({
    trustedServers: ['mx1.desk.example', 'mx2.desk.example'],
    alignedSenderKinds: [],
  })
  expect(settings.platform.dataMap).toBe('/srv/map.yaml')
  expect(settings.classification.thresholds.act.deletion).toBe(0.97)
})

test('the environment alone can hold all settings', () => {
  const environment = {
    HABEAS__ORGANISATION__NAMES__ZH: '示例',
    HABEAS__ORGANISATION__NAMES__EN: 'Example',
    HABEAS__ORGANISATION__PRIVACY_ADDRESS: 'privacy@desk.example',
    HABEAS__ORGANISATION__POLICY_URL: 'https://desk.example/privacy',
    HABEAS__ORGANISATION__STAFF_ADDRESS: 'staff@desk.example',
    HABEAS__IMAP__HOST: 'imap.desk.example',
    HABEAS__IMAP__USER: 'privacy',
    HABEAS__IMAP__PASSWORD: '12345',
    HABEAS__SMTP__HOST: 'smtp.desk.example',
    HABEAS__PLATFORM__URL: 'file:/srv/platform.db',
    HABEAS__PLATFORM__DATA_MAP: '/srv/map.yaml',
  }
  expect(checkSettings('', '/etc/habeas.yaml', environment).imap.password).toBe('12345')
})

test('an unknown or unreadable variable is a problem, its value is not told', () => {
  const found = problems(whole, {
    HABEAS__IMAP__PASSWRD: 'imap-secret-1',
    HABEAS__IMAP__PORT: 'smtp-secret-2',
    HABEAS__IMAP: 'x',
  })
  expect(found).toHaveLength(3)
  expect(found.join('\n')).toMatch(/environment HABEAS__IMAP__PASSWRD: there is no such setting/)
  expect(found.join('\n')).toMatch(/imap\.port: .*found a text of 13 characters/)
  for (const secret of secrets) expect(found.join('\n')).not.toContain(secret)
})

test('a file that is not there says how to get one', () => {
  expect(() => readSettings('/nowhere/habeas.yaml', {})).toThrow(
    expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('habeas init') }),
  )
})

test('exports as links need the https address under which people reach the desk', () => {
  const link = `${whole}exports: { as: link }\n`
  for (const text of [
    link,
    `${whole}exports: { linkAboveBytes: 1000 }\n`,
    `${link}console: { publicUrl: 'http://desk.example' }\n`,
  ]) {
    const [problem, ...more] = problems(text)
    expect(more).toEqual([])
    expect(problem).toMatch(
      /console\.publicUrl: exports\.\w+.* needs the https address .*\/download\/ on to console\.listen/,
    )
  }
  expect(problems(`${link}console: { publicUrl: 'https://desk.example' }\n`)).toEqual([])
  expect(problems(`${link}console: { publicUrl: 'http://127.0.0.1:8484' }\n`)).toEqual([])
})

test('traces go where the setting says, else where the variables say that all programs read', () => {
  const endpoint = (text: string, environment = {}) => checkSettings(text, '/etc/habeas.yaml', environment).tracing
  const standard = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.desk.example:4318', OTEL_SERVICE_NAME: 'desk-2' }
  const traced = `${whole}tracing: { endpoint: 'http://127.0.0.1:4318' }`
  expect(endpoint(whole)).toEqual({ service: 'habeas' })
  expect(endpoint(whole, standard)).toEqual({ endpoint: standard.OTEL_EXPORTER_OTLP_ENDPOINT, service: 'desk-2' })
  expect(endpoint(traced, standard).endpoint).toBe('http://127.0.0.1:4318')
  expect(endpoint(whole, { ...standard, OTEL_SDK_DISABLED: 'true' }).endpoint).toBeUndefined()
  const nonsense = problems(whole, { OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://user:secret@collector' })
  expect(nonsense.join()).toContain('tracing.endpoint')
  expect(nonsense.join()).not.toContain('secret')
})

test('a variable that is passed on empty sets nothing', () => {
  const empty = { HABEAS__IMAP__PASSWORD: '', HABEAS__SMTP__PASSWORD: '', HABEAS__ORGANISATION__ALIASES: '' }
  const settings = checkSettings(whole, '/etc/habeas.yaml', empty)
  expect(settings.imap.password).toBe('imap-secret-1')
  expect(settings.organisation.aliases).toEqual([])
  expect(problems(whole, { HABEAS__NOWHERE: '' }).join()).toContain('there is no such setting')
})
