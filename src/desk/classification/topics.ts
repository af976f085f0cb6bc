// The cues for what a mail is about beside the four kinds: status, withdraw, question, disclosure, minor, complaint,
// other, instructions to a program, somebody else's account. Each cue has a name that staff can read in the reasons.

export interface Cue {
  name: string
  shape: RegExp
}

const cue = (name: string, ...sources: string[]): Cue => ({ name, shape: new RegExp(sources.join('|'), 'u') })

const cues: readonly Cue[] = [
  cue(
    'status_asked',
    '(?:进度|进展|办到哪|处理到哪|到哪一?步|哪一?步了|哪个环节|办好了?[吗没]|处理了[吗没]|处理好了?[吗没]|办完了?[吗没]|改了没|改好了?[吗没]|删了[吗没]|收到了?[吗没]|收到没有?|生效了?[吗没]?|有没有生效|成功了?[吗没]|什么时候能?(?:办好|处理完?|有结果|给我|回复|删掉|完成|到)|几时(?:办|搞|处理)|何时(?:能|可|办|完成)|搞掂未|搞定未|搞定了?[吗没]|有结果了?[吗没]|结果(?:呢|如何|怎么?样)|催一?下|催办|是不是还没|没成功|系统延迟|处理状况|搞成点|搞紧|搞成怎样|改成点|卡在|还看得到|还显示|(?:现在|目前|到底)?(?:是|系)?(?:什么|啥|咩)情况|说周[一二三四五六日]|何时(?:会|才)|办得(?:怎么样|如何)|处理得(?:怎么样|如何)|怎么样了|怎样了|(?:办|处理|改|删|搞)(?:好|掂|完)?未|(?:弄|办|搞|整)(?:完|好|利索)了?没|已逾|办理情形|还在办|有人看吗|(?:说好的|承诺的)[^\\n]{0,12}呢|都[\\d一二三四五六七八九十两]+天了|第[\\d一二三四五六七八九十]+天了|怎么还能(?:登|搜|看|收)|到底(?:弄|成|办)|成没成|弄没弄|给(?:句|个)(?:话|准信)|跟进一?下|没有?下文|杳无音信|石沉大海|没有?(?:收到)?(?:任何)?(?:答复|回复|回音|回应|处理结果|update)|没人(?:回|理)|还没(?:收到|处理|办|回|动静|改|删)|尚未(?:收到|处理|回复|办)|迟延的原因|逾期未(?![^\\n]{0,16}(?:[我将]|本人|投诉|举报|视为))|准备好了?[吗没]|真正?发出来|没(?:动静|消息|反应)|有消息|到底(?:办|删|处理)了?没)',
    '\\b(?:any (?:news|update|progress|word)|where (?:are we|do (?:we|things) stand|has .{1,30} got to|is (?:my|the))|did (?:it|you|u|that|my).{0,40}(?:go through|arrive|receive|get|change|delete|process|work|do|bounce)|has (?:it|my|the|anything|anyone).{0,40}(?:been|done|happened|gone)|have you .{0,30}(?:yet|done|processed|received|deleted|changed)|status of|state of (?:my|it)|following up|follow-up|follow up|checking in|chasing|reminder|still (?:waiting|pending|no (?:answer|reply|response|news))|not (?:yet )?(?:had|received|heard).{0,30}(?:answer|reply|response|confirmation|back|anything)|no (?:answer|reply|response|confirmation|update)|how (?:long|much longer|is it going|is my)|when (?:will|can i expect|is)|on its way|did it go|got no|inform me of its|is .{1,40} (?:finished|done|complete)\\?|which one is finished|overdue|how far|haven.t heard|not heard|heard nothing|had nothing|had no answer|how (?:my|is my|the) (?:case|request)|hold-?up|has any(?:body|one)|looked at my|making progress|advise on progress|being (?:dealt with|processed|handled)|is it (?:finished|done|ready)|never got|what is happening|what.s happening|silence since|you said .{0,30} days|been \\d+ days|days (?:are )?(?:up|over|later)|inbox is a desert|far along|being compiled|fallen behind|four weeks since|holding reply|what(?:.s| is) the status|still alive|还 ?alive|nothing since|and then nothing|actually carried out|come and gone|still (?:getting|hearing|receiving|see|shows?)|status please|(?:has|was) (?:it|this|that) (?:been )?(?:processed|done)|processed or not|yet\\?)\\b',
    '(?:何时有结果|办理情[况形]|处理情[况形]|现询问|迄今|时至今日|卡住|转到哪|到哪个?(?:部门|环节|步)|预计(?:何时|什么时候)|延宕|逾(?:一个?月|期)|多久(?:能|才)(?:好|办完|给)|办妥了?[吗没]|批(?:下来|准)了?[吗没]|(?:没|未)批下来|还在(?:审|处理|走)|审核(?:过|完|好)?了?没|后台(?:能)?(?:看到|收到)了?[吗没]|流程(?:走|到)[^\\n,]{0,6}(?:哪|完))',
    '\\b(?:where is it stuck|still nothing|at what stage|present position|present status|in treatment|now finished|weeks (?:have passed|since i|now since)|days have passed|by which date|fell behind|till date|not received any|kindly apprise|kindly update me|what became of|whatever happened to|(?:applied|processed|approved|changed|done|actioned) yet)\\b',
  ),
  cue(
    'earlier_request',
    '(?:上周|上次|上个?月|上封|昨天|前天|前几天|之前|此前|前面|日前|已经?|曾|琴日|\\d{1,2}月\\d{1,2}[日号]|周前|个月前|天前|星期前|礼拜前|第[二三]次)[^\\n]{0,30}(?:申请|请求|要求|邮件|信|工单|提交|退订|注销|改的|删除|查阅|导出)|工单(?:号)?|受理(?:号|编号)?|ticket|\\bhb-[0-9a-z]{6}\\b|\\bcz-\\d{6,}',
    "\\b(?:i|we)(?:'ve| have| had)? (?:already |previously )?(?:asked|requested|wrote|written|emailed|submitted|sent|filed|told|applied|made)\\b|\\b(?:my|the) (?:earlier|previous|last|open|original|first|deletion|erasure|access|correction|unsubscribe|removal) (?:request|letter|email|message|one)|\\bmy (?:letter|request|email) (?:of|dated|from)|open requests?|acknowledge?ment|did you (?:guys )?(?:change|delete|remove|fix|send)",
  ),
  cue(
    'no_new_request',
    '(?:没有新的?(?:要求|请求)|只是(?:问|催|想确认|想知道)|想确认一下|确认一下后台)|\\b(?:no new request|simply wondering|just (?:wondering|checking|want to be sure|following)|only asking)\\b',
    '(?:(?:不|并不|没有?)(?:涉及|提出|包含)任何[^\\n,]{0,8}(?:申请|请求|要求)|(?:你们|贵[站司方])?(?:暂时|现在)?(?:什么|啥)都?(?:不用|不必|无需)(?:做|动|办|处理)|没什么要?(?:麻烦|劳烦)|(?:不必|无需|不用|毋须)(?:与我联系|联系我|回复|回信|办理)|仅(?:为|作|供)(?:知会|告知|表达))',
    '\\b(?:(?:there is |there.s )?nothing (?:for you )?to (?:do|act on)|(?:not|no longer) (?:making|asking for|requesting) any(?:thing| request)|i (?:ask|want|need) nothing (?:of|from) you|no (?:action|reply|answer) (?:is )?(?:needed|required|expected)|just (?:so you know|letting you know)|for the record only)\\b',
  ),
  cue(
    'takes_back',
    '(?:特此撤回|不劳费心|(?:取消|撤回|撤销|收回|撤掉|撤)(?![^\\n,]{0,40}(?:同意|授权|许可|consent))[^\\n,]{0,16}(?:申请|请求|要求|注销|删除|更正|退订|邮件|request|来信|那封|那个|工单|导出|查阅)|(?:申请|请求|要求|邮件|那封信?|信|注销|退订|前面的|上封)[^\\n,]{0,24}(?:作废|取消|撤回|撤销|不算|算了|收回|撤掉|当我没(?:说|发|写)|忽略|不用(?:办|处理|管|理)|不必(?:办|处理|理会|理)|无需(?:再)?处理|别(?:办|处理|理|管))|(?:我|那我)反悔|后悔了|改(?:变)?主意|当我没(?:说|提)|当我冇|就此打住|不(?:改|删|注销|退订|导出|查|办)了(?!吧)|(?:昵称|账号|名字)不(?:改|删|注销)了|唔使(?:删|改|搞)住?|先(?:放着|留着)吧|别动它|先别(?:删|注销|处理)|(?:账号|号)(?:请)?(?:给我)?留着|一项都不用办|不用删了|予以撤回|现予撤回|please ignore|恢复订阅|又想收|不用查了|申请(?:就)?撤了?|声明撤回|无需理会|还是给我打开|误发给|发给[^\\n]{0,12}的,?误|请不要处理|请求取消吧|名字不换了|不换了|(?:那事儿?|那个事|的事|那件事|申请|这事儿?)[^\\n]{0,6}(?:算了|免了|作罢|不必了|不用了)|算了吧|算了算了|当我没说|resume sending|点错了|取消掉?这个|不麻烦你们了|申请可以关闭|可以关闭申请|已经(?:自己)?在[^\\n]{0,14}(?:拿到|找到|下载|查到)|改变主意|情况有变|当没(?:收到|发生|发过|看见)|请当没|算我没说|别处理|手续停|撤单|不需要了,?请撤|放着吧|先不动|别动我的|恶作剧|发错了|搞错了|点错了|乱点|乱发|考虑了?一?下还是)',
    "\\b(?:cancel (?:my|the|that|this|it)(?: \\w+){0,3} (?:request|deletion|erasure|order|one|ticket)|withdraw (?:my|the|that|this|it|our)(?! (?:\\w+ ){0,3}(?:consent|permission|agreement))(?: \\w+){0,3} ?(?:request|letter|application|in its entirety)?|scrap that|forget (?:what i said|it|that|my (?:last|previous|earlier)|about (?:it|my))|never ?mind|changed my mind|change of mind|second thoughts|disregard (?:my|that|previous)|ignore (?:my|the|that) (?:last|previous|earlier|email|request|message)|please ignore|call (?:it|that) off|don't (?:erase|delete|remove|close) (?:it|me)\\b|do not (?:erase it|delete it|proceed)|i never asked for (?:that|this|it)|leave (?:the|my|it|everything) .{0,20}(?:as (?:it )?is|exactly|alone)|no (?:further )?action (?:is )?(?:needed|required)|withdrawal of (?:my |the |our |this )?(?:\\w+ )?(?:request|application|letter)|as not having been sent|take (?:it|that) back|hold off|stop!|keep it as it (?:was|is)|liked? it how it was|i retract|i (?:want|wish|.d like) to stay|i(?:.ve)? found (?:it|what i needed|the)|don.t act on|do not act on|i take back|i.ll keep the (?:old|nickname|account)|can live with|consider (?:the|my) .{1,24} void|restore my subscription|i regret|hold your horses|after all\\b|scratch that|call (?:it|this|that) off|please drop it|hereby cancel|drop (?:the|my) request|leave me on|is to be kept|cancellation of (?:my |the )?(?:erasure|deletion|access|request)|take no further|no further steps|forget my (?:objection|request|mail)|false alarm|being hasty|resume (?:sending|my)|(?:regard|treat|consider) (?:that|my|the) (?:letter|request|mail|email|message) as|circumstances have changed|(?:should|would) like to keep (?:it|my|the)|as withdrawn|not? be acted|meant for (?:another|an|a different)|wrong (?:recipient|company)|leave everything|don.t (?:do|change|touch) anything|it was my (?:son|daughter|brother|sister|cat|kid)|got at my (?:laptop|phone)|still need(?:s)? the account|on reflection|no longer (?:need|require) (?:it|this|the (?:copy|export)))\\b",
    '(?:(?:撤回|撤销|终止|中止)(?![^\\n,]{0,40}(?:同意|授权|许可))[^\\n,]{0,6}(?:上述|上次|前述|该项?|本次)?(?:申请|请求|要求|办理|处理)|终止办理|维持现状|不必(?:再)?准备|不用(?:再)?准备|唔使(?:跟|理|再)|说的不算(?:数)?|该发还(?:接着|照)发|无需再提供|那个请取消|不必再(?:提供|处理|办)|撤件|撤案|(?:径行|逕行|直接|可以?)(?:结案|結案)|(?:信|邮件|话)?(?:请)?(?:别|不要|勿)当真|作废那|(?:单子|工单|申请)[^\\n,]{0,8}(?:关掉|关了|关闭)吧?)',
    "\\b(?:scrap it|tear (?:it|that) up|bin the request|so please don't(?! \\w+(?: \\w+){0,4} any ?more)|withdraw (?:the|my|this) (?:\\w+ ){0,4}(?:request|application|sar|objection|complaint)|discontinue (?:the|my) request|no longer wish to (?:pursue|proceed)|stop (?:the|my) (?:request|process)|call off)\\b",
  ),
  cue(
    'curious',
    '(?:好奇|请教|咨询|了解一下|想了解|想弄懂|不是现在|纯粹|仅作了解|研究|手册|请问|先问|问清楚|想问|问一下|有没有这个规划|什么区别|啥区别|是不是可以|是否(?:可以|会|支持)|允许|能不能自己|怎么办|解惑|只是想知道|不需要任何操作|没有需要|随便问问|假设|只是问问|会(?:被|不会|传)|(?:在|能|可以|支持)[^\\n]{0,16}吗|什么意思|有什么区别|怎么操作|指什么|咋回事|写作业|做调研|几次)',
    "\\b(?:curious|wondering|question|questions|quick question|could you (?:tell me|explain|clarify)|i'd like to understand|before choosing|thinking about signing up|handbook|compar\\w+|research\\w*|newsletter|is it (?:possible|true)|do i have to|what's the difference|hypothetical\\w*|not asking you to|not making any request|no account with you|what should i do|how (?:long|do|does|can|many)|does (?:the|your)|do you (?:use|have|support|share|store|keep|sell)|are (?:there|visitors)|where are)\\b",
  ),
  cue(
    'product_question',
    '(?:忘记密码|重置(?:密码)?|密码|服务器(?:放|在)|数据出境|重名|注册一定|要不要填|可以不填|能注册|如何注册|保存(?:期限|多久|多长)|多少天|第[一二三四五六七八九十\\d]+条(?:称|说|里|提到|写)|隐私政策[^\\n]{0,14}(?:提到|称|说|里|中)|个人中心将来|功能吗|必要.{0,3}统计|几个工作日办结|一般(?:多久|几)|匿名用户|收费|客户端|暗色|夜间模式|小程序)',
    '\\b(?:password|reset link|servers?|data location|retention period|how many days|sign(?:ing)? up|register|required|google analytics|cookie options|policy (?:says|states)|section \\d|what happens|in practice|waiting period|in what format|dark mode|app version|old posts)\\b',
  ),
  cue(
    'authority',
    '(?:公安|监督管理局|管理局|市监|函复|需你单位|你单位|贵单位|学务处|本校|公函|协查函|派出所|警官|民警|警察|刑警|支队|分局|检察院|(?<![向到去](?:人民)?)法院|法官|执行局|法庭|律师函|律师事务所|委托人|案件|侦办|侦查|调证|调取证据|协助执行|协查|证据|刑事诉讼|民事诉讼法|国安|网安大队|税务局|市监局|监察委|仲裁|工作证|立案|传票|警号)',
    '\\b(?:subpoena|warrant|court order|law enforcement|detective|det\\.?|sgt|officer in charge|investigat\\w+|custodian of records|preservation|prosecut\\w+|attorneys? for|solicitors?|counsel|llp|we represent|on behalf of (?:our|my) client|for a client|plaintiff|police|sheriff|fbi|cyber ?crime|tax authority|bailiff|magistrate|tribunal|judge)\\b',
  ),
  cue(
    'other_person',
    '(?:老公|老婆|丈夫|妻子|先生的|太太的|前男友|前女友|男友的|女友的|男朋友|女朋友|对象的|室友|舍友|同学的?号|朋友的(?:账号|号)|同事的|邻居的|前妻|前夫的|父亲的|母亲的|我爸的|我妈的|爷爷的|奶奶的|哥哥的|姐姐的|弟弟的|妹妹的|逝者|去世|过世|病故|已故|遗嘱|遗产|遗属|(?:他|她|对方|此人|该用户|那个用户|这个用户|别人|某人|人家)的?(?:账号|账户|号|邮箱|注册|登录|资料|信息|数据|记录|ip|昵称|聊天)|把(?:他|她)(?:的)?(?:账号|号|资料)?|员工|前雇员|下属|被执行人|被告|欠款人|租客|客户的)',
    "\\b(?:my (?!mother tongue)(?:husband|wife|spouse|partner|boyfriend|girlfriend|roommate|flatmate|ex|ex-\\w+|late \\w+|mother|father|brother|sister|friend|neighbou?r|employee|tenant|boss|colleague|client|girlfriend|aunt|uncle|grandmother|grandfather|mum|mom|dad)(?:'s)?|his (?:account|email|data|profile|ip|posts?|records?|information|address|nickname)|her (?:account|email|data|profile|ip|posts?|records?|address|phone)|our treasurer|my colleague|your user|complainant|we act for|their (?:account|email|data|profile)|policyholder|one of our staff|our employee|deceased|passed away|estate of|executor|power of attorney|somebody else's|someone else's|that user|this user|the user (?:called|named|nn)|registrant)\\b",
    '(?:受托|代办|委托事项|授权委托|代理人|代为办理)',
    '\\b(?:my (?:late|dead|deceased) \\w+|died (?:in|on|last)|on (?:his|her|their) behalf|authori[sz]ed (?:agent|representative)|account holder)\\b',
  ),
  cue(
    'wants_persons_data',
    '(?:(?:提供|查明|调取|给我|告诉|协助|查一?下|查询|索取|披露|交出|核实|发给)[^\\n]{0,30}(?:用户|其|该账号|该账户|他|她|被执行人|对方|员工|此人)[^\\n]{0,24}(?:注册|邮箱|ip|登录|信息|资料|日志|记录|时间|身份|账号|联系)|用户[^\\n]{0,12}(?:注册信息|登录ip|访问日志|的邮箱)|活跃用户的邮箱|查.{0,8}在不在你们)',
    '\\b(?:subscriber information|identify the|registrant|who (?:she|he) talks to|(?:dates|times)[^\\n]{0,40}(?:policyholder|account was active|he was|she was)|whether (?:he|she|my \\w+) (?:has|was|is)|(?:his|her) latest ip|confirm the times|user info)\\b',
  ),
  cue(
    'private_investigator',
    '(?:私家侦探|侦探|记者|媒体|采访|保险|理赔|人事|hr|人力资源|用人单位|背调|债主|讨债|催收)|\\b(?:private investigator|journalist|reporter|press inquiry|insurance|insurer|claims? (?:dept|review)|hr manager|human resources|employer|landlord|debt collector|background check|candidate|has applied to us|period of activity|staffing|recruit\\w+|bounty)\\b',
  ),
  cue(
    'child',
    '(?:我?(?:孩子|小孩|儿子|女儿|娃|小朋友|闺女|宝宝|宝贝|囡囡|仔仔|阿仔|阿女|外孙女?|孙子|孙女|外甥女?|侄子|侄女|弟弟|妹妹|小学生|我的学生|班上?的?学生)[^\\n]{0,24}(?:岁|年级|周岁|账号|账户|号|注册|小学|幼儿园|信息|数据|平板|昵称|背着|偷偷|未成年)|监护人|未成年|未满十?四?|不满十|家长(?![会群])|(?:他|她)(?:今年)?[一二三四五六七八九十\\d]{1,2}岁|(?:个仔|个女|囝囝)|[一二三四五六七八九十\\d]{1,2}(?:周)?岁的?(?:孩子|儿子|女儿|daughter|son|外甥|娃|女孩|男孩))',
    "\\b(?:(?:he|she|my \\w+|who)(?: is|'s)(?: only| just)? (?:[3-9]|1[0-3]|five|six|seven|eight|nine|ten|eleven|twelve)(?: years?)?(?: old)?(?= ?[,.;!)\\n]| and| years| old)|my (?:son|daughter|child|kid|children|kids|pupil|little (?:girl|boy)|niece|nephew|\\d{1,2}[- ]year[- ]old|(?:six|seven|eight|nine|ten|eleven|twelve)[- ]year[- ]old|grandson|granddaughter|grandchild|pupils?|students?)(?:'s)?|both my boys|my (?:two )?(?:boys|girls|twins|little one)|legal guardian|parental|guardian(?:ship)?|minors?|underage|year[- ]olds?|children aged|kids aged|aged (?:five|six|seven|eight|nine|ten|\\d) to|summer camp|parents.? consent|parental consent|primary school|grade [1-6]|as (?:his|her|their) (?:mother|father|mum|mom|dad|parent)|year [1-6]\\b|8 岁|father 和)\\b",
  ),
  cue(
    'writer_is_child',
    '我(?:今年|现在|才|刚|只有|刚满|快|还没|还不|没满|不到|未)?(?:满)?(?:[5-9]|1[0-3]|[五六七八九十]|十[一二三])(?:周)?(?:岁|歲)|我(?:上|读|是|在读)(?:小学)?[一二三四五六](?:年级|年班)|叔叔阿姨|(?:我叫?[^\\n,]{1,6},)?(?:我)?(?:今年|在读|读|上)[一二三四五六]年级|我是小学生|我(?:今年)?上?小[一二三四五六](?!姐)',
    "\\bi(?:'m| am) (?:only |just )?(?:[5-9]|1[0-2]|six|seven|eight|nine|ten|eleven|twelve)(?: and a half)?(?: years?(?: old)?)?\\b(?! (?:weeks|months|days|minutes|mails|emails|times))|\\bi(?:'m| am) in (?:the )?(?:(?:[1-6](?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth) (?:grade|year|class)|year [1-6]|grade [1-6])|before i get in (?:truble|trouble)|my teacher said kids",
  ),
  cue(
    'not_child',
    '(?:跟孩子(?:没|无)关|不是孩子的|自己的(?:账号|号)|我是成年人|已经是成年人|已成年|与孩子无关|儿子扫描|女儿说|孙子说|儿子说|侄女帮|女儿帮|儿子帮|孙女帮|儿子教|女儿教|孙子教|(?:孙|儿|闺女|女|侄|外甥|孩子|娃)[^\\n,]{0,6}(?:帮|替|给|教)我|外孙|孩子的爸|孩子他|娃的妈|本人的账号)',
    "\\b(?:my own account|about my own|isn't about (?:them|the kids|my kids)|not about (?:them|my kids|my children)|i'm (?:1[3-9]|[2-9]\\d)|i am (?:1[3-9]|[2-9]\\d)|mother of (?:two|three|four)|my (?:niece|nephew|son|daughter|grandson|granddaughter) (?:set|tells|told|says|said|helped|showed|taught|will|usually|types|is typing|is helping))\\b",
  ),
  cue(
    'anger',
    '(?:失望|垃圾|恶心|无语|太差|差劲|烂透|爛|气死|忍无可忍|呵呵|投诉|糊弄|态度(?:差|恶劣)|罐头回复|什么玩意|不满|管一管|离谱|坑人|忽悠|骗|耍|卡得|难用|花里胡哨|丢人|要脸|可笑|佩服|浪费我|天书|鬼看|敷衍|糟糕|头晕|看眼科|差评|没劲|死链接|crash|不想被联系|寒心|良心|心里话|不是想让人|初心|差评|太慢|气人|过分|火大|没眼看|没救了|一塌糊涂|破系统|破网站|吃相|没人理|服了|缺德|糊弄鬼|又臭又长|崩|闪退|恶劣|反人类|吐槽|烂|不在乎|说出来舒服)',
    '\\b(?:disgrace\\w*|disappoint\\w*|terrible|awful|worst|joke|useless|ridiculous|ashamed|unacceptable|rubbish|garbage|pathetic|not impressed|slow clap|appalling|incompetent|fed up|furious|cross with|ransom note|horrible|hate|rude|shambles|annoyed|embarrassing|insult|shame on|drivel|waste of|so angry|ruin(?:ed|ing)|congratulations on|couldn.t run|never seen worse|grudgingly|apologise to|unreadable|unbelievable|nobody answers|outrageous|laughable|sort yourselves out|ten out of ten|bravo|do you pay people|thanks for nothing|harder than|it stinks|not an apology|never met a human)\\b',
  ),
  cue(
    'third_person',
    '(?:他|她|它们|对方|此人|该用户|那人)[^\\n]*(?:他|她|对方|此人|该用户|那人)',
    '\\b(?:he|she|his|him|her|hers)\\b[^\\n]*\\b(?:he|she|his|him|her|hers)\\b',
  ),
  cue(
    'person_named',
    '用户\\s*qq|(?:叫|那个叫)\\s*qq\\s*的|该(?:用户|账号|账户)|欠我钱|骂我|(?:查|看)(?:一下)?我?(?:老婆|老公|男朋友|女朋友|对象|爱人)|离职人员|被保险人|当事人|警方|战友|他的联系方式|她的联系方式|联系方式给我|真实姓名|把他的|帮我妈|帮我爸|帮朋友|朋友让我|我是(?:他|她)',
    '\\b(?:the user who|who is behind|our insured|owes me|insulted me|on behalf of|for a friend|asked me to get|late wife|late husband|late mother|late father|executor|ex-\\w+friend|daughter-in-law|custody|candidate|background)\\b',
  ),
  cue(
    'undecided',
    '(?:再决定|还没(?:想好|决定)|没决定|考虑要不要|要不要申请|不用你们发|自己看就行)',
    '\\b(?:before i decide|before deciding|not decided|haven.t decided|at this point|should i ever|may need it|if i ever)\\b',
  ),
  cue(
    'others_account',
    '(?:老公|老婆|丈夫|妻子|男友|女友|朋友|室友|同学|同事|前任|儿子|女儿|爸|妈|父亲|母亲|哥|姐|弟|妹|员工|邻居|他|她|对方|该用户)(?:的)?[^\\n,]{0,6}(?:账号|账户|号(?!称)|邮箱|资料|信息|数据|记录|聊天|登录|ip)',
    '\\b(?:husband|wife|spouse|partner|boyfriend|girlfriend|roommate|flatmate|ex|mother|father|brother|sister|friend|neighbou?r|employee|tenant|boss|colleague|client|son|daughter|mum|mom|dad|treasurer|nephew|niece)(?:.s|s.)? (?:\\w+ )?(?:account|profile|data|email|address|messages|details|records?|information|login|posts?)\\b|\\b(?:his|her|their) (?:\\w+ )?(?:account|profile|data|email|messages|details|records?|information|login|posts?|address|nickname|ip|phone)\\b|(?:belongs? to|is) (?:my|a) (?:husband|wife|friend)',
  ),
  cue(
    'several_points',
    '(?:(?:^|\\n|[;。(])\\s*(?:一|1|\\(1\\)|第一|首先|a)\\s*[、.,:)是]|两件事|三件事|两条|两点|两项|几件事|另外|此外|还有就是|顺便|同时|以及请|第二)',
    '\\b(?:two (?:things|requests|matters|points)|three (?:things|requests)|first(?:ly)?[,:]|second(?:ly)?[,:]|also|while you.re at it|in addition|additionally|as well|at the same time|moreover|besides|\\(?[ab1i2]\\)|plus)\\b',
  ),
  cue('many_exclamations', '!\\n?!|!{2,}|[?!]{3,}'),
  cue(
    'group_of_users',
    '(?:所有|全部|全体|其他|每个|十位|若干)用户|(?:所有|全部|全体|其他|每个|各位)(?:报名|参加|参与|捐款|注册|登记)?(?:的)?(?:人员?|者|志愿者|成员|会员|同学|家长)的|\\b(?:all|every|other) (?:users?|members?)\\b|\\b(?:every(?:one|body)|all (?:the )?(?:people|participants|donors|volunteers|parents)) (?:who|that|in|on|of)\\b',
  ),
  cue(
    'stays',
    "(?:我不注销|我不删|不走|继续用|懒得折腾|不会注销)|\\b(?:not going anywhere|staying put|don't you dare|i'm staying)\\b",
  ),
  cue(
    'advertising',
    '(?:优惠|低价转让|过户|万粉|折扣|八折|限时|代开|发票|点数|合作邀请|推广合作|厂家|工厂|报价|seo|排名|外链|课程|免费试用|理财|贷款|代理|招商|展会|广交会|群发|加微信|详询|先票后款|诚邀贵司|我司专(?:业|营)|客户群|代运营|刷单|兼职|博彩)',
    '\\b(?:seo|backlinks?|domain authority|special offer|limited time|discount|% off|investors?|guest post|sponsor\\w*|collaborat\\w+ with|b2b|leads|boost your|grow your|manufacturer|factory price|quotation|crypto|bitcoin|casino|lottery|winner|prince|inheritance|webmaster|increase (?:your )?traffic|reply yes|\\d+ ?min(?:ute)? call|further (?:mails|emails) from me|say .{0,3}qq|on-prem|podcast|feature (?:you|cz)|interview your|web design services|book a (?:call|demo)|click here to claim|we offer)\\b',
  ),
  cue(
    'phishing',
    '(?:(?:邮箱|账号|账户|密码)[^\\n]{0,16}(?:已满|异常|过期|冻结|升级|停用|将被)|点击[^\\n]{0,10}(?:ll|链接|此处)[^\\n]{0,10}(?:验证|登录|升级)|尊敬的(?:用户|会员|客户)[^\\n]{0,40}(?:点击|登录|认证)|系统管理员|重新(?:提交|认证|验证)|积分[^\\n]{0,10}(?:清零|兑换)|将于今(?:日|晚)|传票待查|请于今日内点击|冻结[^\\n]{0,10}账户)',
    '\\b(?:verify your (?:identity|account)|unusual activity|(?:account|mailbox) (?:has been|will be|is) (?:suspended|limited|locked|full|permanently)|mailbox is full|dear (?:customer|user|valued)|within 24 hours|confirm your password|update your payment|click (?:the link|here|below)|unpaid invoice|invoice overdue|attached document|accounts receivable|settle the amount)\\b',
    '(?:(?:邮箱|存储|空间)[^\\n]{0,12}(?:容量|扩容|已达|用尽)|停止收发|点击[^\\n]{0,8}链接|输入[^\\n]{0,10}密码|账号与密码)',
    '\\b(?:storage (?:is )?(?:full|limit|quota)|quota exceeded|re-?validate|enter your password|log in (?:here|below|now) to|verify (?:now|here|within))\\b',
  ),
  cue(
    'machine',
    '(?:自动回复|系统自动|休假|年假|不在办公室|返岗|外出|退信|投递失败|无法投递|已读回执|会议邀请|验证码是)',
    "\\b(?:out of (?:the )?office|auto-?reply|automatic reply|annual leave|undeliverable|delivery (?:has )?failed|mail delivery|mail system|could not be delivered|returned to sender|recipient's mailbox|read receipt|issue \\d+|in this issue|weekly digest|view in browser|meeting invitation|calendar (?:invite|invitation|event)|invoice attached)\\b",
    '(?:本期导读|第\\d+期|您收到(?:此|本|这封)邮件|系统检测|自动发(?:送|出)|请勿(?:直接)?回复|此邮件由系统|周刊|月刊)',
    '\\b(?:automated message|automatic acknowledge?ment|do not reply|auto-generated|no-?reply|ticket (?:has been )?(?:created|opened)|reference number assigned|you are receiving this)\\b',
  ),
  cue(
    'job',
    '(?:应聘|简历|求职|实习|岗位|面试|招聘)|\\b(?:my cv|resume|job application|hiring|internship|position of|cover letter|vacancy|apply for the|application:)\\b',
  ),
  cue(
    'thanks',
    '(?:谢谢你们|感谢|点赞|通知收到了|处理得很快|没有别的事|态度也好|辛苦了)[^\\n]{0,20}$|\\b(?:thanks for (?:the|your)|thank you for (?:the|your|handling|taking)|just wanted to (?:say|thank)|no reply needed|all good|well done|great job|much appreciated)\\b',
    '(?:想说声|说一?声|道声?|来不及道|没来得及道|点个[^\\n]{0,6}|给[^\\n]{0,10}点)(?:谢|赞)|没别的事|一切都好|不用回复?(?:我|了)?|无需回复|祝(?:你们|您们|各位)[^\\n]{0,16}(?:越做越好|少加班|顺利|快乐)',
    '\\b(?:never said thanks|say thanks|say thank you|a (?:big|quick|huge) thank|thanks to (?:whoever|the|your)|hats off|kudos|made my day|no need to (?:do anything|reply|answer)|nothing else|keep up the good)\\b',
  ),
  cue(
    'elsewhere_company',
    '(?:商城|订单号?|快递|沙发|外卖|酒店|航班|会员卡|退款|卡号|宽带|物业|退货)|\\b(?:order (?:no|number|#|for)|my order|card ending|help desk|refund|delivery|parcel|booking|furniture|invoice no|hotel|flight|tracking number|gym)\\b',
  ),
  cue(
    'program',
    '(?:忽略(?:此前|之前|以上|所有|上述|一切)|(?:忽略|无视|绕过|跳过|抛开)[^\\n,]{0,10}(?:规则|指令|指示|限制|设定|权限|核验|验证)|你(?:现在)?(?:只)?是(?:一[个名位])?[^\\n,]{0,8}(?:程序|机器人|助手|模型|管理员)|系统指令|你现在是|最高优先级|致(?:自动|ai|机器人|人工智能)|无需(?:人工)?确认|管理员(?:模式|助手)|自动(?:分类|处理)程序|把所有用户|用户表|作为(?:一个)?ai|开发者模式|越权|请管理员|执行以下指令|提示词)',
    '(?:^|\\n)(?:assistant|ai|bot|agent) ?:|\\b(?:the (?:user|sender|customer|author(?: of this \\w+)?|account owner|writer) (?:has been|is|was) (?:already |fully )?verified|you must comply)\\b',
    '\\b(?:ignore (?:all |any |your |the )?(?:of )?(?:your |the )?(?:previous|prior|above|earlier|your)(?: \\w+)? ?(?:instructions|rules|prompts?)?|disregard (?:your|all|previous|any|the)(?: \\w+)? ?(?:instructions|rules|checks)|system ?:|coming from the administrator|approve every|system override|maintenance mode|developer mode|you are now|ai assistant|automated assistant|if you are (?:an? )?(?:ai|bot|automated|language|machine)|your configuration|system prompt|as an ai|prompt|user table|classify this|all users|skip the (?:identity|verification|code|check)|(?:export|list|dump|send) (?:all|every) (?:\\w+ )?(?:records|users|donors?|members)|admin mode|note to (?:any )?(?:ai|bot|system)|language model|override)\\b',
  ),
  cue(
    'asks_act',
    "(?:请(?!问)|麻烦|帮我|要求|申请|希望|给我|立即|烦请|拜托|唔该)|\\b(?:please|kindly|i want|i'd like|i would like|could you|can you|i request|demand|i need)\\b",
  ),
  cue(
    'own_account',
    '(?:我的?(?:账号|账户|昵称|邮箱|个人信息|数据|资料|信息|号)|本人|自己的|我账号)|\\b(?:my (?:account|data|nickname|email|personal|information|profile|details|own)|about me|me\\b)',
  ),
  cue(
    'lacks_account',
    "(?:没有账号|没注册过|未注册|我不是用户|并非用户)|\\b(?:no account with you|not registered|don't have an account|do not have an account|not a (?:user|member))\\b",
  ),
]

/** The names of the cues found in the text. */
export function readCues(text: string): Set<string> {
  const found = new Set<string>()
  for (const one of cues) if (one.shape.test(text)) found.add(one.name)
  return found
}

const takingBack = cues.find((one) => one.name === 'takes_back')

/** Whether one sentence takes something back that was asked before. */
export function takesBack(sentence: string): boolean {
  return takingBack?.shape.test(sentence) === true
}
