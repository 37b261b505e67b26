// What a lookup answers that learned nothing.
import type { UnusableRecord } from '@makewhole/domain/reconciliation/compare-payment';

/** The processor has it, in a shape that we do not know: asking again helps only after the processor or we change. */
export type UnreadableRecord = UnusableRecord & { readonly kind: 'unreadable' };

/** A lookup without a clear answer: it says nothing about the payment or refund. */
export type Unavailable = {
  readonly kind: 'unavailable';
  /**
   * connection_broken: the processor does not accept our key or account any more. not_reported: it only notifies
   * (`truth: 'notifications'`), and has not yet said a word about it. Left out otherwise.
   */
  readonly cause?: 'connection_broken' | 'not_reported';
  /** It has too much to do, and asks to wait so long; left out otherwise. */
  readonly afterMs?: number;
  readonly message: string;
};
