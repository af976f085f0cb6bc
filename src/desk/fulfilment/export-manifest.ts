// The export's own record of itself: which files, how large, with which SHA-256, and how many rows of each table. With
// it a run after a crash recognises a finished export and gives the same result.

import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { ExportContents } from './export-contents.ts'
import type { TableSummary } from './export-summary.ts'
import { type ExportFile, type ExportPlace, exportPath, measureZip, readZipEntry, type ZipEntry } from './export-zip.ts'

const label = z.object({ zh: z.string(), en: z.string() })
const manifestSchema = z.object({
  format: z.literal('habeas-export'),
  version: z.literal(1),
  reference: z.string(),
  /** ISO 8601, UTC */
  generatedAt: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
  tables: z.array(z.object({ name: z.string(), label, rows: z.number(), csv: z.string() })),
  /** of the platform's files that the rows name: in this export, and left out (data.json says which and why) */
  platformFiles: z.object({ held: z.number(), leftOut: z.number() }).optional(),
})
export type Manifest = z.output<typeof manifestSchema>

export function manifestOf(contents: ExportContents, summaries: TableSummary[], files: ZipEntry[]): Manifest {
  const { surroundings } = contents
  const { held, leftOut } = contents.files.counts
  return {
    format: 'habeas-export',
    version: 1,
    reference: surroundings.reference,
    generatedAt: surroundings.now.toISOString(),
    files: files.map((file) => ({ ...file })),
    tables: summaries.map(({ name, table, rows, csvName }) => ({ name, label: table.label, rows, csv: csvName })),
    ...(held + leftOut === 0 ? {} : { platformFiles: { held, leftOut } }),
  }
}

/** A complete export in its place, or null where none is; a damaged one counts as none and is written anew. */
export async function finishedExport(place: ExportPlace): Promise<(ExportFile & { manifest: Manifest }) | null> {
  if (!existsSync(exportPath(place))) return null
  try {
    const manifest = manifestSchema.parse(JSON.parse((await readZipEntry(place, 'manifest.json')) ?? ''))
    return { ...(await measureZip(place)), manifest }
  } catch {
    return null
  }
}
