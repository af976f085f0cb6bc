// Which CSS makes text invisible: hidden text in HTML mail is no part of what was written (preheaders, tracking, white
// on white), and must not be classified.

/** A declaration that hides what it applies to. */
const hidingStyle =
  /(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0*)?\s*(?:[;!]|$)|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:[;!]|$)|max-height\s*:\s*0(?:px|pt)?\s*(?:[;!]|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{4,})/i

const maxSheetChars = 100_000

/** Simple selectors (".name", "#name") that the document's style sheets hide. Linear; rules inside @media do not count. */
export function hiddenSelectors(html: string): Set<string> {
  const hidden = new Set<string>()
  const lower = html.toLowerCase()
  for (let at = lower.indexOf('<style'); at >= 0; ) {
    const start = lower.indexOf('>', at)
    const end = start < 0 ? -1 : lower.indexOf('</style', start)
    if (end < 0) break
    readSheet(html.slice(start + 1, Math.min(end, start + maxSheetChars)), hidden)
    at = lower.indexOf('<style', end)
  }
  return hidden
}

function readSheet(sheet: string, hidden: Set<string>): void {
  let at = 0
  while (at < sheet.length) {
    const open = sheet.indexOf('{', at)
    if (open < 0) return
    const selectors = sheet.slice(at, open).trim()
    if (selectors.includes('@')) {
      at = afterBlock(sheet, open)
      continue
    }
    const close = sheet.indexOf('}', open)
    if (close < 0) return
    if (hidingStyle.test(sheet.slice(open + 1, close))) addSimple(selectors, hidden)
    at = close + 1
  }
}

function addSimple(selectors: string, hidden: Set<string>): void {
  for (const selector of selectors.slice(0, 2000).split(',')) {
    const simple = /^[a-z0-9]*([.#][\w-]+)$/i.exec(selector.replace(/\/\*.*\*\//, '').trim())?.[1]
    if (simple && hidden.size < 500) hidden.add(simple)
  }
}

function afterBlock(sheet: string, open: number): number {
  let depth = 0
  for (let at = open; at < sheet.length; at++) {
    if (sheet[at] === '{') depth++
    else if (sheet[at] === '}' && --depth === 0) return at + 1
  }
  return sheet.length
}

/** Whether an element with these attributes is hidden; `hidden` as `hiddenSelectors` found them. */
export function isHidden(attributes: Record<string, string>, hidden: Set<string>): boolean {
  if (attributes.hidden !== undefined) return true
  if (attributes.style && (hidingStyle.test(attributes.style) || sameColours(attributes.style))) return true
  if (hidden.size === 0) return false
  if (attributes.id && hidden.has(`#${attributes.id}`)) return true
  return (attributes.class ?? '').split(/\s+/).some((name) => hidden.has(`.${name}`))
}

// white on white: only where both are said in one place
function sameColours(style: string): boolean {
  const text = /(?:^|[;\s])color\s*:\s*([^;!]+)/i.exec(style)?.[1]
  const ground = /(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)/i.exec(style)?.[1]
  return text !== undefined && ground !== undefined && colour(text) === colour(ground)
}

function colour(value: string): string {
  const name = value.trim().toLowerCase().replace(/\s+/g, '')
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(name)
  if (short) return `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`
  if (name === 'white' || name === 'rgb(255,255,255)') return '#ffffff'
  if (name === 'black' || name === 'rgb(0,0,0)') return '#000000'
  return name
}
