// The dashboard and the alert rules in deploy/ against the metrics that a desk really shows: every name, every label and every state in
// them exists.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { createMetrics } from '../../src/console/metrics.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { deskDatabase } from '../support/desk-database.ts'

const deploy = join(import.meta.dirname, '../../deploy')

interface Rule {
  alert: string
  expr: string
  annotations: { summary: string; description: string }
}

function ruleExpressions(): { where: string; expr: string }[] {
  const { groups } = parse(readFileSync(join(deploy, 'prometheus-alerts.yaml'), 'utf8')) as {
    groups: { rules: Rule[] }[]
  }
  return groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ where: alert, expr })))
}

function panelExpressions(): { where: string; expr: string }[] {
  const { panels } = JSON.parse(readFileSync(join(deploy, 'grafana-dashboard.json'), 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[]
  }
  return panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ where: title, expr })))
}

/** What one metric is shown with: its labels and their values. */
async function shown(): Promise<Map<string, Map<string, Set<string>>>> {
  const { db, folder } = await deskDatabase()
  const metrics = createMetrics()
  metrics.meter.act('deletion', 'done')
  metrics.meter.letter('result', 'sent')
  metrics.meter.mail('handled', 1)
  const page = metrics.page({
    db,
    clock: systemClock,
    dataFolder: folder,
    database: join(folder, 'habeas.db'),
    connected: () => ({ imap: true, smtp: true }),
  })
  const found = new Map<string, Map<string, Set<string>>>()
  for (const [, name = '', labels = ''] of (await page()).matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const values = found.get(name) ?? new Map<string, Set<string>>()
    found.set(name, values)
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g))
      values.set(label, (values.get(label) ?? new Set()).add(value))
  }
  return found
}

/** Words of an expression that are no metric of ours. */
const words =
  /^(sum|by|rate|increase|time|histogram_quantile|max|and|or|up|le|station|state|kind|outcome|part|code|job)$/

test('dashboard and alert rules use metrics, labels and values that exist', async () => {
  const metrics = await shown()
  const wrong: string[] = []
  const used = new Set<string>()
  const all = [...ruleExpressions(), ...panelExpressions()]
  expect(all.length).toBeGreaterThan(25)
  for (const { where, expr } of all) {
    for (const [, name = '', selector = ''] of expr.matchAll(/\b([a-z][a-z_0-9]*)\b(?:\{([^}]*)\})?/g)) {
      if (words.test(name) || !expr.includes(`${name}{`) || name === 'up') continue
      const labels = metrics.get(name)
      if (labels === undefined) wrong.push(`${where}: there is no metric ${name}`)
      used.add(name)
      for (const [, label = '', operator = '', value = ''] of selector.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)) {
        if (label === 'job') continue
        const known = labels?.get(label)
        if (known === undefined) wrong.push(`${where}: ${name} has no label ${label}`)
        const values = operator === '=~' ? value.split('|') : [value]
        for (const each of values)
          if (known?.has(each) === false) wrong.push(`${where}: ${name} never has ${label}=${each}`)
      }
      if (!selector.includes('job=')) wrong.push(`${where}: ${name} is asked of every job`)
    }
  }
  expect(wrong).toEqual([])
  expect(used.size).toBeGreaterThan(15)
})

test('every metric of the desk is on the dashboard or behind an alert', async () => {
  const text = [...ruleExpressions(), ...panelExpressions()].map(({ expr }) => expr).join('\n')
  const own = [...(await shown()).keys()]
    .map((name) => name.replace(/_(bucket|sum|count)$/, ''))
    .filter((name) => name.startsWith('habeas_'))
  const unseen = [...new Set(own)].filter((name) => !text.includes(name))
  expect(unseen).toEqual([])
})
