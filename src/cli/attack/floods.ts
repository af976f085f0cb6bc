// Attacks that use the desk against somebody else's mailbox, or against its own time: floods, loops, bombs.

import type { Attack, World } from './attack.ts'
import { compose, composeParts } from './compose.ts'
import { wishes } from './wishes.ts'

const { copy, deletion } = wishes
const capped = 'letters to one address are capped per day'
const bounded = 'size, depth and time of reading are bounded'

export const floodAttacks: Attack[] = [
  {
    name: 'thirty requests in the victim’s name',
    defence: capped,
    steps: [
      (w) =>
        Array.from({ length: 30 }, (_, n) =>
          compose({ from: w.victim, subject: `${copy.subject} ${n}`, text: `${copy.text} (${n})` }),
        ),
    ],
    mostLetters: 20,
  },
  {
    name: 'a stranger is flooded in many spellings of one address',
    defence: 'the cap counts an address in any letter case',
    steps: [
      (w) =>
        Array.from({ length: 12 }, (_, n) =>
          compose({
            from: w.victim.replace(/[a-z]/, (letter) => (n % 2 === 0 ? letter : letter.toUpperCase())),
            subject: `${copy.subject} ${n}`,
            text: `${copy.text} (${n})`,
          }),
        ),
    ],
    mostLetters: 20,
    writers: (w) => [w.victim.replace(/[a-z]/, (letter) => letter.toUpperCase())],
  },
  {
    name: 'two robots are set on each other',
    defence: 'at most three reminders a request, then silence',
    steps: [
      (w) => compose({ from: w.victim, ...deletion }),
      ...Array.from(
        { length: 8 },
        (_, n) => (w: World) =>
          compose({
            from: w.victim,
            to: w.desk.replace('@', `+${w.reference}@`),
            subject: `Re: [${w.reference}]`,
            text: `Your ticket ${n} was created. We will get back to you.`,
            head: [`In-Reply-To: ${w.letterId}`],
          }),
      ),
    ],
    mostLetters: 5,
  },
  {
    name: 'hundreds of recipients beside the desk',
    defence: 'letters go to one recipient: never to To or Cc of a mail',
    steps: [
      (w) =>
        compose({
          from: w.victim,
          to: [w.desk, ...Array.from({ length: 300 }, (_, n) => `person${n}@elsewhere.example`)].join(',\n '),
          ...copy,
        }),
    ],
  },
  {
    name: 'automatic mail in the victim’s name',
    defence: 'machine mail is never answered (RFC 3834)',
    steps: [
      (w) => compose({ from: w.victim, ...copy, top: ['Return-Path: <>'] }),
      (w) => compose({ from: w.victim, ...copy, head: ['Auto-Submitted: auto-generated'] }),
      (w) => compose({ from: w.victim, ...copy, head: ['List-Unsubscribe: <mailto:x@lists.example>'] }),
      () => compose({ from: 'no-reply@attacker.example', ...copy }),
    ],
    mostLetters: 0,
  },
  {
    name: 'filing first in the victim’s name, twice',
    defence: 'unproven requests neither block nor join nor close others',
    steps: [(w) => compose({ from: w.victim, ...deletion }), (w) => compose({ from: w.victim, ...copy })],
  },
  {
    name: 'a part nested two hundred deep',
    defence: bounded,
    steps: [
      (w) => {
        let part = `Content-Type: text/plain\n\n${copy.text}`
        for (let n = 0; n < 200; n++) {
          part = `Content-Type: multipart/mixed; boundary="b${n}"\n\n--b${n}\n${part}\n--b${n}--\n`
        }
        return composeParts({ from: w.attacker, subject: copy.subject }, [part])
      },
    ],
  },
  {
    name: 'a zip bomb, a script and a path as attachments',
    defence: 'attachments are listed by a safe name and never opened',
    steps: [
      (w) =>
        composeParts({ from: w.attacker, subject: 'My ID card' }, [
          `Content-Type: application/zip; name="../../../../etc/cron.d/x.zip"\nContent-Disposition: attachment; filename="../../../../etc/cron.d/x.zip"\nContent-Transfer-Encoding: base64\n\n${Buffer.alloc(3000).toString('base64')}`,
          'Content-Type: application/x-sh; name="run.sh"\n\n#!/bin/sh\nrm -rf /',
          'Content-Type: text/html; name="page.html"\nContent-Disposition: attachment\n\n<script>alert(1)</script>',
        ]),
    ],
  },
  {
    name: 'a header of half a megabyte that hides a second From',
    defence: 'where the head was cut nobody is the sender',
    steps: [
      (w) =>
        compose({
          from: w.victim,
          ...copy,
          head: [`X-Long: ${`${'a'.repeat(900)}\n `.repeat(600)}`, `From: ${w.attacker}`],
        }),
    ],
  },
  {
    name: 'control and direction characters that turn text around',
    defence: 'control and direction characters go before anything is shown',
    steps: [
      (w) =>
        compose({
          from: `"\u202e${[...w.victim].reverse().join('')}\u202c" <${w.attacker}>`,
          subject: `\u202e${copy.subject}\u0007\u001b[2J`,
          text: `\u202e${copy.text}`,
        }),
    ],
  },
]
