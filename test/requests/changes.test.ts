// One transaction or nothing; a request moves only from the state in which it was found.

import { expect, test } from 'vitest'
import { type Changes, commit, noChanges } from '../../src/requests/changes.ts'
import { deskDatabase } from '../support/desk-database.ts'

const at = new Date('2026-11-23T02:00:00Z')

function opening(id: string, state: 'awaiting_verification' | 'held' | 'fulfilled' = 'awaiting_verification'): Changes {
  const changes = noChanges()
  changes.requests.push({
    id,
    reference: `HB-${id}`,
    state,
    topic: 'request',
    language: 'en',
    requester: 'alice@example.org',
    receivedAt: at,
    dueAt: at,
  })
  changes.events.push({ requestId: id, at, actor: 'desk', type: 'received' })
  return changes
}

function move(
  id: string,
  from: 'awaiting_verification' | 'held' | 'fulfilled',
  state: 'in_progress' | 'expired' | 'held',
): Changes {
  const changes = noChanges()
  changes.requestMoves.push({ id, from, data: { state } })
  changes.events.push({ requestId: id, at, actor: 'desk', type: `moved_to_${state}` })
  return changes
}

test('state, trail and letter are written together', async () => {
  const { db } = await deskDatabase()
  await commit(db, [opening('A'), move('A', 'awaiting_verification', 'in_progress')])
  expect(await db.privacyRequest.findMany({ select: { state: true } })).toEqual([{ state: 'in_progress' }])
  expect(await db.event.findMany({ select: { type: true } })).toEqual([
    { type: 'received' },
    { type: 'moved_to_in_progress' },
  ])
})

test('a request that has moved on meanwhile: nothing of the step is written, nor of those beside it', async () => {
  const { db } = await deskDatabase()
  await commit(db, [opening('A', 'held')])
  await expect(commit(db, [opening('B'), move('A', 'awaiting_verification', 'in_progress')])).rejects.toMatchObject({
    code: 'state_moved_on',
    retry: true,
  })
  expect(await db.privacyRequest.findMany({ select: { id: true, state: true } })).toEqual([{ id: 'A', state: 'held' }])
  expect(await db.event.count()).toBe(1)
})

test('an impossible move is refused and nothing is written', async () => {
  const { db } = await deskDatabase()
  await commit(db, [opening('A', 'fulfilled')])
  await expect(commit(db, [move('A', 'fulfilled', 'in_progress')])).rejects.toMatchObject({
    code: 'internal',
    retry: false,
  })
  expect(await db.event.count()).toBe(1)
})

test('of two steps that found the same state the second finds that it has moved on', async () => {
  const { db } = await deskDatabase()
  await commit(db, [opening('A')])
  const both = await Promise.allSettled([
    commit(db, [move('A', 'awaiting_verification', 'in_progress')]),
    commit(db, [move('A', 'awaiting_verification', 'held')]),
  ])
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await db.event.count()).toBe(2)
})

test('acts that were begun are not replaced', async () => {
  const { db } = await deskDatabase()
  const changes = opening('A')
  const act = { requestId: 'A', kind: 'access' as const, details: { kind: 'access' } }
  changes.acts.push(
    { ...act, id: 'pending', position: 0, state: 'pending' },
    { ...act, id: 'started', position: 1, state: 'started' },
  )
  await commit(db, [changes])
  const removal = noChanges()
  removal.actRemovals.push('pending', 'started')
  await commit(db, [removal])
  expect(await db.act.findMany({ select: { id: true } })).toEqual([{ id: 'started' }])
})

test('a mail is settled once: what a second look would do beside it is not written', async () => {
  const { db } = await deskDatabase()
  await db.mailbox.create({ data: { id: 'box', name: 'desk@mx/INBOX', startAt: at } })
  await db.mail.create({
    data: {
      id: 'mail',
      mailboxId: 'box',
      uidValidity: '1',
      uid: 1,
      arrivedAt: at,
      storedAt: at,
      bytes: 1,
      sourceSha256: '',
      state: 'received',
    },
  })
  const look = (requestId: string) => {
    const changes = opening(requestId)
    changes.mailMoves.push({ id: 'mail', from: 'received', data: { state: 'handled', requestId } })
    return changes
  }
  await commit(db, [look('A')])
  await expect(commit(db, [look('B')])).rejects.toMatchObject({ code: 'state_moved_on' })
  expect(await db.privacyRequest.findMany({ select: { id: true } })).toEqual([{ id: 'A' }])
})
