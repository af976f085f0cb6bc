// Builds every part from the settings (those of the path in app-parts.ts) and hands each what it needs; starts and stops them in order. Everything that can be
// wrong with an installation is looked at here, before any mail is touched.

import type { Hono } from 'hono'
import type { SignedInAlready } from './app-console.ts'
import { openParts, type PartsOptions } from './app-parts.ts'
import { readReadiness } from './app-readiness.ts'
import { reload } from './app-reload.ts'
import type { Settings } from './config.ts'
import { createMetrics, type Metrics } from './console/metrics.ts'
import type { Readiness } from './console/server.ts'
import type { Db } from './db/client.ts'
import { recoverDownloads } from './desk/download.ts'
import { expireRequests } from './desk/expire.ts'
import { openMailbox } from './desk/intake/mailbox.ts'
import { Receiver } from './desk/intake/receive.ts'
import { MailboxWatch, receiveOnce } from './desk/intake/watch.ts'
import { MapWatch } from './desk/map-watch.ts'
import { OperatorWatch } from './desk/operator-watch.ts'
import { Sender } from './desk/outbox/send.ts'
import { openTransport, type Transport } from './desk/outbox/transport.ts'
import { detailsLifeMs, type PathParts } from './desk/parts.ts'
import { handleMails } from './desk/path.ts'
import { letterGivenUp } from './desk/post.ts'
import { moveRequests } from './desk/progress.ts'
import { expectMails } from './desk/read-ahead.ts'
import { remindStaff } from './desk/remind.ts'
import { remindOfConfirmations } from './desk/remind-confirmation.ts'
import { tellOfRestore } from './desk/restored.ts'
import { returnAddress } from './desk/return-address.ts'
import { prepareDataFolder } from './lib/data-folder.ts'
import { createLog, type Logger } from './lib/log.ts'
import { Loop } from './lib/loop.ts'
import { lockFolder } from './lib/single-instance.ts'
import { silentTracer, spansUrl, type Tracer } from './lib/trace.ts'
import { tidy } from './retention/tidy.ts'
import { startSchedule } from './schedule.ts'

export interface AppOptions extends PartsOptions {
  /** other pages for `/` than the staff console's, made once the database is open */
  pages?: (db: Db) => Hono
  /** the staff console on an address of its own beside those pages, open to whoever comes: the sandbox's */
  signedInAlready?: SignedInAlready
}

export interface App {
  parts: PathParts
  log: Logger
  /** watches, works and sends until `stop` */
  start(): Promise<void>
  /** one round: takes in what waits, works until nothing is due, sends */
  once(): Promise<{ received: number; handled: number; moved: number; sent: number }>
  /** forgets what its period is over for; returns how many rows and files that were */
  tidy(): Promise<number>
  readiness(): Promise<Readiness>
  /** takes over letters, thresholds, limits and alerts; throws and keeps the old where they are wrong */
  reload(settings: Settings): Promise<void>
  stop(): Promise<void>
}

/** Opens and checks everything but the mail servers. Throws one DeskError that says what to do. */
export async function createApp(settings: Settings, options: AppOptions = {}): Promise<App> {
  const log = options.log ?? createLog(settings.log)
  await prepareDataFolder(settings.dataFolder)
  const unlock = lockFolder(settings.dataFolder)
  const opened: (() => Promise<void> | void)[] = [unlock]
  try {
    const metrics = createMetrics()
    const tracer = await openTracer(settings, log)
    opened.unshift(() => tracer.close())
    const parts = await openParts(settings, { meter: metrics.meter, tracer, ...options }, log, (close) =>
      opened.unshift(close),
    )
    const transport = openTransport(settings.smtp)
    opened.unshift(() => transport.close())
    return assemble(settings, options, parts, metrics, transport, async () => {
      for (const close of opened) await close()
    })
  } catch (error) {
    for (const close of opened) await close()
    throw error
  }
}

function assemble(
  settings: Settings,
  options: AppOptions,
  parts: PathParts,
  metrics: Metrics,
  transport: Transport,
  close: () => Promise<void>,
): App {
  const { db, clock, log } = parts
  const { imap, limits, organisation } = settings
  const receiver = new Receiver({
    db,
    sources: parts.sources,
    clock,
    chance: parts.chance,
    mailboxName: `${imap.user}@${imap.host}/${imap.folder}`,
    startAt: imap.startAt === undefined ? undefined : new Date(imap.startAt),
    mailBytes: limits.mailBytes,
    onWaiting: (mails) => expectMails(parts, mails),
    onStored: () => pathLoop.wake(),
  })
  const open = async () => await openMailbox(imap)
  const sender = new Sender({
    db,
    transport,
    clock,
    log,
    meter: parts.meter,
    tracer: parts.tracer,
    dataFolder: settings.dataFolder,
    ring: parts.key.ring,
    connections: settings.smtp.connections,
    retryForMs: limits.letterRetryHours * 3_600_000,
    from: { name: fromName(settings), address: organisation.privacyAddress },
    returnAddress: (letter) => returnAddress(parts, letter.replyTo),
    onGivenUp: async (letter, code) => await letterGivenUp(parts, letter, code),
  })
  const problem = (what: string) => (error: unknown) => log.error({ err: error }, `${what} failed; it is tried again`)
  const done = { handled: 0, moved: 0, sent: 0 }
  const sendLetters = async (signal?: AbortSignal) => {
    done.sent += await sender.sendDue(signal)
  }
  let restore: Awaited<ReturnType<typeof tellOfRestore>> = 'waits'
  const toldOfRestore = async () => {
    if (restore !== 'waits') return false
    restore = await tellOfRestore(parts)
    return restore === 'told'
  }
  const workPath = async (signal?: AbortSignal) => {
    done.handled += await handleMails(parts, signal, () => sendLoop.wake())
    const moved = await moveRequests(parts, signal)
    done.moved += moved
    if (moved > 0 || (await toldOfRestore())) sendLoop.wake()
  }
  const sendLoop = new Loop(sendLetters, problem('sending'))
  const pathLoop = new Loop(workPath, problem('work on the path'))
  const watch = new MailboxWatch({
    open,
    receiver,
    clock,
    log,
    meter: parts.meter,
    tracer: parts.tracer,
    pollEveryMs: imap.pollEverySeconds * 1000,
  })
  const tidyParts = { db, clock, dataFolder: settings.dataFolder, ...settings.retention }
  const expire = async () => {
    if ((await expireRequests(parts, detailsLifeMs)) > 0) sendLoop.wake()
  }
  const mapWatch = new MapWatch(parts)
  const operatorWatch = new OperatorWatch(parts, () => sender.state.error)
  const tellOperator = async () => {
    if ((await operatorWatch.look()) > 0) sendLoop.wake()
  }
  const stops: (() => Promise<void>)[] = []

  const wakeAll = () => {
    pathLoop.wake()
    sendLoop.wake()
  }

  const readiness = async (): Promise<Readiness> =>
    await readReadiness({ parts, operatorWatch, mailbox: watch.state, smtpError: sender.state.error })

  return {
    parts,
    log,
    readiness,
    reload: async (after) => {
      const later = await reload(parts, settings, after)
      log.info({ needRestart: later }, 'settings taken over')
      // what stands by the new thresholds is told now, not at the next minute
      void tellOperator().catch(problem('the look at what stands'))
    },
    tidy: async () => await tidy(tidyParts),
    start: async () => {
      await sender.recover()
      await recoverDownloads(parts)
      // loaded here: a round without daemon does not wait for what pages are made of
      const [{ openStaffConsole }, { startConsole }, { downloadRoutes }, { keptFigures }] = await Promise.all([
        import('./app-console.ts'),
        import('./console/server.ts'),
        import('./console/download.ts'),
        import('./console/overview/figures.ts'),
      ])
      const countLoop = new Loop(
        async (signal) => await keptFigures(db).catchUp(clock.now(), undefined, signal),
        problem('counting for the overview'),
      )
      stops.unshift(async () => await countLoop.stop())
      const staffConsole = async () => await openStaffConsole(parts, settings.console, wakeAll, options.signedInAlready)
      stops.unshift(
        await startConsole({
          listen: settings.console.listen,
          proxied: proxiedAt(settings),
          readiness,
          metrics: metrics.page({
            db,
            clock,
            dataFolder: settings.dataFolder,
            database: settings.database.url.slice('file:'.length),
            connected: () => ({ imap: watch.state.connected, smtp: sender.state.error === null }),
          }),
          download: downloadRoutes(parts, () => sendLoop.wake()),
          pages: options.pages === undefined ? await staffConsole() : options.pages(db),
        }),
      )
      if (options.signedInAlready !== undefined) {
        const { listen } = options.signedInAlready
        stops.unshift(await startConsole({ listen, readiness, pages: await staffConsole() }))
      }
      watch.start()
      stops.unshift(
        startSchedule(
          {
            pollMailbox: () => watch.poll(),
            workPath: () => pathLoop.wake(),
            sendLetters: () => sendLoop.wake(),
            expireRequests: expire,
            remindStaff: async () => {
              if ((await remindStaff(parts)) + (await remindOfConfirmations(parts)) > 0) sendLoop.wake()
            },
            tidy: async () => void (await tidy(tidyParts)),
            tellOperator,
            checkMap: async () => {
              if ((await mapWatch.look()) > 0) sendLoop.wake()
            },
            countFigures: () => countLoop.wake(),
          },
          imap.pollEverySeconds,
          log,
        ),
      )
      pathLoop.wake()
      sendLoop.wake()
      countLoop.wake()
      log.info('desk started')
    },
    once: async () => {
      await sender.recover()
      const before = { ...done }
      let received = 0
      try {
        received = await receiveOnce({ open, receiver, tracer: parts.tracer })
      } finally {
        // the loops work on what is stored while the rest is fetched
        await Promise.all([pathLoop.idle(), sendLoop.idle()])
      }
      for (let sum = -1; sum !== done.handled + done.moved + done.sent; ) {
        sum = done.handled + done.moved + done.sent
        await workPath()
        await expireRequests(parts, detailsLifeMs)
        await remindStaff(parts)
        await remindOfConfirmations(parts)
        await sendLoop.idle()
        await sendLetters()
      }
      const { handled, moved, sent } = done
      return {
        received,
        handled: handled - before.handled,
        moved: moved - before.moved,
        sent: sent - before.sent,
      }
    },
    stop: async () => {
      for (const stop of stops) await stop()
      await watch.stop()
      await pathLoop.stop()
      await sendLoop.stop()
      await close()
      log.info('desk stopped')
    },
  }
}

/** A desk without a collector does not even load what traces are made of. */
async function openTracer({ tracing: { endpoint, service } }: Settings, log: Logger): Promise<Tracer> {
  if (endpoint === undefined) return silentTracer
  const { openTracing } = await import('./lib/tracing.ts')
  return openTracing({ url: spansUrl(endpoint), service }, log)
}

function fromName({ organisation }: Settings): string {
  const { zh, en } = organisation.names
  return zh === en ? zh : `${zh} ${en}`
}

/** What browsers open that is not what the desk listens on. */
function proxiedAt({ console: { listen, publicUrl, staffUrl } }: Settings): string[] {
  return [publicUrl, staffUrl].flatMap((url) => (url === undefined || new URL(url).host === listen ? [] : [url]))
}
