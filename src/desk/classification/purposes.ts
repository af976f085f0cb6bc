// Which non-essential purposes a refusal names. None named means all of them (PIPL Art. 15 and 44, GDPR Art. 21).

import { type RefusalPurpose, refusalPurposes } from '../../requests/words.ts'
import type { Hit } from './signals.ts'
import type { WorkingText } from './words.ts'

const shapes: Record<RefusalPurpose, RegExp> = {
  analytics:
    /统计|分析|埋点|使用习惯|使用行为|行为数据|追踪|跟踪|改进计划|改进|体验计划|dnt|\b(?:analytics?|analys\w*|statistic\w*|track\w*|telemetry|measur\w*|improve\w*|usage|beacons?|which features|monitor\w*)\b/u,
  personalisation:
    /个性化|画像|推荐|自动化决策|标签|定制化|猜你喜欢|\b(?:personali[sz]\w*|profil(?:e of|ing)|recommend\w*|suggestions?|automated decision\w*|inferences)\b/u,
  notifications:
    /通知|提醒|推送|消息|短信|弹窗|push|叮|吵|\b(?:notif\w*|push|remind\w*|alerts?|nudg\w*|ding\w*|messages?|pings?|texts?)\b/u,
  cookies: /cookies?|指纹|\bfingerprint\w*\b/u,
  marketing:
    /营销|行销|促销|广告|推广|推销|周报|月报|日报|电子报|简报|退订|取消订阅|订阅|群发|宣传|问卷|邮件|\btd\b|\b(?:market\w*|newsletter|promo\w*|advert\w*|ads?|unsubscribe|mailing list|mailings?|surveys?|digest|emails?|publicity)\b/u,
  sharing:
    /共享|分享|第三方|合作(?:方|机构|伙伴)|出售|转让|对外|提供给|跨境|出境|\b(?:shar\w*|sell|sale|sold|third part\w*|partners?|advertisers?|hand (?:anything|over))\b/u,
  collection:
    /收集|采集|记录|留存|保存|存储|训练|ip|设备|浏览器|限制处理|\b(?:collect\w*|record\w*|log(?:s|ging|ged)?|gather\w*|retain\w*|stor(?:e|ing)|train\w*|device|browser|restrict\w*)\b/u,
}

/** Those that a few words name, Simplified and in small letters. */
export function purposesIn(words: string): RefusalPurpose[] {
  return refusalPurposes.filter((purpose) => shapes[purpose].test(words))
}

export function purposesOf(text: WorkingText, refusals: readonly Hit[]): RefusalPurpose[] {
  const sentences = new Set(refusals.filter((hit) => hit.mood === 'asserted').map((hit) => hit.sentence))
  const words = [...sentences].map((index) => text.sentences[index]?.text ?? '').join('\n')
  if (/一切|所有(?:的)?(?:处理|使用)|全部(?:停|处理)|\ball (?:processing|of it)\b/u.test(words)) return []
  return purposesIn(words)
}
