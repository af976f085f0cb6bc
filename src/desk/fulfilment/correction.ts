// Correction (PIPL Art. 46, GDPR Art. 16): finds the field that is meant, checks the new value, holds the old one
// against what is on file, and writes. Several corrections succeed or fail together. Problems name the field and the
// rule, never the value on file: the letter that asks may go out before anybody has proved who is asking.

import type { ActResult, Correction } from '../../requests/acts.ts'
import type { Label } from '../../requests/words.ts'
import type { CorrectableField, DataMap } from '../../userdb/data-map.ts'
import { addressHash, asciiLower } from '../../userdb/subjects.ts'
import type { UserDb } from '../../userdb/userdb.ts'
import { checkValue, normalised } from './check-value.ts'
import { findField } from './find-field.ts'
import { accountChanged, type CorrectionPlan, type PlannedChange } from './plan.ts'

type PlannedCorrection =
  | { changes: PlannedChange[] }
  | { ask: { why: 'correction_value'; problems: Label[]; fields: Label[] } }
  | { held: string }
  | { declined: Label }

export async function planCorrection(
  db: UserDb,
  key: string,
  corrections: Correction[],
  byStaff = false,
): Promise<PlannedCorrection> {
  const { map } = db
  const problems: Label[] = []
  const changes: PlannedChange[] = []
  if (corrections.length === 0) problems.push(missing)
  for (const correction of corrections) {
    const found = findField(map, correction)
    if (!found) {
      problems.push(unknownField)
      continue
    }
    if (found.field.correctable === 'staff' && !byStaff) return { held: `${found.key}_change` }
    const planned = await planChange(db, key, found.field, correction)
    if ('problem' in planned) problems.push(about(found.field.label, planned.problem))
    else if (
      changes.some(
        (other) => other.table === planned.table && other.column === planned.column && other.after !== planned.after,
      )
    ) {
      problems.push(about(found.field.label, contradiction))
    } else if (!changes.some((other) => other.table === planned.table && other.column === planned.column))
      changes.push(planned)
  }
  if (problems.length > 0) return { ask: { why: 'correction_value', problems, fields: openFields(map) } }
  const real = changes.filter((change) => change.before !== change.after)
  return real.length > 0 ? { changes: real } : { declined: alreadySo }
}

/** Compare-and-set in one transaction; a second run finds the new values there. */
export async function correct(db: UserDb, key: string, plan: CorrectionPlan): Promise<ActResult> {
  const subject = await db.getSubject(key)
  const emailChange = plan.changes.find(
    (change) => change.table === db.map.subject.table && change.column === db.map.subject.email,
  )
  const isSame =
    subject !== null &&
    (addressHash(subject) === plan.addressHash ||
      (emailChange !== undefined && asciiLower(subject.address ?? '') === asciiLower(emailChange.after)))
  if (!isSame) throw accountChanged()
  const outcome = await db.correct(key, plan.changes)
  switch (outcome) {
    case 'done':
      return {
        kind: 'correction',
        outcome: 'done',
        changes: plan.changes.map(({ label, shown }) => ({ label, ...shown })),
      }
    case 'moved_on':
      return { kind: 'correction', outcome: 'declined', reason: movedOn }
    case 'taken':
      return { kind: 'correction', outcome: 'declined', reason: takenSince }
  }
}

async function planChange(
  db: UserDb,
  key: string,
  field: CorrectableField,
  correction: Correction,
): Promise<PlannedChange | { problem: Label }> {
  const checked = checkValue(field.check, correction.value)
  if ('problem' in checked) return checked
  const present = await db.presentValues(key, field.table, field.column)
  if (present.length === 0) return { problem: nothingOnFile }
  const before = presentValue(field, present, correction.old, checked.value)
  if ('problem' in before) return before
  if (
    field.check.unique &&
    before.value !== checked.value &&
    (await db.isTaken(key, field.table, field.column, checked.value))
  )
    return { problem: taken }
  return {
    label: field.label,
    table: field.table,
    column: field.column,
    before: before.value,
    after: checked.value,
    shown: { before: before.value === null ? null : shown(field, before.value), after: shown(field, checked.value) },
    unique: field.check.unique,
    copies: field.copies,
  }
}

/** Which of the values on file is meant: the only one, or the one that the mail calls the old one. */
function presentValue(
  field: CorrectableField,
  present: (string | null)[],
  old: string | null,
  after: string,
): { value: string | null } | { problem: Label } {
  if (present.length === 1 && present[0] === after) return { value: after }
  if (old === null) return present.length === 1 ? { value: present[0] ?? null } : { problem: several }
  const match = present.find((value) => value !== null && isSameValue(field, value, old))
  return match === undefined ? { problem: oldDiffers } : { value: match }
}

function isSameValue(field: CorrectableField, present: string, told: string): boolean {
  const checked = checkValue({ ...field.check, reserved: [], min: undefined, max: undefined, pattern: undefined }, told)
  return (
    normalised(present) === normalised(told) ||
    ('value' in checked && normalised(checked.value) === normalised(present))
  )
}

function shown(field: CorrectableField, value: string): string {
  const { values = {} } = field.check
  const words = Object.hasOwn(values, value) ? values[value] : undefined
  if (!words) return value
  return words.zh === words.en ? words.zh : `${words.zh} / ${words.en}`
}

function openFields(map: DataMap): Label[] {
  return Object.values(map.correction)
    .filter((field) => field.correctable === 'mail')
    .map((field) => field.label)
}

function about(label: Label, problem: Label): Label {
  return { zh: `${label.zh}：${problem.zh}`, en: `${label.en}: ${problem.en}` }
}

const missing: Label = { zh: '来信没有写明要更正成什么', en: 'the mail does not say what the value should be' }
const unknownField: Label = { zh: '无法确定您要更正哪一项', en: 'it is not clear which item should be corrected' }
const contradiction: Label = { zh: '来信给出了两个不同的新值', en: 'the mail gives two different new values' }
const nothingOnFile: Label = { zh: '我们没有保存这一项信息', en: 'we hold no such information' }
const several: Label = { zh: '有多条记录，请写明原来的值', en: 'there are several; please tell us the old value' }
const oldDiffers: Label = { zh: '您写的原来的值与现有记录不一致', en: 'the old value you gave is not the one on file' }
const taken: Label = { zh: '这个值已被他人使用', en: 'somebody else uses this value already' }
const alreadySo: Label = {
  zh: '现有记录已经是您要求的值，无需更正。',
  en: 'The information on file already reads as you ask, so there is nothing to correct.',
}
const movedOn: Label = {
  zh: '在您确认之后，相关信息已发生变化，我们没有覆盖它。请查看现在的内容，如仍需更正请再次来信。',
  en: 'The information changed after you confirmed, and we did not overwrite it. Please look at it as it is now and write again if it still needs correcting.',
}
const takenSince: Label = {
  zh: '在您确认之后，这个值已被他人使用，因此未作改动。',
  en: 'Somebody else took this value after you confirmed, so nothing was changed.',
}
