// Reads the labelled mails of test/corpus, the given corpus and the rounds written by hand.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Language, RequestKind, Topic } from '../src/requests/words.ts'

export interface LabelledMail {
  id: string
  language: Language
  subject: string
  text: string
  intents: RequestKind[]
  topic: Topic
  corrections: { field: string; value: string; old: string | null }[]
}

const folder = new URL('../test/corpus/', import.meta.url)

export function corpusFiles(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => new URL(name, folder).pathname)
}

export function readMails(file: string): LabelledMail[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledMail)
}

/** SHA-256 over the files' bytes, in the order of their names. */
export function corpusHash(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex')
}
