// What an attacker who came by the code would know. It leaves with the letter and stands nowhere else, so the code of the open challenge
// is set to one that the attack can write: whatever keeps the right code from counting is then tried with the right code.

import type { Db } from '../../db/client.ts'
import { boundActs } from '../../desk/issue-challenge.ts'
import { hashCode, newCode } from '../../desk/verification/challenge.ts'
import { systemChance } from '../../lib/ids.ts'
import type { ActStatement } from '../../requests/acts.ts'

/** The code of a letter by its Message-ID, the same at every call; null where the letter's challenge is over. */
export function knownCodes(db: Db): (messageId: string) => Promise<string | null> {
  const known = new Map<string, string>()
  return async (messageId) => {
    const code = known.get(messageId) ?? (await setCode(db, messageId))
    if (code !== null) known.set(messageId, code)
    return code
  }
}

async function setCode(db: Db, messageId: string): Promise<string | null> {
  const letter = await db.outboxLetter.findUnique({
    where: { messageId },
    select: {
      request: {
        select: {
          acts: { orderBy: { position: 'asc' } },
          challenges: { where: { closedAs: null }, orderBy: { createdAt: 'desc' }, take: 1 },
        },
      },
    },
  })
  const challenge = letter?.request?.challenges[0]
  if (letter === null || letter.request === null || challenge === undefined) return null
  const { id, requestId, sentTo } = challenge
  const statements = letter.request.acts.flatMap((act) => (act.statement as unknown as ActStatement | null) ?? [])
  const code = newCode(systemChance)
  const codeHash = hashCode(db.$deskKey(), code, { requestId, sentTo, acts: boundActs(statements) })
  await db.challenge.update({ where: { id }, data: { codeHash } })
  return code
}
