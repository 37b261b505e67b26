import type { StateProfile } from './profile.ts';

export const IOWA: StateProfile = {
  state: 'IA',
  name: 'Iowa',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'Iowa rule 45.2(3)(a) (iowacourts.gov)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    retentionYears: {
      value: 6,
      source: 'Iowa rule 45.2(3)(a) (iowacourts.gov)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value: 'Each electronic transfer is recorded with the name of the person who authorized it.',
      source: 'Iowa rule 45.2(3)(a) (iowacourts.gov)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
