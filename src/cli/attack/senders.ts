// Attacks by who the mail claims to be from: forged, doubled, disguised and look-alike senders.

import type { Attack, World } from './attack.ts'
import { compose, encodedWord } from './compose.ts'
import { wishes } from './wishes.ts'

const { copy, deletion, refusal } = wishes
const local = (address: string) => address.slice(0, address.lastIndexOf('@'))
const domain = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/** One mail that asks for a copy under this From. */
function asks(name: string, defence: string, from: (world: World) => string, more: Partial<Attack> = {}): Attack {
  return { name, defence, steps: [(world) => compose({ from: from(world), ...copy })], ...more }
}

/** What a border writes on top of a mail from outside. */
const border = ({ server }: World, result: string) => [
  `Authentication-Results: ${server}; ${result}`,
  `Received: from mail.attacker.example (mail.attacker.example [203.0.113.9]) by ${server} with ESMTPS; Mon, 23 Nov 2026 02:00:00 +0000`,
]

const noIdentity = 'not exactly one strict address: no identity, a person looks'
const somebodyElse = 'another address than the stored one: a stranger'
const storedOnly = 'the code goes to the stored address alone'

export const senderAttacks: Attack[] = [
  asks('a forged From asks for a copy', storedOnly, (w) => w.victim),
  {
    name: 'a forged From asks for deletion',
    defence: 'deletion needs the code that only the stored mailbox gets',
    steps: [(w) => compose({ from: w.victim, ...deletion })],
  },
  {
    name: 'a forged From with Reply-To, Sender, Return-Path, Cc and receipt headers that name the attacker',
    defence: 'letters go to the stored address, never to an address that the mail names',
    steps: [
      (w) =>
        compose({
          from: w.victim,
          ...copy,
          top: [`Return-Path: <${w.attacker}>`],
          head: [
            `Sender: ${w.attacker}`,
            `Reply-To: ${w.attacker}`,
            `Cc: ${w.attacker}`,
            `Disposition-Notification-To: ${w.attacker}`,
            `Return-Receipt-To: ${w.attacker}`,
            `X-Confirm-Reading-To: ${w.attacker}`,
            `Errors-To: ${w.attacker}`,
            `Mail-Followup-To: ${w.attacker}`,
          ],
        }),
    ],
  },
  {
    name: 'the victim in Sender, Reply-To, Resent-From and Return-Path, the attacker in From',
    defence: 'identity is the one From address and nothing else',
    steps: [
      (w) =>
        compose({
          from: w.attacker,
          ...copy,
          top: [`Return-Path: <${w.victim}>`],
          head: [`Sender: ${w.victim}`, `Reply-To: ${w.victim}`, `Resent-From: ${w.victim}`],
        }),
    ],
  },
  asks(
    'a display name that is the address of the victim',
    'a display name never counts',
    (w) => `"${w.victim}" <${w.attacker}>`,
  ),
  asks(
    'an encoded display name that decodes to the address of the victim',
    'a display name never counts, decoded or not',
    (w) => `${encodedWord(`${w.victim} <${w.victim}>`)} <${w.attacker}>`,
  ),
  asks('an address of the victim before the angle brackets', noIdentity, (w) => `${w.victim} <${w.attacker}>`),
  asks('two angle addresses in one From', noIdentity, (w) => `<${w.victim}> <${w.attacker}>`),
  {
    name: 'two From lines, the victim first',
    defence: noIdentity,
    steps: [(w) => compose({ from: w.victim, head: [`From: ${w.attacker}`], ...copy })],
  },
  {
    name: 'two From lines, the victim second',
    defence: noIdentity,
    steps: [(w) => compose({ from: w.attacker, head: [`From: ${w.victim}`], ...copy })],
  },
  {
    name: 'a From line with a blank before its colon, and another',
    defence: noIdentity,
    steps: [(w) => compose({ from: w.attacker, head: [`From : ${w.victim}`], ...copy })],
  },
  {
    name: 'a second From behind a bare carriage return',
    defence: noIdentity,
    steps: [(w) => compose({ from: `${w.attacker}\rFrom: ${w.victim}`, ...copy })],
  },
  asks('two addresses in one From', noIdentity, (w) => `${w.victim}, ${w.attacker}`),
  asks('a group that holds the victim', noIdentity, (w) => `Users: ${w.victim};`),
  asks('a group beside the attacker', noIdentity, (w) => `Users: ${w.victim};, ${w.attacker}`),
  asks('the victim in a comment', 'comments never count', (w) => `${w.attacker} (${w.victim})`),
  asks(
    'a comment that parts the address',
    noIdentity,
    (w) => `${local(w.victim)}@(x)${domain(w.victim)}.attacker.example`,
  ),
  asks('a NUL byte behind the address of the victim', noIdentity, (w) => `${w.victim}\0.attacker.example`),
  asks('an address that is an encoded word', noIdentity, (w) => encodedWord(w.victim)),
  asks('an address in quotes and nothing else', noIdentity, (w) => `"${w.victim}"`),
  asks('a quoted local part', noIdentity, (w) => `"${local(w.victim)}"@${domain(w.victim)}`),
  asks('a source route that ends at the victim', noIdentity, (w) => `<@attacker.example:${w.victim}>`),
  asks('an address that continues after a second @', noIdentity, (w) => `${w.victim}@attacker.example`),
  asks('a full-width at sign', noIdentity, (w) => `${local(w.victim)}＠${domain(w.victim)}`),
  asks(
    'full-width letters that fold into the domain of the victim',
    'compatibility forms are no domain',
    (w) => `${local(w.victim)}@${domain(w.victim).replace('e', 'ｅ')}`,
  ),
  asks(
    'a Cyrillic letter in the local part',
    somebodyElse,
    (w) => `${local(w.victim).replace(/a|e|o/, lookAlike)}@${domain(w.victim)}`,
    { writers: (w) => [`${local(w.victim).replace(/a|e|o/, lookAlike)}@${domain(w.victim)}`] },
  ),
  asks(
    'a Cyrillic letter in the domain, and its punycode',
    somebodyElse,
    (w) => `${local(w.victim)}@${domain(w.victim).replace(/a|e|o/, lookAlike)}`,
    {
      writers: (w) => [
        `${local(w.victim)}@${new URL(`http://${domain(w.victim).replace(/a|e|o/, lookAlike)}`).hostname}`,
      ],
    },
  ),
  asks(
    'a letter that upper-cases into a letter of the victim (CVE-2019-19844)',
    'only ASCII letters are folded',
    (w) => `${local(w.victim).replace('i', 'ı')}@${domain(w.victim)}`,
    { writers: (w) => [`${local(w.victim).replace('i', 'ı')}@${domain(w.victim)}`] },
  ),
  asks('the address in capitals', 'letters go to the spelling in the database', (w) => w.victim.toUpperCase(), {
    writers: (w) => [`${local(w.victim).toUpperCase()}@${domain(w.victim)}`],
  }),
  asks('a domain with a trailing dot', noIdentity, (w) => `${w.victim}.`),
  asks('a domain below the attacker that begins like the victim', somebodyElse, (w) => `${w.victim}.attacker.example`, {
    writers: (w) => [`${w.victim}.attacker.example`],
  }),
  asks('a plus tag on the address of the victim', somebodyElse, (w) => w.victim.replace('@', '+copy@'), {
    writers: (w) => [w.victim.replace('@', '+copy@')],
  }),
  asks('wildcards of a database in the address', 'addresses are bound, never spliced', (w) => `%@${domain(w.victim)}`, {
    writers: (w) => [`%@${domain(w.victim)}`],
  }),
  asks(
    'SQL in the local part',
    'addresses are bound, never spliced',
    (w) => `x'/**/or/**/1=1/**/or/**/'a'='b@${domain(w.victim)}`,
    { writers: (w) => [`x'/**/or/**/1=1/**/or/**/'a'='b@${domain(w.victim)}`] },
  ),
  {
    name: 'a mail without From that names the victim in its text',
    defence: noIdentity,
    steps: [
      (w) =>
        compose({ from: null, subject: copy.subject, text: `${copy.text} I am ${w.victim}.`, head: ['X-From: x'] }),
    ],
  },
  {
    name: 'the desk as its own sender asks for deletion',
    defence: 'mail from an own address is the desk’s own loop',
    steps: [(w) => compose({ from: w.desk, ...deletion, head: [`Reply-To: ${w.victim}`] })],
  },
  {
    name: 'the staff address orders the desk to approve',
    defence: 'staff act by the command line, never by mail',
    steps: [
      (w) => compose({ from: w.victim, ...copy }),
      (w) =>
        compose({
          from: w.staff,
          subject: `[${w.reference}] approved`,
          text: `I approve request ${w.reference}. Please send the copy of all the data to ${w.attacker} now.`,
        }),
    ],
    writers: (w) => [w.staff],
  },
  {
    name: 'a DMARC pass stated by another server',
    defence: 'only configured authserv-ids are believed (RFC 8601)',
    steps: [
      (w) =>
        compose({
          from: w.victim,
          ...refusal,
          top: [`Authentication-Results: mx.attacker.example; dmarc=pass header.from=${domain(w.victim)}`],
        }),
    ],
  },
  {
    name: 'a DMARC pass in our name, below what our border wrote',
    defence: 'the topmost block of our own border alone counts',
    steps: [
      (w) =>
        compose({
          from: w.victim,
          ...refusal,
          top: [
            ...border(w, `dmarc=fail header.from=${domain(w.victim)}`),
            `Authentication-Results: ${w.server}; dmarc=pass header.from=${domain(w.victim)}`,
          ],
        }),
    ],
  },
  {
    name: 'a true DMARC pass of the attacker’s own domain',
    defence: 'a pass counts for the domain of the From address alone',
    steps: [(w) => compose({ from: w.victim, ...refusal, top: border(w, 'dmarc=pass header.from=attacker.example') })],
  },
  {
    name: 'a DMARC pass asks for a copy and for deletion',
    defence: 'authentication never spares these kinds their code',
    steps: [
      (w) => compose({ from: w.victim, ...copy, top: border(w, `dmarc=pass header.from=${domain(w.victim)}`) }),
      (w) => compose({ from: w.victim, ...deletion, top: border(w, `dmarc=pass header.from=${domain(w.victim)}`) }),
    ],
  },
]

function lookAlike(letter: string): string {
  return { a: 'а', e: 'е', o: 'о' }[letter] ?? letter
}
