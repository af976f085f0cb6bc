// What runs when, one line each. Times are a floor, not a promise: IDLE and wake-ups make things prompt, these make them certain.

import cron, { type ScheduledTask } from 'node-cron'
import type { Logger } from './lib/log.ts'

export interface Jobs {
  pollMailbox: () => void
  workPath: () => void
  sendLetters: () => void
  expireRequests: () => Promise<void>
  remindStaff: () => Promise<void>
  tidy: () => Promise<void>
  checkMap: () => Promise<void>
  tellOperator: () => Promise<void>
  countFigures: () => void
}

/** Starts the schedule; the returned function ends it. */
export function startSchedule(jobs: Jobs, pollEverySeconds: number, log: Logger): () => Promise<void> {
  const tasks = [
    every(everySeconds(pollEverySeconds), jobs.pollMailbox),
    every('*/2 * * * * *', jobs.workPath),
    every('*/2 * * * * *', jobs.sendLetters),
    every('30 * * * * *', jobs.expireRequests),
    every('40 */10 * * * *', jobs.remindStaff),
    every('15 7 * * * *', jobs.tidy),
    every('20 40 6 * * *', jobs.checkMap),
    every('50 * * * * *', jobs.tellOperator),
    every('25 */10 * * * *', jobs.countFigures),
  ]
  return async () => {
    await Promise.all(tasks.map(async (task) => await task.destroy()))
  }

  function every(expression: string, job: () => void | Promise<void>): ScheduledTask {
    return cron.schedule(
      expression,
      async () => {
        try {
          await job()
        } catch (error) {
          log.error({ err: error }, 'scheduled work failed; it runs again at its next time')
        }
      },
      { noOverlap: true },
    )
  }
}

/** Cron knows steps within a minute and within an hour; what does not fit is rounded to the next of them. */
function everySeconds(seconds: number): string {
  if (seconds < 60) return `*/${seconds} * * * * *`
  return `0 */${Math.min(59, Math.round(seconds / 60))} * * * *`
}
