import type { StateProfile } from './profile.ts';

export const OREGON: StateProfile = {
  state: 'OR',
  name: 'Oregon',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'Oregon Law Practice Management on OSB 2005-172 (scribd 267814729): advised',
      readOn: '2026-11-28',
      reading: 'read',
    },
    dormancyYears: {
      value: 2,
      source: 'osbplf.org, assessing and remitting abandoned funds',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value: 'The lawyer replaces what a chargeback took from trust with own money.',
      source: 'Oregon Law Practice Management on OSB 2005-172 (scribd 267814729)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
