// The environment over the settings file: HABEAS__IMAP__PASSWORD sets imap.password. Names are matched against the schema, so
// that HABEAS__PLATFORM__DATA_MAP finds platform.dataMap; values are read as the schema's leaf wants them.

import { z } from 'zod'

const prefix = 'HABEAS__'

/** OpenTelemetry's own names, which every program that traces reads; a setting goes before them, an earlier one before a later. */
const shared: [string, string[]][] = [
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', ['tracing', 'endpoint']],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', ['tracing', 'endpoint']],
  ['OTEL_SERVICE_NAME', ['tracing', 'service']],
]

/** Lays the environment's settings over `value`; unknown names and unreadable values come back as problems, never as values. */
export function overlayEnvironment(
  value: unknown,
  schema: z.ZodType,
  environment: NodeJS.ProcessEnv,
): { value: unknown; problems: string[] } {
  const problems: string[] = []
  const copy: Record<string, unknown> = structuredClone(isGroup(value) ? value : {})
  for (const name of Object.keys(environment).sort()) {
    const text = environment[name]
    if (!name.startsWith(prefix) || text === undefined) continue
    const found = find(name.slice(prefix.length).split('__'), schema)
    if (found === null) problems.push(`environment ${name}: there is no such setting`)
    // what a compose file passes on and nobody set; an empty list is a wish
    else if (text === '' && !(found.leaf instanceof z.ZodArray)) continue
    else put(copy, found.path, read(text, found.leaf))
  }
  for (const [name, path] of shared) {
    const text = environment[name] ?? ''
    if (text !== '' && at(copy, path) === undefined && environment.OTEL_SDK_DISABLED !== 'true') put(copy, path, text)
  }
  return { value: isGroup(value) || value === null || value === undefined ? copy : value, problems }
}

function find(names: string[], schema: z.ZodType): { path: string[]; leaf: z.ZodType } | null {
  const path: string[] = []
  let current = unwrap(schema)
  for (const name of names) {
    if (current instanceof z.ZodRecord) {
      path.push(name.toLowerCase())
      current = unwrap(current.valueType as z.ZodType)
      continue
    }
    if (!(current instanceof z.ZodObject)) return null
    const key = Object.keys(current.shape).find((candidate) => upperSnake(candidate) === name)
    if (key === undefined) return null
    path.push(key)
    current = unwrap(current.shape[key] as z.ZodType)
  }
  return current instanceof z.ZodObject || current instanceof z.ZodRecord ? null : { path, leaf: current }
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap() as z.ZodType)
  }
  return schema
}

function upperSnake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}

/** A number, a boolean or a comma list where the leaf wants one; anything else stays the text it is and the schema judges. */
function read(text: string, leaf: z.ZodType): unknown {
  if (leaf instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (leaf instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text
  if (leaf instanceof z.ZodArray) return text.trim() === '' ? [] : text.split(',').map((part) => part.trim())
  return text
}

function put(target: Record<string, unknown>, path: string[], value: unknown): void {
  const [key, ...rest] = path
  if (key === undefined) return
  if (rest.length === 0) {
    target[key] = value
    return
  }
  const inner = isGroup(target[key]) ? target[key] : {}
  target[key] = inner
  put(inner, rest, value)
}

function at(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isGroup(inner) ? inner[key] : undefined), value)
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
