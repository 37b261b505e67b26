// What of the queue may be settled several at a time: where nothing is posted, and nothing is asked but a note. Approvals,
// trust steps and write-offs are looked at one by one.
import type { Action } from '@makewhole/domain/roles';
import type { QueuedObligation } from '#lib/api-types.ts';
import { textOf } from '#lib/forms/text-of.ts';

/** As many as a page shows. */
export const BATCH_MAX = 25;

/** decision: an invoice that is still due; attention: what a person has taken care of. */
export const BATCH_KINDS = ['decision', 'attention'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];

/** The causes of attention that a note ends. The others ask for an answer, or for a look at the refund itself. */
const ENDED_BY_NOTE = [
  'late',
  'notification_failed',
  'failure_notification_failed',
  'payment_disputed',
  'original_bounced',
  'books_open',
];

/** As which of a batch somebody who may do these actions can tick this; null where it is looked at by itself. */
export function batchKindOf(
  { kind, subject }: Pick<QueuedObligation, 'kind' | 'subject'>,
  mayDo: (action: Action) => boolean,
): BatchKind | null {
  if (kind === 'invoice_decision' && mayDo('invoice.decide')) return 'decision';
  return kind === 'attention' && ENDED_BY_NOTE.includes(subject) && mayDo('refund.resolve')
    ? 'attention'
    : null;
}

export type Ticked = { readonly refundId: string; readonly obligationId: string };

/** What the box of a row sends. */
export function tickOf({ refundId, obligationId }: Ticked): string {
  return `${refundId}:${obligationId}`;
}

const TICK = /^(?<refundId>rf_\w{1,100}):(?<obligationId>\w{1,100})$/;

export type BatchReading = {
  readonly ticked: Readonly<Record<BatchKind, readonly Ticked[]>>;
  readonly note: string;
  /** Why nothing is sent on; null where it can be. */
  readonly fault: string | null;
};

/** The form of the queue, of which the button that was pressed means one kind: the other is kept as it was sent. */
export function readBatch(form: FormData, kind: BatchKind): BatchReading {
  const ticked = { decision: readTicks(form, 'decision'), attention: readTicks(form, 'attention') };
  const note = textOf(form, 'note');
  return { ticked, note, fault: faultOf(kind, ticked[kind].length, note) };
}

function faultOf(kind: BatchKind, count: number, note: string): string | null {
  if (count === 0) {
    return kind === 'decision'
      ? 'Tick the invoices that are still due first.'
      : 'Tick what you have taken care of first.';
  }
  if (count > BATCH_MAX) return `Tick ${BATCH_MAX} at most.`;
  return kind === 'attention' && note === '' ? 'Note what you did: it is kept with each refund.' : null;
}

function readTicks(form: FormData, kind: BatchKind): Ticked[] {
  const values = new Set(form.getAll(kind).filter((value) => typeof value === 'string'));
  return [...values].flatMap((value) => {
    const { refundId, obligationId } = TICK.exec(value)?.groups ?? {};
    return refundId === undefined || obligationId === undefined ? [] : [{ refundId, obligationId }];
  });
}
