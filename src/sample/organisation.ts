// Who runs the sample platform: what a habeas.yaml would say of it.

export const sampleOrganisation = {
  names: { zh: 'Cz Studio 工作室', en: 'Cz Studio' },
  privacyAddress: 'privacy@czstudio.example',
  policyUrl: 'https://czstudio.example/privacy',
  staffAddress: 'officer@czstudio.example',
}
