// habeas requests: what waits and what was done, and what staff do about it, until the console's pages serve the same.

import { Command } from 'commander'
import { answerCommand } from './requests/answer.ts'
import { approveCommand } from './requests/approve.ts'
import { challengeCommand } from './requests/challenge.ts'
import { askCommand, changeCommand, mergeCommand, reopenCommand, takeBackCommand } from './requests/change.ts'
import { assignCommand, claimCommand, handOverCommand, releaseCommand } from './requests/claim.ts'
import { declineCommand } from './requests/decline.ts'
import { exportCommand } from './requests/export.ts'
import { exportFileCommand } from './requests/export-file.ts'
import { extendCommand } from './requests/extend.ts'
import { listCommand } from './requests/list.ts'
import { noteCommand } from './requests/note.ts'
import { showCommand } from './requests/show.ts'

export function requestsCommand(): Command {
  const group = new Command('requests').description(
    'the requests: list, show, settle what is held, export the register',
  )
  for (const command of [
    listCommand(),
    showCommand(),
    answerCommand(),
    approveCommand(),
    declineCommand(),
    challengeCommand(),
    claimCommand(),
    releaseCommand(),
    assignCommand(),
    handOverCommand(),
    noteCommand(),
    changeCommand(),
    extendCommand(),
    askCommand(),
    reopenCommand(),
    takeBackCommand(),
    mergeCommand(),
    exportCommand(),
    exportFileCommand(),
  ]) {
    group.addCommand(command)
  }
  return group
}
