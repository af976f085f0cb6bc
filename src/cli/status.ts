// habeas status: what waits, what is due, when the desk last polled and sent, and what failed. Read from its records, so that it
// tells the truth whether the daemon runs or not.

import { setTimeout as pause } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import { openRecords } from '../app-parts.ts'
import { readSettings } from '../config.ts'
import { DeskError } from '../errors.ts'
import { configOption, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'
import { readStatus } from './status/read-status.ts'
import { statusPage, watchHead } from './status/status-page.ts'

export function statusCommand(): Command {
  return new Command('status')
    .description('what waits, what is due, the last poll and the last letter, failures')
    .addOption(configOption())
    .addOption(jsonOption())
    .option('--watch [seconds]', 'again and again, every 5 seconds or as said, until q or Ctrl-C', readSeconds)
    .addHelpText('after', '\nExamples:\n  habeas status --watch\n  habeas status --json')
    .action(async ({ config, json, watch }: { config: string; json?: boolean; watch?: number | true }) => {
      const settings = readSettings(config)
      const records = await openRecords(settings)
      try {
        const show = async () => {
          const status = await readStatus(records, settings)
          if (json === true) printJson(status)
          else print(`${watch === undefined ? '' : watchHead(status, records)}${statusPage(status, records)}`)
        }
        await show()
        if (watch !== undefined) await repeat(show, watch === true ? 5 : watch)
      } finally {
        await records.close()
      }
    })
}

/** Until q or Ctrl-C: an orderly end. What cannot be read once is said, and looked at again. */
async function repeat(show: () => Promise<void>, seconds: number): Promise<void> {
  const end = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort())
  const leave = onKeys(['q', 'Q', '\u0003', '\u0004'], () => end.abort())
  try {
    while (!end.signal.aborted) {
      // aborting it is the end, not a failure
      await pause(seconds * 1000, null, { signal: end.signal }).catch(() => undefined)
      if (end.signal.aborted) return
      await show().catch((error: unknown) => {
        if (!(error instanceof DeskError) || !error.retry) throw error
        print(`${error.message}\n`)
      })
    }
  } finally {
    leave()
  }
}

/** On a terminal keys are heard at once, Ctrl-C (3) and Ctrl-D (4) among them; the returned function gives it back as it was. */
function onKeys(keys: string[], act: () => void): () => void {
  const { stdin } = process
  if (!stdin.isTTY) return () => undefined
  const hear = (typed: Buffer) => {
    if (keys.some((key) => typed.includes(key))) act()
  }
  stdin.setRawMode(true).on('data', hear)
  return () => void stdin.setRawMode(false).off('data', hear).pause()
}

function readSeconds(text: string): number {
  const seconds = Number(text)
  if (seconds >= 1 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('seconds from 1 to 3600')
}
