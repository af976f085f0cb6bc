// Passkeys (WebAuthn): the questions put to an authenticator and the check of its answers. Only with the person verified by it (a
// finger, a face, a PIN): a passkey alone signs in, so it must be two factors itself.

import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Context } from 'hono'
import type { SignInSettings } from './auth.ts'

export interface RelyingParty {
  id: string
  origin: string
}

/** Null where browsers have no passkeys: they belong to a name over https, or to localhost. */
export function relyingParty(c: Context, { staffUrl }: Pick<SignInSettings, 'staffUrl'>): RelyingParty | null {
  const { hostname, protocol, origin } = new URL(staffUrl ?? c.req.url)
  const isName = /[a-z]/i.test(hostname) && !hostname.startsWith('[')
  return isName && (protocol === 'https:' || hostname === 'localhost') ? { id: hostname, origin } : null
}

export async function askToMake(
  party: RelyingParty,
  staff: { id: string; name: string; email: string },
  known: { credentialId: string }[],
) {
  return await generateRegistrationOptions({
    rpName: 'habeas',
    rpID: party.id,
    userID: new Uint8Array(Buffer.from(staff.id)),
    userName: staff.email,
    userDisplayName: staff.name,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** Null where the answer does not hold. */
export async function readMade(party: RelyingParty, challenge: string, response: unknown) {
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => ({ verified: false as const, registrationInfo: undefined }))
  if (!verified || registrationInfo === undefined) return null
  const { id, publicKey, counter, transports } = registrationInfo.credential
  return {
    credentialId: id,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports: transports?.join(',') ?? null,
  }
}

export async function askToUse(party: RelyingParty) {
  return await generateAuthenticationOptions({ rpID: party.id, userVerification: 'required' })
}

/** The new count of uses; null where the answer does not hold. */
export async function readUsed(
  party: RelyingParty,
  challenge: string,
  response: unknown,
  { credentialId, publicKey, counter }: { credentialId: string; publicKey: string; counter: number },
): Promise<number | null> {
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter },
  }).catch(() => ({ verified: false, authenticationInfo: undefined }))
  return verified && authenticationInfo !== undefined ? authenticationInfo.newCounter : null
}
