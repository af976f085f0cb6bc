// What this program is called and which version it is, from package.json.

import { readFileSync } from 'node:fs'

export const { version, description } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string; description: string }
