// The attack list: what `habeas attack` replays and test/attacks holds, one test each.

import type { Attack } from './attack.ts'
import { codeAttacks } from './codes.ts'
import { floodAttacks } from './floods.ts'
import { senderAttacks } from './senders.ts'
import { wordAttacks } from './words.ts'

export const attacks: readonly Attack[] = [...senderAttacks, ...codeAttacks, ...wordAttacks, ...floodAttacks]
