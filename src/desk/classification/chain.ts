// The arithmetic of a linear chain of tags: the likeliest way to tag a whole text, and how likely each tag is. Used to read
// values and, by bench/fit-values.ts, to learn how.

/** none, first and next token of a new value, first and next token of an old one */
export const tags = ['none', 'new', 'new+', 'old', 'old+'] as const
export const tagCount = tags.length

const impossible = -1e9

/** A next token follows a first one of the same role. */
function mayFollow(last: number, tag: number): boolean {
  if (tag === 2) return last === 1 || last === 2
  return tag !== 4 || last === 3 || last === 4
}

/** what the first token of a value is given beside what its words say */
export interface Favour {
  new?: number
  old?: number
}

/** `own`: what each token says for each tag. The likeliest tags, a next token never without a first one. */
export function bestPath(own: Float64Array, transitions: ArrayLike<number>, favour: Favour = {}): number[] {
  const length = own.length / tagCount
  const from = new Uint8Array(own.length)
  let scores: number[] = Array.from({ length: tagCount }, (_, tag) => (tag === 0 ? 0 : impossible))
  for (let at = 0; at < length; at++) {
    const next = new Array<number>(tagCount).fill(impossible)
    for (let tag = 0; tag < tagCount; tag++) {
      const said = (own[at * tagCount + tag] ?? 0) + (tag === 1 ? (favour.new ?? 0) : tag === 3 ? (favour.old ?? 0) : 0)
      for (let last = 0; last < tagCount; last++) {
        if (!mayFollow(last, tag)) continue
        const score = (scores[last] ?? 0) + (transitions[last * tagCount + tag] ?? 0) + said
        if (score <= (next[tag] ?? 0)) continue
        next[tag] = score
        from[at * tagCount + tag] = last
      }
    }
    scores = next
  }
  let tag = scores.indexOf(Math.max(...scores))
  const best = new Array<number>(length).fill(0)
  for (let at = length - 1; at >= 0; at--) {
    best[at] = tag
    tag = from[at * tagCount + tag] ?? 0
  }
  return best
}

export interface Passes {
  forward: Float64Array
  backward: Float64Array
  total: number
}

/** Log-sums over all ways to tag what comes up to each token, and what comes behind it. */
export function passes(own: Float64Array, transitions: ArrayLike<number>): Passes {
  const length = own.length / tagCount
  const forward = new Float64Array(own.length)
  const backward = new Float64Array(own.length)
  const parts = new Float64Array(tagCount)
  for (let tag = 0; tag < tagCount; tag++) forward[tag] = own[tag] ?? 0
  for (let at = 1; at < length; at++) {
    for (let tag = 0; tag < tagCount; tag++) {
      for (let last = 0; last < tagCount; last++)
        parts[last] = (forward[(at - 1) * tagCount + last] ?? 0) + (transitions[last * tagCount + tag] ?? 0)
      forward[at * tagCount + tag] = logSum(parts) + (own[at * tagCount + tag] ?? 0)
    }
  }
  for (let at = length - 2; at >= 0; at--) {
    for (let tag = 0; tag < tagCount; tag++) {
      for (let next = 0; next < tagCount; next++) {
        const there = (at + 1) * tagCount + next
        parts[next] = (backward[there] ?? 0) + (own[there] ?? 0) + (transitions[tag * tagCount + next] ?? 0)
      }
      backward[at * tagCount + tag] = logSum(parts)
    }
  }
  return { forward, backward, total: logSum(forward.subarray((length - 1) * tagCount)) }
}

/** How likely a token bears a tag, over all ways to tag the text. */
export function shareOf({ forward, backward, total }: Passes, at: number, tag: number): number {
  return Math.exp((forward[at * tagCount + tag] ?? 0) + (backward[at * tagCount + tag] ?? 0) - total)
}

function logSum(parts: Float64Array): number {
  let highest = -Infinity
  for (const part of parts) if (part > highest) highest = part
  let sum = 0
  for (const part of parts) sum += Math.exp(part - highest)
  return highest + Math.log(sum)
}
