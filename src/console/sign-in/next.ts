// Where somebody goes after the sign-in: a path of this console, whatever the address asked for.

export function safeNext(asked: string | undefined): string {
  if (asked === undefined || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(asked)) return '/'
  const base = 'http://console.invalid'
  const url = URL.parse(asked, base)
  if (url === null || url.origin !== base) return '/'
  // back to the sign-in would be a circle
  return /^\/(sign-in|sign-out|welcome)\b/.test(url.pathname) ? '/' : url.pathname + url.search
}
