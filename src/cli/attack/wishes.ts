// What attackers ask for, in words that the desk would act on at once if an owner wrote them.

export const wishes = {
  copy: { subject: 'My data', text: 'Please send me a copy of all the personal data you hold about me.' },
  deletion: { subject: 'Delete my account', text: 'Please delete my account and all my personal data.' },
  refusal: {
    subject: 'Analytics',
    text: 'I object to the use of my data for analytics. Please stop the usage analytics for my account.',
  },
  status: { subject: 'Status', text: 'What is the status of my request?' },
} as const
