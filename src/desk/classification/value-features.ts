// What the tagger of values looks at in each token: the words and shapes around it, what the rules say of it, what stands
// before it on its line, and how it stands among the other addresses and quotations of the mail.

import { nearlyTwice, type Token, tokensOf } from './value-tokens.ts'

const fieldWord =
  /^(?:nick|nickname|name|username|handle|email|mail|address|e|昵|称|邮|箱|名|city|town|location|phone|device|browser|language|frequency|birthday|date|dob|surname|spelling|spelled|生|日|城|市|电|话|语|言|频|率)$/u

/** `places`: where each Chinese character stands in its word. */
export function featuresOf(
  tokens: readonly Token[],
  rules: readonly number[],
  subjectEnd: number,
  places: readonly string[],
): string[][] {
  const near = nearlyTwice(tokens)
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token.word, (counts.get(token.word) ?? 0) + 1)
  const word = (at: number) => tokens[at]?.word ?? (at < 0 ? '^' : '$')
  const shape = (at: number) => tokens[at]?.shape ?? '^'
  const words = (from: number, to: number) => {
    const run: string[] = []
    for (let at = from; at <= to; at++) run.push(word(at))
    return run.join(' ')
  }
  const line = new LineSoFar()
  const lines = tokens.filter((one) => one.shape === 'line')
  // a mail of one line has no line that only signs it
  const lastLine = lines.length < 3 ? Infinity : (lines.at(-1)?.end ?? 0)
  const rank = rankOf(tokens)
  return tokens.map((token, at) => {
    line.read(token)
    const own = token.shape
    const features = [
      ...[-3, -2, -1, 0, 1, 2, 3].map((step) => `w${step} ${word(at + step)}`),
      ...[-2, -1, 0, 1, 2].map((step) => `b${step} ${words(at + step, at + step + 1)}`),
      ...[-4, -3, 1].map((step) => `t${step} ${words(at + step, at + step + 2)}`),
      `s0 ${own}`,
      `s-1 ${shape(at - 1)} ${own}`,
      `s1 ${own} ${shape(at + 1)}`,
      `s3 ${shape(at - 1)} ${own} ${shape(at + 1)}`,
      `sw-1 ${own} ${word(at - 1)}`,
      `sw-2 ${own} ${words(at - 2, at - 1)}`,
      `sw1 ${own} ${word(at + 1)}`,
      `r ${rules[at]}`,
      `rs ${rules[at]} ${rules[at - 1] ?? 0} ${own}`,
      `rn ${rules[at]} ${rules[at + 1] ?? 0}`,
      `often ${Math.min(counts.get(token.word) ?? 1, 3)} ${own}`,
      `field ${line.field} ${own}`,
    ]
    if (places[at]) features.push(`g ${places[at]}`, `g ${places[at - 1] ?? ''}${places[at]}${places[at + 1] ?? ''}`)
    if (near[at]) features.push(`near ${near[at]}`, `near ${near[at]} ${own} ${rules[at]}`)
    if (near[at] || near[at - 1] || near[at + 1])
      features.push('nearby', `nearby ${near[at - 1] ?? ''}${near[at]}${near[at + 1] ?? ''}`)
    if (line.label !== '') features.push(`label ${line.label}`, `label ${line.label} ${own}`)
    if (token.start < subjectEnd) features.push('subject')
    if (own === 'address' || own.startsWith('“')) features.push(...rank(at), ...insideFeatures(token))
    if (token.start >= lastLine) features.push(`last ${own}`)
    return features
  })
}

/** Of how many addresses, or quotations, it is which: the first of two is often what stands there now. */
function rankOf(tokens: readonly Token[]): (at: number) => string[] {
  const kinds = (shape: string) =>
    shape === 'address' || shape === '“address”' ? 'a' : shape.startsWith('“') ? 'q' : ''
  const different = new Map<string, string[]>([
    ['a', []],
    ['q', []],
  ])
  for (const token of tokens) {
    const known = different.get(kinds(token.shape))
    if (known && !known.includes(token.text)) known.push(token.text)
  }
  return (at) => {
    const token = tokens[at]
    const known = different.get(kinds(token?.shape ?? ''))
    if (!token || !known) return []
    return [`rank ${kinds(token.shape)} ${Math.min(known.indexOf(token.text), 3)} of ${Math.min(known.length, 4)}`]
  }
}

/** What stands before on the same line: a label up to a colon, and the last word that names a field. */
class LineSoFar {
  label = ''
  #words: string[] = []
  #field = ''
  #since = 99

  get field(): string {
    return `${this.#field} ${this.#since < 4 ? 0 : this.#since < 12 ? 1 : 2}`
  }

  read(token: Token): void {
    if (token.shape === 'line') {
      this.#words = []
      this.label = ''
    } else if (token.shape === 'colon' && this.#words.length <= 8) this.label = this.#words.slice(-3).join(' ')
    else this.#words.push(token.word)
    if (fieldWord.test(token.word)) {
      this.#field = token.word
      this.#since = 0
    } else this.#since++
  }
}

function insideFeatures(token: Token): string[] {
  // a name may be made of any characters; a citation is known by its words
  if (!/^“(?:long|word|title)/u.test(token.shape)) return []
  return tokensOf(token.text)
    .slice(0, 8)
    .map((one) => `in ${one.word}`)
}
