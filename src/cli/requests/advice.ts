// What a held request's reason means for staff and what they can do, by the code that the path wrote.

const approveOrDecline = 'approve it with how you know who asks, send a code with challenge, or decline it'

const advice: Record<string, string> = {
  needs_a_person: `the desk is not sure what is asked: read the mail, then ${approveOrDecline}`,
  still_unclear: `asked back once and still not clear: read the mails, then ${approveOrDecline} (--kind says what)`,
  contradiction: `the mail contradicts itself: answer it, or ${approveOrDecline}`,
  several_subjects_match: 'several accounts have this address: approve or challenge one with --account KEY, or answer',
  too_many_wrong_codes:
    'nobody could give the code: challenge sends a new one; approve it if you know who asks; or decline',
  names_other_account:
    "the mail names another account than the sender's: challenge or approve with --account KEY, or decline",
  refusal_back_needs_a_person:
    'the person takes a refusal back, but the data map names no `on` for a switch: set it at the platform by hand and answer, or add `on` to the data map and ask for a code',
  undo_needs_a_person:
    'a correction is to be taken back, but the value before it was empty: empty it on the platform, then answer',
  code_with_reservation:
    'the right code came with words against the act: read the mail; approve if it is wanted all the same, answer, or decline',
  letter_bounced: 'a letter came back: see Letters below; reach the data subject another way, then approve or decline',
  foreign_reference:
    "the mail carries another person's reference, or one that does not exist: read it; no other request was touched",
  value_holds_a_link:
    'the new value holds a link, which the letter with the code would carry to the stored address, whoever wrote: approve or challenge if it is harmless, else decline',
  too_large: 'the mail is larger than limits.mailBytes: read it in the mailbox, then approve with --kind, or answer',
  topic_question: 'a question about how data is handled: answer it',
  topic_complaint: 'a complaint: answer it; if it asks for a right too, approve or challenge with --kind',
  topic_disclosure:
    "somebody asks for another person's data: decline, unless a legal basis is shown; never approve to them",
  topic_minor: 'about a child: establish guardianship first, then approve with --subject and --kind, or answer',
  topic_other: 'no request that the desk knows: answer it; if it asks for a right, approve or challenge with --kind',
  restored:
    'the desk was restored from a backup while this was under way, so it may be answered already: compare with the sent mail and the platform, then approve, answer or decline',
  restored_deleted:
    'the account was deleted after the backup from which the desk was restored: nothing is left to do for it but to close the request',
  subject_missing: 'the account is no longer in the platform database: answer by hand',
  platform_refused: 'the platform refused the change: habeas platform check, mend it, then approve again',
  platform_unavailable: 'the platform database could not be reached for long: habeas doctor, then approve again',
  platform_schema_mismatch: 'the data map no longer fits: habeas platform check, mend it, then approve again',
  export_failed: 'the export could not be written: look at the space in the data folder, then approve again',
  second_approval: 'one person has approved it: another one approves it too (habeas requests approve), or declines it',
  reopened: `taken up again: read the notes, then ${approveOrDecline}`,
  state_moved_on: 'the account changed after the act was planned: look at it, then answer by hand',
}

/** Null where the code says it all. */
export function adviceFor(reason: string | null): string | null {
  if (reason === null) return null
  if (/^\w+_change$/.test(reason)) {
    return 'this value may move the account to somebody else: approve only if you are sure who asks, or decline'
  }
  return advice[reason] ?? null
}
