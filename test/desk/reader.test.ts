import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { defaultThresholds } from '../../src/desk/classification/thresholds.ts'
import { openSideReader, type SideReader } from '../../src/desk/reader.ts'
import { readSource } from '../../src/desk/reading.ts'

const source = (name: string) => readFileSync(join(import.meta.dirname, `../mails/${name}.eml`))
let reader: SideReader

afterEach(async () => await reader.close())

test('the other thread reads what the main thread reads, to the letter', async () => {
  reader = openSideReader(defaultThresholds)
  for (const name of ['qq-html-original-mail-quote', 'dsn-failed', 'winmail-dat-only', 'charset-utf-7']) {
    const aside = await reader.read(source(name))
    const here = await readSource(source(name), defaultThresholds)
    expect(aside?.mail).toEqual(here.mail)
    expect(aside?.classification()).toEqual(here.classification())
  }
})

test('what the thread was reading when it ended is given back unread, and the next mail gets a new thread', async () => {
  reader = openSideReader(defaultThresholds)
  const reading = reader.read(source('dsn-failed'))
  await reader.close()
  expect(await reading).toBeNull()
  expect((await reader.read(source('dsn-failed')))?.mail.deliveryReports).toHaveLength(1)
})

test('a thread that dies, of too little memory say, is left alone from then on', async () => {
  reader = openSideReader(defaultThresholds, { maxOldGenerationSizeMb: 4 })
  expect(await reader.read(source('dsn-failed'))).toBeNull()
  expect(await reader.read(source('dsn-failed'))).toBeNull()
})
