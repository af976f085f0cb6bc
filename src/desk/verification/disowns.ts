// "That was not me": short answers by which the owner of the address stops what somebody asked for in their name. Only stopping
// follows from it, so that a mistaken match costs a request that can be sent again.

const phrases =
  /^(?:stop|cancel|not me|(?:it|this|that) (?:was|is)(?: not|n['’]?t) me|i did(?: not|n['’]?t) (?:ask|request|write|send)(?: (?:for )?(?:this|that|it))?|不是我(?:本人)?(?:发的|發的|写的|寫的|申请的|申請的|要求的)?|并非本人|並非本人|非本人(?:操作|申请|申請)?|取消|撤回|撤销|撤銷|停止|算了)(?:[\s,，.。!！;；].{0,80})?$/i

const silences = /^(?:stop|not me|(?:it|this|that) |i did|不是我|并非本人|並非本人|非本人|停止)/i

/** True where the answer also means: send me no more of these. Taking back one's own request does not. */
export function wantsSilence(newText: string): boolean {
  return disowns(newText) && silences.test(firstLine(newText) ?? '')
}

/** True where the first written line of a mail is such an answer. */
export function disowns(newText: string): boolean {
  const first = firstLine(newText)
  return first !== undefined && phrases.test(first)
}

function firstLine(newText: string): string | undefined {
  const first = newText
    .slice(0, 1_000)
    .normalize('NFKC')
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
  return first?.replace(/^["'“”‘’「『【[(（]+|["'“”‘’」』】\])）]+$/g, '').trim()
}
