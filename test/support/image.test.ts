// The container image without a container engine: what the Dockerfile copies is put into a folder of its own, with the
// production packages of the lock file and nothing else, and the desk is started there.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')

/** What the last stage takes from the checkout: sources of its COPY lines. */
const copied = dockerfile
  .slice(dockerfile.lastIndexOf('\nFROM '))
  .split('\n')
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(/\s+/).slice(1, -1))

/** The options of Node with which the image starts the desk. */
const startOptions = /exec node (.*) \/app/.exec(dockerfile)?.[1]?.split(' ') ?? []

const context = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1))

test('everything the image copies stands in the checkout and is let into the build', () => {
  expect(copied.length).toBeGreaterThan(3)
  for (const path of copied) {
    expect(existsSync(join(root, path)), path).toBe(true)
    expect(context, path).toContain(path.split('/')[0])
  }
})

describe('with production dependencies alone', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'habeas-image-'))
    const paths = [...copied, 'src/db/generated', ...productionPackages()].filter((path) =>
      existsSync(join(root, path)),
    )
    // hard links where the disk is the same: 170 MB in a second
    const done = ['-al', '-a'].some(
      (how) => spawnSync('cp', [how, '--parents', ...paths, folder], { cwd: root }).status === 0,
    )
    if (!done) throw new Error(`${folder} could not be filled`)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the desk starts', () => {
    const { status, stdout, stderr } = node(...startOptions, 'src/main.ts', '--help')
    expect(stderr).toBe('')
    expect(stdout).toContain('habeas')
    expect(status).toBe(0)
  })

  test('every source file finds what it imports', () => {
    const files = globSync('src/**/*.ts', { cwd: folder }).filter((file) => !/(\.d|^src\/main)\.ts$/.test(file))
    expect(files.length).toBeGreaterThan(20)
    const program = files.map((file) => `await import(${JSON.stringify(`./${file}`)});`).join('\n')
    const { status, stderr } = node('--input-type=module', '--eval', `${program}\nprocess.exit(0)`)
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  function node(...args: string[]) {
    const env = { PATH: '/usr/bin:/bin', NODE_ENV: 'production', NODE_OPTIONS: '--disable-warning=ExperimentalWarning' }
    return spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' })
  }
})

interface LockedPackage {
  dev?: boolean
  devOptional?: boolean
}

/** Folders of the packages that are there without devDependencies and without the optional peers these happen to fill. */
function productionPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>
  }
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional)
    .map(([path]) => path)
}
