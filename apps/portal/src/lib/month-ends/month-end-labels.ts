// A month end in words.
import type { MonthEnd } from '#lib/api-types.ts';
import type { Tone } from '#lib/ui/tone.ts';

export const STATUS_LABELS: Record<MonthEnd['status'], { readonly label: string; readonly tone: Tone }> = {
  draft: { label: 'Draft', tone: 'neutral' },
  prepared: { label: 'Prepared: waits for a lawyer', tone: 'warning' },
  signed: { label: 'Signed and locked', tone: 'positive' },
};

/** The page of a month end. */
export function monthEndUrl({ bankAccountId, id }: Pick<MonthEnd, 'bankAccountId' | 'id'>): string {
  return `/reconciliation/month-ends/${encodeURIComponent(bankAccountId)}/${encodeURIComponent(id)}`;
}
