// All actions, in the order in which they are offered.

import type { RequestRecord } from '../../../desk/request-record.ts'
import { may, type StaffMember } from '../../staff-member.ts'
import type { ActionLink } from '../action-bar.ts'
import type { Action } from './action.ts'
import { answerAction, askAction } from './answering.ts'
import { approveAction, challengeAction, declineAction } from './deciding.ts'
import { extendAction } from './extending.ts'
import { mergeAction } from './merging.ts'
import {
  changeAction,
  claimAction,
  handOverAction,
  noteAction,
  releaseAction,
  reopenAction,
  takeBackAction,
  takeOverAction,
} from './moving.ts'

const actions: readonly Action[] = [
  claimAction,
  answerAction,
  approveAction,
  challengeAction,
  askAction,
  declineAction,
  takeBackAction,
  reopenAction,
  changeAction,
  extendAction,
  handOverAction,
  takeOverAction,
  releaseAction,
  mergeAction,
  noteAction,
]

export function actionNamed(name: string): Action | undefined {
  return actions.find((action) => action.name === name)
}

export function actionsFor(request: RequestRecord, staff: StaffMember): ActionLink[] {
  return actions
    .filter((action) => may(staff, action.permission) && action.offered(request, staff))
    .map(({ name, label, fields, main, key }) => ({
      name,
      label,
      direct: fields === undefined,
      main: main === true,
      key: key ?? null,
    }))
}
