// Prints what a bench found: a small table, or with --json one JSON object.

export type Row = Record<string, string | number>

export function report(title: string, rows: Row[], facts: Record<string, unknown> = {}): void {
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ bench: title, rows, ...facts })}\n`)
    return
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = [columns, ...rows.map((row) => columns.map((column) => shown(row[column])))]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  process.stdout.write(`${title}\n`)
  for (const line of cells) {
    const padded = line.map((cell, index) =>
      index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0),
    )
    process.stdout.write(`  ${padded.join('  ')}\n`)
  }
  for (const [name, value] of Object.entries(facts)) process.stdout.write(`  ${name}: ${String(value)}\n`)
}

/** A number after a flag, such as --mails 1000. */
export function flag(name: string, otherwise: number): number {
  const index = process.argv.indexOf(`--${name}`)
  const value = index < 0 ? Number.NaN : Number(process.argv[index + 1])
  return Number.isFinite(value) ? value : otherwise
}

export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits))
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function shown(value: string | number | undefined): string {
  return value === undefined ? '' : String(value)
}
