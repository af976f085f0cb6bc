// habeas.yaml and the environment (HABEAS__SECTION__KEY) become settings. They are checked together, and every wrong setting is reported at
// once with its place, the shape of its value (never the value: it may be a secret) and what is expected. What there is to set stands in
// config-schema.ts. Only app.ts and the commands read this.

import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { overlayEnvironment } from './config-environment.ts'
import { type endpoint, type platform, settingsSchema } from './config-schema.ts'
import { DeskError } from './errors.ts'

export type PlatformSettings =
  | ({ url: string; dataMap: string; pseudonymKey?: string; endpoint?: undefined } & WithCalls)
  | ({ endpoint: z.output<typeof endpoint>; url?: undefined; dataMap?: undefined } & WithCalls)

type WithCalls = { calls?: Record<string, z.output<typeof endpoint>>; searchAfterDeletion?: boolean }

export type Settings = Omit<z.output<typeof settingsSchema>, 'platform'> & {
  platform: PlatformSettings
  database: { url: string }
  /** where the desk's keys come from: HABEAS_KEY, HABEAS_KEY_FILE, or desk.key in the data folder */
  key: { dataFolder: string; given?: string | undefined; file?: string | undefined }
}

/**
 * Reads and checks the settings. Relative paths are taken from the file's folder. Throws `config_invalid` whose message
 * names every wrong setting, one a line.
 */
export function readSettings(file: string, environment: NodeJS.ProcessEnv = process.env): Settings {
  return checkSettings(readText(file), file, environment)
}

/** The same for settings already in memory (the sandbox, tests). */
export function checkSettings(text: string, file: string, environment: NodeJS.ProcessEnv = {}): Settings {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, maxAliasCount: 0 } as object)
  const place = (path: PropertyKey[]) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true)
      const range = node !== null && typeof node === 'object' && 'range' in node ? (node.range as number[]) : undefined
      if (range?.[0] !== undefined) return `${file}:${lines.linePos(range[0]).line}`
    }
    return file
  }
  const syntax = document.errors.map(
    (error) =>
      `${file}:${lines.linePos(error.pos[0]).line} is not YAML: ${error.code.toLowerCase().replaceAll('_', ' ')}`,
  )
  if (syntax.length > 0) throw invalid(syntax)
  const raw: unknown = document.toJS() ?? {}
  const { value, problems } = overlayEnvironment(raw, settingsSchema, environment)
  const result = settingsSchema.safeParse(value)
  const wrong = result.success ? [] : result.error.issues.flatMap((issue) => describe(issue, value, place))
  if (problems.length + wrong.length > 0 || !result.success) throw invalid([...problems, ...wrong])
  return withAbsolutePaths(result.data, dirname(resolve(file)), environment)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new DeskError('config_invalid', {
      retry: false,
      cause,
      message: `The settings file ${file} cannot be read: name another with --config FILE, or write one with: habeas init DIR`,
    })
  }
}

function invalid(lines: string[]): DeskError {
  return new DeskError('config_invalid', {
    retry: false,
    message: `${lines.length === 1 ? 'One setting is' : `${lines.length} settings are`} wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`,
  })
}

function describe(issue: z.core.$ZodIssue, value: unknown, place: (path: PropertyKey[]) => string): string[] {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const name = path === '' ? key : `${path}.${key}`
      return `${place([...issue.path, key])} ${name}: there is no such setting; look at the commented file that habeas init writes`
    })
  }
  return [`${place(issue.path)} ${path}: ${issue.message}; found ${shapeOf(valueAt(value, issue.path))}`]
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  )
}

/** What a value looks like without saying it. */
function shapeOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'an empty value'
  if (typeof value === 'string') return value === '' ? 'an empty text' : `a text of ${value.length} characters`
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' ? 'a group of settings' : `a ${typeof value}`
}

function withAbsolutePaths(
  settings: z.output<typeof settingsSchema>,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Settings {
  const dataFolder = resolve(folder, settings.dataFolder)
  const fileUrl = (url: string) => `file:${resolve(folder, url.slice('file:'.length))}`
  return {
    ...settings,
    dataFolder,
    key: {
      dataFolder,
      given: environment.HABEAS_KEY,
      file: environment.HABEAS_KEY_FILE === undefined ? undefined : resolve(folder, environment.HABEAS_KEY_FILE),
    },
    database: { url: fileUrl(settings.database.url ?? `file:${resolve(dataFolder, 'habeas.db')}`) },
    platform: platformWithPaths(settings.platform, folder, fileUrl),
    ...(settings.templates === undefined ? {} : { templates: resolve(folder, settings.templates) }),
  }
}

function platformWithPaths(
  { url, dataMap, endpoint, pseudonymKey, calls, searchAfterDeletion }: z.output<typeof platform>,
  folder: string,
  fileUrl: (url: string) => string,
): PlatformSettings {
  const placed = <T extends { caFile?: string | undefined }>(each: T): T =>
    each.caFile === undefined ? each : { ...each, caFile: resolve(folder, each.caFile) }
  const told = {
    ...(calls === undefined
      ? {}
      : { calls: Object.fromEntries(Object.entries(calls).map(([name, each]) => [name, placed(each)])) }),
    searchAfterDeletion,
  }
  if (endpoint !== undefined) return { endpoint: placed(endpoint), ...told }
  if (url === undefined || dataMap === undefined) throw new Error('the schema lets no platform without data pass')
  return {
    url: url.startsWith('file:') ? fileUrl(url) : url,
    dataMap: resolve(folder, dataMap),
    ...(pseudonymKey === undefined ? {} : { pseudonymKey }),
    ...told,
  }
}
