// habeas classify --jsonl: JSON lines {id, subject, text} from standard input, one JSON line each to standard output, same order.

import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { z } from 'zod'
import { classify } from '../desk/classification/classify.ts'
import { DeskError } from '../errors.ts'

const line = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  subject: z.string().nullish(),
  text: z.string().nullish(),
})

export function classifyCommand(): Command {
  return new Command('classify')
    .description('classifies JSON lines {id, subject, text} from standard input; one JSON line each, same order')
    .option('--jsonl', 'JSON lines in and out (the only form)')
    .option('--reasons', 'print with each line which words spoke for what')
    .addHelpText(
      'after',
      '\nExample: echo \'{"id":1,"subject":"注销","text":"请删除我的账号"}\' | habeas classify --jsonl --reasons',
    )
    .action(async ({ reasons }: { reasons?: boolean }) => {
      let number = 0
      for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
        number++
        if (text.trim() === '') continue
        process.stdout.write(`${JSON.stringify(judge(text, number, reasons === true))}\n`)
      }
    })
}

function judge(text: string, number: number, withReasons: boolean) {
  const { id, subject, text: body } = readLine(text, number)
  const verdict = classify({ subject: subject ?? '', text: body ?? '' })
  const { language, topic, intents, scope, confidence, decision } = verdict
  const corrections = verdict.corrections.map(({ field, old, value }) => ({ field, old, value }))
  const judged = { id, language, topic, intents, scope, corrections, confidence, decision }
  return withReasons ? { ...judged, reasons: verdict.reasons } : judged
}

function readLine(text: string, number: number): z.output<typeof line> {
  try {
    return line.parse(JSON.parse(text))
  } catch (cause) {
    throw new DeskError('config_invalid', {
      retry: false,
      cause,
      message: `Line ${number} of standard input is no JSON object with id, subject and text.`,
    })
  }
}
