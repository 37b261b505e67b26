import type { StateProfile } from './profile.ts';

export const VIRGINIA: StateProfile = {
  state: 'VA',
  name: 'Virginia',
  version: '2026-11-28',
  values: {
    refundTrustFromOperating: {
      value: 'ask',
      source: 'Virginia LEO 614 (vacle.org/opinions/614.htm)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value:
        'Paying a client from the general account what lies in trust, with the intent of reimbursing it from trust, was called improper in 1984. Its facts are uncollected settlement checks: ask.',
      source: 'Virginia LEO 614 (vacle.org/opinions/614.htm)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
