import type { StateProfile } from './profile.ts';

export const WISCONSIN: StateProfile = {
  state: 'WI',
  name: 'Wisconsin',
  version: '2026-11-28',
  values: {
    clientNoticeOfDisbursement: {
      value: { when: 'before', days: 5 },
      source: "lawbiz.com, coach's corner",
      readOn: '2026-11-28',
      reading: 'secondary',
    },
  },
  notes: [
    {
      value: "Five days' notice before fees leave trust.",
      source: "lawbiz.com, coach's corner",
      readOn: '2026-11-28',
      reading: 'secondary',
    },
  ],
};
