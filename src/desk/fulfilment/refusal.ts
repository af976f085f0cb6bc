// Refusal (PIPL Art. 15, 16, 44, GDPR Art. 21): turns off what is not essential and says what goes on and why. A
// purpose that the platform does not pursue at all is said to be off, with the map's own words about it.

import type { ActResult, RefusedPlace } from '../../requests/acts.ts'
import type { Label, RefusalPurpose } from '../../requests/words.ts'
import type { DataMap } from '../../userdb/data-map.ts'
import { addressHash } from '../../userdb/subjects.ts'
import type { UserDb } from '../../userdb/userdb.ts'
import { accountChanged, type RefusalPlan } from './plan.ts'

type Switches = RefusalPlan['switches']
type Calls = NonNullable<RefusalPlan['calls']>
type MappedSwitch = NonNullable<DataMap['refusal']['purposes']['analytics']>['switches'][number]

type PlannedRefusal =
  | { purposes: Label[]; switches: Switches; calls: Calls; switchedOff: Label[] }
  | { declined: Label }

/** `purposes` empty means everything that is not essential. */
export function planRefusal(map: DataMap, purposes: RefusalPurpose[]): PlannedRefusal {
  const known = Object.entries(map.refusal.purposes).filter(
    ([name]) => purposes.length === 0 || purposes.some((purpose) => purpose === name),
  )
  const meant = known.map(([, purpose]) => purpose)
  const switches = unique(
    meant.flatMap((purpose) => purpose.switches),
    placeKey,
  )
  const calls = known.flatMap(([name, purpose]) =>
    purpose.calls.map(({ label, call, by }) => ({ label, call, by, purpose: name })),
  )
  if (switches.length + calls.length === 0)
    return { declined: meant.find((purpose) => purpose.note)?.note ?? notPursued }
  // named by the person: said in any case; everything: only what has a switch
  const notes =
    purposes.length === 0
      ? []
      : meant.flatMap((purpose) => (purpose.note ? [withNote(purpose.label, purpose.note)] : []))
  return {
    purposes: meant
      .filter((purpose) => purpose.switches.length + purpose.calls.length > 0 || purposes.length > 0)
      .map((purpose) => purpose.label),
    switches: switches.map((each) => switching(each, each.off)),
    calls: calls.map(({ call, purpose, by }) => ({ call, purpose, by })),
    switchedOff: [
      ...unique(
        [...switches, ...calls].map((off) => off.label),
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
    plan.switches.map(({ table, column, off, where, insert }) => ({ table, column, off, where, insert })),
  )
  for (const { call, purpose, by } of plan.calls ?? []) {
    // an account without an address has only its key
    const person = by === 'address' && subject.address !== null ? { address: subject.address } : { key }
    await db.tell(call, { person, purpose, refused: plan.switchedOn === undefined })
  }
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
export async function withState(db: UserDb, key: string, switches: Switches): Promise<Switches> {
  const known: Switches = []
  for (const each of switches) {
    const { table, column, off, where } = each
    const values = await db.presentValues(key, table, column, where === undefined ? {} : { where })
    const isOff = (value: string | null) => value === String(typeof off === 'boolean' ? Number(off) : off)
    // a row that is not there yet says nothing: the refusal writes it
    known.push({ ...each, wasOff: values.every(isOff) && (where === undefined || values.length > 0) })
  }
  return known
}

/** Consent given anew (PIPL Art. 14): exactly what the refusal had turned off. A switch whose `on` nobody declared is for staff. */
export function planTakingBack(
  map: DataMap,
  back: RefusedPlace[],
): { statement: { kind: 'refusal'; purposes: Label[]; back: true } } | { held: string } | { declined: Label } {
  if (back.length === 0) return { declined: nothingRefused }
  const { switches, calls, labels } = turningOn(map, back)
  if (switches.length + calls.length < back.length) return { held: 'refusal_back_needs_a_person' }
  return { statement: { kind: 'refusal', purposes: labels, back: true } }
}

/** The places as switches to what they hold when they are on. */
export function turningOn(map: DataMap, back: RefusedPlace[]): { switches: Switches; calls: Calls; labels: Label[] } {
  const purposes = Object.entries(map.refusal.purposes)
  const all = purposes.flatMap(([, purpose]) => purpose.switches)
  const told = purposes.flatMap(([name, { calls }]) => calls.map((each) => ({ ...each, purpose: name })))
  const wanted = new Set(back.map(placeKey))
  const switches = unique(
    all.filter((each) => each.on !== undefined && wanted.has(placeKey(each))),
    placeKey,
  )
  const calls = told.filter((each) => wanted.has(placeKey(each)))
  return {
    switches: switches.map((each) => switching(each, each.on ?? each.off)),
    calls: calls.map(({ call, purpose, by }) => ({ call, purpose, by })),
    labels: unique(
      [...switches, ...calls].map((each) => each.label),
      (label) => label.en,
    ),
  }
}

/** What this plan turned off and what it turned on again. */
export function placesOf(plan: RefusalPlan): { off: RefusedPlace[]; on: RefusedPlace[] } {
  const switches = plan.switches
    .filter(({ wasOff }) => wasOff !== true)
    .map(
      ({ table, column, where }): RefusedPlace => (where === undefined ? { table, column } : { table, column, where }),
    )
  const calls = (plan.calls ?? []).map(({ call, purpose }): RefusedPlace => ({ call, purpose }))
  const places = [...switches, ...calls]
  return plan.switchedOn === undefined ? { off: places, on: [] } : { off: [], on: places }
}

/** The places that belong to these purposes; to any where none is named. */
export function placesFor(map: DataMap, purposes: RefusalPurpose[]): Set<string> {
  const meant = Object.entries(map.refusal.purposes).filter(
    ([name]) => purposes.length === 0 || purposes.some((purpose) => purpose === name),
  )
  return new Set(
    meant.flatMap(([name, { switches, calls }]) => [
      ...switches.map(placeKey),
      ...calls.map(({ call }) => placeKey({ call, purpose: name })),
    ]),
  )
}

/** Tells one place from another. */
export function placeKey(place: RefusedPlace): string {
  if ('call' in place) return JSON.stringify([place.call, place.purpose])
  const where = Object.entries(place.where ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify([place.table, place.column, ...where])
}

function switching({ table, column, where, insert }: MappedSwitch, value: MappedSwitch['off']): Switches[number] {
  return { table, column, off: value, ...(where && { where }), ...(insert && { insert }) }
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

const nothingRefused: Label = {
  zh: '您没有可以撤回的拒绝：我们没有为您关闭过这些项目，或者它们已经重新开启。',
  en: 'There is no refusal to take back: we have not switched this off for you, or it is on again already.',
}
