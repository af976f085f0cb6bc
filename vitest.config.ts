// How the tests run: each file in a process of its own, two at a time, real servers started and ended by the files.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // a story starts Dovecot, an SMTP server and a desk, and waits for mail
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    env: { TZ: 'UTC', NO_COLOR: '1' },
  },
})
