// Builds what the path is made of from the settings: the desk's database, the platform's behind its data map, the letters, the
// key. app.ts puts the mail servers and the loops around it; commands that work beside a running daemon open it alone.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeBackup } from './backup/make.ts'
import type { Settings } from './config.ts'
import { isPrivateUrl } from './config-schema.ts'
import { type Db, openDb } from './db/client.ts'
import { migrate, pending } from './db/migrate.ts'
import { defaultThresholds, type Thresholds } from './desk/classification/thresholds.ts'
import { openSources, type Sources } from './desk/intake/sources.ts'
import type { PathParts } from './desk/parts.ts'
import { openSideReader } from './desk/reader.ts'
import { type Composer, createComposer } from './desk/replies/compose.ts'
import { DeskError, errorCode } from './errors.ts'
import { toTraditional } from './lib/chinese.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { prepareDataFolder, upgradeFolder } from './lib/data-folder.ts'
import { loadDeskKey, loadDeskKeyIfAny } from './lib/desk-key.ts'
import { type Chance, systemChance } from './lib/ids.ts'
import { createLog, type Logger } from './lib/log.ts'
import { type Meter, silentMeter } from './lib/meter.ts'
import { silentTracer, silentUnit, type Tracer } from './lib/trace.ts'
import { ownMail } from './mail/own-mail.ts'
import { type MailVerifier, mailVerifier, type Resolver } from './mail/own-verification.ts'
import type { DeadlinePolicy } from './requests/deadline.ts'
import { type DataMap, readDataMap } from './userdb/data-map.ts'
import { deletionLedger } from './userdb/deletion-ledger.ts'
import { fileRemovals } from './userdb/file-removals.ts'
import { openHttpUserDb } from './userdb/http/http-userdb.ts'
import { openUserDb, type UserDb } from './userdb/userdb.ts'
import { version } from './version.ts'

export interface PartsOptions {
  /** letters that were read and checked before, for whoever starts many desks with the same ones */
  composer?: Composer
  /** the file of platform.dataMap as read before */
  dataMap?: DataMap
  clock?: Clock
  chance?: Chance
  log?: Logger
  /** counts what the path does; default: nothing is counted */
  meter?: Meter
  /** tells a collector of it; default: nothing is told */
  tracer?: Tracer
  /** answers the DNS questions of verification.verifyMails; default: the system's resolver */
  resolver?: Resolver
}

/** The letters that come with habeas. */
export const templatesFolder = join(import.meta.dirname, '../templates')

/** What is written down about requests and mails, without anything of the platform's. */
export interface Records {
  db: Db
  sources: Sources
  clock: Clock
  /** requests are told in this zone */
  timeZone: string
  deadline: DeadlinePolicy
  close(): Promise<void>
}

/**
 * Opens the desk's records beside a running daemon: takes no lock and makes nothing where the desk never ran. Throws
 * `database_unavailable`.
 */
export async function openRecords(settings: Settings): Promise<Records> {
  const file = settings.database.url.slice('file:'.length)
  if (!existsSync(file)) {
    throw new DeskError('database_unavailable', {
      retry: false,
      message: `There is no desk database at ${file}: start the desk first (habeas run, habeas once), or check dataFolder and database.url.`,
    })
  }
  const key = await loadDeskKey(settings.key, true)
  const db = await openDb(settings.database.url, key)
  try {
    await bringUpToDate(db, settings, systemClock)
  } catch (error) {
    await db.$disconnect()
    throw error
  }
  return {
    db,
    sources: openSources(settings.dataFolder, key.ring),
    clock: systemClock,
    timeZone: settings.organisation.officeHours.timeZone,
    deadline: deadlinePolicy(settings),
    close: async () => await db.$disconnect(),
  }
}

/**
 * Migrates, and before that puts a copy of all that is kept where `habeas restore` finds it: the way back to the version before. A
 * database that was never used needs none.
 */
export async function bringUpToDate(
  db: Db,
  { dataFolder, key }: Settings,
  clock: Clock,
): Promise<{ migrations: string[]; copy: string | null }> {
  const { applied, missing } = await pending(db)
  if (missing.length === 0) return { migrations: [], copy: null }
  let copy: string | null = null
  if (applied > 0) {
    await prepareDataFolder(dataFolder)
    const parts = { db, clock, dataFolder, key, version, withKey: false, keep: 1, linked: true, counts: false }
    copy = (await makeBackup(parts, upgradeFolder(dataFolder))).folder
  }
  return { migrations: await migrate(db, clock.now()), copy }
}

/** The whole path beside a running daemon, without the folder's lock: staff act through it. What is due the daemon carries out. */
export async function openDesk(settings: Settings): Promise<{ parts: PathParts; close(): Promise<void> }> {
  const records = await openRecords(settings)
  await records.close()
  await prepareDataFolder(settings.dataFolder)
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of opened) await end()
  }
  // what commands say stands on standard output
  const log = createLog({ ...settings.log, level: 'silent' })
  try {
    return { parts: await openParts(settings, {}, log, (end) => opened.unshift(end)), close }
  } catch (error) {
    await close()
    throw error
  }
}

export async function openParts(
  settings: Settings,
  options: PartsOptions,
  log: Logger,
  onClose: (close: () => Promise<void>) => void,
): Promise<PathParts> {
  const clock = options.clock ?? systemClock
  const key = await loadDeskKey(settings.key, existsSync(settings.database.url.slice('file:'.length)))
  const db = await openDb(settings.database.url, key)
  onClose(async () => await db.$disconnect())
  const upgrade = await bringUpToDate(db, settings, clock)
  for (const name of upgrade.migrations) log.info({ migration: name }, 'database brought up to date')
  const userDb = await openSoundPlatform(settings, log, options)
  onClose(async () => await userDb.close())
  const folder = settings.templates ?? templatesFolder
  const composer = options.composer ?? createComposer(folder, letterOrganisation(settings), toTraditional)
  const sideReader = openSideReader(thresholdsOf(settings))
  const parts: PathParts = {
    db,
    userDb,
    composer,
    key,
    clock,
    log,
    meter: options.meter ?? silentMeter,
    tracer: options.tracer ?? silentTracer,
    unit: silentUnit,
    sources: openSources(settings.dataFolder, key.ring),
    sideReader,
    own: ownMail(key, settings.organisation.privacyAddress),
    verifier: verifierOf(settings, options.resolver),
    chance: options.chance ?? systemChance,
    dataFolder: settings.dataFolder,
    settings: pathSettings(settings),
  }
  // a reload puts another in its place
  onClose(async () => await parts.sideReader.close())
  return parts
}

/** Opens the platform's database behind its data map, or its endpoint; nobody has held the map against it yet. */
export async function openPlatform(
  { platform, dataFolder, key: place }: Settings,
  { dataMap: map, clock = systemClock }: Pick<PartsOptions, 'dataMap' | 'clock'> = {},
): Promise<UserDb> {
  const key = await loadDeskKeyIfAny(place)
  const marks = key === null ? {} : { ledger: deletionLedger(join(dataFolder, 'deleted-subjects'), key) }
  const files =
    key === null ? {} : { removals: fileRemovals(join(dataFolder, 'file-removals'), key, () => clock.now()) }
  const shared = { ...marks, ...(platform.calls === undefined ? {} : { calls: platform.calls }) }
  if (platform.endpoint !== undefined) return await openHttpUserDb(platform.endpoint, shared)
  const { url, dataMap, pseudonymKey } = platform
  try {
    const read = map ?? readDataMap(dataMap)
    return await openUserDb(url, read, {
      clock,
      ...(pseudonymKey === undefined ? {} : { pseudonymKey }),
      ...shared,
      ...files,
    })
  } catch (cause) {
    // of a server only what it said is told: its URL holds a password
    if (!(cause instanceof DeskError) || cause.code !== 'platform_unavailable' || !url.startsWith('file:')) throw cause
    throw new DeskError('platform_unavailable', {
      retry: cause.retry,
      cause,
      message: `The platform's database ${url} cannot be opened: check platform.url, and that this user may read and write the file and its folder.`,
    })
  }
}

/** Throws `platform_schema_mismatch` with every place where the map does not fit. */
async function openSoundPlatform(settings: Settings, log: Logger, options: PartsOptions): Promise<UserDb> {
  const userDb = await openPlatform(settings, options)
  const problems = await userDb.check()
  for (const problem of problems.filter((each) => each.level === 'warning')) {
    log.warn({ code: problem.code, table: problem.table, column: problem.column }, problem.message)
  }
  const errors = problems.filter((each) => each.level === 'error')
  if (errors.length === 0) {
    // what a crash left of deleted accounts; the daily look tries again
    await userDb.finishRemovals().catch((error: unknown) => {
      log.warn({ code: errorCode(error) }, 'files of deleted accounts could not be removed; the next look tries again')
    })
    return userDb
  }
  await userDb.close()
  throw new DeskError('platform_schema_mismatch', {
    retry: false,
    message: `${settings.platform.dataMap === undefined ? "The platform's endpoint reports that its data is not in order" : `The data map ${settings.platform.dataMap} does not fit the platform's database`}:\n${errors.map((each) => `  ${each.message}`).join('\n')}`,
  })
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function officeHours({ organisation, deadlines: { daysOff, workDays } }: Settings) {
  const { days, from, to, timeZone } = organisation.officeHours
  const numbers = days.map((day) => weekdays.indexOf(day) + 1).sort((a, b) => a - b)
  return { days: numbers, from, to, timeZone, calendar: { daysOff, workDays } }
}

function deadlinePolicy({ organisation, deadlines }: Settings): DeadlinePolicy {
  const { regimes, workingDays, months, daysOff, workDays } = deadlines
  const { timeZone } = organisation.officeHours
  return { regimes, workingDays, months, timeZone, calendar: { daysOff, workDays } }
}

export function letterOrganisation(settings: Settings) {
  const { organisation } = settings
  return {
    name: organisation.names,
    privacyAddress: organisation.privacyAddress,
    policyUrl: organisation.policyUrl,
    timeZone: organisation.officeHours.timeZone,
    officeHours: officeHours(settings),
    privacyOfficer: organisation.officer,
  }
}

/** The desk's own look at senders, where the settings want one. */
export function verifierOf({ verification }: Settings, resolver?: Resolver): MailVerifier | null {
  const { verifyMails, trustedServers, trustedSealers } = verification
  return verifyMails ? mailVerifier({ resolver, trustedServers, trustedSealers }) : null
}

/** What of the settings the path reads. */
export function pathSettings(settings: Settings): PathParts['settings'] {
  const { organisation, verification, limits, alerts } = settings
  const { timeZone } = organisation.officeHours
  return {
    privacyAddress: organisation.privacyAddress,
    aliases: organisation.aliases,
    staffAddress: organisation.staffAddress,
    operatorAddress: organisation.operatorAddress ?? organisation.staffAddress,
    officerAddress: organisation.officerAddress ?? organisation.staffAddress,
    controller: {
      name: organisation.names,
      privacyAddress: organisation.privacyAddress,
      policyUrl: organisation.policyUrl,
      timeZone,
    },
    policyVersion: organisation.policyVersion ?? null,
    searchAfterDeletion: settings.platform.searchAfterDeletion === true,
    verification: {
      alignedSenderKinds: verification.alignedSenderKinds,
      trustedServers: verification.trustedServers,
      maxTries: verification.maxTries,
      codeLifeMs: verification.codeLifeHours * 3_600_000,
      emailChange: verification.emailChange,
      secondRoutes: verification.secondRoutes,
      coolingOffMs: verification.deletionCoolingOffDays * 86_400_000,
      emailQuietMs: verification.emailQuietDays * 86_400_000,
    },
    undoMs: verification.undoDays * 86_400_000,
    thresholds: thresholdsOf(settings),
    deadline: deadlinePolicy(settings),
    remindWorkingDays: settings.deadlines.remindWorkingDays,
    officeHours: officeHours(settings),
    answerTickMs: limits.answerEverySeconds * 1000,
    letterLimits: {
      lettersPerAddressPerDay: limits.lettersPerAddressPerDay,
      lettersPerDomainPerDay: limits.lettersPerDomainPerDay,
      lettersPerDay: limits.lettersPerDay,
      quietMs: limits.quietHours * 3_600_000,
      codesPerAddressPerDay: limits.codesPerAddressPerDay,
      stopMs: limits.stopDays * 86_400_000,
      heldNotesPerHour: limits.heldNotesPerHour,
    },
    exports: exportPolicy(settings),
    mailAttempts: limits.mailAttempts,
    halt: { failures: limits.haltFailures, windowMs: limits.haltMinutes * 60_000 },
    alerts: {
      mailboxMs: alerts.mailboxMinutes * 60_000,
      letterMs: alerts.letterMinutes * 60_000,
      standstillMs: alerts.standstillMinutes * 60_000,
      diskFreeBytes: alerts.diskFreeMB * 1_048_576,
      deadlines: (organisation.operatorAddress ?? organisation.staffAddress) !== organisation.staffAddress,
      backupMs: alerts.backupDays * 86_400_000,
      repeatMs: alerts.repeatHours * 3_600_000,
      quietMs: alerts.quietMinutes * 60_000,
      volume: { ...alerts.volume, windowMs: alerts.volume.windowMinutes * 60_000 },
    },
    twoPersonKinds: settings.console.twoPersonKinds,
  }
}

const tooLargeToAttach = 10_000_000

function exportPolicy({ exports, console }: Settings): PathParts['settings']['exports'] {
  const { publicUrl } = console
  return {
    linkBase: publicUrl !== undefined && isPrivateUrl(publicUrl) ? `${publicUrl.replace(/\/+$/, '')}/download/` : null,
    linkAboveBytes: exports.as === 'link' ? 0 : (exports.linkAboveBytes ?? tooLargeToAttach),
    linkLifeMs: exports.linkLifeHours * 3_600_000,
    codeLifeMs: exports.codeLifeMinutes * 60_000,
    handOverMs: exports.handOverDays * 86_400_000,
    encryptZip: exports.encryptZip,
  }
}

/** The settings' thresholds over the built-in ones. */
export function thresholdsOf({ classification }: Settings): Thresholds {
  const { act, ask } = classification.thresholds
  const set = Object.fromEntries(Object.entries(act).filter(([, value]) => value !== undefined))
  return { act: { ...defaultThresholds.act, ...set }, ask: ask ?? defaultThresholds.ask }
}
