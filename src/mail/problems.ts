// Everything that `ParsedMail.problems` can say, and what it means for the people who look at the mail.

/** Stable codes with a sentence for staff. */
export const mailProblems = {
  boundary_missing: 'a multipart without a usable boundary: its text was found by guess, or read as a whole',
  charset_damaged: 'some bytes fitted no charset and show as replacement characters',
  charset_guessed: 'the charset was missing or wrong and was guessed',
  content_type_invalid: 'a part with an unreadable type was read as plain text',
  date_invalid: 'the Date header is no date',
  header_limit: 'the head is longer than the limit; beyond it nothing was read, and nobody counts as sender',
  html_without_text: 'HTML without any visible text',
  multipart_unended: 'the mail ends before its last part does: it may be cut',
  part_header_limit: 'the head of a part is longer than the limit; beyond it nothing was read',
  too_deep: 'parts nested deeper than the limit were not read',
  too_many_attachments: 'attachments beyond the limit are not listed',
  too_many_headers: 'header lines beyond the first thousand are not listed',
  too_many_parts: 'parts beyond the limit were not read',
  too_many_recipients: 'recipients beyond the limit are not listed',
  truncated: 'the text is longer than the limit and was cut',
} as const

export type MailProblem = keyof typeof mailProblems

const incomplete: ReadonlySet<string> = new Set<MailProblem>([
  'charset_damaged',
  'header_limit',
  'multipart_unended',
  'too_deep',
  'too_many_parts',
  'truncated',
])

/** Whether the text may lack something that was sent: what it asks for should not be carried out without a person. */
export function textMayBeIncomplete(problems: readonly string[]): boolean {
  return problems.some((problem) => incomplete.has(problem))
}
