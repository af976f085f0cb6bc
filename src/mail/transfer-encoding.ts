// Content-Transfer-Encoding (RFC 2045 §6): a text part's bytes, and the size of an attachment without decoding it.

/** Decoded bytes of `body`, at most about `max`; broken encodings give what can be read. */
export function decodeTransfer(body: Buffer, encoding: string, max: number): { bytes: Buffer; cut: boolean } {
  switch (encoding) {
    case 'base64': {
      const slice = body.length > max * 2 ? body.subarray(0, max * 2) : body
      const bytes = Buffer.from(slice.toString('latin1'), 'base64')
      return { bytes: bytes.subarray(0, max), cut: slice.length < body.length || bytes.length > max }
    }
    case 'quoted-printable': {
      const slice = body.length > max * 3 ? body.subarray(0, max * 3) : body
      const bytes = decodeQuotedPrintable(slice)
      return { bytes: bytes.subarray(0, max), cut: slice.length < body.length || bytes.length > max }
    }
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return { bytes: decodeUu(body.subarray(0, max * 2).toString('latin1')), cut: body.length > max * 2 }
    default:
      return { bytes: body.subarray(0, max), cut: body.length > max }
  }
}

/** Bytes of an attachment once decoded, counted without keeping them. */
export function decodedSize(body: Buffer, encoding: string): number {
  if (encoding === 'base64') {
    let blanks = 0
    for (let at = body.indexOf(10); at >= 0; at = body.indexOf(10, at + 1)) blanks += body[at - 1] === 13 ? 2 : 1
    let padding = 0
    for (let at = body.length - 1; at >= 0 && at > body.length - 8; at--) if (body[at] === 0x3d) padding++
    return Math.max(0, Math.floor(((body.length - blanks - padding) * 3) / 4))
  }
  if (encoding === 'quoted-printable') return quotedPrintableSize(body)
  return body.length
}

function quotedPrintableSize(body: Buffer): number {
  let size = body.length
  for (let at = body.indexOf(0x3d); at >= 0; at = body.indexOf(0x3d, at + 1)) {
    if (hexDigit(body[at + 1]) >= 0 && hexDigit(body[at + 2]) >= 0) size -= 2
    else {
      const end = softBreakEnd(body, at + 1)
      if (end >= 0) size -= Math.min(end, body.length - 1) - at + 1
    }
  }
  return size
}

// RFC 2045 §6.7; an = that starts no code stays as it is, blanks before a line end are dropped
export function decodeQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length)
  let length = 0
  for (let i = 0; i < body.length; i++) {
    const byte = body[i] ?? 0
    if (byte !== 0x3d) {
      out[length++] = byte
      continue
    }
    const high = hexDigit(body[i + 1])
    const low = hexDigit(body[i + 2])
    if (high >= 0 && low >= 0) {
      out[length++] = high * 16 + low
      i += 2
      continue
    }
    const end = softBreakEnd(body, i + 1)
    if (end >= 0) i = end
    else out[length++] = byte
  }
  return out.subarray(0, length)
}

function softBreakEnd(body: Buffer, from: number): number {
  let at = from
  while (at < from + 80 && (body[at] === 0x20 || body[at] === 0x09)) at++
  if (body[at] === 0x0d && body[at + 1] === 0x0a) return at + 1
  if (body[at] === 0x0a || (body[at] === 0x0d && at > 0)) return at
  return at >= body.length ? at : -1
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57
  return -1
}

function decodeUu(text: string): Buffer {
  const out: number[] = []
  let inside = false
  for (const line of text.split(/\r?\n/)) {
    if (/^begin [0-7]{3,4} /.test(line)) inside = true
    else if (line === 'end') inside = false
    else if (inside && line !== '') {
      const count = (line.charCodeAt(0) - 32) & 63
      const start = out.length
      for (let i = 1; i + 3 < line.length + 1 && out.length - start < count; i += 4) {
        const [a, b, c, d] = [0, 1, 2, 3].map((k) => ((line.charCodeAt(i + k) || 32) - 32) & 63) as [
          number,
          number,
          number,
          number,
        ]
        out.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d)
      }
      out.length = Math.min(out.length, start + count)
    }
  }
  return Buffer.from(out)
}
