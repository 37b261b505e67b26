import type { StateProfile } from './profile.ts';

export const ARIZONA: StateProfile = {
  state: 'AZ',
  name: 'Arizona',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'shelylaw.com on Rule 43(b)(2)(C)',
      readOn: '2026-11-28',
      reading: 'secondary',
    },
    retentionYears: {
      value: 5,
      source: 'attorney-faq.com; shelylaw.com on Rule 43',
      readOn: '2026-11-28',
      reading: 'secondary',
    },
  },
  notes: [
    {
      value: 'Money of the firm may stay in trust to offset chargebacks, as reasonably needed.',
      source: 'Ariz. R. Sup. Ct. 43(a)(2) (casetext)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    {
      value: 'Ten business days are advised before a deposit is relied on.',
      source: 'azbar.org, trust accounts, top five violations',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
