// Unusual numbers of requests, as floods, deletion services and takeovers bring them: all, those of one domain, those that ask for a
// deletion. Unusual is more than the settings' number within the window and several times the mean of the four weeks before, so that
// a busy platform is not told of its mornings. No figure is about a person; a domain is known by its keyed hash alone.

import type { Db } from '../db/client.ts'
import type { Condition } from '../db/marks.ts'
import type { Clock } from '../lib/clock.ts'
import type { Label } from '../requests/words.ts'

export interface VolumeLimits {
  windowMs: number
  timesUsual: number
  requests: number
  perDomain: number
  deletions: number
  haltDeletions: boolean
}

/** How many came within the window, and how many did on average in the weeks before. */
export interface Volume {
  now: number
  usual: number
}

export interface VolumeFound {
  requests: Volume
  deletions: Volume
  /** the domains that sent most, each with one of its requests */
  domains: (Volume & { reference: string })[]
}

const weeksMs = 28 * 86_400_000
/** A few of the busiest: where the largest mail provider is busy as usual, a small domain may not be. */
const domainsLookedAt = 10

export async function readVolume(
  { db, clock }: { db: Db; clock: Clock },
  { windowMs }: VolumeLimits,
): Promise<VolumeFound> {
  const start = new Date(clock.now().getTime() - windowMs)
  const late = { receivedAt: { gt: start } }
  const before = { receivedAt: { gt: new Date(start.getTime() - weeksMs), lte: start } }
  const mean = (count: number) => (count * windowMs) / weeksMs
  const count = async (where: object): Promise<Volume> => ({
    now: await db.privacyRequest.count({ where: { ...late, ...where } }),
    usual: mean(await db.privacyRequest.count({ where: { ...before, ...where } })),
  })
  const busiest = await db.privacyRequest.groupBy({
    by: ['domainKey'],
    where: { ...late, domainKey: { not: null } },
    _count: { domainKey: true },
    orderBy: { _count: { domainKey: 'desc' } },
    take: domainsLookedAt,
  })
  const domains: VolumeFound['domains'] = []
  for (const { domainKey } of busiest) {
    const last = await db.privacyRequest.findFirst({
      where: { ...late, domainKey },
      orderBy: { receivedAt: 'desc' },
      select: { reference: true },
    })
    domains.push({ ...(await count({ domainKey })), reference: last?.reference ?? '' })
  }
  return { requests: await count({}), deletions: await count({ acts: { some: { kind: 'deletion' } } }), domains }
}

/** Those that stand now, in words. */
export function volumeConditions(found: VolumeFound, limits: VolumeLimits): Map<Condition, Label> {
  const standing = new Map<Condition, Label>()
  const unusual = ({ now, usual }: Volume, limit: number) => limit > 0 && now > limit && now > limits.timesUsual * usual
  const minutes = limits.windowMs / 60_000
  const usually = ({ usual }: Volume) => (usual < 1 ? Math.round(usual * 10) / 10 : Math.round(usual))
  if (unusual(found.requests, limits.requests)) {
    standing.set('many_requests', {
      zh: `最近 ${minutes} 分钟收到 ${found.requests.now} 个请求（平常约 ${usually(found.requests)} 个）。请运行 habeas requests list --all 查看；寄往同一地址的回信数量有上限。`,
      en: `${found.requests.now} requests came within ${minutes} minutes (usual: ${usually(found.requests)}). Look with habeas requests list --all; letters to one address are capped.`,
    })
  }
  const domain = found.domains.find((each) => unusual(each, limits.perDomain))
  if (domain !== undefined) {
    standing.set('many_from_a_domain', {
      zh: `最近 ${minutes} 分钟有 ${domain.now} 个请求来自同一域名（平常约 ${usually(domain)} 个），其中一个是 ${domain.reference}。请运行 habeas requests show ${domain.reference} 查看；寄往同一域名的回信数量有上限。`,
      en: `${domain.now} requests came from one domain within ${minutes} minutes (usual: ${usually(domain)}), ${domain.reference} among them. Look with habeas requests show ${domain.reference}; letters to one domain are capped.`,
    })
  }
  if (unusual(found.deletions, limits.deletions)) {
    standing.set('many_deletions', {
      zh: `最近 ${minutes} 分钟有 ${found.deletions.now} 个请求要求删除（平常约 ${usually(found.deletions)} 个）。没有确认码不会删除任何内容；如有疑虑，请运行 habeas halt 暂停办理，查明后运行 habeas release。`,
      en: `${found.deletions.now} requests within ${minutes} minutes ask for a deletion (usual: ${usually(found.deletions)}). Nothing is deleted without its code; in doubt stop them with habeas halt, look, then habeas release.`,
    })
  }
  return standing
}
