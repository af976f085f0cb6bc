// npm run advisories: known weaknesses in what runs in production. High ones fail. A registry that knows no such question (some mirrors
// answer 405) or cannot be reached is said, and fails nothing: what nobody answered is neither sound nor unsound.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

interface Said {
  message?: string
  error?: { summary?: string }
  metadata?: { vulnerabilities?: Record<string, number> }
  vulnerabilities?: Record<string, { name: string; severity: string }>
}

/** What `npm audit --json` said: what to print, and how to exit. */
export function readAdvisories(output: string): { code: number; words: string } {
  let said: Said = {}
  try {
    said = JSON.parse(output) as Said
  } catch {
    // no JSON is no answer either
  }
  const counts = said.metadata?.vulnerabilities
  if (counts === undefined) {
    const why = String(said.message ?? said.error?.summary ?? 'no answer').split('\n')[0]
    return {
      code: 0,
      words: `The registry answers no questions about advisories (${why}): nothing is known either way.`,
    }
  }
  const bad = (counts.high ?? 0) + (counts.critical ?? 0)
  const names = Object.values(said.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name }) => name)
  if (bad > 0) return { code: 1, words: `${bad} findings of high severity: ${names.join(', ')}. See npm audit.` }
  return { code: 0, words: `No finding of high severity; ${counts.total ?? 0} lower ones.` }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const npm = process.env.npm_execpath
  const args = ['audit', '--omit=dev', '--json']
  const [command = 'npm', ...rest] = npm === undefined ? ['npm', ...args] : [process.execPath, npm, ...args]
  const { code, words } = readAdvisories(spawnSync(command, rest, { encoding: 'utf8' }).stdout)
  console.log(words)
  process.exitCode = code
}
