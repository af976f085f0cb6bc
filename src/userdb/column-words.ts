// What a column is likely to hold, by its name in Chinese, pinyin or English. Guesses: inspect proposes them for a person
// to judge, and check asks about tables that nobody mapped. Nothing is shown or deleted by a guess.

export type ColumnKind =
  | 'secret'
  | 'email'
  | 'phone'
  | 'name'
  | 'identity_number'
  | 'bank'
  | 'address'
  | 'birth'
  | 'gender'
  | 'ip'
  | 'device'
  | 'location'
  | 'avatar'
  | 'money'
  | 'time'
  | 'person'
  | 'switch'
  | 'text'

/** `(^|_)` and `(_|$)`: a whole word of a snake_case name; camelCase is turned into that first. */
const kinds: [ColumnKind, RegExp][] = [
  [
    'secret',
    /pass(word|wd|phrase|_?hash)|(^|_)(pwd|passwd|salt|otp|totp|secret|token|csrf|api_?key|private_?key|access_?key|refresh|session_?(key|id)|mima|recovery_codes?|hash|digest)(_|$)|secret|token|密码|口令|密钥|令牌|私钥|盐值/,
  ],
  ['email', /e_?mail|(^|_)mail(_|$)|youxiang|邮箱|邮件|電郵|郵箱|電子郵件/],
  ['phone', /phone|mobile|(^|_)(tel|cell|fax|msisdn|shouji)(_|$)|shoujihao|手机|手機|电话|電話|座机/],
  [
    'identity_number',
    /id_?card|identity_?(no|number)|passport|(^|_)(ssn|national_id|sfz|shenfenzheng)(_|$)|身份证|身份證|护照|證件|证件/,
  ],
  [
    'bank',
    /bank|iban|(^|_)(card_?(no|number|last4?)|alipay|wechat_?pay|openid|unionid)(_|$)|银行|銀行|卡号|卡號|支付宝/,
  ],
  ['ip', /(^|_)(ip|ipv4|ipv6|ip_?addr(ess)?|remote_?addr)(_|$)|ip地址|登录ip/],
  ['location', /(^|_)(lat|lng|lon|latitude|longitude|geo|location|coords?|weizhi)(_|$)|经度|纬度|位置|定位/],
  [
    'address',
    /addr(ess)?(_|$)|(^|_)(street|city|zip|postal_?code|postcode|province|district|region|dizhi)(_|$)|地址|城市|省份|邮编|郵編|住址|地区|地區/,
  ],
  ['birth', /birth|(^|_)(dob|age|age_?band|age_?group|shengri)(_|$)|生日|出生|年龄|年齡/],
  ['gender', /(^|_)(gender|sex|xingbie)(_|$)|性别|性別/],
  ['avatar', /avatar|(^|_)(photo|picture|profile_?image|portrait|touxiang)(_|$)|头像|頭像|照片/],
  [
    'device',
    /device|user_?agent|browser|(^|_)(os|platform_os|imei|idfa|oaid|android_?id|mac_?addr(ess)?|push_?id|fingerprint)(_|$)|设备|設備|浏览器|機型|机型/,
  ],
  [
    'money',
    /amount|price|balance|(^|_)(total|subtotal|fee|cost|salary|cents|money|paid|refund|jine|yue)(_|$)|金额|金額|价格|價格|余额|餘額|费用/,
  ],
  ['time', /_at$|(^|_)(date|time|datetime|timestamp)$|time$|时间|時間|日期/],
  [
    'switch',
    /(^|_)(is|has|allow|allows|enable|enabled|accept|accepts|wants|subscribed|opt_?in|opt_?out|consent|notifications?|newsletter|marketing|analytics|personali[sz]ation|tracking)(_|$)|同意|允许|訂閱|订阅|通知/,
  ],
  ['time', /(^|_)(on|since|until|expires?|created|updated|modified|deleted|last_?(seen|login|active))$/],
  [
    'name',
    /(^|_)(nick(_?name)?|user_?name|display_?name|real_?name|full_?name|first_?name|last_?name|given_?name|family_?name|surname|login|author_?name|sender_?name|recipient_?name|receiver|contact|consignee|yonghuming|nicheng|xingming)(_|$)|昵称|暱稱|姓名|用户名|用戶名|网名|真名|收件人|收货人|联系人/,
  ],
  [
    'person',
    /(^|_)(user|member|account|customer|author|owner|sender|recipient|receiver|creator|uploader|buyer|person|people|profile|from_user|to_user|uid|poster|subscriber)(_?(id|no|key|uuid))?$|(^|_)(created|updated|deleted|invited|approved)_by$|用户(id|编号|号)?$|用戶|会员|會員|作者|发件人|买家/,
  ],
  [
    'text',
    /(^|_)(content|body|text|message|comment|description|bio|about|note|notes|remark|title|subject|signature|feedback|neirong|beizhu)(_|$)|内容|內容|备注|備註|留言|评论|評論|签名|简介|标题/,
  ],
]

/** Null where the name says nothing. */
export function columnKind(name: string): ColumnKind | null {
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase()
  return kinds.find(([, pattern]) => pattern.test(snake))?.[0] ?? null
}

const personal: ColumnKind[] = ['email', 'phone', 'identity_number', 'bank', 'birth', 'person', 'device', 'ip']

export function looksPersonal(name: string): boolean {
  const kind = columnKind(name)
  return kind !== null && personal.includes(kind)
}
