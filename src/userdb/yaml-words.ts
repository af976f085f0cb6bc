// Single values of a proposed data map, written so that YAML reads them back as text.

/** A key or a value. */
export function scalar(text: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_ .]*(?<! )$/u.test(text)
  return isPlain && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text) ? text : JSON.stringify(text)
}

export function label({ zh, en }: { zh: string; en: string }): string {
  return `{ zh: ${scalar(zh)}, en: ${scalar(en)} }`
}
