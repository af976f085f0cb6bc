// Answers that staff give again and again, in both languages, to begin from: what is in brackets is theirs to fill in.

import type { Label } from '../../../requests/words.ts'

export const cannedAnswers: Record<string, { title: Label; words: Label }> = {
  how: {
    title: { zh: '如何行使权利', en: 'How to exercise a right' },
    words: {
      zh: '您可以查阅、更正、删除您的个人信息，也可以拒绝非必要的处理。请用登记在账号上的邮箱给我们写信，说明想办哪一项；我们会发一封带确认码的信，您照信里的说明回复即可办理。\n\n[补充说明]',
      en: 'You can ask for a copy of your personal data, have it corrected or deleted, and refuse what is not essential. Write to us from the address on your account and say which it is; we send a letter with a code, and your reply with it sets things going.\n\n[add what is particular]',
    },
  },
  question: {
    title: { zh: '答复关于处理的疑问', en: 'A question about how data is handled' },
    words: {
      zh: '您问到我们如何处理个人信息。[在此作答：处理哪些信息、目的、保存多久、是否提供给他人。]\n\n更完整的说明见我们的隐私政策。',
      en: 'You asked how we handle personal data. [Answer here: which data, for what purpose, how long it is kept, whether others receive it.]\n\nOur privacy policy says more.',
    },
  },
  minor: {
    title: { zh: '未成年人：请说明监护关系', en: 'A child: guardianship to be shown' },
    words: {
      zh: '您的来信涉及未成年人的账号。请从该账号登记的监护人邮箱回复，并说明您与孩子的关系；请不要寄身份证件的复印件。\n\n在此期间我们会先停止对该账号信息的非必要处理。',
      en: "Your letter is about a child's account. Please reply from the guardian's address on that account and say how you are related; do not send copies of identity documents.\n\nUntil then we stop whatever is not essential for that account.",
    },
  },
  complaint: {
    title: { zh: '投诉已查', en: 'A complaint looked into' },
    words: {
      zh: '感谢您告诉我们。我们查看了您所说的情况：[结论]。\n\n我们已经[采取的措施]。如果您仍不满意，可以向网信部门或所在地的监管机构投诉。',
      en: 'Thank you for telling us. We looked into what you described: [what was found].\n\nWe have [what was done]. If you are still not satisfied, you can turn to the cyberspace administration or your data protection authority.',
    },
  },
  done: {
    title: { zh: '已在平台上办妥', en: 'Done on the platform by hand' },
    words: {
      zh: '您所求之事已由我们的工作人员在平台上办妥：[办了什么，何时]。',
      en: 'What you asked for has been carried out on the platform by our staff: [what was done, and when].',
    },
  },
}
