// Reads what is to be changed into what, from free text and from the lines of a form. Every value that could be meant is
// found first (addresses, quoted words, the sides of an arrow, words behind "change it to"), then the words beside it
// say whether it is the old or the new one. Values are taken literally, without surrounding quotation marks; only an
// address in full-width characters becomes half-width. The data map checks values later; this file does not.

import type { Correction } from '../../requests/acts.ts'

type Field = 'nickname' | 'email' | 'preference' | 'other'
type Role = 'old' | 'new' | 'none'

interface Candidate {
  value: string
  start: number
  end: number
  quoted: boolean
  email: boolean
  role: Role
}

const longestRead = 12_000
const email =
  /[A-Za-z0-9._%+\-\uff10-\uff19\uff21-\uff3a\uff41-\uff5a．＿－＋]{1,64}[@＠][A-Za-z0-9.\-\uff10-\uff19\uff21-\uff3a\uff41-\uff5a．－]{1,100}[A-Za-z\uff21-\uff3a\uff41-\uff5a]/g
const quotedValue =
  /“([^”\n]{1,60})”|「([^」\n]{1,60})」|『([^』\n]{1,60})』|"([^"\n]{1,60})"|‘([^’\n]{1,60})’|《([^》\n]{1,60})》|(?<=(?:nickname|nick|username|昵称|暱稱) ?)[(（]([^)）\n]{1,40})[)）]|(?<![\p{L}\p{N}])'([^'\n]{1,40}(?:'[a-z][^'\n]{0,30})?)'(?![\p{L}\p{N}])/gu

const newBefore =
  /(?:new (?:e-?mail )?address,|new e-?mail,|there should be \w+|correct one is|should (?:from now on |now )?go to|please enter|put it back to|back to|whereas i|should have (?:on file )?is|以后发|以後發|以后寄|以后联系|應顯示為|应显示为|依家用|而家用|家下用|帮忙换成?|帮我换成?|幫我換成?|has to be|as in|takes? (?:its|the) place|一直(?:都)?是|改成|改為|改为|改回(?:為|为|成|到)?|改做|改作|更改(?:為|为|成)|變更(?:為|为|成)|变更(?:为|成)|更正(?:為|为|成)|修改(?:為|为|成)|修正(?:為|为|成)|更新(?:為|为|成)|更換(?:為|为|成)|更换(?:为|成)|替換(?:為|成)|替换(?:为|成)|換成|换成|換為|换为|換到|换到|换回|設為|设为|設成|设成|調成|调成|調為|调为|轉為|转为|應為|应为|應該是|应该是|應該叫|应该叫|應是|应是|應當是|应当是|實為|实为|本來是|本该是|本應是|正確的?(?:是|為|:|：)?|正确的?(?:是|为|:|：)?|正確(?:的)?(?:暱稱|郵箱|電郵|信箱|寫法|名字)(?:是|為|:|：)?|正确(?:的)?(?:昵称|邮箱|邮件|写法|名字|拼写|地址|spelling)(?:应?为|应?是|is)?\s*[:：]?|新(?:的)?(?:昵称|暱稱|邮箱|郵箱|電郵|信箱|email|地址|名字|名称|值)?(?:用|是|为|為|叫|:|：|就叫)|→|⇒|➜|->|=>|＞＞|实际(?:上)?(?:是|用的?是|选的?是|我?选的是)|實際(?:上)?(?:是|用的是)|其实(?:是|用的?是)|其實(?:是|用的是)|明明(?:是|选的是|点的是|選的是)|(?:我|本人)(?:要|想要|想叫|叫|選|选|点|點|填|寫|写|用)(?:的)?(?:明明|一直|都|其实|其實)?(?:是|叫)?|我的(?:邮箱|郵箱|電郵|email)?(?:是|应该是)|而是|恢复(?:为|成)(?:原来的?|之前的?)?|恢復(?:為|成)(?:原來的?)?|以后(?:请)?用|以後(?:請)?用|今后用|請用|请用|改用|叫(?:做|作)|改名(?:为|叫|成)|更名(?:为|為|叫)|統一用|一律改为|一律改為|只留|現在用|现在用|now it'?s|should (?:be|say|read|have been)|ought to (?:be|say|read)|supposed to (?:be|say|read)|needs? to (?:be|say|read)|must (?:be|read)|has to be|set (?:it|that|this|mine|everything)? ?(?:back )?to|set to|chang(?:e|ed|ing)(?: (?:it|this|that|the \w+|my \w+(?: \w+)?))? (?:back )?(?:to|into)|switch(?:ed)?(?: (?:it|this|that))? (?:over )?to|updat(?:e|ed)(?: (?:it|this|that))? to|correct(?:ed)?(?: (?:it|this|that))? to|amend(?:ed)?(?: (?:it|this|that))? to|swap(?:ped)?(?: (?:it|this|that))? (?:for|to|with)|renam(?:e|ed)(?: (?:it|me|my \w+))? (?:to|as)?|replac(?:e|ed) (?:it |that |this )?(?:by|with)|make (?:it|that|this|mine|my \w+)|restore(?: it)? to|revert(?: it)? to|turn (?:it|that) into|mov(?:e|ed) (?:it |me )?to|is (?:actually|really|in fact)|actually(?: is| it'?s)?|in fact|the (?:right|correct|real|proper|new) (?:one|address|spelling|nickname|name|email|e-mail|version|value)(?: is| should be|:|：)?|correct(?:ed)? (?:spelling|email|e-mail|address|nickname|name|value)? ?(?:is|:|：)|new (?:e-?mail|nickname|nick|address|name|one|value)?(?: address)? ?(?:is|:|：|=|will be)|mine is|(?:i am|i'm)(?: now)?(?: on| using| at)?|meant (?:it )?(?:as|to be|for)|(?:i|we) (?:picked|chose|selected|wanted|want|typed|entered|meant|registered with|use|prefer|go by|ticked)|(?:definitely|clearly) (?:picked|chose)|i\.e\.|namely|rather|requested value[ .:：]*|corrected value[ .:：]*|want(?: it)? to be|like (?:it )?to be|use|to be|from now on|to|now|it'?s|its|it is|my (?:real |actual |correct |new )?(?:address|email|e-mail|name|nickname) is|更正后内容\s*[:：]|更正後內容\s*[:：]|新内容\s*[:：]|正确内容\s*[:：]|新的值[^:：\n]{0,16}[:：]|new value[^:：\n]{0,16}[:：]|新\s*[:：]|改后\s*[:：]|更改后\s*[:：]|变更后\s*[:：]|現\s*[:：]|应改为|應改為|係|即)[\s:：,，=]*(?:为|為|是|原来的?|原來的?|回)?\s*$/iu
const oldBefore =
  /(?:at present(?: it'?s)?|saved with .{1,24}|(?:mails?|letters?) (?:reach|come to) me in|成了|说我用|說我用|显示我用|说我在|what you have on file is|舊嗰個|旧嗰个|旧的那个|那个旧的?|嗰個|has said|language setting says|is what your .{1,24} shows|原(?:来|來|本)?(?:的)?(?:昵称|暱稱|邮箱|郵箱|電郵|email|登记|叫)?(?:是|为|為|叫|:|：)|原\s*[:：]?|旧(?:的)?(?:昵称|邮箱|郵箱|邮件|地址|email)?(?:是|为|:|：)?|舊(?:的)?(?:暱稱|郵箱|信箱|電郵)?(?:是|為|:|：)?|老的?(?:邮箱|昵称|郵箱)?(?:是|:|：)?|(?:现在|現在|目前|如今|一直|老是|总是|總是)(?:的)?(?:昵称|暱稱|邮箱|郵箱|名字|电邮)?(?:还|還|都|却)?(?:是|叫|显示|顯示|写着|寫著|为|那个|那個|的|登记的?是)?|(?:显示|顯示|显示的)(?:我的?)?(?:昵称|邮箱|浏览器|设备)?(?:为|為|是|成|成了|着)?|(?:存|写|寫|登记|登記|记|記|标|標|录|錄|填|打|叫|拼|输|輸|识别|設|设|当)(?:我)?(?:成|成了|为|為|的是|的|着)|登记为|登記為|登记成|變成了?|变成了?|误(?:录|写|填|标|登)(?:为|成|作)?|誤(?:錄|寫|填)(?:為|成)?|由|从|從|把|将|將|不是|并非|而不是|别再?叫|错的|错误的|登记的(?:邮箱|昵称)?(?:是|一直是|为)?|登記的(?:電郵|暱稱)?(?:是)?|登记邮箱|登記電郵|当前(?:值|昵称|邮箱)?(?:是|为|:|：)?|现登记内容\s*[:：]|現登記內容\s*[:：]|原来的值[^:：\n]{0,16}[:：]|old value[^:：\n]{0,16}[:：]|原内容\s*[:：]|from|currently(?: is| reads| says| shows)?\s*[:：]?|shows?(?: up)?(?: me)?(?: as)?|say?s|said|saying|reads?|recorded(?: me)?(?: as)?|registered(?: me)?(?: as)?|stuck (?:at|on|as)|listed as|list(?:s|ed)?|saved(?: it)?(?: as)?|stored(?: it)?(?: as)?|spelled(?: it)?|displayed as|displays?|appears? as|came out as|(?:comes|come) out as|went in as|put (?:it )?(?:in )?(?:down )?as|down as|entered(?: it)?(?: as)?|typed(?: it)?(?: as)?|tagged(?: me)?(?: as)?(?: being)?(?: in)?|instead of|rather than|not|was|used to be|you have(?: is)?|on file (?:is|reads|as)|old (?:e-?mail|nickname|address|name|one|value)?(?: was| is|:|：)?|wrong (?:e-?mail|nickname|address|name|one)?(?: is|:|：)?|previous(?:ly)?(?: e-?mail| nickname| address)?(?: was|:|：)?|formerly|current (?:value|nickname|email|e-mail|address|name)?[ .:：]*(?:is)?|claims i'?m on|says i(?:'m| am) (?:on|in|at)|visiting from an?|been visiting from an?|gave you|calls? me|called me|for me,?|as|changed my nickname to|picked|replace|swap|remove|change(?: my)?(?: nickname| name| email| address)?(?: from)?|update|correct|my (?:nickname|name|email|e-mail|address) (?:is|shows|reads|says)(?: currently)?(?: as)?)[\s:：,，=]*(?:了|a|an|the|my|我的?|昵称|暱稱|邮箱|郵箱|电邮|電郵|email|address|nickname|nick|name)*\s*$/iu
const oldAfter =
  /^\s*["”」』’']?\s*(?:改成|改為|改为|改回|更改为|變更|变更|更正|修改为|更新为|更新為|換成|换成|換為|换为|替换|应为|應為|应该是|應該是|应是|實為|实为|係錯|→|⇒|➜|->|=>|to\b|should (?:be|say|read)|ought to|needs? to be|no longer (?:exists?|works?|valid)|is (?:no longer|dead|gone|closed|wrong|incorrect|not right|inaccurate|a typo|misspelled|replaced|outdated|obsolete|someone|somebody)|,? which (?:is (?:wrong|incorrect)|belongs)|belongs to|at the moment|currently|,? is inaccurate|是错的?|是錯|写错|打错|不对|错了|有误|是别人的|系误录|係誤|作废|(?:将于|將於|即将|即將)[^，。\n]{0,8}(?:停用|失效|作废)|已(?:经)?(?:停用|失效|作废|废)|这个(?:昵称|名字|邮箱)?(?:错|不要|改)|請?改|请?改(?![天日善])|by mistake|->)/iu
const newAfter =
  /^\s*["”」』’']?\s*(?:takes? (?:its|the) place|is the new|才对|才對|才是|才系|就(?:行|好|可以)|instead\b|is (?:the )?(?:correct|right)|\(correct\)|\(正确\)|\(double|for me\b|from now on|以后用|為準|为准|这个才|please\b|,? please|straight away)/iu
const identifies =
  /(?:(?:账号|帐号|帳號|账户|帳戶|户口|用户名|用戶名|用户|注册邮箱|註冊信箱|注册昵称|账户昵称|账号昵称|账号邮箱|帐号邮箱|账户邮箱|登录邮箱|会员|會員|昵称|暱稱|昵稱|nickname|nick|user(?:name)?|account(?: name| e-?mail)?|registered(?: e-?mail)?|login|sign-in address is|handle|id|cc|抄送|signed|联系邮箱|备用邮箱|電郵|电邮)\s*(?:\([^)\n]{0,16}\))?\s*(?:[:：=]|是|为|為|is)?\s*|(?:nickname|nick|username|account|昵称|暱稱)\s*(?:\(|（)?)$/iu

const fieldWords: [Field, RegExp][] = [
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
    /设备|裝置|装置|設備|\bage band\b|浏览器|瀏覽器|归属地|歸屬地|所在地|地区|地區|城市|省份|位置|地点|地點|日期|年份|出生|生日|年龄|年齡|年齢|性别|性別|手机号?|手機|电话|電話|系统版本|操作系统|机型|型號|device|browser|location|tagged me|living in|city|country|region|home ?town|mother tongue|based in|live in|dates?|birthday|born|\bage\b|gender|phone|mobile|operating system|visiting from|time stamp|joined|加入|注册日期|fridge|post ?code|zip/giu,
  ],
  [
    'nickname',
    /昵称|暱稱|昵稱|网名|網名|用户名|用戶名|名字|姓名|显示名|称呼|nickname|nick\b|display name|user ?name|screen name|handle|my name|name|改名|spell|capitali|叫我/giu,
  ],
]

/** The changes that a mail asks for; empty when it names no new value. Shape as in `Correction`. */
export function readCorrections(subject: string, body: string): Correction[] {
  const text = `${subject}\n${body}`.slice(0, longestRead)
  const pairs = [...readFormLines(text), ...readArrows(text)]
  const found = pairs.length > 0 ? pairs : readFreeText(text)
  return dedupe(found).slice(0, 10)
}

/** "Current value ... a / Requested value ... b", "原：a 新：b", "currently: a / should be: b", line by line. */
function readFormLines(text: string): Correction[] {
  const corrections: Correction[] = []
  let old: string | null = null
  let context = ''
  for (const line of text.split('\n')) {
    const oldLine =
      /^[\s>•*\-\d.)、(（]*(?:.{0,24}?)(?:原(?:来)?(?:的)?(?:昵称|暱稱|邮箱|郵箱|電郵|信箱|内容|内容|值|登记)?|旧(?:的)?(?:昵称|邮箱|内容|值)?|舊(?:的)?(?:暱稱|信箱|電郵|值)?|现登记内容|現登記內容|当前(?:值|内容|昵称|邮箱)|目前(?:值|内容)?|current(?:ly)?(?: value| nickname| e-?mail)?|old(?: value| nickname| e-?mail)?|before|wrong|现为|現為|错误)(?:\s?\/\s?[^:：\n]{1,16})?\s?[.·…]{0,20}\s*[:：]?\s+?[:：]?\s*(\S.{0,79})$/iu.exec(
        line,
      ) ??
      /^[\s>]*(?:原|旧|舊|现|old|from|before|wrong|currently|current)[^:：\n]{0,24}[:：]\s*(\S.{0,79})$/iu.exec(line)
    const newLine =
      /^[\s>•*\-\d.)、(（]*(?:新(?:的)?(?:昵称|暱稱|邮箱|郵箱|電郵|信箱|内容|值)?|正确(?:的)?(?:昵称|邮箱|内容|值)?|正確(?:的)?(?:暱稱|郵箱|電郵|信箱)?|更正后(?:内容|的值)?|更正後(?:內容)?|改后|改為|改为|变更后|requested value|new(?: value| nickname| e-?mail(?: address)?| address)?|should be|correct(?:ed)?(?: value| nickname| e-?mail)?|after|to)(?:\s?\/\s?[^:：\n]{1,16})?\s?(?:[.·…]{2,20}\s*[:：]?|[:：])\s*(\S.{0,79})$/iu.exec(
        line,
      )
    if (newLine?.[1]) {
      const value = bare(newLine[1])
      if (value !== '') corrections.push(toCorrection(value, old, lineSpan(`${context}\n${line}`)))
      old = null
    } else if (oldLine?.[1] && /[:：]|\.{3}/.test(line)) {
      old = bare(oldLine[1])
      context = `${context.split('\n').at(-1)}\n${line}`
    } else if (line.trim() !== '') {
      context = line
    }
  }
  return corrections
}

/** A line read alone: its field word stands anywhere before the value. */
function lineSpan(text: string): Span {
  return { text: `\n${text}`, from: text.length + 1, to: text.length + 1 }
}

/** "a → b", "昵称：a -> b" */
function readArrows(text: string): Correction[] {
  const corrections: Correction[] = []
  if (!/[→⇒➜]|->|=>|＝＞/u.test(text)) return corrections
  const arrow = /([^\n→⇒➜]{1,100}?)\s*(?:→|⇒|➜|-{1,2}>|=+>|＝＞)\s*([^\n→⇒➜，,；;。]{1,80})/gu
  for (const found of text.matchAll(arrow)) {
    const left = found[1] ?? ''
    const right = (found[2] ?? '').trim()
    const old = /(?:“([^”]+)”|「([^」]+)」|"([^"]+)"|([\w.%+-]+@[\w.-]+\w)|([^\s：:，,（(]{1,40}))\s*$/u.exec(left)
    const value = bare(/^(?:“[^”]+”|「[^」]+」|"[^"]+"|[\w.%+-]+@[\w.-]*\w)/u.exec(right)?.[0] ?? right)
    const before = old ? bare(old.slice(1).find((part) => part !== undefined) ?? '') : null
    if (value !== '') corrections.push(toCorrection(value, before === '' ? null : before, lineSpan(left)))
  }
  return corrections
}

function readFreeText(text: string): Correction[] {
  const candidates = findCandidates(text)
  for (const [index, one] of candidates.entries()) one.role = roleOf(text, one, candidates[index - 1])
  agreeOnRoles(candidates)
  settleLeftovers(text, candidates)
  oldByIdentity(text, candidates)
  return pairUp(text, candidates)
}

function findCandidates(text: string): Candidate[] {
  const candidates: Candidate[] = []
  for (const found of text.matchAll(quotedValue)) {
    const value = found.slice(1).find((part) => part !== undefined) ?? ''
    const start = found.index
    candidates.push({ value, start, end: start + found[0].length, quoted: true, email: isAddress(value), role: 'none' })
  }
  for (const found of text.matchAll(email)) {
    const start = found.index
    if (candidates.some((other) => start >= other.start && start < other.end)) continue
    candidates.push({
      value: found[0].replace(/[.．]+$/, ''),
      start,
      end: start + found[0].length,
      quoted: false,
      email: true,
      role: 'none',
    })
  }
  for (const found of findUnquoted(text)) {
    const same = candidates.find((other) => found.start < other.end && other.start < found.end)
    if (!same) candidates.push(found)
    else if (same.value === found.value && same.role === 'none') same.role = found.role
  }
  return candidates.sort((one, other) => one.start - other.start)
}

// What an unquoted value ends with: punctuation, the line, or the words that go on after it.
const endEn = String.raw`["']?(?=[.,:!?)(\n，。；]|;(?!\S)|$|\s+(?:please|since |although |when |again|on |in |for |because|since|asap|thanks|thx|and |but |instead|when|where|which|with |at |as |\d[).]|this |that |now|selected|again|so |though|from |is |was |has ))`
const charEn = String.raw`(?:[^\n,;"'!?()，。；]|;(?=\S)|'(?=\w))`
const valueEn = `["']?(${charEn}{1,40}?)`
const properEn = String.raw`["']?((?=[\w]*[A-Z0-9_])${charEn}{1,40}?)`
const valueZh = String.raw`[ \t]*[:：]?[ \t]*([^\n，,。；;！!？?“「"'（(→]{1,30})`

const unquotedShapes: [RegExp, Role[]][] = [
  // 把 A 改成 B; 由 A 改为 B; 昵称 A 请改为 B
  [
    /(?:(?:把|将|將|由|从|從)(?![^，,。\n]{0,6}[由从從])|昵称|暱稱|名字|邮箱|郵箱)(?:里的?|的|是|叫)?\s*([^\s，,。；;“「"'：:→由從从]{1,30}(?: [A-Za-z][\w']*){0,3})\s*(?:请|請|麻烦)?(?:改成|改为|改為|更正为|更正為|变更为|變更為|换成|換成|更新为|更新為|修改为|改回|更名为|替换为)\s*([^\n，,。；;！!？?“「"'（(]{1,30})/dgu,
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

function findUnquoted(text: string): Candidate[] {
  const found: Candidate[] = []
  for (const [shape, roles] of unquotedShapes) {
    for (const match of text.matchAll(shape)) {
      for (const [index, role] of roles.entries()) {
        const [start, end] = match.indices?.[index + 1] ?? [0, 0]
        const value = bare(match[index + 1] ?? '')
        if (!isPlausible(value) || found.some((other) => start < other.end && other.start < end)) continue
        found.push({ value, start, end, quoted: false, email: isAddress(value), role })
      }
    }
  }
  return found
}

const implausible =
  /^(?:男生|女生|two|three|one|our .*|来.{0,2}|.*旁的|成?问号|成?問號|乱码|亂碼|it|that|this|the|a|an|my|your|you|me|us|correct\w*|right|wrong|done|fixed|so|not|delete\w*|able|grateful|clear|honest|fair|what.*|how.*|the (?:right|correct|proper|original|one|same|other) .*|lower case|upper case|normal letters|必要|这个|那个|一下|了|的|我的.*|正确的?|对的?|原来的?.{0,4}|原本.{0,4}|哪.*|什么.*|啥.*|不.*|是.{0,2}|别的.*|实际.*|我?实际.*|.*(?:写的|看到).*|简体|繁體|本人.*|一个.*|新的?|旧的?|老的?|\d{1,2}|right away|all|everything|deleted|removed|closed|now|about.*|been .*|also.*|(?:plainly |simply |clearly |quite |very )?(?:inaccurate|incorrect|wrong|outdated|kept|out of date)|.*\b(?:corrected|stored|possible|to me|my own|i am|you have|because|please)\b.*|(?:我|本人|my|the)?(?:的)?\s?(?:昵称|暱稱|邮箱|郵箱|名字|邮件|账号|信息|记录|資料|资料|nickname|email|address|name|account|它|他|她)(?:里的?)?|.*(?:你們|你们|系统|系統|请|請|麻烦|麻煩|没|可以|能不能|为什么|怎么).*)$/iu

function isPlausible(value: string): boolean {
  return (
    !/^[A-Za-z]$/.test(value) &&
    !/^.{1,3}的.$/u.test(value) &&
    value.length >= 1 &&
    value.length <= 40 &&
    !implausible.test(value) &&
    value.split(' ').length <= 4 &&
    !/\p{Script=Han}{13}/u.test(value)
  )
}

function roleOf(text: string, one: Candidate, previous: Candidate | undefined): Role {
  if (one.role !== 'none') return one.role
  const before = text.slice(Math.max(0, one.start - 48), one.start)
  const clause = before.slice(before.lastIndexOf('\n') + 1)
  const after = text.slice(one.end, one.end + 24)
  if (/chang\w+ (?:my \w+ )?to\s*[“"']?$/iu.test(clause) && /^[”"']?\s*\?/.test(after)) return 'old'
  if (newAfter.test(after) && !oldBefore.test(clause)) return 'new'
  if (oldAfter.test(after)) return 'old'
  if (identifies.test(clause) && !/(?:新|new |old |旧|原|正确|correct |改)[^,，。\s]{0,8}$/iu.test(clause)) {
    return previous?.role === 'old' && /^\s*(?:是|is)/.test(clause) ? 'new' : 'none'
  }
  const isNew = newBefore.exec(clause)
  const isOld = oldBefore.exec(clause)
  if (isNew && isOld) return isNew[0].trim().length >= isOld[0].trim().length ? 'new' : 'old'
  if (isNew) return 'new'
  return isOld ? 'old' : 'none'
}

/** The same words cannot be both: what is to be replaced somewhere is the old value everywhere. */
function agreeOnRoles(candidates: Candidate[]): void {
  const olds = new Set(candidates.filter((one) => one.role === 'old').map((one) => one.value))
  const news = new Set(candidates.filter((one) => one.role === 'new').map((one) => one.value))
  for (const one of candidates) {
    if (olds.has(one.value) && news.size > 1 && one.role === 'new') one.role = 'none'
    else if (one.role === 'none' && one.quoted && olds.has(one.value)) one.role = 'none'
  }
}

/** One old and one unmarked value of the same kind belong together; a lone new one may still find its old one. */
function settleLeftovers(text: string, candidates: Candidate[]): void {
  for (const kind of [true, false]) {
    const same = candidates.filter((one) => one.email === kind && one.role !== 'none')
    const open = candidates.filter((one) => one.email === kind && one.role === 'none' && !isIdentity(text, one))
    const news = same.filter((one) => one.role === 'new')
    const olds = same.filter((one) => one.role === 'old')
    if (news.length === 0 && olds.length === 1 && open.length === 1 && open[0]) open[0].role = 'new'
    else if (news.length === 2 && olds.length === 0 && news[0] && news[1] && news[0].value !== news[1].value)
      news[0].role = 'old'
    else if (
      news.length === 1 &&
      olds.length === 0 &&
      open.length === 1 &&
      open[0] &&
      news[0] &&
      open[0].value !== news[0].value
    ) {
      if (open[0].start < news[0].start || kind) open[0].role = 'old'
    }
  }
}

/** 我的昵称是“甲”，…请改成“乙”: the name that says whose account it is may be the one to be changed. */
function oldByIdentity(text: string, candidates: Candidate[]): void {
  const values = candidates.filter((one) => !one.email)
  const fresh = values.filter((one) => one.role === 'new')
  if (fresh.length !== 1 || values.some((one) => one.role === 'old') || !fresh[0]) return
  const before = values.filter((one) => one.role === 'none' && one.quoted && one.end < (fresh[0]?.start ?? 0))
  const [only] = before
  if (before.length !== 1 || !only || only.value === fresh[0].value) return
  if (
    /(?:昵称|暱稱|名字|nickname|name)\s*(?:是|叫|为|為|is|写的是)?\s*$/iu.test(
      text.slice(Math.max(0, only.start - 16), only.start),
    )
  )
    only.role = 'old'
}

function isIdentity(text: string, one: Candidate): boolean {
  const before = text.slice(Math.max(0, one.start - 32), one.start)
  const after = text.slice(one.end, one.end + 16)
  return (
    identifies.test(before.slice(before.lastIndexOf('\n') + 1)) ||
    /^\s*[)）]?\s*(?:不变|不變|不用动|这个不用|stays)/u.test(after)
  )
}

function pairUp(text: string, candidates: Candidate[]): Correction[] {
  const corrections: Correction[] = []
  let open: Candidate | null = null
  const alone: Candidate[] = []
  for (const one of candidates) {
    if (one.role === 'old') {
      const last = alone.at(-1)
      if (last && last.email === one.email && one.start - last.end < 160) {
        corrections.push(toCorrection(last.value, one.value, context(text, last, one)))
        alone.pop()
      } else open = one
    } else if (one.role === 'new') {
      const fits: boolean = open !== null && open.email === one.email && open.value !== one.value
      if (fits && open) {
        corrections.push(toCorrection(one.value, open.value, context(text, open, one)))
        open = null
      } else alone.push(one)
    }
  }
  for (const one of alone) corrections.push(toCorrection(one.value, null, context(text, one, one)))
  return corrections
}

function context(text: string, one: Candidate, other: Candidate): Span {
  return { text, from: Math.min(one.start, other.start), to: Math.max(one.end, other.end) }
}

interface Span {
  text: string
  from: number
  to: number
}

function toCorrection(value: string, old: string | null, span: Span): Correction {
  const clean = isAddress(value) ? value.normalize('NFKC') : value
  const before = old !== null && isAddress(old) ? old.normalize('NFKC') : old
  const [field, named] = fieldOf(clean, span)
  return named === null ? { field, old: before, value: clean } : { field, fieldWords: named, old: before, value: clean }
}

/** The field word nearest to the values; one that only says whose account it is ("昵称：小明") does not count. */
function fieldOf(value: string, span: Span): [Field, string | null] {
  const { text, from, to } = span
  const before = text.slice(Math.max(0, from - 140), from)
  const inside = text.slice(from, to)
  const after = text.slice(to, to + 50)
  if (isAddress(value))
    return ['email', /邮箱|郵箱|电邮|電郵|信箱|e-?mail|address/iu.exec(`${before}${after}`)?.[0] ?? null]
  let best: [Field, string | null] = ['nickname', null]
  let nearest = 400
  for (const [field, shape] of fieldWords) {
    if (field === 'email') continue
    const offer = (found: RegExpMatchArray, distance: number) => {
      if (distance >= nearest) return
      nearest = distance
      best = [field, found[0]]
    }
    for (const found of before.matchAll(shape)) offer(found, distanceBefore(before, found))
    for (const found of after.matchAll(shape)) if (!named(after, found)) offer(found, found.index * 2 + 20)
    for (const found of inside.matchAll(shape)) if (!named(inside, found)) offer(found, 60)
    const subject = text.slice(0, Math.max(0, text.indexOf('\n')))
    for (const found of subject.matchAll(shape)) offer(found, 130 + found.index)
  }
  return best
}

function distanceBefore(before: string, found: RegExpMatchArray): number {
  const end = (found.index ?? 0) + found[0].length
  const breaks = before.slice(end).match(/[。.!！\n;；]/g)?.length ?? 0
  const identity =
    /^(?:昵称|暱稱|nickname|nick|username|user name|用户名)$/iu.test(found[0]) &&
    /^\s*[:：=“「"(]/u.test(before.slice(end)) &&
    breaks > 0
  return identity ? 390 : before.length - end + breaks * 30
}

function named(after: string, found: RegExpMatchArray): boolean {
  return /^\s*(?:[:：=“「"(]|是|叫|为|is\b)/u.test(after.slice((found.index ?? 0) + found[0].length))
}

function isAddress(value: string): boolean {
  return /^[^\s@＠]{1,64}[@＠][^\s@＠]{1,100}[.．][^\s@＠.]{2,}$/u.test(value.trim())
}

/** Without surrounding quotation marks, blanks and the punctuation of the sentence. */
function bare(raw: string): string {
  let value = raw.trim()
  const inner =
    /^(?:“([^”]*)”|「([^」]*)」|『([^』]*)』|"([^"]*)"|'([^']*)'|‘([^’]*)’|【([^】]*)】)[\s，,。.；;！!]*$/u.exec(value)
  if (inner) return (inner.slice(1).find((part) => part !== undefined) ?? '').trim()
  value = value.replace(/[\s，,。；;！!]+$/u, '').replace(/(?<=[\p{L}\p{N}])\.$/u, '')
  value = value
    .replace(
      /(?: ?了|吧|哈|呀|啊|啦|哦| again| when joining|谢谢|謝謝|就行|就好|才对|才對|加入|注册的|註冊的| please| thanks| pls)$/iu,
      '',
    )
    .trim()
  return value.replace(/^[“「"'‘]+|[”」"'’]+$/gu, '').trim()
}

function dedupe(corrections: Correction[]): Correction[] {
  const byValue = new Map<string, Correction>()
  for (const one of corrections) {
    if (one.old === one.value) continue
    const key = `${one.field === 'email' ? 'email' : 'text'} ${one.value}`
    const known = byValue.get(key)
    if (!known || (known.old === null && one.old !== null)) byValue.set(key, one)
  }
  return [...byValue.values()]
}
