// An attachment that can be looked at without keeping it: a picture whose bytes are a picture's, or plain text, in a frame in which
// nothing runs or is fetched (security.ts). Everything else is handed over as bytes, never opened.

import { Hono } from 'hono'
import { DeskError } from '../../errors.ts'
import { readAttachment } from '../../mail/attachment-content.ts'
import { decodeText } from '../../mail/charsets.ts'
import type { StaffConsoleParts } from '../console.ts'
import type { ConsoleEnv } from '../env.ts'
import { speakerOf } from '../reader.ts'
import { sourceOf } from './mail-source.ts'

const mostBytes = 10_485_760
/** More of a text is for a program of its own. */
const shownChars = 200_000

const pictures: [type: string, begins: RegExp][] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
]
const texts = ['text/plain', 'text/csv', 'text/markdown', 'application/json']

/** By what its sender calls it; what it is shows when it is asked for. */
export function canLookAt({ contentType, bytes }: { contentType: string; bytes: number }): boolean {
  return bytes <= mostBytes && (texts.includes(contentType) || pictures.some(([type]) => type === contentType))
}

export function lookRoutes({ desk }: StaffConsoleParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/mails/:id/attachments/:index{[0-9]{1,3}}/look', async (c) => {
    const say = speakerOf(c)
    const file = readAttachment(await sourceOf(desk, c.req.param('id')), Number(c.req.param('index')))
    if (file === null || !canLookAt(file)) throw new DeskError('request_unknown', { retry: false })
    const head = file.content.subarray(0, 16).toString('latin1')
    const picture = pictures.find(([, begins]) => begins.test(head))
    if (picture !== undefined) return c.body(Uint8Array.from(file.content), 200, { 'Content-Type': picture[0] })
    const isText = texts.includes(file.contentType) && !file.content.includes(0)
    const not = say('文件内容与其类型不符，不予显示。', 'The file is not what it says it is, and is not shown.')
    const text = isText ? decodeText(file.content, null).text.slice(0, shownChars) : not
    return c.body(text, isText ? 200 : 415, { 'Content-Type': 'text/plain; charset=utf-8' })
  })
}
