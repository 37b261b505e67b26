// The printed binder of a month end in labels.
import type { MonthEndPaper } from '#lib/api-types.ts';

type Labels = { readonly title: string; readonly text: string; readonly button: string };

const ABOUT =
  'One PDF with the three-way reconciliation, every client ledger, outstanding items, refunds with their evidence, and signatures: what a State Bar audit requires.';

/** What the page says of a binder, and what its button does; the signed one is created once and never changes. */
export function binderLabels({ state, isDraft, failure }: MonthEndPaper): Labels {
  if (state === 'none') {
    return isDraft
      ? {
          title: 'Month-end binder',
          text: `${ABOUT} Until a lawyer signs, each page says DRAFT.`,
          button: 'Create draft PDF',
        }
      : { title: 'Month-end binder', text: ABOUT, button: 'Create PDF' };
  }
  if (state === 'making') {
    return {
      title: 'Creating the binder…',
      text: 'This usually takes a few seconds, and about a minute for a month with thousands of entries. You can leave this page.',
      button: '',
    };
  }
  if (state === 'failed') {
    const text =
      failure === 'too_large'
        ? 'This month has more entries than one binder can list. Reconcile shorter periods: open a month end for each half of the month.'
        : 'The binder couldn’t be created within an hour. Nothing else is affected. Try again, and contact your IT support if it fails again.';
    return { title: 'The binder wasn’t created', text, button: 'Try again' };
  }
  return isDraft
    ? { title: 'Draft binder', text: 'Each page says DRAFT until a lawyer signs.', button: 'Create it again' }
    : {
        title: 'Signed binder',
        text: 'Locked with the signature: this file will never change. Its SHA-256 is also in the firm’s history.',
        button: '',
      };
}

/** "1.2 MB" */
export function fileSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
