import type { StateProfile } from './profile.ts';

export const MASSACHUSETTS: StateProfile = {
  state: 'MA',
  name: 'Massachusetts',
  version: '2026-11-28',
  values: {
    retentionYears: {
      value: 6,
      source: 'General knowledge of the field, not looked up',
      readOn: '2026-11-28',
      reading: 'unverified',
    },
    clientNoticeOfDisbursement: {
      value: { when: 'after' },
      source: 'General knowledge of the field, rule 1.15(d)(2) on notice of fee withdrawals, not looked up',
      readOn: '2026-11-28',
      reading: 'unverified',
    },
  },
  notes: [
    {
      value: "Money that became the firm's own leaves trust at the earliest reasonable time.",
      source: 'Mass. R. Prof. C. 1.15(b)(2)(ii) (mass.gov)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    {
      value: 'Three-way reconciliation, and a ledger of bank fees.',
      source: "IOLTA Committee's worksheets, in a copy (evolvesalondayspa.com)",
      readOn: '2026-11-28',
      reading: 'secondary',
    },
  ],
};
