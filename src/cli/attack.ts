// habeas attack: replays the attack list as real mails against a desk on this machine and prints what each yielded. Only against
// loopback, so that it can never be turned on somebody's mailbox: mailbox, SMTP and platform must all be on this machine. Runs
// the desk itself, or beside a running one.

import { Command, Option } from 'commander'
import { type App, createApp } from '../app.ts'
import { openRecords, type Records } from '../app-parts.ts'
import { readSettings, type Settings } from '../config.ts'
import { openMailbox } from '../desk/intake/mailbox.ts'
import { DeskError } from '../errors.ts'
import { systemClock } from '../lib/clock.ts'
import type { Attack } from './attack/attack.ts'
import { attacks } from './attack/attacks.ts'
import { knownCodes } from './attack/known-code.ts'
import { notLoopback } from './attack/loopback.ts'
import { type Cast, playAttack, type Stage, type Yield, yieldsNothing } from './attack/play.ts'
import { configOption, jsonOption } from './options.ts'
import { print, printJson, table } from './print.ts'

interface Options {
  config: string
  json?: boolean
  victim: string
  member: string
  only?: string
}

export function attackCommand(): Command {
  return new Command('attack')
    .description('replays the attack list as real mails against a desk on this machine; prints what each yielded')
    .addOption(configOption())
    .option('--victim <address>', 'a registered address whose account is aimed at', 'alice@example.org')
    .option('--member <address>', 'a registered address of somebody else', 'xiaoming@example.com')
    .addOption(new Option('--only <words>', 'attacks whose name holds these words'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nMailbox, SMTP and platform must be on loopback. Use a copy of the platform: requests and letters are left behind.\nExample: habeas attack --config test.yaml',
    )
    .action(async ({ config, json, victim, member, only }: Options) => {
      const settings = readSettings(config)
      const away = notLoopback(settings)
      if (away.length > 0) {
        throw new DeskError('config_invalid', {
          retry: false,
          message: `habeas attack writes to desks on this machine alone (127.0.0.0/8, ::1, localhost); not there: ${away.join(', ')}.`,
        })
      }
      const chosen = attacks.filter(({ name }) => only === undefined || name.includes(only))
      const played = await playAll(settings, chosen, { ...castOf(settings), victim, member }, json === true)
      const broken = played.filter((each) => !yieldsNothing(each.yielded))
      if (json === true) printJson(played)
      else print(`\n${sum(played, broken.length)}`)
      if (broken.length > 0) process.exitCode = 1
    })
}

interface Played {
  name: string
  defence: string
  /** false: the mail server took no such mail, so the desk was not tried */
  taken: boolean
  yielded: Yield
}

async function playAll(settings: Settings, chosen: readonly Attack[], cast: Cast, silent: boolean): Promise<Played[]> {
  const { stage, close } = await openStage(settings, cast)
  const played: Played[] = []
  try {
    for (const attack of chosen) {
      const { taken, yielded } = await playIfTaken(stage, attack, cast)
      played.push({ name: attack.name, defence: attack.defence, taken, yielded })
      if (!silent) print(table([], [[taken ? wordsOf(yielded) : 'refused ', attack.name]]))
      if (yielded.action.includes('deletion was carried out')) {
        if (!silent)
          print('\nThe victim’s account may be gone: what is left of the list would prove nothing and is not played.')
        break
      }
    }
    return played
  } finally {
    await close()
  }
}

/** Some servers take no mail with a NUL or a bare carriage return: such an attack ends at them. */
async function playIfTaken(stage: Stage, attack: Attack, cast: Cast): Promise<Pick<Played, 'taken' | 'yielded'>> {
  try {
    return { taken: true, yielded: await playAttack(stage, attack, cast) }
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== 'imap_protocol') throw error
    return { taken: false, yielded: { data: [], action: [], knowledge: [], flood: [] } }
  }
}

function sum(played: Played[], broken: number): string {
  const words = `${played.length} attacks, ${broken === 0 ? 'none yielded anything' : `${broken} yielded something`}.`
  const refused = played.filter(({ taken }) => !taken).length
  return refused === 0
    ? words
    : `${words} Your mail server takes no mail of ${refused} of them: the desk never saw those.`
}

function wordsOf(yielded: Yield): string {
  if (yieldsNothing(yielded)) return 'nothing '
  return Object.entries(yielded)
    .flatMap(([what, found]: [string, string[]]) => found.map((each) => `${what.toUpperCase()}: ${each}`))
    .join('; ')
}

function castOf({ organisation, verification }: Settings): Omit<Cast, 'victim' | 'member'> {
  return {
    desk: organisation.privacyAddress,
    staff: organisation.staffAddress,
    server: verification.trustedServers[0] ?? 'mx.example.org',
  }
}

async function openStage(settings: Settings, cast: Cast): Promise<{ stage: Stage; close(): Promise<void> }> {
  const app = await startUnlessRunning(settings)
  if (app !== null) await app.once()
  const records = await openRecords(settings)
  const close = async () => {
    await records.close()
    await app?.stop()
  }
  try {
    if (app !== null) await checkCast(app, cast)
    let delivered = 0
    const before = await records.db.mail.count()
    return {
      close,
      stage: {
        db: records.db,
        deliver: async (raw) => {
          await append(settings, raw)
          delivered++
        },
        work: async () => {
          if (app !== null) await app.once()
          else await settled(records, before + delivered)
        },
        codeOf: knownCodes(records.db),
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Over a connection of its own: after a refusal a server may no longer follow. */
async function append(settings: Settings, raw: string): Promise<void> {
  const mailbox = await openMailbox(settings.imap)
  try {
    // a server's INTERNALDATE knows no milliseconds: a mail of this second must not seem older than the desk's start
    await mailbox.append(Buffer.from(raw), new Date(systemClock.now().getTime() + 1000))
  } finally {
    await mailbox.close()
  }
}

/** Null where a daemon has the data folder: then that one is attacked. */
async function startUnlessRunning(settings: Settings): Promise<App | null> {
  try {
    return await createApp({ ...settings, log: { ...settings.log, level: 'silent' } })
  } catch (error) {
    if (error instanceof DeskError && error.code === 'already_running') return null
    throw error
  }
}

/** An attack on nobody proves nothing. */
async function checkCast(app: App, { victim, member }: Cast): Promise<void> {
  const { userDb } = app.parts
  for (const [option, address] of [
    ['--victim', victim],
    ['--member', member],
  ] as const) {
    const found = await userDb.findSubjects(address)
    if (found.length === 1) continue
    throw new DeskError('config_invalid', {
      retry: false,
      message: `The address of ${option} belongs to ${found.length} accounts of this platform: name one that belongs to one.`,
    })
  }
}

const longestMs = 60_000

/** Until the running desk has worked on so many mails and has nothing under way. */
async function settled({ db, clock }: Records, mails: number): Promise<void> {
  const until = clock.now().getTime() + longestMs
  while (clock.now().getTime() < until) {
    const [done, moving, waiting] = await Promise.all([
      db.mail.count({ where: { state: { not: 'received' } } }),
      db.privacyRequest.count({ where: { state: 'in_progress', nextStepAt: { lte: clock.now() } } }),
      db.outboxLetter.count({ where: { state: 'queued', attempts: 0, nextAttemptAt: { lte: clock.now() } } }),
    ])
    if (done >= mails && moving === 0 && waiting === 0) return
    await new Promise((resume) => setTimeout(resume, 100))
  }
  throw new DeskError('imap_unavailable', {
    retry: true,
    message: 'The running desk did not take the mails in within a minute: look at habeas status.',
  })
}
