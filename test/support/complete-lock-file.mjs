// Completes package-lock.json after `npm install`. A registry mirror that lacks a package built for some other platform
// makes npm leave it out of the lock file, and `npm ci` then refuses the whole file ("Missing: … from lock file").
// This enters every such optional package with the version its parent names; it is only fetched on the platform it is for.
// Run it after each change of dependencies: node test/support/complete-lock-file.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url))
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']

const lock = JSON.parse(readFileSync(file, 'utf8'))
const missing = missingEntries(lock.packages)
if (process.argv.includes('--check')) {
  if (missing.length > 0) {
    console.error(`package-lock.json lacks ${missing.length} packages of other platforms, npm ci would refuse it.`)
    console.error('Run: node test/support/complete-lock-file.mjs')
    process.exit(1)
  }
} else if (missing.length > 0) {
  for (const [path, entry] of missing) lock.packages[path] = entry
  const root = lock.packages['']
  const sorted = Object.entries(lock.packages).filter(([path]) => path !== '')
  sorted.sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = { '': root, ...Object.fromEntries(sorted) }
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.error(`package-lock.json: ${missing.length} packages of other platforms entered`)
}

function missingEntries(packages) {
  const found = new Map()
  for (const [parent, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (stands(packages, parent, name) || found.has(`node_modules/${name}`)) continue
      const version = /^\d+\.\d+\.\d+\S*$/.exec(range)?.[0]
      // a range would have to be resolved; only npm can do that
      if (!version) continue
      found.set(`node_modules/${name}`, newEntry(name, version, entry.dev === true))
    }
  }
  return [...found]
}

/** Where Node would find `name` from `parent`: its own node_modules or any above it. */
function stands(packages, parent, name) {
  const parts = parent === '' ? [] : parent.split('/node_modules/')
  for (let depth = parts.length; depth >= 0; depth -= 1) {
    const above = parts.slice(0, depth).join('/node_modules/')
    if (`${above === '' ? '' : `${above}/`}node_modules/${name}` in packages) return true
  }
  return false
}

function newEntry(name, version, dev) {
  const words = name.split(/[-/]/)
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(dev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  }
}
