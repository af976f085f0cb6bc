// The authenticator app of an account: set up with a picture and a first code, its backup codes, its removal. Each asks for the
// password once more: a browser left open must not be enough.

import { type Context, Hono } from 'hono'
import { toString as toQr } from 'qrcode'
import { z } from 'zod'
import { type Tx, transact } from '../../db/client.ts'
import type { ConsoleEnv } from '../env.ts'
import { layout } from '../layout.ts'
import type { StaffMember } from '../staff-member.ts'
import { verifyAuthenticatorCode } from './authenticator-code.ts'
import { needsSecondFactor } from './gate.ts'
import type { SignInParts } from './parts.ts'
import { backupCodesPage, type Fault, pictureCard, secondFactorPage } from './second-factor-pages.ts'
import { appendStaffEvent, type StaffEventType } from './staff-trail.ts'

const form = z.object({
  password: z.string().max(1000).catch(''),
  code: z
    .string()
    .max(40)
    .catch('')
    .transform((code) => code.replace(/\s/g, '')),
  uri: z
    .string()
    .regex(/^otpauth:\/\/totp\/[\w%.~:@-]+\?[\w%=&.~-]+$/)
    .optional()
    .catch(undefined),
})

export function secondFactorRoutes(parts: SignInParts): Hono<ConsoleEnv> {
  const { desk, settings, auth } = parts
  const page = async (c: Context<ConsoleEnv>, fault?: Fault) => {
    const staff = c.get('staff')
    const found = await desk.db.staff.findUnique({ where: { id: staff.id }, select: { twoFactorEnabled: true } })
    const hasPassword =
      (await desk.db.staffCredential.count({ where: { staffId: staff.id, providerId: 'credential' } })) > 0
    const isSet = found?.twoFactorEnabled === true
    const body = secondFactorPage(staff.language, {
      isSet,
      hasPassword,
      isNeeded: needsSecondFactor(settings, staff),
      fault,
    })
    return c.html(await layout(c, { title: title(staff), active: 'account', body }), fault === undefined ? 200 : 400)
  }
  return new Hono<ConsoleEnv>()
    .get('/account/second-factor', async (c) => await page(c))
    .post('/account/second-factor', async (c) => {
      const { password } = form.parse(await c.req.parseBody())
      return await beginSecondFactor(parts, c, password)
    })
    .post('/account/second-factor/confirm', async (c) => {
      const { code, uri } = form.parse(await c.req.parseBody())
      const answer = await verifyAuthenticatorCode(parts, c, c.get('staff').id, code)
      if (!answer.ok) {
        if (uri === undefined) return await page(c, codeFault(answer))
        return await showPicture(c, uri, codeFault(answer))
      }
      const staff = c.get('staff')
      await change(parts, staff, 'staff_second_factor_set', async (tx) => {
        // sessions that began with the password alone, wherever they are; this one was begun anew just now
        await tx.staffSession.deleteMany({ where: { staffId: staff.id, signedInBy: { in: ['password', 'link'] } } })
      })
      const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId: staff.id } })
      return await showBackupCodes(c, backupCodes)
    })
    .post('/account/second-factor/backup-codes', async (c) => {
      const { password } = form.parse(await c.req.parseBody())
      const answer = await parts.call(c, '/two-factor/generate-backup-codes', { password })
      if (!answer.ok) return await page(c, answer.status === 429 ? 'wait' : 'password')
      await change(parts, c.get('staff'), 'staff_backup_codes_made')
      return await showBackupCodes(c, answer.body.backupCodes as string[])
    })
    .post('/account/second-factor/remove', async (c) => {
      const { password, code } = form.parse(await c.req.parseBody())
      const proof = await verifyAuthenticatorCode(parts, c, c.get('staff').id, code)
      if (!proof.ok) return await page(c, codeFault(proof))
      const answer = await parts.call(c, '/two-factor/disable', { password })
      if (!answer.ok) return await page(c, answer.status === 429 ? 'wait' : 'password')
      await change(parts, c.get('staff'), 'staff_second_factor_removed')
      return c.redirect('/account/second-factor', 303)
    })
}

function codeFault({ status, spent }: { status: number; spent: boolean }): Fault {
  if (spent) return 'spent'
  return status === 429 ? 'wait' : 'code'
}

/** Makes a secret and shows its picture; it counts once a first code was right. */
export async function beginSecondFactor(
  parts: SignInParts,
  c: Context<ConsoleEnv>,
  password: string,
  cookies?: string,
) {
  const answer = await parts.call(c, '/two-factor/enable', { password }, cookies)
  if (answer.ok) return await showPicture(c, String(answer.body.totpURI))
  const staff = c.get('staff')
  const fault: Fault = answer.status === 429 ? 'wait' : 'password'
  const body = secondFactorPage(staff.language, { isSet: false, hasPassword: true, isNeeded: true, fault })
  return c.html(await layout(c, { title: title(staff), active: 'account', body }), 400)
}

async function showPicture(c: Context<ConsoleEnv>, uri: string, fault?: Fault) {
  const staff = c.get('staff')
  const picture = await toQr(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
  const body = pictureCard(staff.language, { picture, uri, fault })
  return c.html(await layout(c, { title: title(staff), active: 'account', body }), fault === undefined ? 200 : 400)
}

async function showBackupCodes(c: Context<ConsoleEnv>, codes: string[]) {
  const staff = c.get('staff')
  return c.html(
    await layout(c, { title: title(staff), active: 'account', body: backupCodesPage(staff.language, codes) }),
  )
}

async function change(
  { desk: { db, clock } }: SignInParts,
  staff: StaffMember,
  type: StaffEventType,
  also: (tx: Tx) => Promise<void> = async () => undefined,
) {
  await transact(db, async (tx) => {
    await also(tx)
    await appendStaffEvent(tx, clock, { type, actor: `staff:${staff.name}`, staffId: staff.id })
  })
}

function title({ language }: StaffMember): string {
  return language === 'zh' ? '两步验证' : 'Second factor'
}
