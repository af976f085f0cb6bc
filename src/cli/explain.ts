// habeas explain FILE…: what the desk would make of raw mails; touches nothing, needs no settings (with --config it knows its
// own addresses and trusted servers).

import { readFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { thresholdsOf, verifierOf } from '../app-parts.ts'
import { readSettings } from '../config.ts'
import { defaultThresholds } from '../desk/classification/thresholds.ts'
import { type UnderstandSettings, understand } from '../desk/understand.ts'
import { DeskError } from '../errors.ts'
import { loadDeskKeyIfAny } from '../lib/desk-key.ts'
import { ownMail } from '../mail/own-mail.ts'

export function explainCommand(): Command {
  return new Command('explain')
    .description('reads raw mails and prints, one JSON line each, what the desk would make of them; touches nothing')
    .argument('<file...>', 'raw mails (.eml)')
    .addOption(new Option('--config <file>', 'settings that name your own addresses and trusted servers'))
    .addHelpText('after', '\nExample: habeas explain test/mails/*.eml --config habeas.yaml')
    .action(async (files: string[], { config }: { config?: string }) => {
      const { settings, own, verifier } = await known(config)
      for (const file of files) {
        const { mail, triage, classification, authentication } = await understand(
          await read(file),
          settings,
          own,
          verifier,
        )
        const line = {
          file,
          kind: triage.kind,
          replyAllowed: triage.replyAllowed,
          from: mail.sender.ok ? mail.sender.address : null,
          authenticated: { result: authentication.result, by: authentication.by },
          newText: mail.newText,
          messageId: mail.messageId,
          attachments: mail.attachments,
          subject: mail.subject,
          ...(classification ?? {
            language: null,
            topic: null,
            intents: [],
            scope: null,
            corrections: [],
            confidence: null,
            // whoever has no readable sender gets no answer, but a person sees the mail
            decision: triage.kind === 'malformed' ? 'escalate' : 'ignore',
          }),
          problems: mail.problems,
          reasons: [...triage.reasons, ...authentication.reasons, ...(classification?.reasons ?? [])],
        }
        process.stdout.write(`${JSON.stringify(line)}\n`)
      }
    })
}

async function known(config: string | undefined) {
  if (config === undefined) {
    const settings: UnderstandSettings = {
      privacyAddress: 'privacy@invalid.invalid',
      aliases: [],
      trustedServers: [],
      thresholds: defaultThresholds,
    }
    return { settings, own: { domain: 'invalid.invalid', isOwnMessageId: () => false }, verifier: null }
  }
  const given = readSettings(config)
  const { organisation, verification } = given
  const key = await loadDeskKeyIfAny(given.key)
  const settings: UnderstandSettings = {
    privacyAddress: organisation.privacyAddress,
    aliases: organisation.aliases,
    trustedServers: verification.trustedServers,
    thresholds: thresholdsOf(given),
  }
  const own = key === null ? { domain: '', isOwnMessageId: () => false } : ownMail(key, organisation.privacyAddress)
  return { settings, own, verifier: verifierOf(given) }
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new DeskError('config_invalid', {
      retry: false,
      cause,
      message: `The mail ${file} cannot be read: check the path.`,
    })
  }
}
