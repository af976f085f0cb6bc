// Every error code of the desk. A DeskError is thrown only when a step could not be done; an expected turn is a value.
// The message is for the operator and ends with what to do next; it never holds an address, a name or a mail's text.

export type ErrorCode =
  | 'config_invalid'
  | 'data_folder_unwritable'
  | 'database_unavailable'
  | 'database_busy'
  | 'desk_key_invalid'
  | 'desk_key_missing'
  | 'record_unreadable'
  | 'migration_failed'
  | 'trail_broken'
  | 'imap_unavailable'
  | 'imap_login_refused'
  | 'imap_protocol'
  | 'smtp_unavailable'
  | 'smtp_login_refused'
  | 'smtp_refused_for_now'
  | 'smtp_refused'
  | 'smtp_timeout'
  | 'template_invalid'
  | 'data_map_invalid'
  | 'platform_unavailable'
  | 'platform_schema_mismatch'
  | 'platform_refused'
  | 'subject_missing'
  | 'export_failed'
  | 'mail_unreadable'
  | 'source_missing'
  | 'request_unknown'
  | 'staff_exists'
  | 'staff_unknown'
  | 'state_moved_on'
  | 'disk_full'
  | 'already_running'
  | 'backup_failed'
  | 'backup_unusable'
  | 'internal'

export class DeskError extends Error {
  readonly code: ErrorCode
  /** whether the same step may succeed later without anybody changing anything */
  readonly retry: boolean

  constructor(code: ErrorCode, options: { retry: boolean; message?: string; cause?: unknown }) {
    super(options.message ?? code, { cause: options.cause })
    this.name = 'DeskError'
    this.code = code
    this.retry = options.retry
  }
}

/** The code of whatever was thrown; what is no DeskError is 'internal'. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof DeskError ? error.code : 'internal'
}
