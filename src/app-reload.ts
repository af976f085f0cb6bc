// New settings for a running desk (SIGHUP): letters, thresholds of understanding, limits and alerts. All of it is checked before any of it
// holds; what else changed is named, for it needs a restart.

import { isDeepStrictEqual } from 'node:util'
import { letterOrganisation, pathSettings, templatesFolder } from './app-parts.ts'
import type { Settings } from './config.ts'
import type { PathParts } from './desk/parts.ts'
import { openSideReader } from './desk/reader.ts'
import { createComposer } from './desk/replies/compose.ts'
import { toTraditional } from './lib/chinese.ts'

/** Top-level settings that hold at once, whole or in the part that the path reads anew. */
const taken: (keyof Settings)[] = ['templates', 'classification', 'alerts', 'limits', 'log']
/** Limits that parts of the desk were built with. */
const builtIn = ['mailBytes', 'letterRetryHours', 'mailAttempts', 'answerEverySeconds'] as const

/** Throws `template_invalid` and changes nothing. Returns the settings whose change needs a restart. */
export async function reload(parts: PathParts, before: Settings, after: Settings): Promise<string[]> {
  const composer = createComposer(after.templates ?? templatesFolder, letterOrganisation(after), toTraditional)
  const { thresholds, letterLimits, halt, alerts } = pathSettings(after)
  const oldReader = parts.sideReader
  parts.composer = composer
  parts.sideReader = openSideReader(thresholds)
  Object.assign(parts.settings, { thresholds, letterLimits, halt, alerts })
  parts.log.level = after.log.level
  await oldReader.close()
  const sections = Object.keys(after) as (keyof Settings)[]
  const others = sections.filter((name) => !taken.includes(name) && !isDeepStrictEqual(before[name], after[name]))
  const limits = builtIn.filter((name) => before.limits[name] !== after.limits[name]).map((name) => `limits.${name}`)
  return [...others, ...limits]
}
