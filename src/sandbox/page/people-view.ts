// The strip of people to write as: a card each, with how many letters they have not read yet.

import { html, raw } from 'hono/html'
import type { Person } from '../people.ts'
import type { Say } from '../say.ts'
import { avatar, type Item, item } from './item.ts'

export function peopleItems(
  people: Person[],
  chosen: Person,
  unread: (person: Person) => number,
  say: Say,
): Promise<Item[]> {
  return Promise.all(
    people.map((person) => {
      const name = say(person.name.zh, person.name.en)
      const waiting = person.key === chosen.key ? 0 : unread(person)
      const current = person.key === chosen.key ? raw('aria-current="true"') : ''
      return item(
        `person-${person.key}`,
        html`<a class="person kind-${person.kind}" href="/?as=${person.key}" ${current}>
          ${avatar(name)}
          <span class="who"><b>${name}</b><small>${say(person.words.zh, person.words.en)}</small></span>
          ${waiting ? html`<span class="badge" title="${say('未读', 'unread')}">${waiting}</span>` : ''}
        </a>`,
      )
    }),
  )
}
