// `node bench/train.ts`: trains the voice of the classification on every mail of test/corpus and writes
// src/desk/classification/model.json. Deterministic; well under a minute. `--without NAME` leaves files out, so that a
// round can be measured by a model that has not seen it.

import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { corpusFiles, corpusHash, readMails } from './corpus.ts'
import { calibrate, composed, firstSightings, learn, readForLearning } from './learn.ts'

const without = process.argv.slice(2).filter((word) => word !== '--without')
const files = corpusFiles().filter((file) => !without.some((name) => basename(file).includes(name)))
const mails = files.flatMap(readMails)
const read = [...mails.map(readForLearning), ...composed(mails)]
const model = learn(read, corpusHash(files))
model.calibration = calibrate(firstSightings())
const text = `${JSON.stringify(model)}\n`
writeFileSync(new URL('../src/desk/classification/model.json', import.meta.url), text)
console.log(
  `${read.length} mails, ${countOf(model.whole)}, ${countOf(model.sentences)} and ${countOf(model.values)} features, ${Math.round(text.length / 1024)} kB, calibration ${JSON.stringify(model.calibration)}`,
)

function countOf(table: { features: string }): number {
  return Buffer.from(table.features, 'base64').length / 4
}
