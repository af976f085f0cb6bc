// A disk that fills up under the desk: the operator is told while there is still room for the letter; on a full one nothing is lost, done
// by half or sent twice; with room again the desk goes on by itself.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { OperatorWatch } from '../../src/desk/operator-watch.ts'
import { errorCode } from '../../src/errors.ts'
import { verifyTrail } from '../../src/requests/trail.ts'
import { stories, type TestDesk } from '../support/desk.ts'
import { replyTo } from '../support/raw-mail.ts'

const ops = 'ops@desk.example'
const alice = 'alice@example.org'
const servers = stories()
const copyPlease = { subject: 'My data', text: 'Please send me a copy of all my personal data.' }
const megabyte = 1_048_576

/** A disk of its own, and how to fill it; null where this user may mount none. */
function smallDisk(megabytes: number) {
  const folder = mkdtempSync(join(tmpdir(), 'habeas-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]).status === 0
  onTestFinished(() => {
    if (mounted) spawnSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  if (!mounted) return null
  const ballast = join(folder, 'ballast')
  const empty = () => rmSync(ballast, { force: true })
  const leave = (bytes: number) => {
    empty()
    const { bavail, bsize } = statfsSync(folder)
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytes)))
  }
  return { folder, empty, leave }
}

/** The next rounds, each after every pause is over; what they fail with. */
async function rounds(desk: TestDesk, count = 2): Promise<string[]> {
  const codes: string[] = []
  for (let round = 0; round < count; round++) {
    desk.clock.forward(600_000)
    await desk.round().catch((error: unknown) => codes.push(errorCode(error)))
  }
  return codes
}

test('nearly full it tells the operator, full it loses nothing and repeats nothing, with room again it goes on', async ({
  skip,
}) => {
  const disk = smallDisk(48)
  if (disk === null) return skip('a small disk of its own can be mounted by root alone')
  const desk = await servers.desk({
    settings: {
      dataFolder: join(disk.folder, 'data'),
      organisation: { operatorAddress: ops },
      alerts: { diskFreeMB: 12 },
    },
  })
  const watch = new OperatorWatch(desk.app.parts, () => null)
  expect(await watch.look()).toBe(0)

  disk.leave(8 * megabyte)
  expect(await watch.look()).toBe(1)
  await desk.round()
  expect((await desk.lastTo(ops)).words).toContain('Only 8 MB are free for the data folder')
  expect((await desk.lastTo(ops)).words).toContain('数据目录所在磁盘仅剩 8 MB')
  expect((await desk.app.readiness()).checks.disk?.ok).toBe(false)

  // full before anything comes: mail stays in the mailbox
  disk.leave(0)
  await desk.deliver({ from: alice, ...copyPlease })
  expect(await rounds(desk)).toEqual(['disk_full', 'disk_full'])
  expect(await desk.mails()).toEqual([])
  expect((await desk.dovecot.list(desk.mailFolder)).some(({ flags }) => flags.includes('\\Seen'))).toBe(false)
  disk.empty()
  expect(await rounds(desk)).toEqual([])
  expect(await desk.states()).toEqual(['awaiting_verification'])
  expect(desk.lettersTo(alice)).toHaveLength(1)

  // full at the very moment at which a letter has left: it is not sent again
  await desk.deliver({ from: 'stranger@nowhere.example', ...copyPlease })
  const taken = desk.sink.waitFor(desk.sink.letters.length + 1).then(() => disk.leave(0))
  expect(await rounds(desk, 3)).toEqual(['disk_full', 'disk_full', 'disk_full'])
  await taken
  disk.empty()
  expect(await rounds(desk)).toEqual([])
  expect(desk.lettersTo('stranger@nowhere.example')).toHaveLength(1)

  // room for the code that comes in, none for the copy that it asks for
  const { letter } = await desk.lastTo(alice)
  const code = await desk.codeFor(alice)
  await desk.deliver(await replyTo(letter, { from: alice, text: code }))
  disk.leave(40_000)
  expect(await rounds(desk, 3)).toContain('disk_full')
  expect(desk.lettersTo(alice)).toHaveLength(1)
  disk.empty()
  expect(await rounds(desk)).toEqual([])
  expect(await desk.states()).toEqual(['fulfilled', 'declined'])
  expect(await desk.subjectsTo(alice)).toEqual([expect.stringContaining('confirm'), expect.stringContaining('Done')])

  // well again, and told so; the trail is whole
  expect((await desk.app.readiness()).checks.disk?.ok).toBe(true)
  expect(await watch.look()).toBe(1)
  await desk.round()
  expect((await desk.lastTo(ops)).subject).toContain('The desk is well again')
  expect(await verifyTrail(desk.app.parts.db)).toMatchObject({ sound: true })
})
