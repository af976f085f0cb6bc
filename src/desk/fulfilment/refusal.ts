// Refusal (PIPL Art. 15, 16, 44, GDPR Art. 21): turns off what is not essential and says what goes on and why. A
// purpose that the platform does not pursue at all is said to be off, with the map's own words about it.

import type { ActResult } from '../../requests/acts.ts'
import type { Label, RefusalPurpose } from '../../requests/words.ts'
import type { DataMap } from '../../userdb/data-map.ts'
import { addressHash } from '../../userdb/subjects.ts'
import type { UserDb } from '../../userdb/userdb.ts'
import { accountChanged, type RefusalPlan } from './plan.ts'

type PlannedRefusal =
  | { purposes: Label[]; switches: RefusalPlan['switches']; switchedOff: Label[] }
  | { declined: Label }

/** `purposes` empty means everything that is not essential. */
export function planRefusal(map: DataMap, purposes: RefusalPurpose[]): PlannedRefusal {
  const known = Object.entries(map.refusal.purposes).filter(
    ([name]) => purposes.length === 0 || purposes.some((purpose) => purpose === name),
  )
  const meant = known.map(([, purpose]) => purpose)
  const switches = unique(
    meant.flatMap((purpose) => purpose.switches),
    (off) => `${off.table}\0${off.column}`,
  )
  if (switches.length === 0) return { declined: meant.find((purpose) => purpose.note)?.note ?? notPursued }
  // named by the person: said in any case; everything: only what has a switch
  const notes =
    purposes.length === 0
      ? []
      : meant.flatMap((purpose) => (purpose.note ? [withNote(purpose.label, purpose.note)] : []))
  return {
    purposes: meant
      .filter((purpose) => purpose.switches.length > 0 || purposes.length > 0)
      .map((purpose) => purpose.label),
    switches: switches.map(({ table, column, off }) => ({ table, column, off })),
    switchedOff: [
      ...unique(
        switches.map((off) => off.label),
        (label) => label.en,
      ),
      ...notes,
    ],
  }
}

export async function refuse(db: UserDb, key: string, plan: RefusalPlan): Promise<ActResult> {
  const subject = await db.getSubject(key)
  if (!subject || addressHash(subject) !== plan.addressHash) throw accountChanged()
  await db.switchOff(
    key,
    plan.switches.map(({ table, column, off }) => ({ table, column, off })),
  )
  const { switchedOff, switchedOn, essential, recorded } = plan
  return {
    kind: 'refusal',
    outcome: 'done',
    switchedOff,
    essential,
    ...(switchedOn === undefined ? {} : { switchedOn }),
    ...(recorded === undefined ? {} : { recorded }),
  }
}

/** Says of each switch whether it is off already: written down before anything is done, a second run finds it there. */
export async function withState(
  db: UserDb,
  key: string,
  switches: RefusalPlan['switches'],
): Promise<RefusalPlan['switches']> {
  const known: RefusalPlan['switches'] = []
  for (const { table, column, off } of switches) {
    const values = await db.presentValues(key, table, column)
    const isOff = (value: string | null) => value === String(typeof off === 'boolean' ? Number(off) : off)
    known.push({ table, column, off, wasOff: values.every(isOff) })
  }
  return known
}

type Place = { table: string; column: string }

/** Consent given anew (PIPL Art. 14): exactly what the refusal had turned off. A switch whose `on` nobody declared is for staff. */
export function planTakingBack(
  map: DataMap,
  back: Place[],
): { statement: { kind: 'refusal'; purposes: Label[]; back: true } } | { held: string } {
  const { switches, labels } = switchesOf(map, back)
  if (switches.length < back.length) return { held: 'refusal_back_needs_a_person' }
  return { statement: { kind: 'refusal', purposes: labels, back: true } }
}

/** The places as switches to what they hold when they are on. */
export function switchesOf(map: DataMap, back: Place[]): { switches: RefusalPlan['switches']; labels: Label[] } {
  const all = Object.values(map.refusal.purposes).flatMap((purpose) => purpose.switches)
  const found = back.flatMap(
    (place) =>
      all.find(({ table, column, on }) => table === place.table && column === place.column && on !== undefined) ?? [],
  )
  return {
    switches: found.flatMap(({ table, column, on }) => (on === undefined ? [] : [{ table, column, off: on }])),
    labels: found.map((each) => each.label),
  }
}

function withNote(label: Label, note: Label): Label {
  return { zh: `${label.zh}（${note.zh}）`, en: `${label.en} (${note.en})` }
}

function unique<T>(values: T[], by: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [by(value), value])).values()]
}

const notPursued: Label = {
  zh: '我们不为这一目的处理您的个人信息，因此没有需要关闭的项目。',
  en: 'We do not process your data for this purpose, so there is nothing to turn off.',
}
