// Whether a deletion means the account or only some of the data. A part is never carried out as the whole: where the
// words name one thing (a comment, the browsing history, one address, a period) or say that the account stays, it is a part.

import { withoutLimited } from './limits.ts'
import type { Hit } from './signals.ts'
import type { WorkingText } from './words.ts'

export interface Scope {
  scope: 'account' | 'part'
  /** the words that name the part */
  part: string | null
}

const staysZh =
  /(?:(?:账号|账户|户口|号|昵称)[^\n,。]{0,10}(?:照留|留着|保留|还要|我还|仍要|继续|要留|不用动|别动|不动|不注销|不删|别删|正常|keep)|保留[^\n,]{0,4}(?:账号|账户|户口)|只留昵称|继续使用|其他不动|其它不动|别的不用动|别的不动|其余不变|其他(?:的)?(?:都)?(?:保留|留)|不是(?:要)?(?:注销|删号|销号)|不(?:要|用|必)注销|别给我注销|account 我?还要 ?keep)/u
const staysEn =
  /\b(?:keep(?:ing)? (?:the|my|this) (?:account|profile|rest)|account (?:stays|can stay|may stay|remains|should stay|is to stay|to remain|open)|leave (?:the|my) (?:account|rest|profile)|don't (?:close|delete|touch) (?:the|my) account|not (?:close|delete|closing|deleting) (?:the|my) account|(?:nickname|account|rest|everything else) (?:can|may|should|to) (?:stay|remain)|don't need the account closed|not my account|everything (?:before|else)|rest (?:can |may )?stays?|keep using (?:the|my) account|still use|go on using|without (?:closing|deleting) (?:the|my) account|not the (?:whole )?account)\b/u
const partZh =
  /(?:(?:这|那|该|某|上)(?:条|段|篇|个(?!网站|平台|站|app|软件|账|帐|号|地方|网)|份|张|些|次|几条)|浏览(?:记录|历史|纪录)|搜索(?:记录|历史)|访问(?:日志|记录)|日志|使用记录|历史记录|登录记录|评论|留言|帖子|发言|反馈|照片|图片|头像|手机号|电话|邮箱|ip|设备(?:信息|记录|型号|列表)?|cookies?(?:偏好)?(?:记录)?|位置|附件|文件|以前的|之前的|旧的?|早于|超过.{0,8}月|年(?:以前|之前|及以前)|月份?的|期间|之间的|其中|后面(?:那个|带)|多余的|重复的?|real name|feedback|logs?|已收集的部分|已经收集的)/u
const partEn =
  /\b(?:(?:that|this|one|those|these) (?:\w+ )?(?:comment|post|photo|picture|message|file|entry|number|upload|fortnight|review|record|session|line|note|attachment)s?|comments?|posts?|photos?|pictures?|avatar|browsing|search(?:es)?|access logs?|logs?|history|activity|phone number|number|emails? (?:address)?|ip(?: addresses| records)?|devices?|device list|cookies?(?: records?)?|location|feedback|survey|uploads?|address(?:es)?|birthday|date of birth|name|card|visa|passport|scans?|cv|résumés?|entry|guestbook|trail|questionnaires?|answers|favou?rites|likes|bookmarks|recordings?|documents?|older than|before \d{4}|earlier years|from \d{4}|between|last (?:year|month|summer)|duplicate|second account|invoices?|sessions?|already collected|list)\b/u
const wholeZh =
  /(?:注销|销号|销户|(?:把|将)(?:我|俺)(?:从[^\n,]{0,10})?(?:删|清|除|抹|移|踢|注销)|删号|删账|退号|扬了|(?:所有|全部|一切|统统|通通|整个|全都|任何|连同|与我有关|我的(?:个人)?(?:信息|数据|资料)(?:都|全|一并|也|统统)?|本人(?:的|之)?(?:全部)?个人(?:信息|资料|数据))[^\n,]{0,12}|(?:账号|账户|户口|号)[^\n,]{0,6}不(?:用|必|想|再)?(?:留|要)|销掉|退会|退号|(?:账号|账户|户口|号)(?:给)?(?:退|消|撤|销)(?:了|掉)|名下的?(?:东西|信息|数据|资料)|我的(?:东西|内容)[^\n,]{0,4}(?:都|全)|(?<!照片|评论|帖子|订单|收藏)(?:会员|个人|账号|我的)(?:资料|数据|信息|档案)[^\n,]{0,4}(?:悉数|一律|尽数|都|全)|一(?:样|个|条|点)都?(?:别|不要?)留|(?:账号|账户|户口|号)[^\n,]{0,4}(?<![关备标专])注(?:了|掉)|清干净|弄没|一条(?:记录|数据)?都|(?:账号|账户|户口|户头)[^\n,]{0,14}(?:删|清|销|关|砍|抹|撤|去|取消|终止|停|扔)|(?:删|清|销|关|砍|抹|撤|去|取消|终止)[^\n,]{0,10}(?:账号|账户|户口|户头))/u
const wholeEn =
  /\b(?:(?:my|the|this|entire|whole|our) (?:\w+ ){0,2}?(?:account|profile|membership|registration)|account|profile|everything|all (?:of )?(?:my |the |personal |of it|such )?(?:data|information|details|records?|it|personal)?|all my|any personal|whatever you|(?:my|the) (?:personal )?(?:data|information|details)|me from (?:the|your)|complete(?:ly)?|in (?:its|their) entirety|trace of me|(?:nothing|anything) of mine|shut (?:me )?down|close me|sign(?:ed)? up by (?:accident|mistake)|(?:erase|wipe|purge|scrub|unregister|deregister|strike) me|off (?:your|the) (?:books|system|register)|(?:take|get|pull|strike) me off|delete me|remove me|forget me)\b/u

// "all my comments" is a part all the same
const allOfPartZh =
  /(?:所有|全部|一切|任何|任意)(?:的|我的?|我发(?:过|布)?的|发(?:过|布)?的|写(?:过)?的|历史|拍的?|有我的){0,2}\s?(?:评论|留言|帖子|发言|照片|图片|视频|文章|动态|作品|回复|头像|浏览(?:记录|历史)|搜索(?:记录|历史)|登录记录|日志|报名(?:信息|记录)|posts?|comments?|photos?)/gu
const allOfPartEn =
  /\b(?:all(?: of)?|every(?: one)?(?: of)?|any(?: of)?)(?: my| the| those| these)?(?: \w+)? (?:comments?|posts?|photos?|pictures?|videos?|searches|uploads?|reviews?|messages|history|logs?|likes|bookmarks|locations?)\b/gu

/** "yes, delete it", "erasure please": nothing is named, so nothing less than the account is meant */
const bareDeletion = /^[^\n]{0,24}(?:erasure|deletion|right to be forgotten|被遗忘权|删除权)[^\n]{0,24}\n/u

/** "the Leeds group only", "just that one": less than the whole, whatever is named */
const onlyThat =
  /\bonly[.! ]*$|\bnothing (?:else|more)\b|\bjust (?:that|this|the) (?:one|part|bit)\b|[只仅](?:需|要|想|是)?(?:删|清|去|撤|移除)/u

/** "the account has not been used for years, ... delete it" */
const accountFirst = /(?:账号|账户|户口)[^\n]{0,30}(?:删|注销|清|销)(?:掉|了|除|吧)/u

export function scopeOf(text: WorkingText, deletions: readonly Hit[]): Scope {
  const hits = deletions.filter((hit) => hit.mood === 'asserted')
  if (hits.length === 0) return scopeOfUnknown(text.all)
  const sentences = [...new Set(hits.map((hit) => hit.sentence))].map((index) => text.sentences[index]?.text ?? '')
  const stays = staysZh.exec(text.all) ?? staysEn.exec(text.all)
  const limited = sentences.map((sentence) => withoutLimited(sentence))
  const alone = sentences.map((sentence) => onlyThat.exec(sentence)?.[0]).find((words) => words !== undefined)
  const named =
    sentences
      .map((sentence) => partZh.exec(sentence)?.[0] ?? partEn.exec(sentence)?.[0])
      .find((part) => part !== undefined) ?? limited.find((one) => one.named !== null)?.named
  const whole = limited.some(({ rest }) => {
    const other = rest.replace(allOfPartZh, '').replace(allOfPartEn, '')
    return wholeZh.test(other) || wholeEn.test(other)
  })
  if (stays || alone) return { scope: 'part', part: named ?? stays?.[0] ?? alone ?? null }
  if (whole) return { scope: 'account', part: null }
  if (named !== undefined) return { scope: 'part', part: named }
  // what is to go is not said in words that are known: it may be anything, the account only if that is named somewhere
  const isWhole =
    accountFirst.test(text.all) || bareDeletion.test(text.all) || wholeZh.test(text.all) || wholeEn.test(text.all)
  return { scope: isWhole ? 'account' : 'part', part: null }
}

/** Where no known word asks for the deletion: what is named anywhere is the part, unless the account or all is named too. */
function scopeOfUnknown(all: string): Scope {
  const part = partZh.exec(all)?.[0] ?? partEn.exec(all)?.[0]
  if (part === undefined || wholeZh.test(all) || wholeEn.test(all)) return { scope: 'account', part: null }
  return { scope: 'part', part }
}
