import type { User } from '#lib/api-types.ts';
import type { Tone } from '#lib/ui/tone.ts';

export const USER_STATUS_LABELS: Record<User['status'], { label: string; tone: Tone }> = {
  invited: { label: 'Invited', tone: 'info' },
  active: { label: 'Active', tone: 'positive' },
  disabled: { label: 'Disabled', tone: 'neutral' },
};

export const ROLE_MEANINGS: Record<User['role'], string> = {
  viewer: 'View payments and refunds.',
  bookkeeper:
    'View books and reports, import bank statements, match their lines, and export. Moves no money.',
  admin: 'Refund payments and complete follow-up tasks.',
  lawyer: 'Everything an admin can do, plus approve refunds and record trust steps.',
  owner: 'Everything a lawyer can do, plus manage settings and users.',
};
