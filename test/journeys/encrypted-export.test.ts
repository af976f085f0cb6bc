// An export that is encrypted (exports.encryptZip): the file in one letter, its password in another, opened by 7-Zip as its reader would.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stories } from '../support/desk.ts'

const alice = 'alice@example.org'
const { desk: open } = stories()
const available = spawnSync('7zz', ['i']).status === 0

describe.skipIf(!available)('in 7-Zip', () => {
  test('the password from its own letter opens every file, another opens none', async () => {
    const desk = await open({ settings: { exports: { encryptZip: true } } })
    await desk.send({ from: alice, subject: 'My data', text: 'Please send me a copy of my personal data.' })
    await desk.confirm(alice)
    const letters = await Promise.all(desk.lettersTo(alice).map(async (letter) => await letter.parse()))
    const [file] = letters.flatMap((letter) => letter.attachments)
    const told = letters.find((letter) => /password of the copy/.test(letter.subject ?? ''))
    const [password = ''] = /(?:[2-9A-Z]{5}-){3}[2-9A-Z]{5}/.exec(told?.text ?? '') ?? []
    expect(password).not.toBe('')
    const result = letters.find((letter) => letter.attachments.length > 0)
    expect(result?.text).toContain('Its password is in another letter')
    expect(`${result?.text}${result?.subject}${told?.subject}`).not.toContain(password)
    expect(await desk.states()).toEqual(['fulfilled'])

    const folder = mkdtempSync(join(tmpdir(), 'habeas-7z-'))
    const zip = join(folder, 'my-data.zip')
    writeFileSync(zip, file?.content ?? '')
    expect(execFileSync('7zz', ['l', '-slt', zip]).toString()).toMatch(/Method = AES-256/)
    expect(spawnSync('7zz', ['t', '-pWRONG-WRONG-WRONG-WRONG', zip]).status).not.toBe(0)
    execFileSync('7zz', ['x', `-p${password}`, `-o${folder}`, zip])
    const data = JSON.parse(readFileSync(join(folder, 'data.json'), 'utf8'))
    expect(data.subject).toMatchObject({ address: alice })
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('Alice')
    // nothing of it is readable without the password
    expect(file?.content.includes('"format":"habeas-export"')).toBe(false)
  })
})
