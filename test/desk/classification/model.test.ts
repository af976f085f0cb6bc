import { describe, expect, test } from 'vitest'
import { corpusFiles, corpusHash, readMails } from '../../../bench/corpus.ts'
import { figuresOf } from '../../../bench/figures.ts'
import { classify } from '../../../src/desk/classification/classify.ts'
import { standingModel } from '../../../src/desk/classification/voice.ts'

describe('the trained voice', () => {
  test('was trained on the mails that lie in test/corpus', () => {
    expect(standingModel().trainedOn, 'run: node bench/train.ts').toBe(corpusHash(corpusFiles()))
  })

  test('still knows the mails it was taught, and deletes none of them wrongly', () => {
    const mails = corpusFiles()
      .flatMap(readMails)
      .filter((mail) => !mail.id.startsWith('p'))
    const figures = figuresOf(mails.map((mail) => ({ mail, found: classify(mail) })))
    expect(figures.wrongDeletions).toEqual([])
    expect(figures.kindsMacroF1).toBeGreaterThan(0.97)
    expect(figures.topicsMacroF1).toBeGreaterThan(0.97)
    expect(figures.language).toBeGreaterThan(0.98)
  }, 120_000)
})
