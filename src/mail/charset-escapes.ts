// The 7-bit charsets that TextDecoder refuses or lacks: HZ (RFC 1843), UTF-7 (RFC 2152), ISO-2022-KR (RFC 1557) and
// the GB 2312 half of ISO-2022-CN (RFC 1922). Each is turned into bytes that TextDecoder knows.

export type EscapeCharset = 'hz' | 'utf-7' | 'iso-2022-kr' | 'iso-2022-cn'

/** Decodes bytes; what does not fit becomes U+FFFD. Linear in the length. */
export function decodeEscapes(bytes: Uint8Array, charset: EscapeCharset): string {
  switch (charset) {
    case 'hz':
      return decodeHz(bytes)
    case 'utf-7':
      return decodeUtf7(Buffer.from(bytes).toString('latin1'))
    case 'iso-2022-kr':
      return decodeShifts(bytes, 'euc-kr')
    case 'iso-2022-cn':
      return decodeShifts(bytes, 'gb18030')
  }
}

// RFC 1843: ~{ begins pairs of GB 2312 with the high bit off, ~} ends them, ~~ is a tilde, ~ at a line's end joins lines
function decodeHz(bytes: Uint8Array): string {
  const out = Buffer.alloc(bytes.length)
  let length = 0
  let chinese = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    const next = bytes[i + 1]
    if (byte === 0x7e && next === 0x7b && !chinese) {
      chinese = true
      i++
    } else if (byte === 0x7e && next === 0x7d && chinese) {
      chinese = false
      i++
    } else if (byte === 0x7e && next === 0x7e && !chinese) {
      out[length++] = 0x7e
      i++
    } else if (byte === 0x7e && next === 0x0a && !chinese) {
      i++
    } else if (chinese && byte > 0x20 && next !== undefined && next > 0x20) {
      out[length++] = byte | 0x80
      out[length++] = next | 0x80
      i++
    } else {
      // a line end returns to ASCII even without ~}
      if (byte === 0x0a) chinese = false
      out[length++] = byte
    }
  }
  return new TextDecoder('gb18030').decode(out.subarray(0, length))
}

// RFC 2152: + begins base64 of UTF-16BE, - or any other character ends it, +- is a plus
function decodeUtf7(text: string): string {
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_all, coded: string) => {
    if (coded === '') return '+'
    const units = Buffer.from(coded, 'base64')
    return units
      .subarray(0, units.length & ~1)
      .swap16()
      .toString('utf16le')
  })
}

// SO (0x0E) turns to the two-byte set, SI (0x0F) back; the designation ESC $ ) X only names the set
function decodeShifts(bytes: Uint8Array, encoding: 'euc-kr' | 'gb18030'): string {
  const out = Buffer.alloc(bytes.length)
  let length = 0
  let shifted = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === 0x1b && bytes[i + 1] === 0x24) i += 3
    else if (byte === 0x0e) shifted = true
    else if (byte === 0x0f) shifted = false
    else {
      if (byte === 0x0a) shifted = false
      out[length++] = shifted && byte > 0x20 ? byte | 0x80 : byte
    }
  }
  return new TextDecoder(encoding).decode(out.subarray(0, length))
}
