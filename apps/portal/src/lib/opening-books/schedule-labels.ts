// An opening schedule in words.
import type { OpeningSchedule } from '#lib/api-types.ts';
import type { Tone } from '#lib/ui/tone.ts';

export const OPENING_STATUS: Record<
  OpeningSchedule['status'],
  { readonly label: string; readonly tone: Tone }
> = {
  open: { label: 'Waits for a lawyer', tone: 'warning' },
  signed: { label: 'Signed and posted', tone: 'positive' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral' },
};

export const LEDGER_LABELS = {
  firm: "The firm's own money for bank charges",
  interest: 'Interest, until the bank remits it',
  unidentified: 'Clients who are not known',
} as const;
