// The right code beside words that speak against it: "wait, do not delete it yet", "why do I get this? I never asked". What cannot
// be undone is then not done on the code's strength: a person reads the mail. A mistaken match costs a day, a missed one an account.

const patterns = [
  // it was not asked for, or not understood
  /不是我(?:本人)?(?:$|[\s,，。.!！;；?？操申要发發写寫提])|[并非]非本人|(?:没(?:有)?|沒(?:有)?|从未|從未|未曾|不曾|并未|並未)[^\n,，。!！?？]{0,3}(?:申请|申請|要求|提交|提出|请求|請求|发过|發過|写过|寫過|说过|說過|说要|說要|让你们|讓你們|要注销|要註銷|要删|要刪|想注销|想註銷|想删|想刪)/u,
  /为什么(?:会)?(?:给我|收到|发|要删|要注销)|為什麼(?:會)?(?:給我|收到|發|要刪|要註銷)|怎么回事|怎麼回事|这是(?:什么|啥)|這是什麼|什么意思|什麼意思/u,
  /\bnot me\b|\b(?:never|did ?n['o]?t|did not|have ?n['o]?t|have not)\b[^.,!?\n]{0,24}\b(?:ask(?:ed)?|request(?:ed)?|write|wrote|send|sent|appl(?:y|ied)|want(?:ed)? (?:this|that|it|to))\b/iu,
  /\bwhy (?:did|am|have|do|would) (?:i|you)\b|\bwhat(?:'s| is) (?:this|that|it|going on)\b/iu,
  // not now, not all of it; "不想用了请注销" and "I don't need it, delete it" are no such words
  /(?:别|別|不要|勿|先不|不想|不用|不必|不能|不许|不許|暂不|暫不|暂时不|暫時不)[^\n,，。!！?？了用请請就吧麻]{0,6}(?:删|刪|注销|註銷|清空|清除|销号|銷號|改|动|動|执行|執行|办理|辦理)/u,
  /\b(?:do not|don'?t|please not|never|not to|not yet|without) (?:(?:ever|just|yet|actually|really|you dare|let \w+|(?:want|wish|mean|intend|plan) (?:(?:you|it|this|anything|everything|my \w+) )?to(?: be)?) )*(?:delet\w*|remov\w*|eras\w*|clos\w*|wip\w*|chang\w*|do (?:it|this|that|anything)|go ahead|proceed\w*|touch\w*|cancel\w*)\b/iu,
  /(?:^|[\s,，。.!！])(?:等一下|等一等|且慢|慢着|慢著|先等)|(?:^|[\s,，。.!！])等等(?=$|[\s,，。.!！])|先(?:把|给我|給我|发|發|导|導|备份|備份)/u,
  /(?:^|[.,!;:\n]\s*)(?:please |but |oh |just )?(?:wait|stop|hold (?:on|off))\b|\bnot yet\b|\bhold off\b/imu,
  /(?<!(?:不|别|別|勿|不要|不得|不许|不許|不应|不應)(?:要|再|继续|繼續|会|會)?)(?:保留|留着|留著|留下)(?:我)?(?:的)?(?:[账帐帳][号號户戶]|帖子|贴文|貼文|作品|图片|圖片|数据|數據|资料|資料)/u,
  /(?<!(?:not|n't|never|longer|nor) )\bkeep my\b|\bleave my (?:account|posts|data|profile)\b|\bexcept(?: for)?\b|\bapart from\b|\bbefore you\b|\bfirst (?:send|give)\b|\bsend me [^.!?\n]{0,40}\bfirst\b/iu,
  // not any more; cancelling the account is the wish itself
  /反悔|后悔|後悔|改主意|改变主意|改變主意|撤回|撤[销銷](?!.{0,3}[账帐帳])|(?:^|[\s,，。.!！])(?:还是|還是|那就)?算了吧?(?=$|[\s,，。.!！])|取消(?!.{0,4}(?:[账帐帳][号號户戶]|注册|註冊|会员|會員))/u,
  /\b(?:chang(?:ed?|ing) my mind|second thoughts?|take (?:it|that|this) back|withdraw|cancel(?! (?:my|the|this) (?:account|membership|subscription|registration)))\b/iu,
]

/** True where a mail that holds the code also says that what the code would do is not, or not yet, or not wholly wanted. */
export function hasReservation(newText: string): boolean {
  const text = newText.slice(0, 4_000).normalize('NFKC').replaceAll('’', "'")
  return patterns.some((pattern) => pattern.test(text))
}
