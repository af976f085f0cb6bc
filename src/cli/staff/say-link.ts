// Prints a one-time link: the one time that it is seen.

import type { Settings } from '../../config.ts'
import type { Invitation } from '../../console/sign-in/accounts.ts'
import { print, printJson, timeText } from '../print.ts'

export function sayLink(settings: Settings, { id, path, expiresAt }: Invitation & { id: string }, json: boolean): void {
  const { listen, publicUrl, staffUrl = publicUrl ?? `http://${listen}` } = settings.console
  const url = new URL(path, staffUrl).href
  if (json) {
    printJson({ id, url, expiresAt })
    return
  }
  print(url)
  print(
    `Hand it over safely: it works once, until ${timeText(expiresAt, settings.organisation.officeHours.timeZone)}. Who opens it sets the password.`,
  )
}
