import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { freePort } from '../support/free-port.ts'

const startDesk = async () => ({ stop: async () => {} })
const folder = () => mkdtempSync(join(tmpdir(), 'sandbox-'))

test('a sandbox makes platform and settings that the desk accepts, and makes them anew the next time', async () => {
  const options = { dir: join(folder(), 'box'), port: await freePort(), clock: systemClock, startDesk }
  const sandbox = await startSandbox(options)
  expect(sandbox.settings.imap).toMatchObject({ port: sandbox.mailServer.imap.port, secure: false })
  expect(sandbox.settings.verification.trustedServers).toEqual([sandbox.mailServer.authservId])
  expect(statSync(join(options.dir, 'platform.db')).size).toBeGreaterThan(100_000)
  await sandbox.stop()
  writeFileSync(join(options.dir, 'left-over'), '')
  await (await startSandbox(options)).stop()
  expect(existsSync(join(options.dir, 'left-over'))).toBe(false)
})

test('a second sandbox touches neither the folder nor the port of the first', async () => {
  const options = { dir: join(folder(), 'box'), port: await freePort(), clock: systemClock, startDesk }
  const sandbox = await startSandbox(options)
  await expect(startSandbox(options)).rejects.toThrow(/stop it first/)
  expect(existsSync(join(options.dir, 'platform.db'))).toBe(true)
  const taken = createServer().listen(options.port, '127.0.0.1')
  await expect(startSandbox({ ...options, dir: join(folder(), 'other') })).rejects.toThrow(/--port N/)
  taken.close()
  await sandbox.stop()
})

test('a folder with files that no sandbox made is left alone', async () => {
  const dir = folder()
  writeFileSync(join(dir, 'thesis.txt'), 'years of work')
  const options = { dir, port: await freePort(), clock: systemClock, startDesk }
  await expect(startSandbox(options)).rejects.toThrow(/--dir DIR/)
  expect(existsSync(join(dir, 'thesis.txt'))).toBe(true)
})

test('a desk that does not start takes the mail server down with it', async () => {
  const failing = async () => Promise.reject(new Error('port taken'))
  const options = { dir: join(folder(), 'box'), port: await freePort(), clock: systemClock, startDesk: failing }
  await expect(startSandbox(options)).rejects.toThrow('port taken')
})
