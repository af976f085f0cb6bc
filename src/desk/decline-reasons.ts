// The legal reasons for which staff decline, by code, with the words of the letter. A letter that declines never leaves without
// its reason (GDPR Art. 12(4), PIPL Art. 50); courts and authorities are named by its template.

import type { Label } from '../requests/words.ts'

export const declineReasonCodes = [
  'not_the_data_subject',
  'unfounded_or_excessive',
  'law_requires_keeping',
  'others_rights',
  'no_such_data',
  'disclosure_without_basis',
] as const
export type DeclineReasonCode = (typeof declineReasonCodes)[number]

export const declineReasons: Record<DeclineReasonCode, Label> = {
  // GDPR Art. 12(2), (6): identity that cannot be established; PIPL Art. 45, 50: rights of the individual concerned
  not_the_data_subject: {
    zh: '我们无法确认提出请求的人就是相关个人信息的主体或有权代其行使权利的人。为保护信息主体，我们不能据此办理（《个人信息保护法》第四十四条、第五十条；GDPR 第 12 条第 2、6 款）。',
    en: 'We could not establish that the request comes from the person the data is about, or from somebody entitled to act for them. To protect that person we cannot act on it (PIPL Articles 44 and 50; GDPR Article 12(2) and (6)).',
  },
  // GDPR Art. 12(5): the controller bears the burden of demonstrating it
  unfounded_or_excessive: {
    zh: '该请求明显没有根据或过于频繁，尤其是重复提出相同的请求（GDPR 第 12 条第 5 款）。',
    en: 'The request is manifestly unfounded or excessive, in particular because it repeats earlier ones (GDPR Article 12(5)).',
  },
  law_requires_keeping: {
    zh: '法律、行政法规要求我们在规定期限内保存这些信息。在此期间我们只保存并保护它们，不作其他处理（《个人信息保护法》第四十七条；GDPR 第 17 条第 3 款）。',
    en: 'The law requires us to keep this information for a set period. Until then we only store and protect it and do nothing else with it (PIPL Article 47; GDPR Article 17(3)).',
  },
  others_rights: {
    zh: '办理该请求会损害他人的权利和自由，例如会公开他人的个人信息（GDPR 第 15 条第 4 款）。',
    en: 'Acting on the request would adversely affect the rights and freedoms of others, for example by revealing their personal data (GDPR Article 15(4)).',
  },
  no_such_data: {
    zh: '我们没有保存该请求所指的个人信息。',
    en: 'We hold no personal data of the kind that the request is about.',
  },
  // PIPL Art. 23: separate consent of the individual; GDPR Art. 6
  disclosure_without_basis: {
    zh: '向第三方提供个人信息须取得本人的单独同意或有法律依据，而该请求两者均未说明（《个人信息保护法》第十三条、第二十三条；GDPR 第 6 条）。',
    en: "Personal data is given to third parties only with the person's separate consent or on a legal basis, and the request shows neither (PIPL Articles 13 and 23; GDPR Article 6).",
  },
}
