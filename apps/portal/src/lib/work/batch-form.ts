// What of the queue may be settled several at a time: invoices that are still due, where nothing is posted. All else is
// looked at one by one, attention above all: one note for many alarms reads none of them.
import { maySettle } from '@makewhole/domain/obligations';
import type { Action } from '@makewhole/domain/roles';
import type { QueuedObligation } from '#lib/api-types.ts';

/** As many as a page shows. */
export const BATCH_MAX = 25;

/** Whether somebody who may do these actions can tick this. */
export function canSelect(
  { kind, subject }: Pick<QueuedObligation, 'kind' | 'subject'>,
  mayDo: (action: Action) => boolean,
): boolean {
  return kind === 'invoice_decision' && maySettle(mayDo, { kind, subject });
}

export type Selected = { readonly refundId: string; readonly obligationId: string };

/** What the box of a row sends. */
export function selectionValueOf({ refundId, obligationId }: Selected): string {
  return `${refundId}:${obligationId}`;
}

/** The name of the boxes. */
export const SELECTED_FIELD = 'decision';

const SELECTION = /^(?<refundId>rf_\w{1,100}):(?<obligationId>\w{1,100})$/;

export type BatchReading = {
  readonly selected: readonly Selected[];
  /** Why nothing is sent on; null where it can be. */
  readonly fault: string | null;
};

/** The form of the queue: the invoices that are still due. */
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
