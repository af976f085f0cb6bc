// The states of a mail and of a request, and the moves between them; anything else is an impossible state and is asserted.

export type RequestState =
  | 'received'
  | 'awaiting_verification'
  | 'in_progress'
  | 'fulfilled'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'held'

export type MailState = 'received' | 'handled' | 'set_aside' | 'held' | 'failed'

const moves: Record<RequestState, readonly RequestState[]> = {
  // the details asked for came, or never did
  received: ['awaiting_verification', 'in_progress', 'held', 'declined', 'withdrawn', 'expired'],
  awaiting_verification: ['in_progress', 'held', 'withdrawn', 'expired', 'declined'],
  // only staff and failures take a verified request out of progress
  in_progress: ['fulfilled', 'declined', 'held', 'withdrawn'],
  // staff may also ask back
  held: ['in_progress', 'awaiting_verification', 'received', 'fulfilled', 'declined', 'withdrawn'],
  // staff alone reopen; what nobody proved its owner disowns even afterwards
  fulfilled: ['held'],
  declined: ['held', 'withdrawn'],
  withdrawn: ['held'],
  expired: ['held', 'withdrawn'],
}

export function mayMove(from: RequestState, to: RequestState): boolean {
  return moves[from].includes(to)
}

/** States in which a request still waits for somebody or something. */
export const openStates = ['received', 'awaiting_verification', 'in_progress', 'held'] as const satisfies RequestState[]

export function isOpen(state: RequestState): boolean {
  return (openStates as readonly RequestState[]).includes(state)
}
