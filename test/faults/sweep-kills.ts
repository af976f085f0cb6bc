// Kills a real `habeas once` (SIGKILL) right before its Nth change of anything outside, for every N, and lets the next run go on.

import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Phase, type Scene, tellStory } from './story.ts'

const preload = join(import.meta.dirname, 'kill-at.ts')
const main = join(import.meta.dirname, '../../src/main.ts')

/** Kills at 1, 2, 3 … until the process gets through; returns how many calls that took. */
export async function sweepKills(phase: Phase): Promise<number> {
  const story = await tellStory()
  try {
    // FAULT_FROM=148 begins there, to look at one failure again
    for (let at = Number(process.env.FAULT_FROM ?? 1); ; at++) {
      const scene = await story.begin(phase)
      const killed = await runKilledAt(scene, at)
      try {
        await scene.recover()
        await scene.check()
      } catch (cause) {
        story.keep()
        throw new Error(`killed before call ${at} of ${phase}; left behind in ${scene.folder}`, { cause })
      }
      scene.remove()
      if (!killed) return at - 1
    }
  } finally {
    await story.stop()
  }
}

async function runKilledAt(scene: Scene, at: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--import', preload, main, 'once', '--config', scene.settingsFile], {
    env: { ...process.env, KILL_AT: String(at), NODE_COMPILE_CACHE: join(tmpdir(), 'habeas-compile-cache') },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) =>
    child.once('close', (...ended) => done(ended)),
  )
  if (signal === null && code !== 0) throw new Error(`habeas once ended by itself with ${code}: ${said}`)
  return signal === 'SIGKILL'
}
