// How the tests run: each file in a process of its own, three at a time on two cores, for stories wait a lot; real servers started and ended by the files.
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The fault sweeps take the longest: begun first, they leave no core idle at the end. */
class SweepsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSweep = (file: TestSpecification) => file.moduleId.includes('/test/faults/')
    const sorted = await super.sort(files)
    return [...sorted.filter(isSweep), ...sorted.filter((file) => !isSweep(file))]
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: SweepsFirst },
    // a story starts Dovecot, an SMTP server and a desk, and waits for mail
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
    env: { TZ: 'UTC', NO_COLOR: '1' },
  },
})
