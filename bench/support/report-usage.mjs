// Preloaded into a measured process: as it ends it writes its CPU time and the peak of its memory where it is told.
import { writeFileSync } from 'node:fs'

const file = process.env.HABEAS_BENCH_REPORT
delete process.env.HABEAS_BENCH_REPORT
if (file) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6
    writeFileSync(file, JSON.stringify({ cpuSeconds, peakMegabytes: maxRSS / 1024 }))
  })
}
