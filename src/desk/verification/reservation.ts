// The right code beside words that speak against it: "wait, do not delete it yet", "why do I get this? I never asked". What cannot
// be undone is then not done on the code's strength: a person reads the mail. A mistaken match costs a day, a missed one an account.

// cancelling the account is the wish itself, not its withdrawal
const patterns = [
  // it was not asked for, or not understood
  /不是我(?:本人)?(?:$|[\s,，。.!！;；?？操申要发發写寫提])|[并非]非本人|(?:没(?:有)?|沒(?:有)?|从未|從未|未曾|不曾|并未|並未)[^\n,，。!！?？]{0,3}(?:申请|申請|要求|提交|提出|请求|請求|发过|發過|写过|寫過|说过|說過|说要|說要|让你们|讓你們|要注销|要註銷|要删|要刪|想注销|想註銷|想删|想刪)/u,
  /为什么(?:会)?(?:给我|收到|发|要删|要注销)|為什麼(?:會)?(?:給我|收到|發|要刪|要註銷)|怎么回事|怎麼回事|这是(?:什么|啥)|這是什麼|什么意思|什麼意思/u,
  // not now, not all of it, not any more
  /(?:别|別|不要|勿|先不|不想|不用|不必|不能|不许|不許|暂不|暫不|暂时不|暫時不)(?:要|再|去|把|将|將|给我|給我|我的?)?[^\n,，。!！?？]{0,5}(?:删|刪|注销|註銷|清空|清除|销号|銷號|改|动|動|执行|執行|办理|辦理)/u,
  /等一下|等一等|等等|且慢|慢着|慢著|先等|先把|先给我|先給我|先发|先發|先导|先導|先备份|先備份/u,
  /反悔|后悔|後悔|改主意|改变主意|改變主意|撤回|撤销(?!.{0,3}[账帐]号)|撤銷(?!.{0,3}帳[號户])|算了|取消(?!.{0,4}(?:[账帐帳][号號户戶]|注册|註冊|会员|會員))/u,
  /(?:保留|留着|留著|留下)(?:我)?(?:的)?(?:[账帐帳][号號户戶]|帖子|贴文|貼文|作品|图片|圖片|数据|數據|资料|資料)/u,
  /\bnot me\b|\b(?:never|did ?n['o]?t|did not|have ?n['o]?t|have not)\b[^.!?\n]{0,24}\b(?:ask|asked|request|requested|write|wrote|send|sent|want|apply|applied|start|started)\b/iu,
  /\bwhy (?:did|am|have|do|would) (?:i|you)\b|\bwhat(?:'s| is) (?:this|that|it|going on)\b/iu,
  /\b(?:do not|don'?t|please not|never|not to|not yet|without)\b[^.!?\n]{0,24}\b(?:delet\w*|remov\w*|eras\w*|clos\w*|wip\w*|chang\w*|do it|go ahead|proceed\w*|touch\w*|cancel\w*)\b/iu,
  /(?:^|[.,!;:\n]\s*)(?:please |but |oh |just )?(?:wait|stop|hold (?:on|off))\b|\bnot yet\b|\bhold off\b/imu,
  /\b(?:chang(?:ed?|ing) my mind|second thoughts?|take (?:it|that|this) back|withdraw|cancel(?! (?:my|the|this) (?:account|membership|subscription|registration))|keep (?:my|the)|leave (?:my|the)|except(?: for)?|apart from|before you|first (?:send|give)|send me [^.!?\n]{0,40}\bfirst)\b/iu,
]

/** True where a mail that holds the code also says that what the code would do is not, or not yet, or not wholly wanted. */
export function hasReservation(newText: string): boolean {
  const text = newText.slice(0, 4_000).normalize('NFKC').replaceAll('’', "'")
  return patterns.some((pattern) => pattern.test(text))
}
