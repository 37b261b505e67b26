import type { StateProfile } from './profile.ts';

export const NEW_YORK: StateProfile = {
  state: 'NY',
  name: 'New York',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'General knowledge of the field, not looked up',
      readOn: '2026-11-28',
      reading: 'unverified',
    },
    retentionYears: {
      value: 7,
      source: 'NYSBA Ethics Opinion 1114; rule 1.15 (lawledgers.com/rule-1-15)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    transferNeedsClientApproval: {
      value: true,
      source: 'General knowledge of the field, rule 1.15(e), not looked up',
      readOn: '2026-11-28',
      reading: 'unverified',
    },
  },
  notes: [
    {
      value: 'A New York lawyer must personally authorize each disbursement.',
      source: 'NYSBA Ethics Opinion 1114',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
