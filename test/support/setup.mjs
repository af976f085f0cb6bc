// Makes a checkout ready to run: npm packages as the lock file says, the database client, and with --servers the Debian
// packages that some tests need. Plain JavaScript without imports from node_modules: the machine's own Node 20 may run it.
// It stands in `pretest` and `presandbox`, never in the same line as the next command: dash remembers where it found
// `node`, so a line `node setup && node main` would go on with the old Node after the new one was installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ci = process.env.CI === 'true' || process.env.CI === '1'
// mariadb-server-core is the server without its system service
const databasePackages = ['postgresql', 'mariadb-server-core', 'openssl']
const serverPackages = ['dovecot-core', 'dovecot-imapd', ...databasePackages, 'chromium', 'fonts-noto-cjk', '7zip']

installNpmPackages()
generateDatabaseClient()
if (process.argv.includes('--servers')) installServers()

function installNpmPackages() {
  if (sameAsLockFile()) return
  say('installing the npm packages of package-lock.json (npm ci)')
  // the npm and the Node that were called; `node` in PATH may be the one that npm ci is about to remove
  const npm = process.env.npm_execpath
  const node = process.env.npm_node_execpath ?? process.execPath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const done = npm?.endsWith('.js') ? run(node, [npm, ...args]) : run('npm', args)
  if (!done)
    fail(
      'npm ci failed. See its lines above; a registry that cannot be reached is the usual cause. Then run this again.',
    )
  say('npm packages are in place')
}

/** Whether node_modules holds what the lock file lists. What only other platforms need may be absent. */
function sameAsLockFile() {
  const wanted = packagesOf('package-lock.json')
  const present = packagesOf('node_modules/.package-lock.json')
  if (!wanted || !present) return false
  const names = Object.keys(wanted).filter((name) => name !== '')
  return (
    Object.keys(present).every((name) => name in wanted) &&
    names.every((name) => (name in present ? same(wanted[name], present[name]) : wanted[name].optional === true))
  )
}

function same(wanted, present) {
  return wanted.version === present.version && wanted.integrity === present.integrity
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  } catch {
    return null
  }
}

function generateDatabaseClient() {
  const folder = join(root, 'src/db/generated')
  const stampFile = join(folder, '.made-from')
  const prismaVersion = packagesOf('package-lock.json')?.['node_modules/prisma']?.version
  const schema = readFileSync(join(root, 'prisma/schema.prisma'))
  const stamp = `prisma ${prismaVersion}, schema ${createHash('sha256').update(schema).digest('hex')}\n`
  if (existsSync(join(folder, 'client.ts')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp)
    return
  say('generating the database client')
  const prisma = join(root, 'node_modules/.bin/prisma')
  const done = spawnSync(prisma, ['generate'], { cwd: root, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`)
    fail('prisma generate failed: correct prisma/schema.prisma as the lines above say.')
  }
  writeFileSync(stampFile, stamp)
}

/** Dovecot for the journeys, databases for the platforms, Chromium and a Chinese font for pages, 7-Zip for exports. No system service. */
function installServers() {
  const missing = serverPackages.filter((name) => !installed(name))
  if (missing.length === 0) return
  const apt = `apt-get install --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !found('apt-get')) {
    const tests = [
      missing.some((name) => name.startsWith('dovecot')) ? 'journeys, faults and mailbox tests (Dovecot)' : null,
      missing.some((name) => databasePackages.includes(name)) ? 'platforms on PostgreSQL and MariaDB' : null,
      missing.includes('chromium') ? 'page tests in a browser (Chromium)' : null,
      missing.includes('7zip') ? 'encrypted exports opened by another program (7zip)' : null,
      missing.includes('fonts-noto-cjk') ? 'screenshots with Chinese text (fonts-noto-cjk)' : null,
    ].filter(Boolean)
    const line = `these tests will be SKIPPED: ${tests.join('; ')}. To run them: sudo ${apt}`
    return ci ? fail(`CI may not skip tests. ${line}`) : say(line)
  }
  say(`installing Debian packages for the tests: ${missing.join(' ')}`)
  const done = withoutServices(() => aptInstall(missing) || (aptUpdate() && aptInstall(missing)))
  if (done) return say('Debian packages are in place')
  const line = `Debian packages could not be installed: ${missing.join(' ')}. Tests that need them will be SKIPPED. Try: ${apt}`
  return ci ? fail(`CI may not skip tests. ${line}`) : say(line)
}

function installed(name) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholder
  const answer = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' })
  if (answer.status === 0) return answer.stdout === 'installed'
  // not a Debian machine: the program alone counts
  const programs = {
    'dovecot-core': 'dovecot',
    'dovecot-imapd': 'dovecot',
    chromium: 'chromium',
    'mariadb-server-core': 'mariadbd',
    openssl: 'openssl',
    '7zip': '7zz',
  }
  return found('dpkg-query') ? false : name in programs ? found(programs[name]) : true
}

function aptInstall(names) {
  return quietly('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names])
}

function aptUpdate() {
  say('refreshing the list of Debian packages (apt-get update)')
  return quietly('apt-get', ['update', '-q'])
}

/** Debian starts a server as it installs it; the tests start their own on their own ports, so say no (policy-rc.d). */
function withoutServices(work) {
  const policy = '/usr/sbin/policy-rc.d'
  const ours = !existsSync(policy)
  if (ours) {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n')
    chmodSync(policy, 0o755)
  }
  try {
    return work()
  } finally {
    if (ours) rmSync(policy, { force: true })
  }
}

function quietly(program, args) {
  const env = { ...environment(), DEBIAN_FRONTEND: 'noninteractive' }
  const done = spawnSync(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 })
  if (done.status !== 0) process.stderr.write(`${done.stderr ?? ''}`.split('\n').slice(-8).join('\n'))
  return done.status === 0
}

function run(program, args) {
  return (
    spawnSync(program, args, { cwd: root, env: environment(), stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
  )
}

/** node_modules/.bin first, so that `#!/usr/bin/env node` finds the Node of this project. */
function environment() {
  return { ...process.env, PATH: [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter) }
}

function found(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)))
}

function say(line) {
  process.stderr.write(`setup: ${line}\n`)
}

function fail(line) {
  say(line)
  process.exit(1)
}
