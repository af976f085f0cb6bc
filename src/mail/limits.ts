// How much of one mail is looked at. What lies beyond is left unread and named in the mail's problems, never an error:
// the source is kept whole, and staff can read it there.

export interface MailLimits {
  /** MIME parts looked at; too small loses attachments' names, too large costs time on hostile mail */
  parts: number
  /** nesting of multiparts */
  depth: number
  /** bytes of the mail's head; a part's own head gets a quarter */
  headerBytes: number
  /** characters of readable text, before quotes are cut */
  textChars: number
  /** attachments listed */
  attachments: number
}

export const defaultMailLimits: MailLimits = {
  parts: 500,
  depth: 30,
  headerBytes: 262_144,
  textChars: 200_000,
  attachments: 100,
}
