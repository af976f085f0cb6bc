// The addresses of the overview and of the yearly register, as a page and as CSV.

import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { type RegisterEntry, register, registerCsv } from '../../requests/register.ts'
import type { StaffConsoleParts } from '../console.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout } from '../layout.ts'
import { readingOf, speakerOf } from '../reader.ts'
import { keptFigures } from './figures.ts'
import { overviewPage, periods } from './overview-page.ts'
import { mostEntries, registerPage } from './register-page.ts'

export function overviewRoutes({ desk }: StaffConsoleParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/overview', async (c) => {
      const [say, reading] = [speakerOf(c), readingOf(c, desk)]
      const days = periods.find((each) => String(each) === c.req.query('days')) ?? 90
      const body = overviewPage(say, await keptFigures(desk.db).read(days, reading.now), days, reading)
      return c.html(layout(c, { title: say('概览', 'Overview'), active: 'overview', body }))
    })
    .get('/register', async (c) => {
      const say = speakerOf(c)
      const year = yearOf(c, desk.clock.now())
      const entries: RegisterEntry[] = []
      for await (const entry of register(desk.db, wholeYear(year))) if (entries.push(entry) > mostEntries) break
      const body = registerPage(
        say,
        [year, desk.clock.now().getUTCFullYear()],
        entries.slice(0, mostEntries),
        entries.length > mostEntries,
      )
      return c.html(layout(c, { title: say('登记簿', 'Register'), active: 'overview', body }))
    })
    .get('/register.csv', (c) => {
      const year = yearOf(c, desk.clock.now())
      c.header('Content-Type', 'text/csv; charset=utf-8')
      c.header('Content-Disposition', `attachment; filename="register-${year}.csv"`)
      return stream(c, async (out) => {
        const csv = Readable.from(register(desk.db, wholeYear(year))).pipe(registerCsv())
        for await (const piece of csv) await out.write(piece as Uint8Array | string)
      })
    })
}

function yearOf(c: Context, now: Date): number {
  const asked = /^20\d\d$/.exec(c.req.query('year') ?? '')?.[0]
  return asked === undefined ? now.getUTCFullYear() : Number(asked)
}

function wholeYear(year: number): { since: Date; until: Date } {
  return { since: new Date(Date.UTC(year, 0, 1)), until: new Date(Date.UTC(year + 1, 0, 1)) }
}
