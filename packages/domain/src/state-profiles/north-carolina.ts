import type { StateProfile } from './profile.ts';

export const NORTH_CAROLINA: StateProfile = {
  state: 'NC',
  name: 'North Carolina',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'North Carolina Rule 1.15-3 (regulations.justia.com)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    reviewerMustBeLawyer: {
      value: true,
      source: 'North Carolina Rule 1.15-3 (regulations.justia.com)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    separateDuties: {
      value: true,
      source: 'North Carolina Rule 1.15-2(s) (lawyersmutualnc.com)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    sampleSize: {
      value: 3,
      source: 'State Bar of North Carolina, quarterly review worksheet (fill.io)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    retentionYears: {
      value: 6,
      source: 'General knowledge of the field, not looked up',
      readOn: '2026-11-28',
      reading: 'unverified',
    },
    binderForm: {
      value: 'North Carolina State Bar reconciliation report',
      source: 'State Bar of North Carolina, reconciliation report (fill.io, Form-1-8f27c589)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value: 'Client ledgers are reconciled quarterly.',
      source: 'North Carolina Rule 1.15-3 (regulations.justia.com)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
