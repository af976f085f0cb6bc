// Plays one attack against a desk, mail by mail, and judges from the desk's records what it yielded: data, an act, knowledge of an
// account, or a mailbox full of letters. Knowledge is found by playing it twice, once against a registered address and once
// against one that is not: whatever others than the victim get must be the same, word for word, but for ids and figures.

import type { Db } from '../../db/client.ts'
import type { OutboxLetter } from '../../db/generated/client.ts'
import { systemChance } from '../../lib/ids.ts'
import type { Attack, World } from './attack.ts'

export interface Stage {
  db: Db
  /** puts a raw mail into the watched mailbox */
  deliver(raw: string): Promise<void>
  /** lets the desk work until nothing is due */
  work(): Promise<void>
  /** the code in a letter with this Message-ID; null where it cannot be told */
  codeOf(messageId: string): Promise<string | null>
}

export interface Cast {
  victim: string
  member: string
  desk: string
  staff: string
  server: string
}

export interface Yield {
  data: string[]
  action: string[]
  knowledge: string[]
  flood: string[]
}

/** Plays it against the victim and against a stand-in who is not registered. All lists empty: it yielded nothing. */
export async function playAttack(stage: Stage, attack: Attack, cast: Cast): Promise<Yield> {
  const against = await play(stage, attack, cast)
  const standIn = { ...cast, victim: strangerLike(cast.victim) }
  const control = await play(stage, attack, standIn)
  const found = judge(attack, against)
  const seen = seenByOthers(against)
  const seenOfStandIn = seenByOthers(control)
  if (seen.join('\n') !== seenOfStandIn.join('\n')) {
    found.knowledge.push(`others got ${names(against)}, of somebody unregistered ${names(control)}`)
  }
  return found
}

export function yieldsNothing({ data, action, knowledge, flood }: Yield): boolean {
  return [data, action, knowledge, flood].every((found) => found.length === 0)
}

interface Played {
  world: World
  writers: string[]
  letters: OutboxLetter[]
  acts: { kind: string; state: string }[]
  requests: { reference: string; state: string }[]
}

async function play(stage: Stage, attack: Attack, cast: Cast): Promise<Played> {
  const { db } = stage
  const since = {
    letter: (await db.outboxLetter.findFirst({ orderBy: { id: 'desc' }, select: { id: true } }))?.id ?? '',
    request: (await db.privacyRequest.findFirst({ orderBy: { id: 'desc' }, select: { id: true } }))?.id ?? '',
  }
  const lettersOf = async () =>
    await db.outboxLetter.findMany({ where: { id: { gt: since.letter } }, orderBy: { id: 'asc' } })
  let world = firstWorld(cast)
  for (const step of attack.steps) {
    for (const raw of [step(world)].flat()) await stage.deliver(raw)
    await stage.work()
    world = await nextWorld(stage, world, await lettersOf())
  }
  const requests = await db.privacyRequest.findMany({
    where: { id: { gt: since.request } },
    include: { acts: true },
    orderBy: { id: 'asc' },
  })
  return {
    world,
    writers: [world.attacker, world.member, ...(attack.writers?.(world) ?? [])].map((each) => each.toLowerCase()),
    // a letter that was held back tells nobody anything
    letters: (await lettersOf()).filter((letter) => letter.state !== 'suppressed'),
    acts: requests.flatMap((request) => request.acts),
    requests,
  }
}

function firstWorld(cast: Cast): World {
  return {
    ...cast,
    attacker: `mallory@m${systemChance.letters(8).toLowerCase()}.attacker.example`,
    reference: 'HB-222222',
    letterId: '<none@desk.example>',
    code: '2345-6789',
    codes: [],
  }
}

/** What the attacker may know after a step. */
async function nextWorld(stage: Stage, world: World, letters: OutboxLetter[]): Promise<World> {
  const own = letters.filter(
    (letter) => letter.state !== 'suppressed' && sameText(letter.recipient, world.victim) && letter.requestId !== null,
  )
  const letter = own.at(-1)
  if (letter === undefined) return world
  const request = await stage.db.privacyRequest.findUnique({
    where: { id: letter.requestId ?? '' },
    select: { reference: true },
  })
  const codes: string[] = []
  for (const each of own) {
    const code = each.template === 'confirm' ? await stage.codeOf(each.messageId) : null
    if (code !== null) codes.push(code)
  }
  return {
    ...world,
    reference: request?.reference ?? world.reference,
    letterId: letter.messageId,
    code: codes.at(-1) ?? world.code,
    codes,
  }
}

/** Letters that whoever is not the victim may get: none of them says anything of an account. */
const neutral = ['no-account', 'ask-details', 'handed-over', 'received']

function judge(attack: Attack, { world, writers, letters, acts, requests }: Played): Yield {
  const found: Yield = { data: [], action: [], knowledge: [], flood: [] }
  let toVictim = 0
  for (const letter of letters) {
    const to = letter.recipient.toLowerCase()
    if (letter.template === 'result' || letter.attachment !== null) found.data.push(`a ${letter.template} went out`)
    if (letter.template === 'confirm' && letter.recipient !== world.victim) {
      found.data.push('a code went to another spelling than the stored one')
    }
    if (to === world.victim.toLowerCase()) toVictim++
    else if (to === world.staff.toLowerCase() && letter.template === 'staff-note') continue
    else if (!writers.includes(to)) found.data.push(`a ${letter.template} went to a third address`)
    else if (!neutral.includes(letter.template)) found.data.push(`a ${letter.template} went to who wrote`)
    else if (hasWord(letter, world.victim)) found.data.push(`a ${letter.template} names the victim`)
  }
  for (const act of acts) {
    if (act.state === 'done' || act.state === 'started') found.action.push(`${act.kind} was carried out`)
  }
  for (const { state } of requests) {
    // no attack of the list holds what only the owner could write
    if (state === 'in_progress' || state === 'fulfilled' || state === 'withdrawn')
      found.action.push(`a request is ${state.replace('_', ' ')}`)
  }
  const most = attack.mostLetters ?? attack.steps.length * 3
  if (toVictim > most) found.flood.push(`${toVictim} letters to the victim, at most ${most} expected (limits)`)
  return found
}

function seenByOthers({ world, letters }: Played): string[] {
  const others = letters.filter(
    (letter) => !sameText(letter.recipient, world.victim) && letter.template !== 'staff-note',
  )
  return others.map(({ template, subject, text, html, nullSender }) =>
    [template, subject, text, html, String(nullSender)]
      .join('\n')
      .replace(/HB-[2-9A-Z]{6}/g, 'HB')
      .replace(/\d+/g, '#'),
  )
}

function names({ world, letters }: Played): string {
  const others = letters.filter((letter) => !sameText(letter.recipient, world.victim))
  return others.length === 0 ? 'nothing' : others.map((letter) => letter.template).join(', ')
}

function hasWord({ subject, text, html }: OutboxLetter, word: string): boolean {
  return `${subject}\n${text}\n${html}`.toLowerCase().includes(word.toLowerCase())
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** The victim's stand-in: an address of the same domain that nobody registered. */
function strangerLike(victim: string): string {
  return `alice.${systemChance.letters(8).toLowerCase()}s${victim.slice(victim.lastIndexOf('@'))}`
}
