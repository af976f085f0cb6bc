// What deploy/ and docs/operation.md tell an operator to type or start: files, commands, options, settings and volumes that exist.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { createProgram } from '../../src/cli/program.ts'

const root = join(import.meta.dirname, '../..')
const deploy = join(root, 'deploy')
const program = await createProgram()

/** What is wrong with the words of a call, `backup /x --keep 14`; null where nothing is. */
function fault(words: string[], parent: Command = program): string | null {
  const [name = '', ...rest] = words
  const command = parent.commands.find((each) => each.name() === name)
  if (command === undefined) return parent === program ? `there is no command ${name}` : null
  if (command.commands.length > 0 && rest[0] !== undefined && !rest[0].startsWith('-')) {
    const inner = command.commands.some((each) => each.name() === rest[0])
    return inner ? fault(rest, command) : `${name} has no ${rest[0]}`
  }
  for (const word of rest.filter((each) => each.startsWith('--'))) {
    if (!command.options.some((option) => option.long === word)) return `${name} has no option ${word}`
  }
  return null
}

test.each(readdirSync(deploy).filter((name) => name.endsWith('.service')))('%s starts what is there', (name) => {
  const unit = readFileSync(join(deploy, name), 'utf8')
  const exec = /^ExecStart=(.+)$/m.exec(unit)?.[1]?.split(' ') ?? []
  const at = exec.findIndex((word) => word.endsWith('main.ts'))
  expect(existsSync(join(root, (exec[at] ?? '').replace('/opt/habeas/', '')))).toBe(true)
  expect(fault(exec.slice(at + 1))).toBeNull()
  const documentation = /^Documentation=file:\/\/\/opt\/habeas\/(.+)$/m.exec(unit)?.[1] ?? ''
  expect(existsSync(join(root, documentation))).toBe(true)
  for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'User=habeas']) expect(unit).toContain(line)
})

test('systemd finds nothing wrong with the units', ({ skip }) => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) return skip('no systemd-analyze here')
  const folder = mkdtempSync(join(tmpdir(), 'habeas-units-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const units = readdirSync(deploy).filter((name) => /\.(service|timer)$/.test(name))
  for (const name of units)
    writeFileSync(join(folder, name), readFileSync(join(deploy, name), 'utf8').replaceAll('/opt/habeas', root))
  const paths = units.map((name) => join(folder, name))
  const ran = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' })
  expect(ran.stderr.split('\n').filter((line) => line.includes('habeas'))).toEqual([])
})

test('compose.yaml names volumes, a build and a port that exist', () => {
  const { services, volumes } = parse(readFileSync(join(deploy, 'compose.yaml'), 'utf8')) as {
    services: {
      habeas: {
        build: string
        volumes: string[]
        ports: string[]
        healthcheck: { test: string[] }
        stop_grace_period: string
      }
    }
    volumes: Record<string, unknown>
  }
  const { habeas } = services
  const dockerfile = readFileSync(join(resolve(deploy, habeas.build), 'Dockerfile'), 'utf8')
  const port = /^EXPOSE (\d+)$/m.exec(dockerfile)?.[1] ?? 'none'
  expect(habeas.ports).toEqual([`127.0.0.1:${port}:${port}`])
  expect(habeas.healthcheck.test.join(' ')).toContain(`:${port}/healthz`)
  for (const volume of habeas.volumes) {
    const [name = '', place = ''] = volume.split(':')
    expect(Object.keys(volumes)).toContain(name)
    // made for the user in the image, or the desk could not write there
    expect(dockerfile).toMatch(new RegExp(`install -d -o node .*${place}\\b`))
  }
  expect(Number.parseInt(habeas.stop_grace_period, 10)).toBeGreaterThan(10)
})

test('every command that docs and deploy files name exists, with its options', () => {
  const files = ['docs/operation.md', ...readdirSync(deploy).map((name) => `deploy/${name}`)]
  const wrong = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const calls = [
      ...text.matchAll(/(?:^|[`\s(:"]|exec habeas )habeas ((?:[a-z]+)(?: (?:--[a-z-]+|[A-Za-z…/][^\s`"')]*|\d+))*)/gm),
    ]
    return calls
      .map((call) => (call[1] ?? '').split(' ').map((word) => word.replace(/[;,.]+$/, '')))
      .filter(
        ([name = '']) => program.commands.some((each) => each.name() === name) || text.includes(`\`habeas ${name}`),
      )
      .flatMap((words) => fault(words) ?? [])
      .map((each) => `${file}: ${each}`)
  })
  expect(wrong).toEqual([])
})
