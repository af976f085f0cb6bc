// The two acts that need no platform: how the requester's requests stand, and stopping those that nothing was done for yet.

import type { PrivacyRequest } from '../db/generated/client.ts'
import type { ActResult } from '../requests/acts.ts'
import { commit, noChanges } from '../requests/changes.ts'
import { openStates, type RequestState } from '../requests/states.ts'
import type { Label } from '../requests/words.ts'
import { note } from './answering.ts'
import type { PathParts } from './parts.ts'
import { withdrawable } from './plan-acts.ts'
import { timesOf } from './replies/times.ts'
import { sayMoves } from './say-moves.ts'

export async function deskResult(
  parts: PathParts,
  request: PrivacyRequest,
  kind: 'status' | 'withdraw',
): Promise<ActResult> {
  return kind === 'status' ? await status(parts, request) : await withdrawAll(parts, request)
}

const labels: Record<RequestState, Label> = {
  received: { zh: '等待您补充说明', en: 'waiting for the details we asked you for' },
  awaiting_verification: { zh: '等待您回复确认码', en: 'waiting for you to answer with the code' },
  in_progress: { zh: '办理中', en: 'being carried out' },
  held: { zh: '由工作人员处理中', en: 'with a member of staff' },
  fulfilled: { zh: '已办结', en: 'done' },
  declined: { zh: '未予办理', en: 'declined' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  expired: { zh: '已失效', en: 'expired' },
}

async function status(parts: PathParts, request: PrivacyRequest): Promise<ActResult> {
  const lately = new Date(parts.clock.now().getTime() - 90 * 86_400_000)
  const rows = await parts.db.privacyRequest.findMany({
    where: {
      subjectKey: request.subjectKey,
      id: { not: request.id },
      topic: { not: 'status' },
      OR: [{ state: { in: [...openStates] } }, { settledAt: { gt: lately } }],
    },
    orderBy: { receivedAt: 'desc' },
    take: 20,
  })
  return {
    kind: 'status',
    outcome: 'done',
    requests: rows.map((row) => ({
      reference: row.reference,
      receivedAt: row.receivedAt.toISOString(),
      state: row.coolingOffUntil === null ? labels[row.state] : waitsWords(parts, row.coolingOffUntil),
      dueAt: row.dueAt.toISOString(),
    })),
  }
}

function waitsWords({ settings }: PathParts, until: Date): Label {
  const { controller, officeHours } = settings
  const told = (language: 'zh' | 'en') => timesOf({ ...controller, officeHours }, language).moment(until.toISOString())
  return {
    zh: `已确认，将于 ${told('zh')}删除；在此之前回复“撤回”即可停止`,
    en: `confirmed; will be deleted at ${told('en')}; answer “stop” before then to keep the account`,
  }
}

/** Runs twice without harm: what was withdrawn by the first run is found by its events. */
async function withdrawAll(parts: PathParts, request: PrivacyRequest): Promise<ActResult> {
  if (request.subjectKey !== null) {
    const changes = noChanges()
    const now = parts.clock.now()
    for (const open of await withdrawable(parts, request.subjectKey, request.id)) {
      changes.requestMoves.push({
        id: open.id,
        from: open.state,
        data: {
          state: 'withdrawn',
          stateReason: request.reference,
          settledAt: now,
          nextStepAt: null,
          coolingOffUntil: null,
        },
      })
      note(parts, changes, open.id, 'withdrawn', request.reference, undefined, 'requester')
    }
    if (changes.requestMoves.length > 0) await commit(parts.db, [changes])
    sayMoves(parts.log, changes)
  }
  const stopped = await parts.db.privacyRequest.findMany({
    where: { state: 'withdrawn', stateReason: request.reference },
    orderBy: { receivedAt: 'asc' },
  })
  return { kind: 'withdraw', outcome: 'done', references: stopped.map((each) => each.reference) }
}
