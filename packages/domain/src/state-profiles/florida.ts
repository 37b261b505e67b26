import type { StateProfile } from './profile.ts';

export const FLORIDA: StateProfile = {
  state: 'FL',
  name: 'Florida',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'ioltawatch.com/resources.html (LegalFuel)',
      readOn: '2026-11-28',
      reading: 'secondary',
    },
    retentionYears: {
      value: 6,
      source: 'ioltawatch.com/resources.html; attorney-faq.com (LegalFuel)',
      readOn: '2026-11-28',
      reading: 'secondary',
    },
    reportShortageToBar: {
      value: true,
      source: 'Rules Regulating The Florida Bar, 5-1.1(a)(1)(B)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value: "The monthly three-way comparison is signed; the clients' balances are listed yearly.",
      source: 'ioltawatch.com/resources.html (LegalFuel)',
      readOn: '2026-11-28',
      reading: 'secondary',
    },
    {
      value: 'A firm of more than one lawyer has a written trust plan.',
      source: 'Rules Regulating The Florida Bar, 5-1.2(c) (foodmanpa.com; thefreelibrary.com)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
