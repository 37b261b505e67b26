import type { StateProfile } from './profile.ts';

export const TEXAS: StateProfile = {
  state: 'TX',
  name: 'Texas',
  version: '2026-11-28',
  values: {
    reconcile: {
      value: 'monthly',
      source: 'blog.texasbarpractice.com, appendices on rule 1.14: advised',
      readOn: '2026-11-28',
      reading: 'read',
    },
    retentionYears: {
      value: 5,
      source: 'blog.texasbarpractice.com, appendices on rule 1.14; TRDP 17.10 (legalethicstexas.com)',
      readOn: '2026-11-28',
      reading: 'read',
    },
  },
  notes: [
    {
      value: 'Prompt notice of receipt, and an accounting on request.',
      source: 'blog.texasbarpractice.com, appendices on rule 1.14',
      readOn: '2026-11-28',
      reading: 'read',
    },
  ],
};
