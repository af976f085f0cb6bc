// How words are meant where they stand: asked for, denied, supposed, reported as past, said of somebody else, threatened.
// Looks at the clause before a match, a few characters behind it, and the sentence around it. A denied, supposed or
// reported wish requests nothing (corpus rule 1); a condition on a present fact does (rule 2).

export type Mood = 'asserted' | 'denied' | 'supposed' | 'asked' | 'reported' | 'elsewhere' | 'threatened'

const denialZh =
  /(?:不是(?:要|想|来|让|叫|说|为了)?|并非|并不(?:是|想|要)?|不要|别|勿|无需|不需要?|不用|不必|没(?:有)?(?:要|想|说|提|申请|要求|打算)|不想|没想|不打算|无意|不求|毋须|无须|毋需|唔使|唔好|唔系|唔想|冇话要?|没让|先不|暂不|暂时不|暂时不需要|不申请|不办|甭|不能|不得|不准|不可|以为我(?:要|想)|而不是|而非|不会|误会|没有?$|(?<![要能会可差错好是得对])不(?:再|要|是)?$|(?<![要能会可差错好是得对])不(?=[删改注销]))(?:说|再|去|把|将|给我|帮我|替我|要|想|直接|真的|现在|真|申请|要求|办理|做|我的?|你们|这个|任何|随便|就|急着)*[^,。\n了]{0,3}$/u
const denialShortZh =
  /(?:不是(?:要|想|来|为了)?|并非|并不(?:是|想|要)?|无意|不必|不用|无需|没(?:有)?(?:要|想|说|提)|唔系|不打算|没说|以为我要|(?:^|[,、])不)[^,。\n]{0,4}$/u
const denialAfterZh =
  /^[^,。\n]{0,6}(?:就?不用了|就?不必了?|不需要|就免了|就算了|不用动|不要动|别动|免谈|不变|除外|的意思$)/u
const denialEn =
  /(?:\b(?:do not|don't|does not|doesn't|did not|didn't|not|never|without|rather than|instead of|no need (?:to|for)|nor|neither|isn't|is not|aren't|wasn't|am not|i'm not|nothing about|skip|other than)|\bno(?! longer| more| one))(?:\s+[\w"'-]+){0,6}\s*$/u
const denialBreakEn =
  /\b(?:but|just|only|please|so|then|anymore|any ?more|because|therefore|hence|which|kindly|instead,|need it|use it|using|used|can't|cannot|can not|if not|why not|not only|not just)\b/u
const denialAfterEn =
  /^[^;\n]{0,20},? but no\b(?! (?:longer|more))|^[^,;\n]{0,24}\b(?:would not|wouldn't|is not (?:needed|necessary|required|what)|isn't (?:needed|necessary|required|what)|not (?:needed|necessary|required)|is unnecessary)\b/u

const supposedZh =
  /(?:如果|假如|要是|假设|倘若|万一|若)(?:有一?天|哪天|将来|以后|以後|今后|我(?:真|以后|哪天|将来)|想要?(?=注销|删))|哪天我|有朝一日|打个比方|假设性|将来(?:如果|要是)|以后要是|要是哪天|不是现在要|万一(?:哪天|以后|将来)|会怎么?样|会怎样|会不会|是不是就|之后还能|后还能|之后会|后会(?!员|计|议)/u
const supposedEn =
  /\bhypothetical\w*|\bi(?:'d| would)(?: \w+)? (?:delete|close|leave|quit)\b[^\n]*\bif\b|\bif (?:you|it|they) (?:weren't|wasn't|hadn't)\b|\bif (?:some ?day|one day|i ever|i were to|someone|somebody|a user|users?|people|you were|anyone|ever)\b|\bsome ?day\b|\bwere i to\b|\bsuppose\b|\bwhat (?:would )?happens? (?:if|when|to)\b|\bin theory\b|\bif i (?:did|deleted|closed|left|asked|chose)\b|\bwould (?:vanish|disappear|i lose)\b|\bmight (?:one day|someday|later|eventually)\b|\bthinking (?:about|of)\b|\bconsidering\b|\bin case i\b|\bwhen (?:a|someone|people|users?)\b/u
const reportedZh =
  /(?:上周|上次|上个?月|上封|昨天|前天|前几天|前两天|之前|此前|先前|早前|前面|日前|曾经?|曾于|琴日|寻日|昨日|前日|头先|第[一二三]次|\d{1,2}月\d{1,2}[日号]|[一二三四五六七八九十]{1,3}月[初中底]?|礼拜[一二三四五六天]|周[一二三四五六日]|两周前|[一二两三四五六七八九十几半\d]+个?(?:天|周|星期|礼拜|月)前)[^\n,]{0,24}(?:提交|提出|提过|提了|提的|申请|要求|发(?:过|了|的|邮件|信)|写(?:过|了|的|信)|说(?:过|要|的)|让你们|要你们|叫你们|请你们|递交|交的|寄(?:过|了|的)|请求)|(?:那封|那个|上封|前面那?封?)[^\n,]{0,20}(?:的(?:信|邮件|申请|请求|那封))?|(?:上周.?|昨天|前天|上个?月|之前)[^\n,]{0,6}(?:退订|注销|删|改)(?:了|的|过)|(?:收到|已收)[^\n,]{0,20}(?:通知|回复|确认)|(?:已|已经)(?:注销|删除|更正|处理|办理)(?:成功|完成|完毕|了)/u
const reportedEn =
  /\b(?:i|we)(?:'ve| have| had)? (?:already |previously |then |first |once |also )?(?:asked|requested|wrote|written|emailed|submitted|sent|filed|told|applied|opened|made (?:a|my)|put in|lodged|demanded|contacted|replied|reported|clicked)\b|\bmy (?:letter|request|email|message|mail) (?:of|dated|from|on)\b|\boffering to\b|\b(?:you|your colleague\w*|someone|the agent|support|she|he|they) (?:offered|promised|said|wrote|told|replied|thought|assumed|suggested|asked)\b|\b(?:earlier|previous|last|open|pending|original|first) (?:request|letter|email|message|ticket)\b/u
const againZh =
  /再次|再一次|重申|仍然?(?:要求|希望|请)|这次|今次|正式|现(?:在)?(?:请|要求|申请)|还是(?:请|要|想|希望)|请(?:立即|尽快|马上|赶紧)|依然(?:要求|希望)/u
const againEn =
  /\b(?:again|once more|i repeat|still (?:want|would like|need|ask)|hereby|therefore|please (?:now|just|do)|this time|i now)\b/u
const elsewhereZh =
  /(?:好几个人|很多人|有人|大家|别人|朋友|邻居|同事|群里|网友|某些|一些用户|其他用户|他们|人家|新闻)[^\n]{0,14}$|(?:你们|贵站|客服|系统|页面|政策|来信|回信|回复)(?:[^\n,]{0,8})(?:说|回复|建议|让我|提示|写着|写的|问我|劝我|以为|称|声称|承诺)[^\n]{0,16}$/u
const elsewhereEn =
  /\b(?:neighbou?r|friends?|people|my (?:brother|sister|colleague|reading group|boss|mother|father|wife|husband)|somebody|someone|everyone|others|half my|a lot of|other users)\b[^\n,]{0,40}$|\b(?:policy|page|notice|footer|website|site|banner|faq|app) (?:says|said|states|stated|claims|talks|tells|mentions)\b[^\n]{0,50}$/u
const threatZh =
  /(?:否则|不然|要不然|再(?:不|这样|这么|这样下去)[^\n]{0,16}(?:我)?就|逾期|如(?:果)?再[^\n]{0,12}就|小心我|迟早|信不信我)[^\n]{0,14}$/u
const threatEn =
  /\b(?:or else|or i(?:'ll| will| shall| am)|otherwise,? i|else i|next time i|one more .{1,40} and i|i(?:'m| am) (?:this close|tempted|half a mind)|i might (?:just|as well)?|i swear)\b[^\n]{0,40}$/u
const askingZh =
  /(?:怎么|如何|怎样|是否|有没有|会不会|多久|多长|几天|哪里|什么时候|为什么|为何|是不是|能否自己|需不需要|要不要|点样|点解)/u
const askingEn =
  /\b(?:how (?:do|does|can|would|long|is|are|often|many)|is it (?:possible|true|ok)|is there (?:a|an|any)|are there|do you|does|what (?:is|are|does|do|happens|kind)|when (?:do|does|will)|where|why|whether|which (?:of|one))\b/u
const selfHelp =
  /(?:如何|怎么|怎样|在哪|哪里)(?:可以|能|才能)?(?:查看|看到|自助|找到|下载|导出)|有没有[^\n]{0,8}(?:页面|功能|入口|地方)|自助|\b(?:where|how) (?:can|do|could|would|might) (?:i|one|we|users?)\b|\bis there (?:a|an|any) (?:page|way|button|option|text-only)\b/u
const politeZh =
  /(?:能不能|可不可以|可以|能否|可否|可唔可以|能|方便|麻烦|请(?!问)|帮|劳烦|替我|给我|把我|拜托|唔该|好吗|行吗|行不|好不好|怎么才能|直接)/u
const politeEn =
  /\b(?:could (?:you|i|we|someone|the)|can (?:you|i|we|someone|u)|would (?:you|someone|it be possible)|will you|may i|might (?:i|you)|please|kindly|i(?:'d| would) (?:like|appreciate|want)|i want|i need|help me|any way to .{1,40} if so|do it for me|from your side|on my behalf|mind)\b/u
const wishZh = /(?:不想用|不用了|用不上|用不着|不需要了|找不到|没找到|没看到|登不上|登不进|不玩了|退坑|不再使用)/u
const wishEn =
  /\b(?:can't find|cannot find|couldn't find|no longer (?:need|use|want)|don't (?:need|use|want) (?:it|this|the)|done with|finished with|i'm leaving|want (?:it|mine|out)|can't (?:see|work) )/u

export interface Place {
  /** the sentence and what stands around it */
  sentence: string
  question: boolean
  /** the sentences before and after, for a wish that is stated beside a question */
  around: string
}

/** The mood of a match at `from`..`to` of the sentence. `ownNot`: the match itself is a prohibition. */
const deniedInsideZh =
  /(?<![分特区级类性个识辨离告差])别(?![的人处])|不要(?![了求])|勿|不用(?!了|留|再留|保存)|不必(?!保存|保留|留)|先不|不是|唔好|唔使|不会|没有?要/u
const deniedInsideEn = /\b(?:do not|don't|not to|never|without|rather than|instead of|isn't|didn't|not)\b/u

export function moodOf(place: Place, from: number, to: number, ownNot: boolean, isAccess: boolean): Mood {
  const { sentence } = place
  const before = sentence.slice(Math.max(0, from - 70), from)
  const clause = before.slice(Math.max(before.lastIndexOf(','), before.lastIndexOf(':'), before.lastIndexOf('(')) + 1)
  const after = sentence.slice(to, to + 40)
  const words = sentence.slice(from, to)
  if (!ownNot && words.length > 4 && (deniedInsideZh.test(words) || deniedInsideEn.test(words))) return 'denied'
  if (isDenied(clause, after, ownNot)) return 'denied'
  if (isCommand(clause, words)) return 'asserted'
  if (threatZh.test(before) || threatEn.test(before)) return 'threatened'
  if (supposedZh.test(sentence) || supposedEn.test(sentence)) {
    if (!(politeZh.test(clause) && /[请把]/.test(clause))) return 'supposed'
  }
  const again = againZh.test(sentence) || againEn.test(sentence)
  if (!again && (reportedZh.test(sentence.slice(0, to + 8)) || reportedEn.test(sentence.slice(0, from + 1)))) {
    if (
      !/^(?:请|麻烦|把|帮|please|kindly)/u.test(words) &&
      !/(?:(?<!申)请(?!求)|麻烦|把|帮|给[我俺咱]|但|现在|but|please|now|could you|so )[^\n]{0,20}$/u.test(clause)
    )
      return 'reported'
  }
  if (isDone(place, words, after)) return 'reported'
  if (elsewhereZh.test(before) || elsewhereEn.test(before)) return 'elsewhere'
  if (isAccess && place.question && selfHelp.test(sentence)) return 'asked'
  if (place.question && !isAccess && (askingZh.test(sentence) || askingEn.test(sentence))) {
    if (
      !politeZh.test(sentence) &&
      !politeEn.test(sentence) &&
      !wishZh.test(place.around) &&
      !wishEn.test(place.around)
    )
      return 'asked'
  }
  return 'asserted'
}

const doneZh = /^(?:好|对|完|妥|过来)?了|(?:改|弄|办|删|处理)(?:好|对|完|妥)(?:了|$)/u
const doneEn =
  /^(?:'s| is| has been| was| are| have been)? ?(?:now )?(?:gone|fixed|corrected|sorted|put right|in order|right now|fine now)\b/u
const thanks = /谢|收到|辛苦|\b(?:thank\w*|cheers|lovely|great|quick|stars?|appreciate\w*)\b/u

/** "the name is corrected now, thank you": told of what has been done, where nothing is asked and somebody is thanked */
function isDone(place: Place, words: string, after: string): boolean {
  if (place.question || !thanks.test(place.around) || politeZh.test(place.sentence)) return false
  return doneZh.test(after) || doneEn.test(after) || (doneZh.test(words) && /^[^\n]{0,3}了?[,。!]?$/u.test(after))
}

const commandOpens =
  /^\W*(?:(?:then|and|now|please|kindly|just|so|also|therefore|instead)\W+|[再就并请都全也还]){0,3}$/u
const commandVerb =
  /^(?:please |then |and |to )?(?:delet|eras|wip|purg|remov|destroy|stop|cease|send|give|show|switch|turn|take|chang|updat|correct|replac|swap|clos|shut|don't|do not|删|清|抹|销|注销|停|关|发|寄|给|导|改|换|更正|别|不要)/u

/** "… as you offered: stop using it": a clause that begins with the verb is a command, whatever was told before it. */
function isCommand(clause: string, words: string): boolean {
  return commandOpens.test(clause) && commandVerb.test(words)
}

function isDenied(clause: string, after: string, ownNot: boolean): boolean {
  if (ownNot)
    return (
      denialShortZh.test(clause) ||
      (denialEn.test(clause) && !denialBreakEn.test(clause) && !/\bi (?:do not|don't)\s*$/.test(clause))
    )
  if (denialZh.test(clause) || denialAfterZh.test(after)) return true
  if (denialAfterEn.test(after)) return true
  const found = denialEn.exec(clause)
  return found !== null && !denialBreakEn.test(found[0])
}
