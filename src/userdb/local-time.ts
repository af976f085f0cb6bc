// Times that carry no zone are meant in the platform's own: said with their offset, so that everybody reads the same
// moment. Pure.

const bare = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?$/

/** `2026-11-23 16:00:00` in Asia/Shanghai becomes `2026-11-23T16:00:00+08:00`; anything else stays as it is. */
export function withZone(text: string, zone: string): string {
  const parts = bare.exec(text)
  if (!parts) return text
  const [, year, month, day, hour, minute, second = '00', fraction = ''] = parts
  const asUtc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(asUtc)) return text
  // the offset at the wall time read as UTC is right but for the hours around a change of clocks; once more settles it
  const guess = offsetMinutes(asUtc, zone)
  const offset = offsetMinutes(asUtc - guess * 60_000, zone)
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${written(offset)}`
}

const formats = new Map<string, Intl.DateTimeFormat>()
const known = new Map<string, number>()

/** Offsets change at whole quarters of an hour at most, and exports ask for the same ones by the million. */
function offsetMinutes(instant: number, zone: string): number {
  const quarter = `${zone} ${Math.floor(instant / 900_000)}`
  const cached = known.get(quarter)
  if (cached !== undefined) return cached
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' })
  formats.set(zone, format)
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  if (known.size > 100_000) known.clear()
  known.set(quarter, offset)
  return offset
}

function written(minutes: number): string {
  const all = Math.abs(minutes)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(all / 60))}:${two(all % 60)}`
}
