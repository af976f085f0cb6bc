// Counts every call the desk makes to the outside within this process: statements to its own database, to the platform's
// database, durable file writes. Sockets are counted by the proxies of test/support, or here where the process is to be
// killed. Works by wrapping the libraries' own classes, so that the desk's code carries no hook.

import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { createClient } from '@libsql/client'

/** Called before a call is made; what it throws is what the caller sees. `after` runs once the call was made. */
export type Meet = (what: string) => { after?: () => void } | undefined

/** Wraps the libraries; the returned function takes the wrapping off again. */
export function countOutsideCalls(meet: Meet, options: { sockets: boolean }): () => void {
  const undo: (() => void)[] = []
  const wrap = (target: object, name: string, what: (args: unknown[], self: unknown) => string | null) => {
    const original = Reflect.get(target, name) as (...args: unknown[]) => unknown
    const wrapped = function (this: unknown, ...args: unknown[]) {
      const called = what(args, this)
      if (called === null) return original.apply(this, args)
      const met = meet(called)
      const result = original.apply(this, args)
      if (met?.after === undefined) return result
      if (!(result instanceof Promise)) {
        met.after()
        return result
      }
      return result.then((value: unknown) => {
        met.after?.()
        return value
      })
    }
    Reflect.set(target, name, wrapped)
    undo.push(() => Reflect.set(target, name, original))
  }
  // the class is not exported: its prototype is reached through an instance
  const probe = createClient({ url: ':memory:' })
  wrap(Object.getPrototypeOf(probe) as object, 'execute', ([statement]) => `desk ${sqlOf(statement)}`)
  probe.close()
  wrap(DatabaseSync.prototype, 'exec', ([sql]) => `platform ${sqlOf(sql)}`)
  for (const name of ['run', 'all', 'get', 'iterate']) {
    wrap(StatementSync.prototype, name, (_args, self) => `platform ${sqlOf((self as StatementSync).sourceSQL)}`)
  }
  for (const name of ['writeFile', 'rename', 'unlink']) wrap(fs, name, () => `file ${name}`)
  syncBuiltinESMExports()
  if (options.sockets)
    wrap(net.Socket.prototype, 'write', ([bytes]) => (changesTheOtherSide(bytes) ? 'socket write' : null))
  return () => {
    for (const each of undo) each()
    syncBuiltinESMExports()
  }
}

/** STORE and MOVE change the mailbox; the dot alone on its line hands a letter over (RFC 5321 §4.1.1.4). */
function changesTheOtherSide(bytes: unknown): boolean {
  const text =
    typeof bytes === 'string' ? bytes : bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : ''
  return /^\S+ UID (?:STORE|MOVE) /i.test(text) || /(?:^|\r\n)\.\r\n$/.test(text)
}

/**
 * Tells calls that change something outside from those that only look. A process killed before it looks, or within a
 * transaction that is not committed, has left exactly what one leaves that is killed before its next change.
 */
export function changesOnly(): (what: string) => boolean {
  const open = { desk: false, platform: false }
  return (what) => {
    const [, where, sql] = /^(desk|platform) (.*)$/s.exec(what) ?? []
    if (where === undefined || sql === undefined) return true
    const whose = where as keyof typeof open
    if (/^begin/i.test(sql)) {
      open[whose] = true
      return false
    }
    if (/^(commit|rollback)/i.test(sql)) {
      open[whose] = false
      return true
    }
    return !open[whose] && /^(insert|update|delete|create|alter|replace)/i.test(sql)
  }
}

/** Its beginning, and what tells it from others that begin alike. */
function sqlOf(statement: unknown): string {
  const sql = typeof statement === 'object' && statement !== null && 'sql' in statement ? statement.sql : statement
  const text = String(sql).trim()
  return text.length <= 40
    ? text
    : `${text.slice(0, 40)} #${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}
