// The words beside a value that say whether it is the old or the new one, whose it is, and which field it belongs to;
// and the shapes in which values stand without quotation marks. Lists only: corrections.ts applies them.

export type Field = 'nickname' | 'email' | 'preference' | 'other'
export type Role = 'old' | 'new' | 'none'

export const newBefore =
  /(?:new (?:e-?mail )?address,|new e-?mail,|there should be \w+|correct one is|should (?:from now on |now )?go to|please enter|put it back to|back to|whereas i|should have (?:on file )?is|以后发|以後發|以后寄|以后联系|應顯示為|应显示为|依家用|而家用|家下用|帮忙换成?|帮我换成?|幫我換成?|has to be|as in|takes? (?:its|the) place|一直(?:都)?是|改成|改為|改为|改回(?:為|为|成|到)?|改做|改作|更改(?:為|为|成)|變更(?:為|为|成)|变更(?:为|成)|更正(?:為|为|成)|修改(?:為|为|成)|修正(?:為|为|成)|更新(?:為|为|成)|更換(?:為|为|成)|更换(?:为|成)|替換(?:為|成)|替换(?:为|成)|換成|换成|換為|换为|換到|换到|换回|設為|设为|設成|设成|調成|调成|調為|调为|轉為|转为|應為|应为|應該是|应该是|應該叫|应该叫|應是|应是|應當是|应当是|實為|实为|本來是|本该是|本應是|正確的?(?:是|為|:|：)?|正确的?(?:是|为|:|：)?|正確(?:的)?(?:暱稱|郵箱|電郵|信箱|寫法|名字)(?:是|為|:|：)?|正确(?:的)?(?:昵称|邮箱|邮件|写法|名字|拼写|地址|spelling)(?:应?为|应?是|is)?\s*[:：]?|新(?:的)?(?:昵称|暱稱|邮箱|郵箱|電郵|信箱|email|地址|名字|名称|值)?(?:用|是|为|為|叫|:|：|就叫)|→|⇒|➜|->|=>|＞＞|实际(?:上)?(?:是|用的?是|选的?是|我?选的是)|實際(?:上)?(?:是|用的是)|其实(?:是|用的?是)|其實(?:是|用的是)|明明(?:是|选的是|点的是|選的是)|(?:我|本人)(?:要|想要|想叫|叫|選|选|点|點|填|寫|写|用)(?:的)?(?:明明|一直|都|其实|其實)?(?:是|叫)?|我的(?:邮箱|郵箱|電郵|email)?(?:是|应该是)|而是|恢复(?:为|成)(?:原来的?|之前的?)?|恢復(?:為|成)(?:原來的?)?|以后(?:请)?用|以後(?:請)?用|今后用|請用|请用|改用|叫(?:做|作)|改名(?:为|叫|成)|更名(?:为|為|叫)|統一用|一律改为|一律改為|只留|現在用|现在用|now it'?s|should (?:be|say|read|have been)|ought to (?:be|say|read)|supposed to (?:be|say|read)|needs? to (?:be|say|read)|must (?:be|read)|has to be|set (?:it|that|this|mine|everything)? ?(?:back )?to|set to|chang(?:e|ed|ing)(?: (?:it|this|that|the \w+|my \w+(?: \w+)?))? (?:back )?(?:to|into)|switch(?:ed)?(?: (?:it|this|that))? (?:over )?to|updat(?:e|ed)(?: (?:it|this|that))? to|correct(?:ed)?(?: (?:it|this|that))? to|amend(?:ed)?(?: (?:it|this|that))? to|swap(?:ped)?(?: (?:it|this|that))? (?:for|to|with)|renam(?:e|ed)(?: (?:it|me|my \w+))? (?:to|as)?|replac(?:e|ed) (?:it |that |this )?(?:by|with)|make (?:it|that|this|mine|my \w+)|restore(?: it)? to|revert(?: it)? to|turn (?:it|that) into|mov(?:e|ed) (?:it |me )?to|is (?:actually|really|in fact)|actually(?: is| it'?s)?|in fact|the (?:right|correct|real|proper|new) (?:one|address|spelling|nickname|name|email|e-mail|version|value)(?: is| should be|:|：)?|correct(?:ed)? (?:spelling|email|e-mail|address|nickname|name|value)? ?(?:is|:|：)|new (?:e-?mail|nickname|nick|address|name|one|value)?(?: address)? ?(?:is|:|：|=|will be)|mine is|(?:i am|i'm)(?: now)?(?: on| using| at)?|meant (?:it )?(?:as|to be|for)|(?:i|we) (?:picked|chose|selected|wanted|want|typed|entered|meant|registered with|use|prefer|go by|ticked)|(?:definitely|clearly) (?:picked|chose)|i\.e\.|namely|rather|requested value[ .:：]*|corrected value[ .:：]*|want(?: it)? to be|like (?:it )?to be|use|to be|from now on|to|now|it'?s|its|it is|my (?:real |actual |correct |new )?(?:address|email|e-mail|name|nickname) is|更正后内容\s*[:：]|更正後內容\s*[:：]|新内容\s*[:：]|正确内容\s*[:：]|新的值[^:：\n]{0,16}[:：]|new value[^:：\n]{0,16}[:：]|新\s*[:：]|改后\s*[:：]|更改后\s*[:：]|变更后\s*[:：]|現\s*[:：]|应改为|應改為|係|即)[\s:：,，=]*(?:为|為|是|原来的?|原來的?|回)?\s*$/iu
export const oldBefore =
  /(?:still (?:writ(?:es?|ing)|send(?:s|ing)?|go(?:es|ing)?|mail(?:s|ing)?) to|at present(?: it'?s)?|saved with .{1,24}|(?:mails?|letters?) (?:reach|come to) me in|成了|说我用|說我用|显示我用|说我在|what you have on file is|舊嗰個|旧嗰个|旧的那个|那个旧的?|嗰個|has said|language setting says|is what your .{1,24} shows|原(?:来|來|本)?(?:的)?(?:昵称|暱稱|邮箱|郵箱|電郵|email|登记|叫)?(?:是|为|為|叫|:|：)|原\s*[:：]?|旧(?:的)?(?:昵称|邮箱|郵箱|邮件|地址|email)?(?:是|为|:|：)?|舊(?:的)?(?:暱稱|郵箱|信箱|電郵)?(?:是|為|:|：)?|老的?(?:邮箱|昵称|郵箱)?(?:是|:|：)?|(?:现在|現在|目前|如今|一直|老是|总是|總是)(?:的)?(?:昵称|暱稱|邮箱|郵箱|名字|电邮)?(?:还|還|都|却)?(?:是|叫|显示|顯示|写着|寫著|为|那个|那個|的|登记的?是)?|(?:显示|顯示|显示的)(?:我的?)?(?:昵称|邮箱|浏览器|设备)?(?:为|為|是|成|成了|着)?|(?:存|写|寫|登记|登記|记|記|标|標|录|錄|填|打|叫|拼|输|輸|识别|設|设|当)(?:我)?(?:成|成了|为|為|的是|的|着)|登记为|登記為|登记成|變成了?|变成了?|误(?:录|写|填|标|登)(?:为|成|作)?|誤(?:錄|寫|填)(?:為|成)?|由|从|從|把|将|將|不是|并非|而不是|别再?叫|错的|错误的|登记的(?:邮箱|昵称)?(?:是|一直是|为)?|登記的(?:電郵|暱稱)?(?:是)?|登记邮箱|登記電郵|当前(?:值|昵称|邮箱)?(?:是|为|:|：)?|现登记内容\s*[:：]|現登記內容\s*[:：]|原来的值[^:：\n]{0,16}[:：]|old value[^:：\n]{0,16}[:：]|原内容\s*[:：]|from|currently(?: is| reads| says| shows)?\s*[:：]?|shows?(?: up)?(?: me)?(?: as)?|say?s|said|saying|reads?|recorded(?: me)?(?: as)?|registered(?: me)?(?: as)?|stuck (?:at|on|as)|listed as|list(?:s|ed)?|saved(?: it)?(?: as)?|stored(?: it)?(?: as)?|spelled(?: it)?|displayed as|displays?|appears? as|came out as|(?:comes|come) out as|went in as|put (?:it )?(?:in )?(?:down )?as|down as|entered(?: it)?(?: as)?|typed(?: it)?(?: as)?|tagged(?: me)?(?: as)?(?: being)?(?: in)?|instead of|rather than|not|was|used to be|you have(?: is)?|on file (?:is|reads|as)|old (?:e-?mail|nickname|address|name|one|value)?(?: was| is|:|：)?|wrong (?:e-?mail|nickname|address|name|one)?(?: is|:|：)?|previous(?:ly)?(?: e-?mail| nickname| address)?(?: was|:|：)?|formerly|current (?:value|nickname|email|e-mail|address|name)?[ .:：]*(?:is)?|claims i'?m on|says i(?:'m| am) (?:on|in|at)|visiting from an?|been visiting from an?|gave you|calls? me|called me|for me,?|as|changed my nickname to|picked|replace|swap|remove|change(?: my)?(?: nickname| name| email| address)?(?: from)?|update|correct|my (?:nickname|name|email|e-mail|address) (?:is|shows|reads|says)(?: currently)?(?: as)?)[\s:：,，=]*(?:了|a|an|the|my|我的?|昵称|暱稱|邮箱|郵箱|电邮|電郵|email|address|nickname|nick|name)*\s*$/iu
export const oldAfter =
  /^\s*["”」』’']?\s*(?:改成|改為|改为|改回|更改为|變更|变更|更正|修改为|更新为|更新為|換成|换成|換為|换为|替换|应为|應為|应该是|應該是|应是|實為|实为|係錯|→|⇒|➜|->|=>|to\b|should (?:be|say|read)|ought to|needs? to be|no longer (?:exists?|works?|valid)|is (?:no longer|dead|gone|closed|wrong|incorrect|not right|inaccurate|a typo|misspelled|replaced|outdated|obsolete|someone|somebody)|,? which (?:is (?:wrong|incorrect)|belongs)|belongs to|at the moment|currently|,? is inaccurate|是错的?|是錯|写错|打错|不对|错了|有误|是别人的|系误录|係誤|作废|(?:将于|將於|即将|即將)[^，。\n]{0,8}(?:停用|失效|作废)|已(?:经)?(?:停用|失效|作废|废)|这个(?:昵称|名字|邮箱)?(?:错|不要|改)|請?改|请?改(?![天日善])|by mistake|->)/iu
export const newAfter =
  /^\s*["”」』’']?\s*(?:takes? (?:its|the) place|is the new|才对|才對|才是|才系|就(?:行|好|可以)|instead\b|is (?:the )?(?:correct|right)|\(correct\)|\(正确\)|\(double|for me\b|from now on|以后用|為準|为准|这个才|please\b|,? please|straight away)/iu
export const identifies =
  /(?:(?:账号|帐号|帳號|账户|帳戶|户口|用户名|用戶名|用户|注册邮箱|註冊信箱|注册昵称|账户昵称|账号昵称|账号邮箱|帐号邮箱|账户邮箱|登录邮箱|会员|會員|昵称|暱稱|昵稱|nickname|nick|user(?:name)?|account(?: name| e-?mail)?|registered(?: e-?mail)?|login|sign-in address is|handle|id|cc|抄送|signed|联系邮箱|备用邮箱|電郵|电邮)\s*(?:\([^)\n]{0,16}\))?\s*(?:[:：=]|是|为|為|is)?\s*|(?:nickname|nick|username|account|昵称|暱稱)\s*(?:\(|（)?)$/iu

export const fieldWords: [Field, RegExp][] = [
  [
    'email',
    /邮箱|郵箱|电邮|電郵|信箱|邮件地址|e-?mail|mail address|address on file|contact address|correspondence address/giu,
  ],
  [
    'preference',
    /cookie|偏好|语言|語言|频率|頻率|频次|language|preference|frequency|notifications?|通知|订阅|newsletter|时区|time ?zone/giu,
  ],
  [
    'other',
    /民族|学历|學歷|公司|单位|單位|qq|微信|职务|職務|职位|職位|岗位|专业|學校|学校|国籍|國籍|婚姻|证件|證件|身份证|身分證|车牌|邮编|郵編|郵遞區號|传真|(?:company|business|organi[sz]ation|school|street|charity|shop) names?|\btitle\b|\bethnicity\b|\bnationality\b|\beducation\b|\bdegree\b|\bfax\b|marital|\bjob\b|\bposition\b|地址|住址|职业|職業|职称|職稱|工作单位|\baddress\b|\boccupation\b|\bprofession\b|\bemployer\b|\bcompany\b|\bpronouns\b|\bmembership\b|post ?code|居住地|住处|住處|常住|籍贯|复诊|\bresidence\b|\btown\b|\bbranch\b|\bsuburb\b|设备|裝置|装置|設備|\bage band\b|浏览器|瀏覽器|归属地|歸屬地|所在地|地区|地區|城市|省份|位置|地点|地點|日期|年份|出生|生日|年龄|年齡|年齢|性别|性別|手机号?|手機|电话|電話|系统版本|操作系统|机型|型號|device|browser|location|tagged me|living in|city|country|region|home ?town|mother tongue|based in|live in|dates?|birthday|born|\bage\b|gender|phone|mobile|operating system|visiting from|time stamp|joined|加入|注册日期|fridge|post ?code|zip/giu,
  ],
  [
    'nickname',
    /昵称|暱稱|昵稱|网名|網名|用户名|用戶名|名字|姓名|显示名|称呼|nickname|nick\b|display name|user ?name|screen name|handle|my name|name|改名|spell|capitali|叫我/giu,
  ],
]

// What an unquoted value ends with: punctuation, the line, or the words that go on after it.
const endEn = String.raw`["']?(?=[.,:!?)(\n，。；]|;(?!\S)|$|\s+(?:please|since |although |when |again|on |in |for |because|since|asap|thanks|thx|and |but |instead|when|where|which|with |at |as |\d[).]|this |that |now|selected|again|so |though|from |is |was |has ))`
const charEn = String.raw`(?:[^\n,;"'!?()，。；]|;(?=\S)|'(?=\w))`
const valueEn = `["']?(${charEn}{1,40}?)`
const properEn = String.raw`["']?((?=[\w]*[A-Z0-9_])${charEn}{1,40}?)`
const valueZh = String.raw`[ \t]*[:：]?[ \t]*([^\n，,。；;！!？?“「"'（(→]{1,30})`

export const unquotedShapes: [RegExp, Role[]][] = [
  // 把 A 改成 B; 由 A 改为 B; 昵称 A 请改为 B
  [
    /(?:(?:把|将|將|由|从|從)(?![^，,。\n]{0,6}[由从從])|昵称|暱稱|名字|邮箱|郵箱)(?:里的?|的|是|叫)?\s*([^\s，,。；;“「"'：:→由從从]{1,30}(?: [A-Za-z][\w']*){0,3})\s*(?:请|請|麻烦)?(?:改成|改为|改為|更正为|更正為|变更为|變更為|换成|換成|更新为|更新為|修改为|改回|更名为|替换为)\s*([^\n，,。；;！!？?“「"'（(]{1,30})/dgu,
    ['old', 'new'],
  ],
  [
    new RegExp(String.raw`\b(?:change|alter|rename|switch)\s+${properEn}\s+(?:in)?to\s+${valueEn}${endEn}`, 'dgu'),
    ['old', 'new'],
  ],
  // 把 A 写成 B 了: what stands there is B
  [
    /(?:把|将|將)\s*[“「"]?((?=[^“”「」\n]{2})[^\n，,。；;“”「」"]{1,30})[”」"]?\s*(?:写成|寫成|打成|错写成|误写成|填成|登记成|登錄成|输成|存成|拼成|弄成|错打成|记成)(?:了)?\s*[“「"]?([^\n，,。；;！!？?“”「」"'（(了]{1,30})/dgu,
    ['new', 'old'],
  ],
  [new RegExp(String.raw`\bfrom\s+${valueEn}["']?\s+(?:over )?to\s+${valueEn}${endEn}`, 'dgiu'), ['old', 'new']],
  [
    new RegExp(
      String.raw`(?:says?|shows?(?: as)?|reads?|stuck (?:at|on)|lists?|spelled(?: as)?|listed as|recorded as|saved as|stored as|currently)\s+${valueEn}["']?(?:,|;|\.|\s+(?:and|but|when|where|instead))\s*(?:\w+\s){0,3}?(?:it\s)?(?:should|ought to|shld|must|needs to)\s(?:be|say|read)\s+${valueEn}${endEn}`,
      'dgiu',
    ),
    ['old', 'new'],
  ],
  [
    new RegExp(
      String.raw`(?:应为|應為|应显示为|應顯示為|实为|實為|一直(?:都)?(?:是|用)|帮忙换成?|应该是|應該是|改成|改做|改作|改为|改為|改回|改名(?:为|叫|成)?|换成|換成|更名为|设为|設為|更正为|变更为|變更為|修改为|更新为|正确(?:的)?\s?(?:spelling|写法|名字|昵称|拼写)?\s?(?:应?是|is)|正確(?:的)?(?:寫法)?(?:應)?是|我(?:现在|一直)?用的?(?:一直)?(?:都)?是|我选的是|我選的是|我要的是|其实(?:我)?(?:一直)?用的?是?|新昵称(?:用|是|为|叫)|应该叫|叫做|我(?:人)?(?:一直|其实|明明)在|实际(?:上)?(?:是|在)|我是(?=\d))${valueZh}`,
      'dgu',
    ),
    ['new'],
  ],
  [
    new RegExp(
      String.raw`(?:\bset (?:it|that|this) (?:back )?to|\bchange (?:it|this|that|my \w+) (?:back )?to|\bshould (?:be|say|read)|\bought to (?:be|say|read)|\bmake it|\brename (?:it|me) (?:to|as)?|\bneeds to (?:be|say)|\bhas to be|\bwants to be|\bmeant to (?:be|say|read)|\bsupposed to (?:be|say)|\bthe nickname to be|\bnickname to(?: be)?|\bname to(?: be)?|\bwould like it to be|\bi\.e\.|\bupdate (?:it|that|this) to|\bcorrect (?:it|that|this) to|\bis (?:actually|really)|\bcall me|\bi go by|\bspelling is|\bspelled correctly is|\bit'?s supposed to be|is and ever shall be)\s+${valueEn}${endEn}`,
      'dgiu',
    ),
    ['new'],
  ],
  [
    new RegExp(
      String.raw`(?:\b[Ii]t'?s (?:an? )?|\bITS |\b[Ii](?:'m| am) (?:actually )?(?:on|in|using|based in) (?:an? )?|\b[Ii]'ve been in |\b[Bb]een in |\b[Ii] (?:have been|was|am|live|lived) in |\b[Ii] use (?:an? )?|\b[Ii] (?:registered|signed up) with |\b[Ii] (?:picked|chose|selected|ticked) |\bdefinitely picked |\bborn (?:on|in) |[Ww]ishful thinking: |\b[Ii] joined (?:on|in) )${properEn}(?:${endEn}|(?=\s(?:AND|and)\s))`,
      'dgu',
    ),
    ['new'],
  ],
  [
    /\b(?:it'?s|i use|i'm on|i am on|it is) (?:a |an |my )((?:smart ?)?(?:tablet|phone|laptop|desktop|pc|mac|ipad|notebook|computer|browser|tv|phone))\b/dgiu,
    ['new'],
  ],
  [/我是(?:[^，。\n]{0,3}省|浙江|江苏|广东|四川)?([^，。\n的]{1,6})的(?=[，。,.\n])/dgu, ['new']],
  [/我用的(?:一直)?(?:都)?(?:是)?([^\n，,。；;“「！!？?的]{1,12})/dgu, ['new']],
  [
    /(?:显示(?!为 )|顯示|成了|叫了|存成(?:了)?|写成(?:了)?|登记成(?:了)?|登记为|标成(?:了)?|变成(?:了)?|现在是|現在是|现在叫|display name 存成|记成|saved 的是|写的是?|写着|寫的是?|登记的是|还是)\s*[:：]?\s*([^\n，,。；;！!？?“「"'（(→的]{1,30})/dgu,
    ['old'],
  ],
  [
    new RegExp(
      String.raw`(?:\bsays(?: i(?:'m| am) (?:based )?(?:in|on|from))?|\bshows(?: as)?|\bstuck at|\bis stuck on|\bas being in|\bclaims i(?:'m| am) (?:on|in)|\bsaved as|\bit saved as|\bstored as|\bat present|\blisted as|\bdown as|\bi (?:mis)?typed|\btyped it as|\bcome out as|\bcame out as|\brecorded as|\breads|\bhas said|\bmother tongue is|\bsetting says|\btagged me (?:as being in|as|in))\s+${valueEn}${endEn}`,
      'dgiu',
    ),
    ['old'],
  ],
]

export const implausible =
  /^(?:男生|女生|two|three|one|our .*|来.{0,2}|.*旁的|成?问号|成?問號|乱码|亂碼|it|that|this|the|a|an|my|your|you|me|us|correct\w*|right|wrong|done|fixed|so|not|delete\w*|able|grateful|clear|honest|fair|what.*|how.*|the (?:right|correct|proper|original|one|same|other) .*|lower case|upper case|normal letters|必要|这个|那个|一下|了|的|我的.*|正确的?|对的?|原来的?.{0,4}|原本.{0,4}|哪.*|什么.*|啥.*|不.*|是.{0,2}|别的.*|实际.*|我?实际.*|.*(?:写的|看到).*|简体|繁體|本人.*|一个.*|新的?|旧的?|老的?|\d{1,2}|right away|all|everything|deleted|removed|closed|now|about.*|been .*|also.*|(?:plainly |simply |clearly |quite |very )?(?:inaccurate|incorrect|wrong|outdated|kept|out of date)|.*\b(?:corrected|stored|possible|to me|my own|i am|you have|because|please)\b.*|(?:我|本人|my|the)?(?:的)?\s?(?:昵称|暱稱|邮箱|郵箱|名字|邮件|账号|信息|记录|資料|资料|nickname|email|address|name|account|它|他|她)(?:里的?)?|.*(?:你們|你们|系统|系統|请|請|麻烦|麻煩|没|可以|能不能|为什么|怎么).*)$/iu
