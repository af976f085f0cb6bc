// Automatic answers that nothing but their words betray: out-of-office notes and "we got your mail". A person writes such
// words too («Re: out of office»), so that the subject counts only with a second sign.

import type { ParsedMail } from '../../mail/parse.ts'

const subjects: RegExp[] = [
  // Chinese, Simplified and Traditional
  /^(?:自动回复|自動回覆|自動回復|自动答复|自動答覆|系统自动回复|系統自動回覆|自动应答|外出|休假|请假|請假|不在办公室|不在辦公室|假期自动回复|暂时无法回复)/,
  // English
  /^(?:auto(?:matic|mated|mated)?[ -]?(?:reply|response|answer)|autoreply|auto ?response|auto:|out of (?:the )?office|ooo\b|on (?:vacation|leave|holiday)|away from (?:my )?(?:desk|office|e-?mail)|vacation (?:reply|response|message)|i am (?:away|out of))/i,
  // German, Dutch, Swedish, Danish and Norwegian
  /^(?:automatische antwort|automatisch(?:e)? (?:antwoord|beantwoord)|abwesenheit|abwesend|nicht im (?:büro|haus)|afwezig|autosvar|automatiskt svar|automatisk svar|frånvaro|fraværende|ikke til stede)/i,
  // French, Spanish, Portuguese, Italian
  /^(?:réponse automatique|absence du bureau|absent du bureau|respuesta automática|fuera de (?:la )?oficina|ausente|resposta automática|fora do escritório|ausência|risposta automatica|fuori (?:sede|ufficio)|assenza)/i,
  // Polish, Czech, Turkish, Hungarian, Vietnamese, Indonesian
  /^(?:automatyczna odpowiedź|poza biurem|automatická odpověď|mimo kancelář|otomatik (?:yanıt|cevap)|ofis dışında|automatikus válasz|házon kívül|trả lời tự động|thư trả lời tự động|balasan otomatis)/i,
  // Russian and Ukrainian, Japanese, Korean, Arabic
  /^(?:автоматический ответ|автоответ|нет на (?:месте|работе)|отсутств|автоматична відповідь|自動返信|自動応答|不在通知|不在のお知らせ|자동 ?(?:회신|응답|답장)|부재중|رد تلقائي)/i,
]

const words: RegExp[] = [
  /自动回复|自動回覆|自動回復|自动答复|自动发送|自動發送|正在(?:休假|出差|外出)|(?:休假|出差|外出|请假)(?:中|期间|，|,|。)|不在办公室|不在辦公室|(?:来信|邮件|來信|郵件)(?:已|已经|已經)?收到|已收到(?:您|你)(?:的)?(?:来信|邮件|來信|郵件)|(?:尽快|盡快|儘快|稍后|回来后|上班后)[^。\n]{0,12}(?:回复|回覆|与您联系|與您聯絡|联系)|系统自动|請勿回覆|请勿回复/,
  /out of (?:the )?office|on (?:annual leave|vacation|holiday|leave|maternity leave|parental leave)|limited access to (?:my )?e-?mail|will (?:be )?(?:return|back|respond|reply|get back)|automatic(?:ally)? (?:reply|response|generated)|auto-?(?:reply|response)|do not reply to this/i,
  /nicht im büro|abwesend|bin (?:ab|vom|bis|am)[^\n]{0,40}(?:wieder|zurück|erreichbar|nicht)|ik ben (?:afwezig|niet aanwezig)|jag är (?:inte|på semester)|jeg er ikke/i,
  /absent|de retour|fuera de la oficina|de vacaciones|fora do escritório|de férias|fuori ufficio|in ferie|sarò assente/i,
  /poza biurem|na urlopie|mimo kancelář|ofis dışında|izindeyim|szabadságon|tự động|otomatis|отпуск|отсутств|автоматическ|відпуст|自動(?:返信|応答|送信)|不在|휴가|부재|자동/i,
]

/** Whether the subject is that of an automatic answer. An answer to one ("Re: …", 回复：) is not. */
export function absenceSubject(subject: string): boolean {
  return subjects.some((pattern) => pattern.test(subject.trim()))
}

/** The second signs beside such a subject, as codes; [] where the subject stands alone. `answersUs`: it refers to a letter of ours. */
export function absenceProofs(mail: ParsedMail, answersUs: boolean): string[] {
  const proofs: string[] = []
  if (answersUs) proofs.push('answers_our_letter')
  if (mail.headers.some((field) => field.name === 'x-auto-response-suppress')) proofs.push('auto_response_suppress')
  // what an absence note says; long mails quote such words
  const text = mail.newText.slice(0, 1500)
  if (words.some((pattern) => pattern.test(text))) proofs.push('absence_words')
  return proofs
}
