// The Chinese lexicon: what access, correction, deletion and refusal are called, from law to slang, Cantonese included
// (after conversion to Simplified characters). PIPL Art. 44-47, 15, 24; Taiwan's PDPA Art. 3, 10, 11, 20; Hong Kong's PDPO s. 18.

import { gap, near, type Pattern, pattern } from './lexicon.ts'

const account = '(?:账号|账户|户口|户头|户|小号|会员|id|这个号|那个号|我的号|我号|号|account|acc|profile)'
const personal =
  '(?:个人信息|个人数据|个人资料|信息|数据|资料|记录|日志|历史|档案|内容|足迹|痕迹|存根|备份|底|轨迹|data|info|information|records?|logs?|details|file)'
const field =
  '(?:邮箱|手机号?码?|电话|头像|照片|图片|评论|留言|帖子|发言|反馈|文件|地址|位置|ip|设备|cookies?|姓名|真名|实名|生日|昵称|浏览器|文章|视频|订单|feedback|email|nickname|comments?|posts?)'
const mine = '(?:我|本人|自己|咱|俺|偶|我们|名下|my|me)'
const you = '(?:你|您|贵|平台|网站|后台|系统|网页|服务器|数据库|数据库|你哋|你地|官方|站|you)'
const erase =
  '(?:删除|删掉|删了|删去|删光|删干净|删咗|删走|删晒|删清|删号|删(?=[我他她它吧啦了完帐账])|清除|清空|清掉|清走|清干净|清理|清咗|清零|清退|抹掉|抹除|抹去|抹干净|擦除|擦掉|擦去|销毁|销掉|销了|消除|消掉|移除|除去|去除|去掉|拿掉|拿走|撤掉|撤下|撤除|干掉|扬了|扬掉|铲走|铲咗|铲除|铲掉|砍掉|砍了|砍咗|砍|抠出去|抠掉|cut咗?|扔掉|丢掉|粉碎|抹了|灭了|作废|注销|取消掉?|关闭|关掉|关了|关咗|停用|终止|收回|结束|解除|不(?:必|要|用|再)?(?:保存|保留|留存|留着?)|delete|remove|erase|purge|wipe|clear|close|drop|nuke)'
const give =
  '(?:提供|发送|发给|发到|发来|发过来|发出|发我|发份|发一|发下|发|寄给|寄来|寄|给我|给到|导出|导|下载|打包|拷|拷贝|复制|复印|抄送|列出|列个|列一|列明|列清|整理|拉一份|拉个|拉出|调出|调取|查阅|查询|查看|查一查|查一下|查下|查查|查|检索|核实|看一看|看一下|看看|看下|看到|看|睇下|睇吓|睇|瞧瞧|过目|告诉|告知|告之|说明|披露|公开|公示|答复|回复|回覆|反馈|索取|索要|获取|拿到|拿|取得|要|领|申请|请求|调阅|交出|交代|透露|讲|话我知|话畀我|send|show|give|provide|export|share)'
const what = '(?:哪些|什么|啥|咩|乜|乜嘢|几多|多少|哪几|有没有|有冇|有无|what|which)'
const held =
  '(?:存储?|保存|收集|采集|搜集|记录?|登记|掌握|持有|留|拿|抓|知道|绑定?|储|保留|获取|处理|收|填|录|集|有|录入|埋|track|收录|归档|记住|搜罗|贴)(?:了|着|咗|到|下|过|有)?'
const stop =
  '(?:停止|停掉|停下|停发|停采|停用|停|不要再?|不再|不想再?|不愿再?|不希望再?|别再|别|请勿再?|切勿|勿再?|不得再?|不可再?|不必再|不用再|拒绝|拒收|反对|不同意|不允许|不许|不准|不接受|禁止|关闭|关掉|关了|关咗|关|取消|退出|撤回|撤销|收回|终止|中止|暂停|限制|屏蔽|唔好再?|唔想再?|唔准|唔畀|唔俾|唔要|唔同意|免除|排除|剔除|免打扰|停咗|禁用|禁|少来|莫再|莫|甭|休要|谢绝|抵制|turn off|stop|disable|opt out of|opt out|unsubscribe|no more|别给我|不给)'
const processing =
  '(?:收集|采集|搜集|蒐集|追踪|跟踪|track(?:ing)?|记录|记我|记了|记(?=[吧啦了我]|$)|统计|分析|画像|推送|推荐|推广|推销|推给|推|行销|营销|促销|广告|短信|简讯|通知|提醒|消息|弹窗|push|邮件|周报|月报|日报|电子报|简报|期刊|资讯|newsletter|email|mail|订阅|共享|分享|出售|贩卖|卖给|转让|提供给?|对外|第三方|合作方|使用我?|利用|处理|加工|cookies?|指纹|埋点|个性化|定制化|定向|训练|喂给?|喂|监控|监视|监测|打扰|骚扰|联系|联络|宣传|改进计划|体验计划|体验改进|自动化决策|自动决策|标签|profil\\w*|analytics|同步给|关联|识别|扫描|偷看|窥探|跨境|传输|出境|上报|存储|保存|保留|评分|打分|挖掘|观察|盯|发信|发邮|发来?(?!布|现|生|展|票|言|帖)|寄来?|烦我|吵我|叮)'
const quiet =
  '(?:通知|提醒|推送|消息|邮件|周报|月报|电子报|短信|广告|cookies?|统计|分析|追踪|跟踪|推荐|个性化|画像|采集|收集|埋点|指纹|开关|授权|共享|push|analytics|tracking|订阅|弹窗|营销|推广|定位|recommend\\w*|personali\\w*|notifications?)'
const fix =
  '(?:更正|修正|纠正|改正|订正|勘误|矫正|校正|修改|变更|更改|更新|更换|替换|改为|改成|改回|改做|改作|改到|改到|改名|改过来|改一下|改下|改改|改掉|改好|改对|改咗|换成|换为|换到|换做|换回|换掉|换一下|换邮箱|换昵称|换(?=[我个成])|调整|调成|调回|恢复|还原|设为|设成|转为|补正|补充|完善|fix|update|change|correct|amend|转换|转做|改)'
const fixable =
  '(?:昵称|网名|用户名|名字|姓名|显示名|名称|邮箱|邮件|联系方式|手机号?|电话|偏好|设置|语言|频率|频次|设备|浏览器|归属地|所在地|地区|地点|城市|位置|日期|时间|生日|性别|年龄|信息|资料|登记|记录|cookies?|ip|后缀|拼音|字|nickname|email|name|display name|address|preference|profile|record|账号|账户|户名)'
const wrong =
  '(?:写错|打错|填错|登记错|录错|记错|存错|拼错|输错|弄错|搞错|标错|显示错|改错|留错|错误|有误|不对|不准确|不正确|不符|错了|错字|错别字|过期|过时|失效|废掉|停用|作废|旧的|老的|不用了|误录|误写|误填|反了|写反|少打|多打|漏打|漏了|多了|少了|变成|wrong|typo|incorrect|outdated|用唔到|不是我)'
const request =
  '(?:请|麻烦|帮|劳烦|烦请|敬请|恳请|要求|申请|希望|想|要|需|需要|可以|能|能否|能不能|可否|可不可以|可唔可以|唔该|拜托|求|给|把|将|please|pls|help|want|need)'

export const chinesePatterns: Pattern[] = [
  // deletion
  pattern('deletion', 1, `(?:注销|销号|销户|销掉|删号|删账|退号)`),
  pattern('deletion', 1, `${erase}${near(14)}${account}`),
  pattern('deletion', 1, `${account}${near(18)}${erase}`),
  pattern('deletion', 1, `${erase}${near(16)}(?:${personal}|${field})`),
  pattern(
    'deletion',
    1,
    `(?:${personal}|${field}|这些|那些|这条|那条|那段|东西|一切|全部|所有|统统|通通)${near(24)}${erase}`,
  ),
  pattern(
    'deletion',
    1,
    `(?:账号|账户|户口|号|资料|数据|信息|记录)${near(10)}(?:不要了|不用了|不想要了|不需要了|不留了|唔要喇?|不用留|不要留)`,
  ),
  pattern(
    'deletion',
    1,
    `(?:被遗忘权|删除权|第四十七条|第47条|17条|要真删|彻底删|彻底清|永久删|删个?干净|退坑|彻底消失|从.{0,10}消失|不留痕迹|不想留痕|抹去|彻底离开)`,
  ),
  pattern('deletion', 0.5, erase.replace('取消掉?|关闭|关掉|关了|关咗|停用|终止|收回|结束|解除|', '')),
  pattern(
    'deletion',
    0.5,
    `(?:不想留|别留|不留|不要留|不必留|不用替我(?:保)?留|不必替我保存|不想让你们留|不想再?(?:让|摆|放|存)|唔想再?(?:摆|放|留)|解绑|摘掉|断干净|清仓)`,
  ),
  // access
  pattern('access', 1, `${give}${gap(26)}(?:副本|复本|拷贝|备份|copy|数据包|清单|明细|导出|压缩包|档案)`),
  pattern('access', 1, `(?:副本|复本|数据包|一份)${near(14)}(?:发|给|寄|提供|送|要)`),
  pattern('access', 1, `${give}${near(20)}${mine}?${near(12)}${personal}`),
  pattern(
    'access',
    1,
    `${mine}${near(18)}${personal}${near(18)}(?:发(?!现|生|布|展)|给(?:我|到)|导出|寄|提供|打包|列|拷|告诉|告知|拉一份|调出|看)`,
  ),
  pattern('access', 1, `${held}${near(14)}${mine}${near(10)}${what}`),
  pattern('access', 1, `${mine}${near(16)}${what}${near(6)}(?:${personal}|东西|字段|事|内容)`),
  pattern('access', 1, `${what}${near(10)}${personal}${near(12)}${mine}`),
  pattern('access', 1, `${you}${near(10)}${held}${near(10)}${mine}?${near(8)}${what}`),
  pattern(
    'access',
    1,
    `(?:关于|有关|与)${mine}${near(14)}${personal}`.replace(/$/, `${near(14)}(?:发|给|寄|提供|列|告诉|哪些|什么)`),
  ),
  pattern(
    'access',
    1,
    `(?:提供|共享|分享|披露|给|卖|转|传)(?:给)?(?:了|过)?(?:哪些|谁|哪几|什么|哪个|边个)${near(4)}(?:第三方|单位|机构|公司|人|接收方|recipients?)?`,
  ),
  pattern('access', 1, `(?:哪些|什么|有没有|给过|给了)${near(8)}(?:第三方|接收方|recipients?)`),
  pattern('access', 1, `(?:查阅|查询|知情|访问|复制|可携带?|携带|获取)(?:、(?:查阅|复制))?(?:权|请求|申请|函)`),
  pattern(
    'access',
    1,
    `(?:第四十五条|第45条|第十五条gdpr|gdpr 第15条|第15条|第20条|第3条|第18条|第10条|查阅资料要求|数据可携|个人信息副本|数据副本|复制本)`,
  ),
  pattern('access', 1, `(?:绑|登记|注册|留|填)(?:定|的|着|了|在)${near(8)}(?:是什么|是哪个|哪个|什么|边个|是啥)`),
  pattern('access', 0.5, `${give}${near(16)}(?:${personal}|${field})`),
  pattern('access', 0.5, `(?:${personal}|${field})${near(16)}(?:发给?我|给我|发过来|发一份|发份|导出|打包|提供|拷|列)`),
  pattern(
    'access',
    0.5,
    `(?:告诉我|告知|想知道|想知|想了解|想看|想睇|想确认|想查|让我看|给我看|康康|看看|查查|列出来|说清楚|发我|send我|show我|有没有我|还有我|是否仍?保存|拿我的)`,
  ),
  // refusal
  pattern(
    'refusal',
    1,
    `(?:退订|取消订阅|拒收|免打扰|退出.{0,10}(?:计划|名单|列表|项目)|移出.{0,10}(?:名单|列表|群发)|(?:^|\\n)td(?:\\n|$)|回t退订|拒绝权|限制处理|限制权|不给你们用|排除在外|排除名单|opt[- ]?out|unsubscribe|do not sell)`,
    true,
  ),
  pattern('refusal', 1, `${stop}${near(16)}${processing}`, true),
  pattern(
    'refusal',
    1,
    `${quiet}${near(14)}(?:关(?:了|掉|闭|咗|上|一下)?(?!于|系|联|注|心|键)|停(?:了|掉|止|咗|发|用)|取消|拒绝|不要|不想要|一概不|别|退订|退掉|屏蔽|turn off|禁|不需要|唔要)`,
    true,
  ),
  pattern('refusal', 1, `(?:撤回|撤销|收回|取消)${near(20)}(?:同意|授权|许可|consent)`, true),
  pattern(
    'refusal',
    1,
    `(?:不同意|不允许|不授权|未同意|从未同意|没同意|没有同意|不许|不准|拒绝)${near(30)}(?:收集|采集|使用|用于|共享|分析|统计|处理|提供|推送|拿|训练|记录|画像|存|公开|看)`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `(?:今后|以后|往后|将来|从今|从现在|日后|今後|之后|再)${near(10)}(?:别|不要|勿|不再|不必|不用|唔好|都不|停)${near(12)}(?:记|采|收|发|寄|推|用|统计|跟|追|分析|联系|打扰|给我|来)`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `(?:不想|不愿|唔想|不希望|讨厌|不喜欢|不乐意)(?:意)?(?:再)?(?:被|让|收到|接到|看到|畀|俾)${near(12)}(?:追|跟|记|统计|分析|打扰|邮件|通知|推|广告|消息|采|盯|看|监|画像|用|收集|知道|信)`,
    true,
  ),
  pattern(
    'refusal',
    0.5,
    `(?:不要再?|别再?|停止|不得再?|请勿|唔好再?)(?:再)?(?:发|记|采|收|推|寄|用|来|烦|联系|搞)`,
    true,
  ),
  pattern('refusal', 0.5, `(?:关(?:掉|了|闭|咗)|停(?:掉|了|止|下)|撤回|拒绝|反对|不同意|取消|退出)`, true),
  // correction
  pattern('correction', 1, `${fix}${near(16)}${fixable}`),
  pattern('correction', 1, `${fixable}${near(24)}${fix}`),
  pattern('correction', 1, `${fixable}${near(18)}${wrong}`),
  pattern('correction', 1, `${wrong}${near(18)}${fixable}`),
  pattern(
    'correction',
    1,
    `(?:改成|改为|改回|更正为|变更为|换成|换为|应为|应该是|应是|应当是|才对|才是|纠正为|修改为|更新为|替换为|恢复为|恢复成)`,
  ),
  pattern(
    'correction',
    1,
    `(?:更正权|第四十六条|第46条|16条|第11条第1项|更正(?:申请|请求|清单|函|个人)|信息更正|资料更正|不是.{1,14}(?:,|而|,而)是)`,
  ),
  pattern('correction', 0.5, `(?:更正|修正|纠正|改正|订正|修改|变更|更改|更新|更换|改过来|改一下|改下|${wrong})`),
  pattern('correction', 0.5, `(?:显示|存成|登记为|登记成|写成|记成|标成|变成|存着|写的是|叫)${near(10)}(?:qq|nn|ee)`),
]

export const chineseWords = {
  account,
  personal,
  field,
  mine,
  you,
  erase,
  give,
  what,
  held,
  stop,
  processing,
  quiet,
  fix,
  fixable,
  wrong,
  request,
}
