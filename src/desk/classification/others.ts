// Whether a mail asks for what is somebody else's: an account "of my wife", of a person or a user who is named, or one that an
// office speaks for. No voice is sure enough to overrule this, for the desk acts on the sender's account alone.

import type { RequestKind } from '../../requests/words.ts'
import type { WorkingText } from './words.ts'

const person =
  '(?:husband|wife|spouse|partner|boyfriend|girlfriend|roommate|flatmate|ex|mother|father|brother|sister|friend|neighbou?r|employee|intern|volunteer|tenant|lodger|boss|colleague|client|patient|pupil|son|daughter|mum|mom|dad|treasurer|nephew|niece|aunt|uncle|cousin|customer|grand\\w+)'
const held = '(?:accounts?|profile|membership|data|details|records?|information|messages|posts?|logins?)'
const ofPerson = new RegExp(
  `\\b${held}\\s(?:\\w+\\s)?(?:of|belonging to|owned by|that belongs? to)\\s(?:my|our|a|an|the|his|her)\\s(?:\\w+\\s){0,2}?${person}\\b`,
  'u',
)
/** "remove it, it belongs to my cousin": said of an account, not of a value on file */
const belongs = /\b(?:it|that|account|profile|one) (?:belongs?|belonged) to (?!me\b)/u
const ofNamed = new RegExp(
  `(?:用户|会员)\\s?(?:qq|nn|ee)\\s?的|(?:qq|nn|ee)\\s?(?:这|那)个?(?:账号|账户|户口|用户|号)|\\b${held} (?:of|for|on|about|belonging to) (?:the )?(?:account |user |member |customer |nickname |username )*(?:qq|ee|nn)|\\bof (?:user|member|customer) [\\w-]+|\\b(?:user|member|customer)(?: no\\.?| number)? \\d|\\b(?:has|had) (?:an|a|his|her|their) (?:\\w+ )?account\\b|(?:该|此)(?:用户|会员)|那个用户`,
  'u',
)
/** mails or changes that are another's: "stop my husband's newsletter", "别给我妈发" */
const forPerson = new RegExp(
  `\\b(?:mails?|emails?|letters?|newsletters?|messages|texts|calls?|notifications|sending|writing|calling|texting|mailing)\\b[^\\n,]{0,20}\\b(?:to|for) (?:my|our) (?:late )?${person}\\b|\\bmy ${person}'s (?:\\w+ )?(?:newsletters?|mails?|emails?|subscription|notifications|messages|nickname|name)\\b|\\b(?:nickname|name|email|address|phone) of (?:the )?(?:user|member|account)\\b|(?:给|向)(?:我)?(?:妈|爸|老公|老婆|母亲|父亲|丈夫|妻子|奶奶|爷爷|外婆|外公|婆婆|岳父|岳母|公公|儿子|女儿)[^\\n,]{0,4}(?:发|推|打|寄)`,
  'u',
)
/** names of persons, in the letters as written */
const name = String.raw`(?:(?:Mrs?|Ms|Miss|Dr|Prof)\.? )?\p{Lu}[\p{Ll}'’]+(?:[ -]\p{Lu}[\p{Ll}'’]+){1,2}|(?:Mrs?|Ms|Miss|Dr|Prof)\.? \p{Lu}[\p{Ll}'’]+`
const ofNameEn = new RegExp(
  `\\b(?:${held}|everything|anything|whatever)[\\w ]{0,24} (?:of|belonging to|on|about) (?:${name})`,
  'u',
)
const ofNameZh =
  /(?:把|将|將|删除|刪除|注销|註銷|提供|查询|查詢|导出)[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁沈姚卢盧姜崔钟鍾谭譚陆陸汪范廖贾賈夏韦付邹鄒孟熊秦邱江尹薛闫]\p{Script=Han}{1,2}的(?:账号|帳號|账户|帳戶|户口|戶口|号|资料|資料|信息|数据|記錄|记录)/u
const ownWords = new RegExp(
  `我的|本人|自己的|与我有关|我是[^\\n,]{0,10}(?:用户|会员)|我(?:这个|那个)?(?:账号|号|账户|昵称|信息|资料|数据)|\\b(?:my (?!(?:\\w+ ){0,2}?${person}\\b)|mine\\b)|\\b(?:take|get|remove|delete|erase|forget|strike|sign) me\\b|\\b(?:about|on) me\\b`,
  'u',
)

/** `raw`: the new text as written. */
export function isAnothers(
  text: WorkingText,
  raw: string,
  cues: ReadonlySet<string>,
  intents: readonly RequestKind[],
): boolean {
  const reaches = intents.includes('access') || intents.includes('deletion')
  if (ofPerson.test(text.all) || forPerson.test(text.all) || (reaches && belongs.test(text.all))) return true
  if (ownWords.test(text.all)) return false
  if (ofNamed.test(text.all) || ofNameEn.test(raw) || ofNameZh.test(raw)) return true
  return reaches && ['other_person', 'others_account', 'authority'].some((cue) => cues.has(cue))
}
