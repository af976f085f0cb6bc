// Text that LIKE takes literally, for `escape '!'`: a sign that no dialect reads in any other way.

export function likePattern(text: string): string {
  return text.replace(/[!%_]/g, '!$&')
}
