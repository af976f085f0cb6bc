// The boxes of a form that is not ours: "□查询 ☑删除", "[x] I would like my data corrected". What is left unticked was printed there
// and nobody asks for it, so it is taken out; a ticked word that names a right stands for the sentence that asks for it.

const box = /([□☐▢○◯☑☒✓✔√✅■●]|[[［【(（]\s?(?:[xXvV×√✓✔]|\s{0,4})\s?[\]］】)）])[ \t]{0,4}(?=[\p{L}"“])/u
const ticked = /[☑☒✓✔√✅■●xXvV×]/u
const mostBoxes = 60

/** The same text without the options left unticked, where it has options of both sorts. */
export function onlyTicked(text: string): string {
  const places = [...text.matchAll(new RegExp(box, 'gu'))].slice(0, mostBoxes)
  const isTicked = places.map((one) => ticked.test(one[1] ?? ''))
  if (!isTicked.includes(true) || !isTicked.includes(false)) return text
  let kept = text.slice(0, places[0]?.index)
  for (const [at, place] of places.entries()) {
    const from = place.index + place[0].length
    const next = places[at + 1]?.index ?? text.length
    const lineEnd = text.indexOf('\n', from)
    const end = lineEnd < 0 ? next : Math.min(next, lineEnd)
    if (isTicked[at]) kept += `\n${asked(text.slice(from, end).trim())}\n`
    kept += text.slice(end, next)
  }
  return kept
}

function asked(option: string): string {
  if (/^\p{Script=Han}{2,8}[.。]?$/u.test(option)) return `我申请${option}`
  return /^(?:[A-Za-z]+ ?(?:\/ ?)?){1,4}$/.test(option) && !/\b(?:i|me|my|please)\b/i.test(option)
    ? `I request ${option}`
    : option
}
