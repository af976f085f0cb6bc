// The line shapes that mail programs leave around quotes, forwards and signatures, Chinese and English.
// Every pattern is anchored and looks at one line of at most 1,000 characters: no pattern can run away.

export type LineKind =
  | 'text'
  | 'empty'
  | 'quoted'
  | 'attribution'
  | 'original_message'
  | 'forward'
  | 'header'
  | 'dashes'
  | 'signature_mark'
  | 'device_line'
  | 'disclaimer'
  | 'list_footer'

const quoted = /^\s{0,3}[>＞]/
// "On Mon, 3 Mar 2025 at 10:00, Somebody <a@b> wrote:" and what Gmail, Apple, 163, Foxmail and Outlook make of it
const attributions: RegExp[] = [
  /^\s*(?:on|at)\s.{2,300}\s(?:wrote|writes|said)\s*[:：]\s*$/i,
  /^\s*.{0,200}<[^<>\s]{3,200}>.{0,120}\b(?:wrote|writes)\s*[:：]\s*$/i,
  /^\s*[\p{L}\d .,'()-]{2,80}\s(?:wrote|schrieb|a écrit|escribió)\s*[:：]\s*$/iu,
  /^\s*(?:在|于|於).{2,300}(?:写道|寫道|写到|寫到|写|寫|编写|來信|来信)\s*[:：]\s*$/,
  /^\s*.{0,200}(?:[于於]|在)?\s*\d{2,4}\s*[年/.-]\s*\d{1,2}\s*[月/.-].{0,200}(?:写道|寫道|写到|寫到)\s*[:：]\s*$/,
  /^\s*.{1,120}(?:写道|寫道)\s*[:：]\s*$/,
]
const attributionOpens =
  /^\s*(?:on\s+(?:mon|tue|wed|thu|fri|sat|sun|\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:在|于|於)\s*\d{2,4}\s*年)/i
const attributionCloses = /(?:wrote|写道|寫道)\s*[:：]\s*$/i
const originals: RegExp[] = [
  /^\s*[-—_=*>\s]{2,40}\s*(?:original\s*(?:message|appointment)?|原始邮件|原始郵件|邮件原件|原始信件|原邮件|原郵件|回复的原邮件|回复的邮件|reply message|quoted (?:message|text)|引用(?:邮件|原文)?)\s*[-—_=*]{2,40}\s*$/i,
  /^\s*(?:原始邮件|原始郵件|original message|邮件原文)\s*[:：]?\s*$/i,
]
const forwards: RegExp[] = [
  /^\s*[-—_=*]{2,40}\s*(?:forwarded\s+(?:message|by|mail|e-?mail)|forward(?:ed)?|转发的?(?:邮件|信息|邮件信息|消息)|轉寄的?(?:郵件|訊息|信件)|轉發的?(?:郵件|訊息)|fwd).{0,80}[-—_=*]{2,40}\s*$/i,
  /^\s*(?:begin forwarded message|开始转发的邮件|开始转发的信息|開始轉寄的郵件|開始轉寄|以下(?:为|是)?(?:转发|轉發|轉寄)(?:的|邮件|郵件|内容|內容)*|转发邮件|轉寄郵件|forwarded message)\s*[:：]\s*$/i,
]
const header =
  /^\s*\*?(?:from|sent|date|to|cc|subject|reply-to|发件人|寄件人|寄件者|發件人|发送时间|发送日期|發送時間|寄件日期|傳送時間|傳送日期|日期|时间|時間|收件人|收件者|抄送|副本|主题|主旨|主題|标题|答复)\*?\s*[:：]/i
const headerAuthor = /^\s*\*?(?:from|发件人|寄件人|寄件者|發件人)\*?\s*[:：]/i
const headerSubject = /^\s*\*?(?:subject|主题|主旨|主題)\*?\s*[:：]/i
const dashes = /^\s*[-—–_=*~·•]{3,120}\s*$/
const signatureMark = /^(?:--|—|——|－－)\s?$/
const devices: RegExp[] = [
  /^\s*(?:sent (?:from|via|with|using)|get outlook for|enviado desde|von meinem .{1,30} gesendet)\s.{1,80}$/i,
  /^\s*\(?(?:发自|發自|来自|來自|寄自|发送自|發送自|傳送自|从|從)\s*(?:我的|我嘅|my)?\s*.{1,40}?(?:手机|手機|iphone|ipad|android|华为|華為|小米|oppo|vivo|三星|galaxy|邮箱|信箱|outlook|gmail|mail|foxmail|大师|客户端|傳送|发送)?\s*\)?[.。]?\s*$/i,
  /^\s*(?:签名由|簽名由|由).{1,30}(?:定制|定製|发送|發送|寄出|傳送)\s*$/,
]
const deviceOpens = /^\s*\(?(?:发自|發自|寄自|发送自|發送自|傳送自|(?:来自|來自)我的|(?:从|從)我的)/
const disclaimers: RegExp[] = [
  /^\s*(?:confidentiality (?:notice|note)|disclaimer|legal notice|privileged|important notice)\b.{0,4}/i,
  /^\s*(?:this|the) (?:e-?mail|message|communication|transmission|information (?:contained )?in this)(?: message)?(?:,? (?:and|including|together with) any (?:attachments?|files?).{0,40})? (?:is|are|may|contains?|was)\b.{0,120}(?:confidential|intended|privileged)/i,
  /^\s*if you (?:are not|have received|received)(?: this)?.{0,30}(?:intended|in error|by mistake)/i,
  /^\s*(?:please )?(?:consider|think of|think about) the environment/i,
  /^\s*[【[(（]?(?:保密(?:声明|提示|通知|條款|条款)|免责声明|免責聲明|法律声明|法律聲明|声明|聲明|重要提示|温馨提示)[】\])）]?\s*[:：].{0,30}(?:邮件|郵件|信件|电邮|電郵|保密|收件人|附件)/,
  /^\s*[(（]?(?:本|此|这封|該|该)(?:电子|電子)?(?:邮件|郵件|信件|邮|郵|电邮|電郵)(?:及其?|和|与|與|連同|连同)?.{0,16}(?:含|仅供|僅供|可能|属于|屬於|为保密|為保密|仅发|仅限|只供|载有|載有|is)/,
  /^\s*(?:如|如果|若|倘)(?:您|你|阁下|閣下)?(?:并非|並非|不是|非|误收|誤收).{0,20}(?:收件人|收件者|本邮件|本郵件|此邮件|此郵件|邮件)/,
  /^\s*请?在?打印本邮件(?:之)?前/,
]
const listFooters: RegExp[] = [
  /^\s*you(?:'re| are)? (?:getting|receiv\w+) this (?:e-?mail|message|mail|newsletter)?.{0,20}because/i,
  /^\s*(?:to|if you (?:wish|want|would like|no longer).{0,40}) (?:unsubscribe|stop receiving|opt out|manage your|update your (?:subscription )?preferences|receive).{0,60}(?:click|visit|reply|send|go to|https?:|link|here|www\.)/i,
  /^\s*(?:unsubscribe|view in browser|manage preferences|update (?:your )?preferences)\s*[|·•]/i,
  /^\s*.{0,60}(?:mailing list|maillist)\s*$/i,
  /^\s*_{20,}\s*$/,
  /^\s*(?:如(?:果|需)?|若)?(?:您|你)?(?:不想|不愿|不願|不希望|不再|需要?|欲|要)(?:再|继续|繼續)?(?:收到|接收|退订|退訂|取消订阅|取消訂閱).{0,30}(?:请|請)?(?:点击|點擊|點選|点此|點此|回复|回覆|访问|訪問|链接|連結)/,
  /^\s*您(?:之所以)?(?:收到|會收到|会收到)(?:此|本|这封|這封)(?:邮件|郵件|信).{0,12}(?:是因为|是因為|因为|因為|由于|由於)/,
]

/** What one line is, read alone; what it means is decided from its neighbours. */
export function lineKind(line: string): LineKind {
  if (line.trim() === '') return 'empty'
  const text = line.length > 1_000 ? line.slice(0, 1_000) : line
  if (quoted.test(text)) return 'quoted'
  if (text.length > 400) return disclaimers.some((shape) => shape.test(text)) ? 'disclaimer' : 'text'
  if (signatureMark.test(text)) return 'signature_mark'
  if (forwards.some((shape) => shape.test(text))) return 'forward'
  if (originals.some((shape) => shape.test(text))) return 'original_message'
  if (listFooters.some((shape) => shape.test(text))) return 'list_footer'
  if (dashes.test(text)) return 'dashes'
  if (attributions.some((shape) => shape.test(text))) return 'attribution'
  if (isDeviceLine(text)) return 'device_line'
  if (disclaimers.some((shape) => shape.test(text))) return 'disclaimer'
  if (header.test(text)) return 'header'
  return 'text'
}

function isDeviceLine(text: string): boolean {
  if (text.length > 60) return false
  return devices[0]?.test(text) || devices[2]?.test(text) || (deviceOpens.test(text) && devices[1]?.test(text) === true)
}

/** An attribution that a mail program wrapped over two or three lines. */
export function opensAttribution(line: string): boolean {
  return line.length <= 300 && attributionOpens.test(line)
}

export function closesAttribution(line: string): boolean {
  return line.length <= 300 && attributionCloses.test(line)
}

/** A header block of another mail names at least its author and its subject within four header lines. */
export function isHeaderBlock(lines: readonly string[]): boolean {
  return lines.some((line) => headerAuthor.test(line)) && lines.some((line) => headerSubject.test(line))
}
