// Attacks on the one-time code and on the thread that carries it: guessing, stealing, moving it to another act, joining in.

import type { Attack, World } from './attack.ts'
import { compose } from './compose.ts'
import { wishes } from './wishes.ts'

const { copy, deletion, status } = wishes

/** A mail in the thread of the letter that went to the victim, with every mark that an answer has. */
function inThread(world: World, from: string, text: string, head: string[] = []): string {
  return compose({
    from,
    to: world.desk.replace('@', `+${world.reference}@`),
    subject: `Re: Please confirm [${world.reference}]`,
    text,
    head: [`In-Reply-To: ${world.letterId}`, `References: ${world.letterId}`, ...head],
  })
}

const askCopy = (w: World) => compose({ from: w.victim, ...copy })
const askDeletion = (w: World) => compose({ from: w.victim, ...deletion })
const bound = 'the code counts only from the address it was sent to'

export const codeAttacks: Attack[] = [
  {
    name: 'codes are guessed until the tries are used up',
    defence: 'five tries, then the request is with staff and its code void',
    steps: [
      askDeletion,
      ...['2222-2223', '3333-3334', '4444-4445', '5555-5556', '6666-6667', '7777-7778'].map(
        (code) => (w: World) => inThread(w, w.victim, code),
      ),
      (w) => inThread(w, w.victim, w.code),
    ],
    mostLetters: 12,
  },
  {
    name: 'two hundred codes in one mail',
    defence: 'one mail is one try, of which three codes are looked at',
    steps: [
      askDeletion,
      (w) => inThread(w, w.victim, Array.from({ length: 200 }, (_, n) => `7K${100 + n}-3XRT`.slice(0, 9)).join('\n')),
    ],
  },
  {
    name: 'codes are guessed over new requests, one each',
    defence: 'each request has a code of its own, and letters to one address are capped',
    steps: [...Array.from({ length: 6 }, () => [askDeletion, (w: World) => inThread(w, w.victim, '7K3M-2QRT')]).flat()],
    mostLetters: 20,
  },
  {
    name: 'the right code from the attacker’s own address',
    defence: bound,
    steps: [askDeletion, (w) => inThread(w, w.attacker, w.code)],
  },
  {
    name: 'the right code from the attacker, the victim in Reply-To and Sender',
    defence: bound,
    steps: [askDeletion, (w) => inThread(w, w.attacker, w.code, [`Reply-To: ${w.victim}`, `Sender: ${w.victim}`])],
  },
  {
    name: 'the right code from another registered person',
    defence: bound,
    steps: [askDeletion, (w) => inThread(w, w.member, w.code)],
  },
  {
    name: 'the right code in the quoted letter alone',
    defence: 'only what the sender wrote now is searched for a code',
    steps: [
      askDeletion,
      (w) =>
        inThread(
          w,
          w.victim,
          `Thanks!\n\nOn Mon, Nov 23, 2026 at 10:00 AM Example <${w.desk}> wrote:\n> Your one-time code is:\n>\n> ${w.code}\n`,
        ),
    ],
  },
  {
    name: 'an automatic answer that carries the code',
    defence: 'automatic mail never confirms anything',
    steps: [
      askDeletion,
      (w) => inThread(w, w.victim, `I am away. You wrote: ${w.code}`, ['Auto-Submitted: auto-replied']),
      (w) => inThread(w, w.victim, w.code, ['X-Autoreply: yes']),
      (w) => inThread(w, w.victim, w.code, ['Precedence: bulk']),
    ],
  },
  {
    name: 'a mailing list hands the code back',
    defence: 'mail of a list never confirms anything',
    steps: [askDeletion, (w) => inThread(w, w.victim, w.code, ['List-Id: <friends.lists.example>'])],
  },
  {
    name: 'the code of a copy is used for a deletion',
    defence: 'a code is bound to request, acts and address',
    steps: [askCopy, askDeletion, (w) => inThread(w, w.victim, w.codes[0] ?? w.code)],
  },
  {
    name: 'the code in the subject alone',
    defence: 'a code is read in the text that the sender wrote',
    steps: [askDeletion, (w) => compose({ from: w.victim, subject: w.code, text: 'ok' })],
  },
  {
    name: 'a "yes" in all languages instead of the code',
    defence: 'no word replaces the code',
    steps: [
      askDeletion,
      (w) => inThread(w, w.victim, 'Yes, I confirm. 是的，我确认，本人同意。OK. Approved. 同意删除。'),
      (w) => inThread(w, w.victim, 'CONFIRM'),
    ],
  },
  {
    name: 'the victim’s reference as a plus tag of the attacker’s mail',
    defence: 'a mark joins nothing: the sender must be the one the request belongs to',
    steps: [askCopy, (w) => compose({ from: w.attacker, to: w.desk.replace('@', `+${w.reference}@`), ...status })],
  },
  {
    name: 'the victim’s letter in the References of the attacker’s mail',
    defence: 'a mark joins nothing: the sender must be the one the request belongs to',
    steps: [
      askCopy,
      (w) => compose({ from: w.attacker, ...copy, head: [`In-Reply-To: ${w.letterId}`, `References: ${w.letterId}`] }),
    ],
  },
  {
    name: 'the victim’s reference in the subject of the attacker’s mail',
    defence: 'a reference in a subject neither joins nor accuses',
    steps: [askCopy, (w) => compose({ from: w.attacker, subject: `Re: [${w.reference}] status?`, text: status.text })],
  },
  {
    name: 'a made-up reference and a made-up Message-ID of the desk',
    defence: 'references are looked up, Message-IDs carry a keyed mark',
    steps: [
      (w) =>
        compose({
          from: w.attacker,
          to: w.desk.replace('@', '+HB-222222@'),
          subject: 'Re: [HB-222222] status?',
          text: status.text,
          head: ['In-Reply-To: <hb.0198f2d4-1111-7222-8333-444455556666.0123456789abcdef0123@desk.example>'],
        }),
    ],
  },
  {
    name: 'somebody else stops the request of the victim',
    defence: 'only the owner’s address stops a request',
    steps: [askDeletion, (w) => inThread(w, w.attacker, 'stop'), (w) => inThread(w, w.member, '不是我')],
  },
  {
    name: 'codes are guessed in mails of their own, then the right one comes without the thread',
    defence: 'mails outside the thread are read for codes a few times a day',
    steps: [
      askDeletion,
      (w) =>
        [...'23456789ABCDEFGHJKMN'].map((last) =>
          compose({ from: w.victim, subject: 'code', text: `7KMQ-3XR${last}` }),
        ),
      (w) => compose({ from: w.victim, subject: 'code', text: w.code }),
    ],
    mostLetters: 25,
  },
  {
    name: 'a forged report of a failed letter, by the reference alone',
    defence: 'a report names a letter by its keyed Message-ID, or comes back to an envelope sender with a keyed mark',
    steps: [
      askDeletion,
      (w) =>
        compose({
          from: 'mailer-daemon@attacker.example',
          to: w.desk.replace('@', `+${w.reference}@`),
          subject: 'Undelivered Mail Returned to Sender',
          text: `The following address failed:\n\n<${w.victim}>: 550 5.1.1 unknown user`,
          top: ['Return-Path: <>'],
        }),
    ],
    mostLetters: 1,
  },
  {
    name: 'a forged bounce with a made-up id closes the request',
    defence: 'a bounce must name a letter by its keyed Message-ID or come to its tagged sender',
    steps: [
      askDeletion,
      (w) =>
        compose({
          from: `Mail Delivery System <mailer-daemon@attacker.example>`,
          subject: 'Undelivered Mail Returned to Sender',
          text: `The following address failed:\n\n<${w.victim}>: 550 5.1.1 unknown user\n\nMessage-ID: <hb.0198f2d4-1111-7222-8333-444455556666.0123456789abcdef0123@desk.example>`,
          top: ['Return-Path: <>'],
        }),
    ],
  },
  {
    name: 'a status question about all requests of the victim',
    defence: 'status needs the code, unless a trusted server vouches for the domain; it goes to the stored address',
    steps: [askCopy, (w) => compose({ from: w.victim, ...status }), (w) => compose({ from: w.attacker, ...status })],
  },
  {
    name: 'the withdrawal of everything in the victim’s name',
    defence: 'a withdrawal outside the thread needs its code',
    steps: [
      askCopy,
      (w) => compose({ from: w.victim, subject: 'Withdraw', text: 'I withdraw my request. Please cancel my request.' }),
    ],
  },
]
