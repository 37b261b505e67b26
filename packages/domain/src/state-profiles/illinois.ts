import type { StateProfile } from './profile.ts';

export const ILLINOIS: StateProfile = {
  state: 'IL',
  name: 'Illinois',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'ARDC sample forms (iardc.org)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    retentionYears: {
      value: 7,
      source: 'ARDC sample forms (iardc.org)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    binderForm: {
      value: 'the six ARDC sample forms',
      source: 'ARDC sample forms (iardc.org)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [],
};
