// Runs a program as a process of its own and says what it cost: time, CPU and the peak of its resident memory, which
// the process itself reports as it ends (report-usage.mjs).
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Usage {
  seconds: number
  cpuSeconds: number
  peakMegabytes: number
}

export interface Measured {
  usage: Usage
  stdout: string
  stderr: string
  status: number
}

export interface RunningProgram {
  pid: number
  stop(): Promise<Measured>
  done: Promise<Measured>
}

const reporter = fileURLToPath(new URL('./report-usage.mjs', import.meta.url))
// as the daemon is started (Dockerfile)
const memory = ['--max-semi-space-size=16', '--max-old-space-size=512']
const nodeOptions = [...memory, '--disable-warning=ExperimentalWarning', '--import', reporter]
let runs = 0

export function startMeasured(script: string, args: string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
  runs += 1
  const report = join(tmpdir(), `habeas-bench-${process.pid}-${runs}.json`)
  const started = performance.now()
  const child = spawn(process.execPath, [...nodeOptions, script, ...args], {
    env: { ...process.env, ...env, HABEAS_BENCH_REPORT: report },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (bytes) => {
    stdout += bytes
  })
  child.stderr.on('data', (bytes) => {
    stderr += bytes
  })
  const done = new Promise<Measured>((resolve) => {
    child.once('close', (status) => {
      const seconds = (performance.now() - started) / 1000
      resolve({ usage: { seconds, ...readReport(report) }, stdout, stderr, status: status ?? 1 })
    })
  })
  return {
    pid: child.pid ?? 0,
    done,
    stop: async () => {
      child.kill('SIGTERM')
      return await done
    },
  }
}

/** Runs to the end. Throws with the end of its output where it fails. */
export async function runMeasured(script: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Measured> {
  const measured = await startMeasured(script, args, env).done
  if (measured.status !== 0) {
    throw new Error(`${script} ended with ${measured.status}:\n${(measured.stdout + measured.stderr).slice(-3000)}`)
  }
  return measured
}

function readReport(file: string): Omit<Usage, 'seconds'> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Omit<Usage, 'seconds'>
  } catch {
    // killed before it could report
    return { cpuSeconds: Number.NaN, peakMegabytes: Number.NaN }
  } finally {
    rmSync(file, { force: true })
  }
}
