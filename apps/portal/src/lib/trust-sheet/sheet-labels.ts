// The trust sheet in words: one page on which a lawyer takes the three trust steps of a refund.
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import { formatBankDate } from '#lib/time/format.ts';

export const SHEET_STEPS: Record<TrustStep, { readonly title: string; readonly text: string }> = {
  payment: {
    title: 'Trust payment to the firm',
    text: 'In your trust ledger, pay this amount from the client’s balance to the firm.',
  },
  deposit: {
    title: 'Firm deposit into operating',
    text: 'Enter the deposit in your operating account.',
  },
  transfer: {
    title: 'Bank transfer, trust to operating',
    text: 'At the bank, move the money from trust to operating.',
  },
};

const COUNTS = ['no steps', 'this step', 'both steps', 'all three steps'] as const;

/** "Record all three steps" */
export function recordLabel(open: number): string {
  return `Record ${COUNTS[open] ?? `${open} steps`}`;
}

/** "Any day from Mon, Nov 23, 2026 to today, as the bank shows it." */
export function dateHint({
  earliest,
  latest,
}: {
  readonly earliest: string;
  readonly latest: string;
}): string {
  return earliest === latest
    ? `The date the bank shows. Only ${formatBankDate(latest)} is possible.`
    : `The date the bank shows: ${formatBankDate(earliest)} to ${formatBankDate(latest)}.`;
}

/** What to say once some steps are recorded and another could not be. */
export function stoppedTitle(recorded: readonly TrustStep[], stopped: TrustStep): string {
  const done = TRUST_STEPS.filter((step) => recorded.includes(step)).map((step) => SHEET_STEPS[step].title);
  if (done.length === 0) return 'Nothing was recorded';
  return `${done.join(' and ')} recorded. ${SHEET_STEPS[stopped].title} wasn’t.`;
}
