import type { StateProfile } from './profile.ts';

export const ABA_MODEL: StateProfile = {
  state: 'ABA',
  name: 'ABA model rules',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'quarterly',
      source: 'General knowledge of the field, not looked up',
      readOn: '2026-11-28',
      reading: 'unverified',
    },
    retentionYears: {
      value: 5,
      source:
        'ABA Model Rules on Client Trust Account Records, preface (americanbar.org, client_protection/fpreface)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    retentionFrom: {
      value: 'the end of the representation',
      source:
        'ABA Model Rules on Client Trust Account Records, preface (americanbar.org, client_protection/fpreface)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value:
        'Electronic transfers out of trust serve four purposes only: the client or a third person, client expenses, earned fees, another trust account.',
      source: 'ABA Model Rules on Client Trust Account Records, rule 2 comment 2 (americanbar.org)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
