// What a check of the doctor says: one finding or several, each with what to do. A check that cannot be made is a finding too, so
// that the others are still made.

import { DeskError } from '../../errors.ts'

export interface Finding {
  level: 'ok' | 'warning' | 'problem'
  /** ends with what to do, unless all is well */
  message: string
}

export interface Check {
  /** what is looked at, in one or two words */
  name: string
  look: () => Promise<Finding[]> | Finding[]
}

export const ok = (message: string): Finding => ({ level: 'ok', message })
export const warning = (message: string): Finding => ({ level: 'warning', message })
export const problem = (message: string): Finding => ({ level: 'problem', message })

export async function findings({ look }: Check): Promise<Finding[]> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof DeskError) return [problem(error.message)]
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return [problem(`could not be looked at${code}: check the rights of this user, then report it`)]
  }
}

/** Whether a host is this machine, where nobody stands on the way. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
