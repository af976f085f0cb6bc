// How commands print: tables whose columns line up with Chinese in them, times in the organisation's zone, JSON for programs.

import { styleText } from 'node:util'
import Table from 'cli-table3'

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, process.stdout.isTTY ? 2 : 0))
}

/** Bold on a terminal that wants it, plain elsewhere. */
export function strong(text: string): string {
  return styleText('bold', text, { stream: process.stdout })
}

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** Columns under their heads, two blanks between; East Asian characters count as two. */
export function table(head: string[], rows: (string | number | null)[][]): string {
  const grid = new Table({
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    head: head.map(strong),
  })
  for (const row of rows) grid.push(row.map((cell) => (cell === null ? '-' : clean(String(cell)))))
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** What somebody else wrote, without what would move a terminal's cursor or turn its text around. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim()
}

/** The same, keeping lines. */
export function cleanLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trimEnd())
    .join('\n')
}

/** 2026-11-23 17:05 in the zone */
export function timeText(time: Date | null, timeZone: string): string {
  if (time === null) return '-'
  const options = { timeZone, dateStyle: 'short', timeStyle: 'short' } as const
  // Swedish writes ISO 8601
  return new Intl.DateTimeFormat('sv-SE', options).format(time)
}

/** in 12 days, 3 hours ago, now */
export function fromNow(time: Date, now: Date): string {
  const seconds = Math.round((time.getTime() - now.getTime()) / 1000)
  const size = Math.abs(seconds)
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' })
  if (size < 1) return 'now'
  if (size < 90) return words.format(seconds, 'second')
  if (size < 5400) return words.format(Math.round(seconds / 60), 'minute')
  if (size < 172_800) return words.format(Math.round(seconds / 3600), 'hour')
  return words.format(Math.round(seconds / 86_400), 'day')
}
