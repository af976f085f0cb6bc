// How the tests run: four processes on two cores, for stories wait a lot, each taking file after file; real servers started and ended by the files.
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
    // a file leaves nothing behind that another could see; loading the desk anew for each would take a fifth of the time
    isolate: false,
    maxWorkers: 4,
    sequence: { sequencer: SweepsFirst },
    // a story starts Dovecot, an SMTP server and a desk, and waits for mail
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
    env: { TZ: 'UTC', NO_COLOR: '1' },
  },
})
