// What an attack is: mails in order, each written with all that the attacker may have come to know. The attacker of this list
// knows more than a real one would (the reference and the Message-ID of what the desk sent to the victim, at times the code
// itself), so that nothing here is held up by a secret that leaks.

export interface World {
  /** a registered address, whose account is aimed at */
  victim: string
  /** where the attacker reads mail; not registered */
  attacker: string
  /** a registered address of somebody else, who turns on the victim */
  member: string
  /** the address that people write to */
  desk: string
  staff: string
  /** authserv-id of the desk's own receiving server */
  server: string
  /** of the newest request of this attack; a made-up one before there is any */
  reference: string
  /** Message-ID, with angle brackets, of the newest letter to the victim */
  letterId: string
  /** the newest code that went to the victim, where whoever plays the attack can tell; else a wrong one */
  code: string
  /** all of them, oldest first */
  codes: string[]
}

export interface Attack {
  /** what is tried, as a person would tell it */
  name: string
  /** why it yields nothing */
  defence: string
  /** raw mails; those of one step arrive together */
  steps: ((world: World) => string | string[])[]
  /** at most so many letters to the victim; default 3 a step */
  mostLetters?: number
  /** further addresses that write in this attack and may be answered, with nothing but neutral letters */
  writers?: (world: World) => string[]
}
