// What speaks against acting without a person, however sure the weights are. Each doubt has a code that staff can read.
// A doubt never changes what was understood; it turns "act" into "ask" (or, where nobody should be asked, into staff).

import { type RequestKind, requestKinds } from '../../requests/words.ts'
import { isAnothers } from './others.ts'
import type { Signals } from './signals.ts'
import { takesBack } from './topics.ts'
import { bareKind } from './weigh.ts'
import type { WorkingText } from './words.ts'

/** Somebody else, a child, the authorities, another company, a program: never carried out on the strength of one mail. */
const riskyCues = [
  'others_account',
  'wants_persons_data',
  'third_person',
  'writer_is_child',
  'group_of_users',
  'program',
  'takes_back',
  'undecided',
  'lacks_account',
]

/** Words that many plain requests have too: they count unless the voice is sure that the mail is a request. */
const doubtfulCues = ['authority', 'person_named', 'phishing', 'advertising', 'machine', 'elsewhere_company', 'job']
const surelyRequest = 0.96

export function doubtsAboutRequest(
  text: WorkingText,
  raw: string,
  signals: Signals,
  cues: ReadonlySet<string>,
  intents: readonly RequestKind[],
  hasValues: boolean,
  requestShare: number,
): string[] {
  if (bareKind(text)) return []
  const risky = requestShare < surelyRequest ? [...riskyCues, ...doubtfulCues] : riskyCues
  const doubts = risky
    .filter((cue) => cues.has(cue) && (cue !== 'takes_back' || !onlyStays(text)))
    .map((cue) => `doubt ${cue}`)
  if (cues.has('other_person') && !cues.has('own_account')) doubts.push('doubt other_person')
  if (cues.has('child') && !cues.has('not_child') && isAboutChild(text)) doubts.push('doubt child')
  if (cues.has('status_asked') && cues.has('earlier_request')) doubts.push('doubt status_asked')
  for (const kind of requestKinds) {
    const asserted = signals[kind].filter((hit) => hit.mood === 'asserted')
    const strong = asserted.filter((hit) => hit.weight === 1)
    if (intents.includes(kind) && asserted.length === 0 && !(kind === 'correction' && hasValues))
      doubts.push(`unbacked ${kind}`)
    if (intents.includes(kind) && asserted.length > 0 && strong.length === 0 && !(kind === 'correction' && hasValues))
      doubts.push(`weak ${kind}`)
    if (!intents.includes(kind) && new Set(strong.map((hit) => hit.sentence)).size > 1) doubts.push(`unheard ${kind}`)
  }
  if (cues.has('several_points') && intents.length === 1 && hasUnreadPoints(text, signals, hasValues))
    doubts.push('several_points')
  if (intents.includes('deletion') && intents.includes('refusal') && isOnlyGround(signals))
    doubts.push('consent_as_ground')
  if (intents.length === 1 && intents[0] !== 'correction' && sequence.test(text.all)) doubts.push('sequence')
  if (intents.includes('deletion')) doubts.push(...doubtsAboutDeletion(text, signals))
  if (speaksToUser.test(text.all) && /\bll\b/u.test(text.all) && !speaksOfSelf.test(text.all))
    doubts.push('doubt phishing')
  if (isAnothers(text, raw, cues, intents)) doubts.push('another_account')
  if (intents.includes('refusal') && (wantsMore.test(text.all) || liftsRefusal.test(text.all)))
    doubts.push('doubt wants_more')
  if (intents.includes('deletion') && threatens.test(text.all)) doubts.push('doubt threat')
  if (!intents.includes('access') && asksToBeTold.test(text.all)) doubts.push('doubt wants_to_know')
  if (intents.includes('access') && otherRecipient.test(text.all)) doubts.push('other_recipient')
  const contradiction = contradictionOf(signals, intents)
  if (contradiction) doubts.push(contradiction)
  return doubts
}

/** "the account may stay": said beside another wish it takes nothing back */
const stays =
  /(?:账号|账户|户口|号)[^\n,]{0,4}(?:我还)?(?:请)?(?:给我)?(?:留着|保留|留住)|不注销|\bleave (?:my|the) account(?: as (?:it )?is| alone)?\b/gu

function onlyStays(text: WorkingText): boolean {
  return text.sentences.every((one) => !takesBack(one.text) || !takesBack(one.text.replace(stays, '')))
}

const childsOwn =
  /账|号|户|资料|信息|数据|照片|名|画|作品|注册|岁|年级|平台|课|监护|未成年|\b(?:account|profile|data|photos?|pictures?|drawings?|names?|nickname|nick|signed|sign|registered|registration|uses?|using|used|years?|old|age|aged|school|class|grade|guardian|parental|minors?|underage|birth\w*|email)\b|\d/u
const childNamed =
  /孩子|小孩|儿子|女儿|娃|闺女|宝|囡|仔|阿女|孙|外甥|侄|弟弟|妹妹|学生|监护|未成年|家长|岁|\b(?:son|daughter|child\w*|kids?|boys?|girls?|pupils?|students?|niece|nephew|grand\w+|twins|guardian\w*|parental|minors?|underage|year[- ]olds?)\b/u

/** A child is named beside what could be its own: "my daughter need not be bothered" is about no child. */
function isAboutChild(text: WorkingText): boolean {
  return text.sentences.some((one) => childNamed.test(one.text) && childsOwn.test(one.text.replace(childNamed, '')))
}

/** "Dear user, your account will be closed: click here": written to a user, not by one */
const speaksToUser =
  /尊敬的(?:用户|客户|会员)|[您你]的(?:账户|账号|邮箱)|\bdear (?:user|customer|member|client)|\byour (?:account|mailbox)\b/u
const speaksOfSelf = /[我俺]|本人|\b(?:i|my|me|mine)\b/u

const pointStarts =
  /^(?:\(?[一二三四五六1-6a-d]\)?[、.):,]|第[一二三四]|另外|此外|同时|顺便|first|second|third|also|and |while you|besides|in addition)/u
const wishes =
  /(?:请(?!问)|麻烦|帮我|给我|把|将|要求|希望|停|删|改|发|\b(?:please|could you|can you|would you|want|send|delete|stop|change|turn|take|knock|as well|too|also|while you)\b)/u
const announced =
  /(?:两|二|三|四|几)(?:件事|项(?:请求|要求)|点(?:请求|要求|诉求)|个(?:请求|要求))|\b(?:two|three|several) (?:things|requests|matters)\b/u

const givesValue =
  /(?:ee|qq|nn|\d)|昵称|名字|邮箱|手机|电话|地址|城市|生日|语言|频率|\b(?:name|nickname|email|phone|number|address|city|town|birthday|language)\b/u

/** An enumeration of which some point wishes for something that was not understood. */
function hasUnreadPoints(text: WorkingText, signals: Signals, hasValues: boolean): boolean {
  const read = new Set(
    requestKinds.flatMap((kind) => signals[kind].filter((hit) => hit.mood === 'asserted').map((hit) => hit.sentence)),
  )
  const points = [...text.sentences.entries()].filter(([, one]) => pointStarts.test(one.text))
  if (points.length === 0) return announced.test(text.all)
  return points.some(
    ([index, one]) => !read.has(index) && wishes.test(one.text) && !(hasValues && givesValue.test(one.text)),
  )
}

// "first … then …", "once I have it …": two acts are meant, though only one was understood
const sequence =
  /先(?!生|前|后)[^\n]{2,40}(?:再|然后|之后|后再|收到|跟住)|(?:收到|收妥|确认收到|拿到)(?:之?后|回复)|\b(?:and then|after that|that done|upon providing|once (?:i|it|that)(?:'ve)? (?:have|has|confirmed?|got|arrived?|opened)|when i've got|step (?:one|two))\b/u

const exceptsZh =
  /(?:但是?|不过|唯独|只是|然而)[^\n]{0,24}(?:保留|留着|留下|别删|不要删|不删|不要动|别动|除外)|除了?[^\n,]{1,24}(?:以外|之外|外)|(?:但|不过)?(?:请)?保留(?!期|时间|权利)[^\n]{0,12}(?:帖子|文章|评论|署名|作品|内容|记录|照片|发票|订单)/u
const exceptsEn =
  /\b(?:but|only|just|however|though|while|and)?,? ?(?:please )?(?:keep(?:ing)?|leave|leaving|retain(?:ing)?|preserve|spare)\b[^\n]{0,30}\b(?:posts?|comments?|articles?|reviews?|photos?|signed|credit(?:ed)?|contributions?|work|uploads?|invoices?|history|orders?|subscription|messages)\b|\b(?:except(?:ing)?(?: for)?|apart from|other than|with the exception of|all but) (?:my|the|those|that|what|any)\b|\b(?:on condition|provided|as long as|only if|only once|only after|unless|but not (?:my|the|before|until))\b/u

// "once my subscription has ended", "not now": a deletion is carried out at once or not at all
const later =
  /\b(?:once|after|when|as soon as|until) (?:my|the|our) [^\n,.;]{0,40}\b(?:ends?|ended|expires?|expired|runs? out|is over|finishe[sd]|has passed)\b|\bnot (?:yet|right now|just yet|now|before|until)\b|\b(?:account|profile|data|it|everything|me) (?:on|from|after|by) (?:the )?(?:\d|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|\b(?:in|after) (?:a|one|two|three|six|\d+) (?:days?|weeks?|months?|years?)\b|\b(?:from|until|till|starting|by) next (?:week|month|year)\b|\b(?:with effect|effective|as) (?:from|of) (?!today|now|immediately)|\bat some (?:point|stage)\b|\b(?:at|by|from) the end of (?:the|this|next) (?:month|week|year)\b|(?:等|待)[^\n,]{0,14}(?:到期|结束)(?:以?后|之后)?再|等[^\n,]{1,20}(?:再|以?后)[^\n,]{0,6}(?:注销|删|销|关)|到期(?:后|再)|(?:下个?月|明年|月底|年底)再|暂时(?:先)?不|先别|过(?:几天|阵子|段时间)再/u

/** "…but keep my posts": what is to stay, or what must come first, is for a person to arrange. */
function isConditional(text: WorkingText, signals: Signals): boolean {
  return signals.deletion.some((hit) => {
    if (hit.mood !== 'asserted') return false
    const near = text.sentences.slice(hit.sentence, hit.sentence + 2).map((one) => one.text)
    return near.some((sentence) => exceptsZh.test(sentence) || exceptsEn.test(sentence) || later.test(sentence))
  })
}

/** "please don't stop", "turn it back on", "我不反对": the contrary of a refusal, though its words are there */
const wantsMore =
  /\b(?:do not|don't|not|never|wouldn't|no longer) (?:object|stop|unsubscribe|opt out|cancel)\b|\b(?:turn|switch|put) (?:\w+ ){1,4}back on\b|\b(?:add|put) me (?:back )?(?:to|on)\b|\b(?:re-?)?subscribe me\b|\b(?:want|like) to (?:re-?)?subscribe\b|\b(?:resume|restart|reactivate)\b|(?:不|没有?)(?:反对|意见)|(?:不要|别)停|恢复(?:推|发|订|接收|统计|分析)|重新(?:订阅|开启|打开|接收)|(?:要|想)(?:重新)?订阅|(?:继续|接着)(?:给我)?(?:发|推)/u

/** "I retract my objection": the words of a refusal, and its contrary */
const liftsRefusal =
  /\b(?:retract|withdraw|lift|cancel|revoke|take back|undo|drop)(?:ing|ed|s)? (?:my|the|that|an?) (?:\w+ ){0,2}(?:objection|opt-?out|refusal)\b|\b(?:objection|opt-?out|refusal)\b[^\n.]{0,40}\b(?:lifted|withdrawn|retracted|cancelled|revoked|no longer (?:stands|applies))\b|(?:撤回|收回|取消|撤销)[^\n,]{0,6}(?:反对|拒绝|异议|拒收)(?!.{0,4}(?:同意|授权))/u

/** what somebody might do some day, or does if it happens again */
const threatens =
  /\bi (?:could|might|may) (?:just |as well |simply )*(?:delete|close|leave|quit|erase|cancel)\b|\b(?:one of these days|one more time|if (?:this|that|it) happens (?:again|once more|one more)|next time|last warning)\b|(?:再(?:这样|有下次|来一次)|下次再)[^\n]{0,12}(?:注销|销号|删)/u

/** A question beside a wish: who saw it, where else it is kept. */
const asksToBeTold =
  /\b(?:tell|show|inform) me (?:\w+ ){0,2}(?:where|who|whom|which|what (?:else|other|you (?:have|hold|keep|stored?)))\b|(?:告诉|告知|说明|列出|列个)[^\n,]{0,14}(?:谁|哪些(?!地方可)|哪里|哪儿|单子|名单|清单)/u

/** a copy that is to go to somebody else or somewhere else than it was asked from */
const otherRecipient =
  /\b(?:send|forward|mail|deliver|hand|give|pass)\b[^\n,]{0,50}\bto (?:(?:my|our|the|a|this|that|his|her) )?(?:\w+ )?(?:other|another|different|lawyer|solicitor|attorney|accountant|husband|wife|partner|employer|insurer|processor|provider|platform|company)\b|(?:发|寄|转|交)(?:给|到|至|送)[^\n,]{0,10}(?:律师|会计|老公|老婆|家人|单位|另(?:外)?一?个|别的|其他)(?!用户)/u

const restores =
  /误删|被删(?:了|掉)?,?(?:请|能)|恢复(?:我的?|一下|账|数据|原)|找回(?:我的?|账|数据)|\b(?:restore|undelete|recover|reinstate|reactivate|bring (?:it|my \w+) back)\b|\b(?:deleted|closed|removed) (?:by mistake|by accident|in error|wrongly)|\bwrongly (?:deleted|closed)/u
const whichOne =
  /\b(?:duplicate|second|other|spare|extra) (?:account|profile|one)\b|\bnot this (?:one|account)\b|重复(?:的|注册)|另(?:外)?一?个(?:账|号)|小号|多余的?(?:账|号)|保留(?:现在|目前)?这个/u

/** What has been deleted and is wanted back, one account of two, a later day, mails rather than the account. */
function doubtsAboutDeletion(text: WorkingText, signals: Signals): string[] {
  const doubts: string[] = []
  if (restores.test(text.all)) doubts.push('doubt restore')
  if (whichOne.test(text.all)) doubts.push('which_account')
  if (mayEndMails(text, signals)) doubts.push('mails_or_account')
  if (isConditional(text, signals)) doubts.push('condition deletion')
  if (isDeniedLast(signals)) doubts.push('denied_last')
  return doubts
}

/** "In August I asked you to delete my account. Please do not delete it": what is said last counts, and it may be the contrary. */
function isDeniedLast({ deletion }: Signals): boolean {
  const spoken = deletion.filter((hit) => !hit.inSubject && !citation.test(hit.words))
  const last = (mood: string) => Math.max(-1, ...spoken.filter((hit) => hit.mood === mood).map((hit) => hit.sentence))
  return last('denied') > last('asserted')
}

/** An article's number asks for nothing by itself. */
const citation = /^(?:第[\p{Script=Han}\d]{1,6}[条條]|art(?:icle|\.)? ?\d+\S*)$/u

const ofMails =
  /邮件|短信|推送|通知|周报|月报|订阅|\b(?:e?mails|newsletters?|messages|notifications|digests?|texts|mailings?|reminders)\b/u

/** "Take me off everything": where mails are spoken of, it may be the mails that are to end and not the account. */
function mayEndMails(text: WorkingText, signals: Signals): boolean {
  const strong = signals.deletion.filter((hit) => hit.mood === 'asserted' && hit.weight === 1)
  return strong.every((hit) => /\b(?:me|us)\b[^\n]*\boff\b|\boff\b/u.test(hit.words)) && ofMails.test(text.all)
}

/** Consent withdrawn beside an erasure may be its ground alone, and no wish of its own (corpus rule 4). */
function isOnlyGround(signals: Signals): boolean {
  const asserted = signals.refusal.filter((hit) => hit.mood === 'asserted' && hit.weight === 1)
  return asserted.every((hit) => /同意|授权|consent|permission|object|反对|第\d|art/u.test(hit.words))
}

/**
 * The subject asks for one thing and the body for others only, or denies it. Where what the subject asks for is heard in the
 * whole, and no deletion, a sure voice may overrule it; what was heard in both goes together.
 */
function contradictionOf(signals: Signals, intents: readonly RequestKind[]): string | null {
  const inSubject = requestKinds.filter((kind) =>
    signals[kind].some((hit) => hit.inSubject && hit.weight === 1 && hit.mood === 'asserted'),
  )
  const inBody = requestKinds.filter((kind) =>
    signals[kind].some((hit) => !hit.inSubject && hit.weight === 1 && hit.mood === 'asserted'),
  )
  if (
    inSubject.some(
      (kind) => !inBody.includes(kind) && signals[kind].some((hit) => !hit.inSubject && hit.mood === 'denied'),
    )
  )
    return 'contradiction'
  if (inSubject.length === 0 || inBody.length === 0 || inSubject.some((kind) => inBody.includes(kind))) return null
  if (intents.includes('deletion') || !inSubject.every((kind) => intents.includes(kind))) return 'contradiction'
  return inBody.every((kind) => intents.includes(kind)) ? null : 'contradiction_heard'
}

const otherAccount = /(?:账号|账户|户口|昵称|account|nickname|username)[^\n]{0,6}(?:ee|nn|qq)/u

/** The account is found by the sender's address alone; a name given in the text is for staff to see. */
export function namesAccount(text: WorkingText): string | null {
  const found = otherAccount.exec(text.all)
  return found ? found[0] : null
}
