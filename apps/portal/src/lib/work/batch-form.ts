// What people may complete several at a time: invoices that are still due, where nothing is posted. Everything else is
// looked at one by one, attention above all: one note for many alarms means that nobody read them.
import { maySettle } from '@makewhole/domain/obligations';
import type { Action } from '@makewhole/domain/roles';
import type { QueuedObligation } from '#lib/api-types.ts';

/** As many as a page shows. */
export const BATCH_MAX = 25;

/** Whether a person with these permissions can tick this. */
export function canSelect(
  {
    kind,
    subject,
    proposed = null,
  }: Pick<QueuedObligation, 'kind' | 'subject'> & Partial<Pick<QueuedObligation, 'proposed'>>,
  mayDo: (action: Action) => boolean,
): boolean {
  return kind === 'invoice_decision' && proposed === null && maySettle(mayDo, { kind, subject });
}

export type Selected = { readonly refundId: string; readonly obligationId: string };

/** The value of a row's checkbox. */
export function selectionValueOf({ refundId, obligationId }: Selected): string {
  return `${refundId}:${obligationId}`;
}

/** The name of the checkboxes. */
export const SELECTED_FIELD = 'decision';

const SELECTION = /^(?<refundId>rf_\w{1,100}):(?<obligationId>\w{1,100})$/;

export type BatchReading = {
  readonly selected: readonly Selected[];
  /** Why the form is not sent to the API; null if it can be. */
  readonly fault: string | null;
};

/** The queue's form: the invoices that are still due. */
export function readBatch(form: FormData): BatchReading {
  const values = new Set(form.getAll(SELECTED_FIELD).filter((value) => typeof value === 'string'));
  const selected = [...values].flatMap((value) => {
    const { refundId, obligationId } = SELECTION.exec(value)?.groups ?? {};
    return refundId === undefined || obligationId === undefined ? [] : [{ refundId, obligationId }];
  });
  return { selected, fault: faultOf(selected.length) };
}

function faultOf(count: number): string | null {
  if (count === 0) return 'Tick the invoices that are still due first.';
  return count > BATCH_MAX ? `Tick ${BATCH_MAX} at most.` : null;
}
