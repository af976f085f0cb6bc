// An invented controller, for every test of letters.

import type { LetterOrganisation } from '../../../src/desk/replies/letters.ts'

export const organisation: LetterOrganisation = {
  name: { zh: '晨星笔记', en: 'Morningstar Notes' },
  privacyAddress: 'privacy@example.com',
  policyUrl: 'https://example.com/privacy',
  timeZone: 'Asia/Shanghai',
  officeHours: { days: [1, 2, 3, 4, 5], from: '9:00', to: '18:00' },
}

export const templateFolder = new URL('../../../templates', import.meta.url).pathname
