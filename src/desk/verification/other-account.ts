// A mail that wants another's account handled, named by its address: "delete the account bob@…". The desk knows the sender's
// account alone, and its owner may well have two, so that the right code would then erase the wrong one. An address that only
// signs the mail ("account: bob@…") is left to the code.

import { sameAddress } from '../../mail/addresses.ts'

const address = String.raw`["'<(（「“【\[]*([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})`
const accountZh = '(?:[账帐帳賬][号號户戶]|用户|用戶|个人信息|個人資料|個人信息|数据|數據|资料|資料)'

const patterns = [
  new RegExp(
    `(?:删除|刪除|删掉|刪掉|注销|註銷|清除|导出|導出|查阅|查閱|查询|查詢|查看)(?:一下)?(?:[账帐帳][号號户戶])?\\s?${address}`,
    'giu',
  ),
  new RegExp(
    `${address}[>"')）」”】\\]]*\\s?(?:这个|這個|该|該|的|名下的?|对应的?|對應的?|注册的|註冊的){1,2}\\s?(?:全部|所有)?的?${accountZh}`,
    'giu',
  ),
  new RegExp(
    `\\b(?:delete|remove|erase|close|wipe|export|deactivate) (?:the |my )?(?:other |old |second )?(?:user |account )?${address}`,
    'giu',
  ),
  new RegExp(
    `\\b(?:account|data|information|profile|everything)(?: you (?:hold|have))? (?:of|for|about|on) ${address}(?!\\w)`,
    'giu',
  ),
  new RegExp(`${address}[>"')\\]]*'?s (?:account|data|profile|information)\\b`, 'giu'),
]

/** True where the text names an account by an address that is not one of `known`. */
export function namesOtherAccount(text: string, known: readonly string[]): boolean {
  const read = text.slice(0, 4_000).normalize('NFKC').replaceAll('’', "'")
  return patterns.some((pattern) =>
    [...read.matchAll(pattern)].some(([, named = '']) => !known.some((one) => sameAddress(one, named))),
  )
}
