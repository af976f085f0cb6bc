// Makes the sample platform "Cz Studio": a SQLite database of invented people for the sandbox and the tests. The same
// seed gives the same rows every time; its clock stands still, so that screenshots and expected figures keep.

import { readFileSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { type Dice, dice } from './dice.ts'
import { features, ipAddress, nickname, pages, places, postTexts, userAgents } from './people.ts'

export interface SampleOptions {
  /** without the account of 100,000 log rows: faster for tests */
  small?: boolean
}

/** The people that the sandbox and the tests know by name. */
export const samplePeople = {
  xiaoming: { id: 1, nickname: '小明', email: 'xiaoming@example.com' },
  alice: { id: 2, nickname: 'Alice', email: 'alice@example.org' },
  withoutEmail: { id: 3, nickname: '无名氏', email: null },
  mother: { id: 4, nickname: '林妈妈', email: 'lin.family@example.cn' },
  daughter: { id: 5, nickname: '林小雨', email: 'lin.family@example.cn' },
  busy: { id: 6, nickname: 'Busy Bee 🐝', email: 'busy@example.com' },
} as const

/** The data map that belongs to the sample platform. */
export const sampleDataMapFile = fileURLToPath(new URL('./data-map.yaml', import.meta.url))

const people = 220
const newest = Date.UTC(2026, 10, 20, 9, 0, 0)
const day = 86_400_000

/** Writes the database to `file`, replacing what is there. 220 people; about a second, less with `small`. */
export function createSamplePlatform(file: string, options: SampleOptions = {}): void {
  for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true })
  const database = new DatabaseSync(file)
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = normal')
    database.exec(readFileSync(new URL('./schema.sql', import.meta.url), 'utf8'))
    database.exec('begin')
    const roll = dice(20_261_120)
    for (let id = 1; id <= people; id++) addPerson(database, roll, id, options)
    database.exec('commit')
  } finally {
    database.close()
  }
}

function addPerson(database: DatabaseSync, roll: Dice, id: number, options: SampleOptions): void {
  const known = Object.values(samplePeople).find((person) => person.id === id)
  const name = known?.nickname ?? nickname(roll, id)
  const email = known ? known.email : id % 17 === 0 ? null : `member${id}@example.${roll.pick(['com', 'org', 'cn'])}`
  const registered = newest - roll.between(id === samplePeople.busy.id ? 1300 : 120, 1400) * day
  const last = newest - roll.between(0, 60) * day - roll.between(0, day)
  insert(database, 'users', {
    id,
    nickname: name,
    email,
    password_hash: `scrypt$${roll.hex(32)}`,
    age_band: roll.pick(['18-24', '25-34', '35-44', '45-59', '60+', null]),
    language: roll.pick(['zh-CN', 'zh-CN', 'zh-TW', 'en']),
    region: roll.pick(places),
    analytics_on: id <= 6 ? 1 : roll.chance(0.7),
    personalisation_on: id <= 6 ? 1 : roll.chance(0.6),
    notifications_on: id <= 6 ? 1 : roll.chance(0.8),
    newsletter: id <= 6 ? 'weekly' : roll.pick(['off', 'weekly', 'monthly']),
    registered_at: stamp(registered),
    last_seen_at: stamp(last),
  })
  const devices = addDevices(database, roll, id, registered, last)
  addLogs(
    database,
    roll,
    id,
    devices,
    registered,
    last,
    id === samplePeople.busy.id && !options.small ? 100_000 : roll.between(5, 60),
  )
  addUse(database, roll, id, last)
  insert(database, 'cookie_preferences', {
    user_id: id,
    necessary: 1,
    analytics: id <= 6 ? 1 : roll.chance(0.6),
    preferences: id <= 6 ? 1 : roll.chance(0.7),
    marketing: id <= 6 ? 1 : roll.chance(0.3),
    decided_at: stamp(registered + day),
  })
  addPosts(database, roll, id, name, registered, last)
  if (id <= 2 || roll.chance(0.15)) addDonations(database, roll, id, name, last)
}

function addDevices(database: DatabaseSync, roll: Dice, id: number, registered: number, last: number): number[] {
  return Array.from({ length: roll.between(1, 3) }, (_, i) => {
    const [type, browser, version] = roll.pick(userAgents)
    const device = id * 10 + i
    insert(database, 'devices', {
      id: device,
      user_id: id,
      type,
      browser,
      browser_version: version,
      first_seen_at: stamp(registered + i * 30 * day),
      last_seen_at: stamp(last),
    })
    return device
  })
}

function addLogs(
  database: DatabaseSync,
  roll: Dice,
  id: number,
  devices: number[],
  registered: number,
  last: number,
  rows: number,
): void {
  const from = Math.max(registered, last - 365 * day)
  for (let i = 0; i < rows; i++) {
    // some months busier than others
    const share = (i + 1) / rows
    const at = from + (last - from) * (share + Math.sin(share * 11 + id) / 16)
    insert(database, 'access_logs', {
      id: null,
      user_id: id,
      device_id: roll.pick(devices),
      occurred_at: stamp(at),
      ip: ipAddress(roll),
      path: roll.pick(pages),
      status: roll.chance(0.97) ? 200 : 404,
    })
  }
}

function addUse(database: DatabaseSync, roll: Dice, id: number, last: number): void {
  for (let i = roll.between(3, 25); i > 0; i--) {
    insert(database, 'feature_usage', {
      id: null,
      user_id: id,
      feature: roll.pick(features),
      used_on: stamp(last - i * 5 * day).slice(0, 10),
      times: roll.between(1, 40),
    })
  }
}

function addPosts(
  database: DatabaseSync,
  roll: Dice,
  id: number,
  name: string,
  registered: number,
  last: number,
): void {
  for (let i = id <= 2 || id === samplePeople.busy.id ? 4 : roll.between(0, 4); i > 0; i--) {
    const [title, content] = roll.pick(postTexts)
    const post = id * 100 + i
    const at = registered + ((last - registered) * i) / 6
    insert(database, 'posts', {
      id: post,
      author_id: id,
      author_name: name,
      title,
      content,
      posted_from_ip: ipAddress(roll),
      created_at: stamp(at),
    })
    if (id <= 2 || roll.chance(0.4)) {
      insert(database, 'post_images', {
        id: null,
        post_id: post,
        file_name: `IMG_${roll.between(1000, 9999)}.jpg`,
        taken_at_place: roll.pick([...places, null]),
        uploaded_at: stamp(at),
      })
    }
  }
}

function addDonations(database: DatabaseSync, roll: Dice, id: number, name: string, last: number): void {
  for (let i = roll.between(1, 3); i > 0; i--) {
    const at = last - i * 90 * day
    insert(database, 'donations', {
      receipt_number: `R${new Date(at).getUTCFullYear()}-${String(id).padStart(4, '0')}${i}`,
      user_id: id,
      name_on_receipt: name,
      amount_cents: roll.between(1, 50) * 1000,
      currency: 'CNY',
      donated_at: stamp(at),
      note: roll.pick([null, '加油！', 'Keep it up', '为画廊捐的']),
    })
  }
}

const statements = new WeakMap<DatabaseSync, Map<string, ReturnType<DatabaseSync['prepare']>>>()

function insert(database: DatabaseSync, table: string, row: Record<string, string | number | boolean | null>): void {
  const prepared = statements.get(database) ?? new Map()
  statements.set(database, prepared)
  const names = Object.keys(row)
  let statement = prepared.get(table)
  if (!statement) {
    statement = database.prepare(
      `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    )
    prepared.set(table, statement)
  }
  statement.run(...Object.values(row).map((value) => (typeof value === 'boolean' ? Number(value) : value)))
}

function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}
