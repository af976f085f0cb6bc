// What a name looks like, for holding it against reserved ones: letters of other scripts, digits and signs that pass for Latin letters
// become those (a part of Unicode's confusables, UTS #39). Two names with one skeleton can be taken for each other.

const lookAlikes: Record<string, string> = {
  a: 'аɑαａ@4ạąáàâäãåā',
  b: 'ьвЬβḅ',
  c: 'сϲçćċč',
  d: 'ԁɗđḍ',
  e: 'еёєεëéèêēęė3',
  f: 'ƒϝ',
  g: 'ɡցğġ9',
  h: 'һհḥħн',
  i: 'іїıɩιíìîïīįl1|!ӏ',
  j: 'јϳ',
  k: 'кκḳķ',
  m: 'мṃ',
  n: 'пոηñńņņň',
  o: 'оοσօ0öóòôõøōȯ',
  p: 'рρṗ',
  q: 'ԛգ',
  r: 'гɾŗřṛ',
  s: 'ѕśşšș5$',
  t: 'тτţťț7',
  u: 'υսüúùûūųцʋ',
  v: 'νѵ',
  w: 'ѡωшԝ',
  x: 'хχ×',
  y: 'уүγýÿ',
  z: 'ʐźżž2',
}

const toLatin = new Map(
  Object.entries(lookAlikes).flatMap(([latin, others]) => [...others.toLowerCase()].map((other) => [other, latin])),
)

/** The same for all names that look the same; not for showing. */
export function skeleton(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cf}\p{Mn}]/gu, '')
  return (
    [...plain]
      .map((sign) => toLatin.get(sign) ?? sign)
      .join('')
      // two letters that pass for one
      .replaceAll('rn', 'm')
      .replaceAll('vv', 'w')
      .replace(/[\s._'`´·-]+/g, '')
  )
}
