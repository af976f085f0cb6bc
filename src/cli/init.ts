// habeas init DIR [--sample]: a commented habeas.yaml to fill in, the desk's key in the data folder, and with --sample the sample platform's database beside it.
// Nothing that stands there already is overwritten.

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { DeskError } from '../errors.ts'
import { prepareDataFolder } from '../lib/data-folder.ts'
import { keyFile, loadDeskKey } from '../lib/desk-key.ts'
import { createSamplePlatform, sampleDataMapFile } from '../sample/platform.ts'

const settingsTemplate = new URL('./habeas.template.yaml', import.meta.url)

export function initCommand(): Command {
  return new Command('init')
    .description('writes a commented habeas.yaml into a folder')
    .argument('<dir>', 'the folder, made where missing')
    .option('--sample', 'with the sample platform: its database and its data map')
    .addHelpText('after', '\nExample: habeas init ./desk --sample')
    .action(async (dir: string, { sample }: { sample?: boolean }) => {
      await make(dir)
      await writeNew(join(dir, 'habeas.yaml'), await readFile(settingsTemplate, 'utf8'))
      process.stdout.write(`Wrote ${join(dir, 'habeas.yaml')}\n`)
      const place = { dataFolder: join(dir, 'data') }
      await prepareDataFolder(place.dataFolder)
      await loadDeskKey(place)
      process.stdout.write(
        `Made the key ${keyFile(place)}: without it nothing that the desk keeps can be read; back it up apart\n`,
      )
      if (sample === true) {
        await copyFile(sampleDataMapFile, join(dir, 'data-map.yaml'))
        createSamplePlatform(join(dir, 'platform.db'))
        process.stdout.write(`Wrote ${join(dir, 'platform.db')} and ${join(dir, 'data-map.yaml')}\n`)
      }
      process.stdout.write(`Next: fill it in, then: habeas doctor --config ${join(dir, 'habeas.yaml')}\n`)
    })
}

async function make(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new DeskError('data_folder_unwritable', {
      retry: false,
      cause,
      message: `The folder ${dir} cannot be made: check the path and your rights.`,
    })
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    throw new DeskError('config_invalid', {
      retry: false,
      cause,
      message: `${file} exists already or cannot be written: name another folder.`,
    })
  }
}
