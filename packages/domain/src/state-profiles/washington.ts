import type { StateProfile } from './profile.ts';

export const WASHINGTON: StateProfile = {
  state: 'WA',
  name: 'Washington',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'WSBA monthly reconciliation and review report (deploy.paperzz.com/doc/8841540)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    retentionYears: {
      value: 7,
      source: 'Washington RPC 1.15B (courts.wa.gov)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    retentionFrom: {
      value: 'the event that the record is about',
      source: 'Washington RPC 1.15B (courts.wa.gov)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    clientNoticeOfDisbursement: {
      value: { when: 'after' },
      source: 'Washington RPC 1.15A(e) (courts.wa.gov)',
      readOn: '2026-11-28',
      reading: 'read',
    },
    binderForm: {
      value: 'WSBA monthly reconciliation and review report',
      source: 'WSBA monthly reconciliation and review report (deploy.paperzz.com/doc/8841540)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value: 'An accounting after each distribution, and yearly.',
      source: 'Washington RPC 1.15A(e) (courts.wa.gov)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
