// Which files belong to a data subject: those that its rows name, in any column that the data map declares to hold files. A
// file that a row of anybody still names is nobody's to remove: the picture everyone begins with, an invoice the law keeps.

import { type RawBuilder, sql } from 'kysely'
import type { DataMap } from './data-map.ts'
import { likePattern } from './like-pattern.ts'
import { columnId, tableId } from './names.ts'
import { owned } from './owned.ts'
import type { Database, Row } from './platform.ts'
import { locate, spellings } from './stored-files.ts'
import type { SubjectKey } from './subject-key.ts'
import { cellText } from './subjects.ts'

export interface OwnedFile {
  /** its name under `files` of the map */
  folder: string
  /** below that folder */
  path: string
  /** as the subject's rows spell it, which `locate` folds into one path */
  values: string[]
}

export interface OwnedFiles {
  files: OwnedFile[]
  /** values that name something elsewhere */
  elsewhere: number
}

interface FileColumn {
  table: string
  column: string
  folder: string
  of: string | undefined
}

/** Columns that hold files, what concerns another person left out. */
function fileColumns(map: DataMap): FileColumn[] {
  return Object.entries(map.tables).flatMap(([table, { columns }]) =>
    Object.entries(columns).flatMap(([column, { file, treatment, of }]) =>
      file === undefined || treatment === 'masked' ? [] : [{ table, column, folder: file, of }],
    ),
  )
}

/** What the subject's rows name now. */
export async function ownedFiles(db: Database, map: DataMap, key: SubjectKey): Promise<OwnedFiles> {
  const files = new Map<string, OwnedFile>()
  let elsewhere = 0
  for (const { table, column, folder, of } of fileColumns(map)) {
    const name = columnId(table, column)
    const mine = of === undefined ? sql`1 = 1` : sql`${columnId(table, of)} = ${key}`
    const { rows } =
      await sql<Row>`select distinct ${name} as ${sql.id('value')} from ${tableId(table)} where ${owned(map, table, key)} and ${mine} and ${name} is not null`.execute(
        db,
      )
    for (const { value } of rows) {
      const text = cellText(value) ?? ''
      const place = map.files[folder]
      if (text === '' || place === undefined) continue
      const path = locate(place, text)
      if (path === null) elsewhere++
      else {
        const known = files.get(`${folder}\0${path}`)?.values ?? []
        files.set(`${folder}\0${path}`, { folder, path, values: [...known, text] })
      }
    }
  }
  return { files: [...files.values()], elsewhere }
}

const atOnce = 50

/** Those of the files that no row names any more, whoever's it is. */
export async function unnamed(db: Database, map: DataMap, files: OwnedFile[]): Promise<OwnedFile[]> {
  const free: OwnedFile[] = []
  for (const [folder, group] of Map.groupBy(files, (file) => file.folder)) {
    const place = map.files[folder]
    if (place === undefined) continue
    const columns = fileColumnsOf(map, folder)
    for (let i = 0; i < group.length; i += atOnce) {
      const some = group.slice(i, i + atOnce)
      const spelled = some.map(({ path }) => spellings(place, path))
      const values = [...new Set([...spelled.flatMap((each) => each.values), ...some.flatMap((file) => file.values)])]
      const likes = spelled.flatMap((each) => each.beginnings).map((beginning) => `${likePattern(beginning)}%`)
      const named = new Set<string | null>()
      for (const { table, column } of columns) {
        const name = columnId(table, column)
        const { rows } =
          await sql<Row>`select distinct ${name} as ${sql.id('value')} from ${tableId(table)} where ${name} in (${sql.join(values)}) ${beginsWith(name, likes)}`.execute(
            db,
          )
        for (const { value } of rows) named.add(locate(place, cellText(value) ?? ''))
      }
      free.push(...some.filter(({ path }) => !named.has(path)))
    }
  }
  return free
}

function beginsWith(name: RawBuilder<unknown>, likes: string[]): RawBuilder<unknown> {
  return sql.join(
    likes.map((like) => sql`or ${name} like ${like} escape '!'`),
    sql` `,
  )
}

/** All columns of a folder, those of other people too. */
function fileColumnsOf(map: DataMap, folder: string): { table: string; column: string }[] {
  return Object.entries(map.tables).flatMap(([table, { columns }]) =>
    Object.entries(columns).flatMap(([column, { file }]) => (file === folder ? [{ table, column }] : [])),
  )
}
