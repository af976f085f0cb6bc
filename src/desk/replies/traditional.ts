// Traditional Chinese of templates: the converter knows Taiwan's words, these are the places where it errs in letters
// like ours (项目 became 專案, 回复本信 became 回複本信) or renames a law. Seen by reading every letter converted.

const corrections: Record<string, string> = {
  專案: '項目',
  回複: '回覆',
  回復: '回覆',
  儲存: '保存',
  賬: '帳',
  個人資訊保護法: '個人信息保護法',
}
const wrong = new RegExp(Object.keys(corrections).join('|'), 'g')

export function letterConverter(toTraditional: (text: string) => string): (text: string) => string {
  return (text) => toTraditional(text).replace(wrong, (found) => corrections[found] ?? found)
}
