// Which charset unlabelled or wrongly labelled bytes are in. A candidate must decode without a fault; among those that
// do, the one whose characters look most like written language wins. Made for short texts: a subject is often all there is.

import { withHongKongCharacters } from './charset-hkscs.ts'

/** Charsets tried, in the order that wins a draw. gb18030 first: most of this desk's unlabelled mail is Chinese. */
const candidates = [
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'euc-jp',
  'koi8-r',
  'windows-1251',
  'windows-1252',
] as const

const sampleBytes = 16_384

/** Below this a decoding is no language that the scores know. */
export const plausible = 0.3
/** From here on a Chinese decoding is certainly right. */
export const beyondDoubt = 0.6

// the most frequent Han characters of modern text and of this desk's mail, Simplified and what Traditional adds
const frequentHan = new Set(
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严您请删户账隐私策贵邮箱注销拒绝份谢客服网站页码录登址申祝顺致敬昵吗呢吧啊让帮麻烦送退投递失败附告诉哪旧错误修享披露授撤限跟踪推荐停止永久' +
    '這為個國時來們於對會發動過說產種後學經進著電裡現實兩體機當點從業應開還義間樣與關線內數麼質氣變條沒結問無軍並題黨員總設長頭資邊級圖統較將組見計別論運農幾區強決幹戰則據處隊給門規熱領東導壓爭濟階術極聯認權證採轉單風帶場車務萬達積議聲報鬥類離華確張馬節話況溫傳許廣記觀織裝眾書覆兒須際驗連斷難礦備辦習響約勞團歷構稱準號維劃選標寫親養層卻專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴請刪戶賬帳隱貴郵註銷絕復謝網頁碼錄順暱嗎讓幫煩遞敗訴舊錯誤蹤薦資訊匯軟',
)

const frequentHangul = new Set(
  '가각간갈감강개거건것게겠결경계고공과관광구국군그금급기길까께나남내너네년노누는니다단당대더던데도동되된될두드든들등디따때라락람래러런럼레려력로록료루류르른를름리린마만말망매면명모목무문물미민바박반받발방배버번법변별보복부분불비사산삭상새생서선설성세소속손송수순스습시식신실심십아안않알았애야약양어언업없에여역연열영예오온올와완왔외요용우운울원월위유으은을음의이인일임입있자작장재저적전점정제조종주중지진집차찰참책처천철청체초추출충치침카커코크키타탈터통투트특파판패편평포표프피하학한할함합항해행향허현형호혹화확환활회획효후흐히',
)

// GB 2312 puts its 3,755 common characters first, Big5 its 5,401: what stands there is ordinary writing
const ordinaryHan = new Set([...block('gb18030', 0xb0, 0xd7, 0xa1), ...block('big5', 0xa4, 0xc6, 0x40)])

function block(charset: string, from: number, to: number, trail: number): string {
  const bytes: number[] = []
  for (let lead = from; lead <= to; lead++) {
    for (let second = trail; second <= 0xfe; second++) if (second < 0x7f || second > 0xa0) bytes.push(lead, second)
  }
  return new TextDecoder(charset).decode(Uint8Array.from(bytes))
}

/** The most plausible decoding without a fault, or null where none looks like language. */
export function guessCharset(bytes: Uint8Array): { charset: string; text: string } | null {
  let best: { charset: string; text: string; score: number } | null = null
  const sample = bytes.length > sampleBytes ? bytes.subarray(0, sampleBytes) : bytes
  for (const charset of candidates) {
    const text = decodeStrictly(sample, charset)
    if (text === null) continue
    const score = likeness(text)
    if (score >= plausible && score > (best?.score ?? 0)) best = { charset, text, score }
  }
  if (!best || sample === bytes) return best
  return { charset: best.charset, text: new TextDecoder(best.charset).decode(bytes) }
}

/** The text, or null where a byte does not belong to the charset. Half a character at the end of a cut text is left out. */
export function decodeStrictly(bytes: Uint8Array, charset: string): string | null {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes)
    return charset === 'big5' ? withHongKongCharacters(text) : text
  } catch {
    return decodeCut(bytes, charset)
  }
}

// only a text that shows its charset by several characters may lack its last one
function decodeCut(bytes: Uint8Array, charset: string): string | null {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true })
    return (text.match(/[^\x00-\x7f]/g)?.length ?? 0) >= 4 ? text : null
  } catch {
    return null
  }
}

/** How much the characters beyond ASCII look like written language, about -1 to 1; 1 for pure ASCII. */
export function likeness(text: string): number {
  let sum = 0
  let count = 0
  let before = ''
  for (const character of text.length > 4000 ? text.slice(0, 4000) : text) {
    if (character > '\u007f') {
      sum += weight(character, before)
      count++
    }
    before = character
  }
  return count === 0 ? 1 : sum / count
}

function weight(character: string, before: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0xa0) return -1
  if (code >= 0x4e00 && code <= 0x9fff) return frequentHan.has(character) ? 1 : ordinaryHan.has(character) ? 0.5 : 0.05
  if (code >= 0x3041 && code <= 0x30fe) return 0.85
  if (code >= 0x3000 && code <= 0x303f) return 0.6
  if (code >= 0xff01 && code <= 0xff5e) return '，！？：；（）'.includes(character) ? 0.6 : 0.2
  if (code >= 0xac00 && code <= 0xd7a3) return frequentHangul.has(character) ? 0.85 : 0.1
  if (code >= 0x400 && code <= 0x45f) return cyrillicWeight(code, before)
  if (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) return latinWeight(code, before)
  if (code >= 0x2013 && code <= 0x2026) return 0.4
  // arrows, bullets, circled numbers
  if ((code >= 0x2190 && code <= 0x2193) || (code >= 0x25a0 && code <= 0x2606) || (code >= 0x2460 && code <= 0x2473))
    return 0.3
  if (code === 0xa7 || code === 0xa9 || code === 0xae || code === 0xb0) return 0.4
  if (code === 0xb7 || code === 0xab || code === 0xbb || code === 0xa0 || code === 0x20ac) return 0.3
  // half-width katakana, box drawing, private use, rare symbols: what wrong decodings are full of
  return -0.6
}

// in a Cyrillic word a capital stands first: the wrong one of KOI8-R and windows-1251 has it the other way round
function cyrillicWeight(code: number, before: string): number {
  if (code < 0x410 || code > 0x44f) return 0.1
  const capital = code < 0x430
  const afterLetter = before >= '\u0400' && before <= '\u045f'
  if (/[A-Za-z]/.test(before)) return -0.5
  const afterSmall = before >= '\u0430' && before <= '\u045f'
  if (capital) return afterSmall ? -0.8 : afterLetter ? 0.2 : 0.5
  return afterLetter ? 0.85 : 0.4
}

// an accented letter stands among plain ones; rows of accented letters are some other charset read as Latin
function latinWeight(code: number, before: string): number {
  const small = code >= 0xdf && code !== 0xd7
  const besidePlain = /[A-Za-z]/.test(before)
  const besideAccented = before >= '\u00a0'
  if (besideAccented) return -0.5
  if (small) return besidePlain ? 0.8 : 0.1
  return besidePlain && before >= 'a' ? -0.2 : 0.4
}
