// "收到，谢谢！", "Thanks, got it": after the answer such words end the exchange and need nobody. Only a text that is courtesy from
// its first word to its last counts; one word more ("thanks, but …") and the mail is read as any other.

const courtesies = [
  /(?:非常|十分|太|多|真的?|万分|萬分|衷心)*(?:感谢|感謝|谢谢|謝謝|多谢|多謝|感恩|谢了|謝了|唔该晒?|谢)(?:谢|謝|你们?|您们?|妳|你們|各位|大家|客服|团队|團隊|回复|回覆|答复|答覆|帮助|幫助|帮忙|幫忙|处理|處理|支持|配合|的|了|啦|哈|啊|小姐姐|小哥哥)*/u,
  /(?:我)?(?:已经?|已經|都)?(?:收到|收悉|知悉|知道|明白|了解|瞭解|看到)(?:邮件|郵件|附件|文件|压缩包|壓縮包|数据|數據|资料|資料|回复|回覆)?(?:了|啦|哈)?/u,
  /(?:好的?|嗯+|ok|okay|可以|行|辛苦(?:了|你们了?|您了|你們了?)?|没(?:有)?(?:别的)?(?:问题|事)(?:了)?|沒(?:有)?問題(?:了)?|(?:处理|處理|速度|效率)?(?:得|的)?(?:真|很|挺|非常)?(?:快|高|好|棒|赞|讚|及时|及時)|祝(?:你们|您|你們)?(?:工作|一切|生活|新年)?(?:顺利|順利|愉快|好|快乐|快樂)|再见|再見)(?:了|啦|哈|的)?/iu,
  /(?:many |much |lots of )?(?:thanks?|thank you|thx|tks|ty|cheers|ta|much appreciated|appreciate (?:it|that|your help))(?: you)?(?: (?:so|very))*(?: much)?(?: a lot| again| all| everyone| indeed)?(?: for (?:the |your |this |that |all )*(?:quick |fast |prompt |kind |great )*(?:help|reply|answer|response|data|file|copy|support|work|handling|that|this))?/iu,
  /(?:i(?:'ve| have)? )?(?:just )?(?:got|received|have) (?:it|them|everything|the (?:zip|file|data|copy|letter|mail|email))(?: now)?/iu,
  /(?:ok|okay|great|perfect|excellent|wonderful|awesome|nice|brilliant|all (?:is )?(?:good|well|fine|set)|that's all|no (?:further|more) questions|noted|understood|well done|great job|(?:kind|best|warm)? ?regards|best(?: wishes)?|have a (?:nice|good|great) (?:day|weekend|evening|week)|bye|sincerely|yours)(?: now| then)?/iu,
]
const whole = courtesies.map((courtesy) => new RegExp(`^(?:${courtesy.source})$`, courtesy.flags))
const mobile = /^(?:sent from my \w{1,12}(?: \w{1,12})?|发自我的\s?\w{1,12}|發自我的\s?\w{1,12})$/iu

/** True where all that was written is thanks and leave-taking; `name` is the sender's display name, who may sign with it. */
export function isMereThanks(newText: string, name: string | null): boolean {
  const text = newText.normalize('NFKC').replaceAll('’', "'")
  if (text.length > 300) return false
  const pieces = text
    .replace(/\p{Extended_Pictographic}|\uFE0F|\u200D|[:)^_-]{2,}/gu, '\n')
    .split(/[\n,，。.!！;；、~～…]+|(?<=[\p{Script=Han}])\s+(?=[\p{Script=Han}])/u)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
  const signed = (piece: string) => name?.toLowerCase().includes(piece.toLowerCase())
  const courteous = pieces.filter((piece) => whole.some((courtesy) => courtesy.test(piece)))
  return (
    courteous.length > 0 && pieces.every((piece) => courteous.includes(piece) || mobile.test(piece) || signed(piece))
  )
}
