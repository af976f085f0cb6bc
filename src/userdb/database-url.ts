// Reads platform.url for a database server: where it is, who logs in, how the connection is protected. Without a word about
// TLS a connection that leaves the machine must be encrypted and the server's certificate must be good; weaker is said.

import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import { DeskError } from '../errors.ts'

export interface DatabaseAddress {
  host: string
  port: number
  /** a Unix socket, or the folder of one; instead of host and port */
  socket: string | null
  user: string
  password: string
  database: string
  /** null: not encrypted */
  tls: ConnectionOptions | null
}

const tlsModes: Record<string, 'off' | 'encrypt' | 'certificate' | 'certificate and name'> = {
  disable: 'off',
  disabled: 'off',
  require: 'encrypt',
  required: 'encrypt',
  'verify-ca': 'certificate',
  verify_ca: 'certificate',
  'verify-full': 'certificate and name',
  verify_identity: 'certificate and name',
}

const known = [
  'sslmode',
  'ssl-mode',
  'sslrootcert',
  'ssl-ca',
  'sslcert',
  'ssl-cert',
  'sslkey',
  'ssl-key',
  'host',
  'socket',
]

/** Throws DeskError('config_invalid') whose message holds nothing of the URL. */
export function readDatabaseUrl(url: string, defaultPort: number): DatabaseAddress {
  const parsed = parse(url)
  const given = (...names: string[]) =>
    names.map((name) => parsed.searchParams.get(name)).find((value) => value !== null)
  for (const name of parsed.searchParams.keys()) {
    if (!known.includes(name)) throw invalid(`knows no parameter ${name}; expected one of ${known.join(', ')}`)
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '') || (given('host') ?? '')
  const socket = given('socket') ?? (host.startsWith('/') ? host : null)
  const database = decodeURIComponent(parsed.pathname.slice(1))
  if (database === '') throw invalid('names no database; write it behind the host, as in postgres://user@host/shop')
  return {
    host: host || '127.0.0.1',
    port: Number(parsed.port || defaultPort),
    socket,
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database,
    tls: tls(given('sslmode', 'ssl-mode'), host, socket !== null, {
      ca: given('sslrootcert', 'ssl-ca'),
      cert: given('sslcert', 'ssl-cert'),
      key: given('sslkey', 'ssl-key'),
    }),
  }
}

function parse(url: string): URL {
  try {
    // postgres:///db?host=/run/postgresql names no host
    const parsed = new URL(url)
    decodeURIComponent(parsed.username + parsed.password + parsed.pathname)
    return parsed
  } catch {
    throw invalid('cannot be read; write @ : / ? # in the password as %40 %3A %2F %3F %23')
  }
}

function tls(
  mode: string | undefined,
  host: string,
  isSocket: boolean,
  files: Record<'ca' | 'cert' | 'key', string | undefined>,
): ConnectionOptions | null {
  const isHere = isSocket || ['', 'localhost', '127.0.0.1', '::1'].includes(host)
  const wanted = mode === undefined ? (isHere ? 'off' : 'certificate and name') : tlsModes[mode.toLowerCase()]
  if (wanted === undefined) {
    throw invalid(`has an unknown sslmode; expected disable, require, verify-ca or verify-full`)
  }
  if (wanted === 'off') return null
  const read: ConnectionOptions = { rejectUnauthorized: wanted !== 'encrypt' }
  if (wanted === 'certificate') read.checkServerIdentity = () => undefined
  for (const name of ['ca', 'cert', 'key'] as const) {
    const file = files[name]
    if (file !== undefined) read[name] = readCertificate(file)
  }
  return read
}

function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw invalid(`names the file ${file}, which cannot be read (${(cause as NodeJS.ErrnoException).code})`)
  }
}

function invalid(what: string): DeskError {
  return new DeskError('config_invalid', { retry: false, message: `platform.url ${what}` })
}
