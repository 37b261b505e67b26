// An opening schedule in words.
import type { OpeningSchedule } from '#lib/api-types.ts';
import type { Tone } from '#lib/ui/tone.ts';

export const OPENING_STATUS: Record<
  OpeningSchedule['status'],
  { readonly label: string; readonly tone: Tone }
> = {
  open: { label: "Needs a lawyer's signature", tone: 'warning' },
  signed: { label: 'Signed and posted', tone: 'positive' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral' },
};

export const LEDGER_LABELS = {
  firm: 'Firm funds for bank charges',
  interest: 'Interest not yet remitted',
  unidentified: 'Unidentified client funds',
} as const;
