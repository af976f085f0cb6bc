// Words that sound like everything and mean less: "all my private messages", "my data from the survey", "everything I posted",
// "我的全部订单". They are taken out before a sentence is asked whether it means the account: a part never becomes the whole.

/** what "all my …" must be about to be all there is */
const wholeNoun =
  /^(?:(?:personal|private|user|account|customer|member(?:ship)?|related|other|stored|existing|associated|remaining|identifiable|sensitive|registered|available|such|said|relevant|of|the|my|own|single|last|bits? of|pieces? of|kinds? of) )*(?:data|datas|information|informations|info|details|records?|accounts?|profiles?|stuff|things?|contents?|particulars|traces?|files?|registrations?|membership|pii|copies|copy|it|this|that|them|these|those|mine|me|you|i|your)\b/u
const allOf =
  /\b(?:all|any|every)(?: of)?(?: (?:the|my|our|those|these))? (?=[a-z])((?:(?!(?:and|or|but|please|then|plus|also|from|in|on|that|which|as|with|when|so)\b)[a-z'-]+ ?){1,4})/gu
const adverb =
  /^(?:down|up|out|off|away|at once|in all|together|over|right|along|right|good|fine|means|is|was|are|the same|gone|deleted|erased|removed|wiped|in one|for)\b/u

/** whatever this is about, it is not the person's all, unless one of these stands behind it */
const aboutSome =
  /\b(?:(?:all|any|every)(?: of)? )?(?:(?:the|my|our|that|those|this|personal) ){0,3}(?:data|information|info|details|records?|everything|anything|whatever|stuff|contents?|traces?|cop(?:y|ies))(?: (?:that|which))?(?: you(?:'ve| have)? (?:have|hold|keep|store|stored|collected|saved|got|gathered)(?: \w+)?)? (?:about|regarding|concerning|from|relating to|related to|in|of|for|during|between|before|since|on) (?:(?:my|the|our|this|that|an?|last|any|those|these|all) )?([a-z0-9'-]+(?: [a-z0-9'-]+){0,2})(?: (?:from|on|in) (?:my|the|your) (?:profile|account|page|site|system|platform|database|records?|files?)\b)?/gu
const wholeObject =
  /\b(?:me|myself|mine|us|you|yours?|ee|nn|qq|person|accounts?|profile|membership|registration|user|name|site|website|web|page|platform|systems?|databases?|servers?|services?|records?|files?|books|backups?|archives?|company|organi[sz]ation|studio|internet|app|side|end|accordance|basis|behalf|full|total|question|good|once|ever|all|turn|writing|articles?|art|section|gdpr|ccpa|pipl|law|grounds?|convenience|possession|control|hands?|file|addition|keeping|line|which|whom|whatever|one|real|there|here|further|email|mail)\b/u
/** "my profile picture" is no profile */
const ofAccount =
  /\b(?:account|profile|membership)(?:'s)? (?:pictures?|photos?|pics?|images?|avatar|banner|text|description|bio|settings|premium|options?|add-?on|plan)\b/gu
const iPosted =
  /\b(?:everything|anything|whatever|all)(?: that)? i(?:'ve| have| had)?(?: ever)? (?:post|wr[io]t|upload|said|say|comment|shar|donat|submit|sent|publish|put up|typ)\w*/gu
const meFrom = /\b(?:me|us|my name) (?:from|off|out of)(?: of)? (?:the|that|this) ([a-z0-9'-]+(?: [a-z0-9'-]+){0,2})/gu
const meFromIt = /\b(?:me|us|my name) (?:from|off|out of)(?: of)? (?:it|that|them)\b/gu
const wholePlace =
  /\b(?:site|website|page|platform|systems?|databases?|data ?base|servers?|services?|records?|files?|books|register|registry|members?|membership|app|forum|community|studio|organi[sz]ation|company|place|internet|thing|whole)\b/u

const allZh = /(所有|全部|一切|任何|任意|统统|通通|全都|整个)((?:的)?[^\n,。;、]{0,14})/gu
const wholeZh =
  /^(?:的|我|本人|自己|您|你们?|贵方|贵站|平台|关于|有关|相关|与|和|该|本|此|账[号户]|个人|用户|注册|会员|历史|其[他它]|上述|以上|已|所|持有|保存|存储|储存|收集|留存|留|存|处理|涉及|敏感|身份|隐私|在|里|上|过|下|关联|绑定|登记|可|能|识别|被|由|给|中|内|系统|后台|提供|产生|形成|掌握)*(?:信息|数据|资料|个资|东西|内容|痕迹|记录(?!仪)|账[号户]|档案|材料|备份|副本|(?<=^|的)[号户人]|data|information)/u
const verbZh =
  /^(?:的)?(?:都|给我?|一并|一起|予以|要|请|帮我|彻底)*(?:删|清|抹|销|注销|去|移除|擦|消|停|忘|不|没|撤|铲|扔|丢|砍|勾|划|拿|走|作废|remove|delete)/u
const partNamedZh =
  /评论|留言|帖子|发言|照片|图片|视频|文章|动态|作品|头像|浏览|搜索|订单|日志|收藏|点赞|聊天|私信|位置|手机号|电话|地址|邮箱|生日|证件|身份证|银行卡/u

/** "照片全部删掉": what is to go stands before, in the same clause */
function isOfParts(before: string): boolean {
  const clause = before.slice(before.lastIndexOf(',') + 1)
  return partNamedZh.test(clause) && !/资料|数据|信息|账[号户]|东西/u.test(clause)
}

export interface Limited {
  /** the sentence without what only sounds like everything */
  rest: string
  /** the first such words */
  named: string | null
}

export function withoutLimited(sentence: string): Limited {
  let named: string | null = null
  const cut = (words: string) => {
    named ??= words.trim()
    return ' '
  }
  const rest = sentence
    .replace(iPosted, cut)
    .replace(ofAccount, cut)
    .replace(meFromIt, cut)
    .replace(aboutSome, (words: string, object: string) => (wholeObject.test(object) ? words : cut(words)))
    .replace(allOf, (words: string, noun: string) => (wholeNoun.test(noun) || adverb.test(noun) ? words : cut(words)))
    .replace(meFrom, (words: string, place: string) => (wholePlace.test(place) ? words : cut(words)))
    .replace(allZh, (words: string, _all: string, noun: string, at: number) =>
      noun === '' || wholeZh.test(noun) || (verbZh.test(noun) && !isOfParts(sentence.slice(0, at)))
        ? words
        : cut(words),
    )
  return { rest, named }
}
