// What of an installation is not on this machine.

import { isIP } from 'node:net'
import type { Settings } from '../../config.ts'

/** Names of the settings that point elsewhere; [] where all of the desk is on loopback. */
export function notLoopback({ imap, smtp, platform }: Pick<Settings, 'imap' | 'smtp' | 'platform'>): string[] {
  const data = platform.endpoint === undefined ? 'platform.url' : 'platform.endpoint.url'
  const hosts = {
    'imap.host': imap.host,
    'smtp.host': smtp.host,
    [data]: hostOf(platform.endpoint === undefined ? platform.url : platform.endpoint.url),
  }
  return Object.entries(hosts).flatMap(([name, host]) => (host === null || isLoopback(host) ? [] : [name]))
}

/** Null for a file. */
function hostOf(url: string): string | null {
  if (url.startsWith('file:')) return null
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}

function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '')
  if (name === 'localhost' || name === '::1') return true
  return isIP(name) === 4 && name.startsWith('127.')
}
