// What may be wrong between the data map and the live schema.

export interface MapProblem {
  level: 'error' | 'warning'
  code:
    | 'table_missing'
    | 'table_unmapped'
    | 'column_missing'
    | 'column_undeclared'
    | 'column_not_null'
    | 'column_type'
    | 'column_unique'
    | 'owner_index_missing'
    | 'email_index_missing'
    | 'foreign_key_blocks'
    | 'foreign_key_cascades'
    | 'foreign_key_index_missing'
    | 'grant_missing'
    | 'endpoint_says'
    | 'call_unknown'
    | 'files_nested'
    | 'files_unreachable'
    | 'file_index_missing'
  table: string
  column: string | null
  /** for the operator; ends with what to do */
  message: string
}

export function mapError(code: MapProblem['code'], table: string, column: string | null, message: string): MapProblem {
  return { level: 'error', code, table, column, message }
}

export function mapWarning(
  code: MapProblem['code'],
  table: string,
  column: string | null,
  message: string,
): MapProblem {
  return { level: 'warning', code, table, column, message }
}
