import type { StateProfile } from './profile.ts';

export const SOUTH_CAROLINA: StateProfile = {
  state: 'SC',
  name: 'South Carolina',
  version: '2026-11-28',
  values: {
    achTrustWait: {
      value: 5,
      source: 'South Carolina Bar, Ethics Advisory Opinion 12-11',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value: 'ACH money is collected funds only after five banking days.',
      source: 'South Carolina Bar, Ethics Advisory Opinion 12-11',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
