import type { StateProfile } from './profile.ts';

export const CALIFORNIA: StateProfile = {
  state: 'CA',
  name: 'California',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'info.calbar.ca.gov, report-ctapp-compliance',
      readOn: '2026-11-28',
      reading: 'read',
    },
    retentionYears: {
      value: 5,
      source: 'General knowledge of the field, not looked up',
      readOn: '2026-11-28',
      reading: 'unverified',
    },
    distributionDays: {
      value: 45,
      source: 'Daily Journal, MCLE 1523, on rule 1.15(d)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value: 'Notice of receipt within 14 days.',
      source: 'Daily Journal, MCLE 1523, on rule 1.15(d)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    {
      value: 'CTAPP: yearly registration with the year-end balances, and compliance reviews.',
      source: 'State Bar of California, press release of 29 September 2025 and report-ctapp-compliance',
      readOn: '2026-11-28',
      reading: 'read',
    },
    {
      value: "Money that became the firm's own leaves trust at the earliest reasonable time.",
      source: 'law-faq.com, California compared with the ABA model rule',
      readOn: '2026-11-28',
      reading: 'secondary',
    },
  ],
};
