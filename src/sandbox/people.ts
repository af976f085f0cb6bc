// Who can write a mail in the sandbox: invented people of the sample platform, one who is not registered, one who forges,
// and the addresses that fail on purpose.

import { DatabaseSync } from 'node:sqlite'
import type { Label } from '../requests/words.ts'
import { difficultAddresses } from './difficult-addresses.ts'

export interface Person {
  /** stands in the page's address */
  key: string
  kind: 'registered' | 'unregistered' | 'forger' | 'difficult' | 'staff'
  name: Label
  /** how their mails are signed: the victim's name where somebody forges */
  signature: Label
  /** the From header */
  address: string
  /** MAIL FROM: differs from `address` only where somebody forges */
  envelopeFrom: string
  /** keys of the rows in `users` with that address, when the sandbox started */
  subjectKeys: number[]
  words: Label
}

/** Everybody who can be picked, staff last: theirs is a mailbox to read. `platformFile` is the sample platform's SQLite file. */
export function samplePeople(platformFile: string, staffAddress: string): Person[] {
  const registered = registeredPeople(platformFile)
  const victim = registered.find((person) => person.address === 'alice@example.org') ?? registered[0]
  const outsiders: Person[] = [
    {
      key: 'stranger',
      kind: 'unregistered',
      name: { zh: '陌生人', en: 'Stranger' },
      signature: { zh: '王路人', en: 'Sam Stranger' },
      address: 'stranger@elsewhere.example',
      envelopeFrom: 'stranger@elsewhere.example',
      subjectKeys: [],
      words: { zh: '没有注册过', en: 'has no account' },
    },
  ]
  if (victim) {
    outsiders.push({
      key: 'forger',
      kind: 'forger',
      name: { zh: '冒名者', en: 'Forger' },
      signature: victim.name,
      address: victim.address,
      envelopeFrom: 'mallory@elsewhere.example',
      subjectKeys: victim.subjectKeys,
      words: { zh: `冒用 ${victim.name.zh} 的地址`, en: `writes as ${victim.name.en}` },
    })
  }
  const difficult = difficultAddresses.map(({ address, difficulty, name, words }): Person => {
    return {
      key: difficulty,
      kind: 'difficult',
      name,
      signature: name,
      address,
      envelopeFrom: address,
      subjectKeys: [],
      words,
    }
  })
  const staff: Person = {
    key: 'staff',
    kind: 'staff',
    name: { zh: '专人', en: 'Staff' },
    signature: { zh: '专人', en: 'Staff' },
    address: staffAddress,
    envelopeFrom: staffAddress,
    subjectKeys: [],
    words: { zh: '只看通知', en: 'reads its notes' },
  }
  return [...registered, ...outsiders, ...difficult, staff]
}

interface Row {
  id: number
  name: string
  address: string
  logs: number
}

function registeredPeople(platformFile: string): Person[] {
  const db = new DatabaseSync(platformFile, { readOnly: true })
  try {
    const rows = db
      .prepare('SELECT id, nickname AS name, email AS address FROM users WHERE email IS NOT NULL ORDER BY id')
      .all() as unknown as Row[]
    const busiest = db
      .prepare('SELECT user_id AS id, count(*) AS logs FROM access_logs GROUP BY user_id ORDER BY logs DESC LIMIT 1')
      .get() as { id: number; logs: number } | undefined
    const sharing = groupsOfTwoOrMore(rows)[0]
    const known = ['xiaoming@example.com', 'alice@example.org'].flatMap(
      (address) => rows.find((row) => row.address === address) ?? [],
    )
    const chosen = known.map((row) => person(row, [row.id], { zh: '已注册', en: 'has an account' }))
    if (sharing?.[0]) {
      const words = { zh: '两人共用此邮箱', en: 'shares an address' }
      const ids = sharing.map((row) => row.id)
      chosen.push(person(sharing[0], ids, words))
    }
    const heavy = rows.find((row) => row.id === busiest?.id)
    if (heavy && busiest && !chosen.some((entry) => entry.address === heavy.address)) {
      const count = busiest.logs.toLocaleString('en')
      chosen.push(person(heavy, [heavy.id], { zh: `${count} 条访问日志`, en: `${count} log rows` }))
    }
    // one more, so that somebody is left when the known ones have been deleted
    const other = rows.find((row) => !chosen.some((entry) => entry.address.toLowerCase() === row.address.toLowerCase()))
    if (other) chosen.splice(2, 0, person(other, [other.id], { zh: '已注册', en: 'has an account' }))
    return chosen
  } finally {
    db.close()
  }
}

function person(row: Row, subjectKeys: number[], words: Label): Person {
  const { address } = row
  const name = { zh: row.name, en: row.name }
  return {
    key: `user-${row.id}`,
    kind: 'registered',
    name,
    signature: name,
    address,
    envelopeFrom: address,
    subjectKeys,
    words,
  }
}

function groupsOfTwoOrMore(rows: Row[]): Row[][] {
  const groups = Map.groupBy(rows, (row) => row.address.toLowerCase())
  return [...groups.values()].filter((group) => group.length > 1)
}
