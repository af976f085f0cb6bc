// What staff can do to a request: when it is offered, who may, what is asked for, and the step of the desk that it prepares. Nothing
// here writes: the step is shown, and carried out by the same code as on the command line.

import type { PathParts } from '../../../desk/parts.ts'
import type { RequestRecord } from '../../../desk/request-record.ts'
import type { Obstacle } from '../../../desk/staff-plan.ts'
import type { StaffStep } from '../../../desk/staff-step.ts'
import type { Say } from '../../../requests/say-code.ts'
import type { Label } from '../../../requests/words.ts'
import type { Markup } from '../../layout.ts'
import type { Permission, StaffMember } from '../../staff-member.ts'

export interface ActionFacts {
  parts: PathParts
  say: Say
  staff: StaffMember
  request: RequestRecord
  form: Form
  /** names of those who may act, whoever looks left out */
  colleagues: string[]
}

/** Something that the form lacks. */
export interface Missing {
  outcome: 'missing'
  words: Label
}

export interface Action {
  name: string
  label: Label
  /** what it does, above its form */
  lead?: Label
  main?: boolean
  key?: string
  permission: Permission
  offered(request: RequestRecord, staff: StaffMember): boolean
  /** absent: done at once, nothing is asked for */
  fields?: (facts: ActionFacts) => Markup
  prepare(facts: ActionFacts): Promise<StaffStep | Obstacle | Missing>
}

export function missing(zh: string, en: string): Missing {
  return { outcome: 'missing', words: { zh, en } }
}

/** A form as it was sent: each field may stand several times. */
export class Form {
  readonly #fields: ReadonlyMap<string, string[]>

  constructor(fields: Iterable<[string, string[]]> = []) {
    this.#fields = new Map(fields)
  }

  one(name: string): string {
    return (this.#fields.get(name)?.[0] ?? '').trim()
  }

  all(name: string): string[] {
    return this.#fields.get(name) ?? []
  }

  /** names and values, but for what belongs to the preview itself */
  entries(): [string, string][] {
    return [...this.#fields].flatMap(([name, values]) =>
      name === 'confirm' ? [] : values.map((value): [string, string] => [name, value]),
    )
  }

  get isEmpty(): boolean {
    return this.#fields.size === 0
  }
}

const mostFields = 100
const longestValue = 20_000

/** Files and overlong texts are no part of any form here. */
export function readForm(body: Record<string, unknown>): Form {
  const fields = Object.entries(body)
    .slice(0, mostFields)
    .map(([name, value]): [string, string[]] => {
      const values = Array.isArray(value) ? value : [value]
      return [name, values.filter((each) => typeof each === 'string').map((each) => each.slice(0, longestValue))]
    })
  return new Form(fields)
}
