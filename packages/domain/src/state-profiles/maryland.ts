import type { StateProfile } from './profile.ts';

export const MARYLAND: StateProfile = {
  state: 'MD',
  name: 'Maryland',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'Trial Reporter, trust records (content.yudu.com/Library/A1t72o)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value:
        'While a chargeback is possible, protecting other clients comes before the rule against leaving own money in trust.',
      source: 'MSBA Ethics Docket 2002-23',
      readOn: '2026-11-28',
      reading: 'read',
    },
    {
      value: 'A written memorandum, signed by the lawyer, for each electronic transfer.',
      source: 'Trial Reporter, trust records (content.yudu.com/Library/A1t72o)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
