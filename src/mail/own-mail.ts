// The marks by which the desk knows its own letters when they come back: a keyed Message-ID, and the plus tag of a request.

import type { DeskKey } from '../lib/desk-key.ts'

export interface OwnMail {
  /** Message-ID, with angle brackets, of a letter by its row id */
  messageId(letterId: string): string
  /** whether an id, with or without angle brackets, was made by `messageId` under this desk's key */
  isOwnMessageId(id: string): boolean
  domain: string
}

export function ownMail(key: DeskKey, privacyAddress: string): OwnMail {
  const domain = privacyAddress.slice(privacyAddress.lastIndexOf('@') + 1).toLowerCase()
  const mark = (letterId: string) => key.mac('message-id', letterId).slice(0, 20)
  return {
    domain,
    messageId: (letterId) => `<hb.${letterId}.${mark(letterId)}@${domain}>`,
    isOwnMessageId: (id) => {
      const [, letterId, found] = /^<?hb\.([0-9a-f-]{36})\.([0-9a-f]{20})@[^<>\s]+>?$/i.exec(id.trim()) ?? []
      return letterId !== undefined && found !== undefined && mark(letterId.toLowerCase()) === found.toLowerCase()
    },
  }
}
