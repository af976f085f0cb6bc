// "Take back my refusal": the answer to a refusal's result letter by which a person allows again what they had refused. A
// refusal lasts, so it can be taken back at any time; a code letter restates what is switched on, for nobody's domain can
// give consent. Only what that refusal had turned off comes back.

import type { Arrival } from './arrival.ts'
import { begin } from './new-mail.ts'
import type { PathParts } from './parts.ts'
import { refusalPlaces } from './refused-places.ts'
import type { MatchedRequest } from './triage/match.ts'
import { wantsUndo } from './undo-correction.ts'

const phrases =
  /^(?:please |i (?:want|would like|wish) to |i )?(?:take back|withdraw|revoke|undo|cancel)(?: my| the| this)? (?:refusal|objection|opt[- ]?out)(?: please)?(?:[\s,，.。!！;；].{0,80})?$|^(?:please )?(?:turn|switch) (?:it|this|that|them|everything) (?:back )?on(?: again)?(?: please)?(?:[\s,，.。!！;；].{0,80})?$|^(?:请|麻烦|請|麻煩)?(?:帮我|幫我)?(?:我要|我想)?(?:(?:撤回|撤销|撤銷|取消)(?:我的|这次|這次|此次|之前的|先前的)?(?:拒绝|拒絕)|重新(?:开启|開啟|打开|打開|同意))(?:吧|一下|谢谢|謝謝)?(?:[\s,，.。!！;；].{0,80})?$/iu

/** True where the first written line says nothing but that. */
function wantsBack(newText: string): boolean {
  const first = newText
    .slice(0, 1_000)
    .normalize('NFKC')
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
  return first !== undefined && phrases.test(first)
}

/** Returns false where there is nothing to take back. */
export async function takeBackRefusal(parts: PathParts, arrival: Arrival, request: MatchedRequest): Promise<boolean> {
  const { newText } = arrival.mail
  if (request.state !== 'fulfilled' || !(wantsBack(newText) || wantsUndo(newText))) return false
  const refused = request.acts.filter((act) => act.kind === 'refusal' && act.state === 'done')
  const back = refused.flatMap((act) => refusalPlaces(act.plan)?.off ?? [])
  if (back.length === 0) return false
  await begin(parts, arrival, [{ kind: 'refusal', purposes: [], back }])
  return true
}
