// The Date header (RFC 5322 §3.3, §4.3). It is only what the sender claims: deadlines run from receipt.

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const zones: Record<string, number> = {
  ut: 0,
  gmt: 0,
  utc: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
}
const shape =
  /^(?:[a-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([+-]\d{4}|[a-z]{1,3})?/i

/** The moment, or null where the header is missing or no date. Without a zone it is read as UTC. */
export function parseSentAt(header: string | null): Date | null {
  const match = shape.exec((header ?? '').slice(0, 200).trim())
  if (!match) return null
  const [, day, monthName, yearText, hour, minute, second, zone] = match
  const month = months.indexOf((monthName ?? '').toLowerCase())
  const year = fullYear(yearText ?? '')
  const time = Date.UTC(year, month, Number(day), Number(hour), Number(minute), Number(second ?? 0))
  const valid = month >= 0 && Number(day) <= 31 && Number(hour) < 24 && Number(minute) < 60 && Number.isFinite(time)
  return valid ? new Date(time - offsetMinutes(zone) * 60_000) : null
}

// RFC 5322 §4.3: two digits 00-49 are 20xx, the rest and three digits are 19xx
function fullYear(text: string): number {
  const year = Number(text)
  if (text.length >= 4) return year
  return year < 50 && text.length === 2 ? 2000 + year : 1900 + year
}

function offsetMinutes(zone: string | undefined): number {
  if (!zone) return 0
  if (/^[+-]/.test(zone)) {
    const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5))
    return zone.startsWith('-') ? -minutes : minutes
  }
  return (zones[zone.toLowerCase()] ?? 0) * 60
}
