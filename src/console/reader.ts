// Who reads the page: their language, the organisation's zone, now.

import type { Context } from 'hono'
import type { PathParts } from '../desk/parts.ts'
import type { Say } from '../requests/say-code.ts'
import type { ConsoleEnv } from './env.ts'
import type { Reading } from './times.ts'

export function speakerOf(c: Context<ConsoleEnv>): Say {
  const { language } = c.get('staff')
  return (zh, en) => (language === 'zh' ? zh : en)
}

export function readingOf(c: Context<ConsoleEnv>, parts: PathParts): Reading {
  return {
    language: c.get('staff').language,
    timeZone: parts.settings.officeHours.timeZone,
    now: parts.clock.now(),
  }
}
