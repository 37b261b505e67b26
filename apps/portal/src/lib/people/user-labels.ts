import type { User } from '#lib/api-types.ts';
import type { Tone } from '#lib/ui/tone.ts';

export const USER_STATUS_LABELS: Record<User['status'], { label: string; tone: Tone }> = {
  invited: { label: 'Invited', tone: 'info' },
  active: { label: 'Active', tone: 'positive' },
  disabled: { label: 'Disabled', tone: 'neutral' },
};

export const ROLE_MEANINGS: Record<User['role'], string> = {
  viewer: 'Sees payments and refunds.',
  admin: 'Refunds payments and finishes what refunds leave to decide.',
  lawyer: 'As an admin; also approves refunds and records trust steps.',
  owner: "As a lawyer; also looks after the firm's settings and users.",
};
