// What the drawing of a refund's money gets: everything in it is decided and worded on the server. Amounts in minor units.
import type { Currency } from '@makewhole/domain/money';

export type FlowPlace = 'trust' | 'operating' | 'client';

/**
 * owed: still to move; moving: it has left and not arrived; posted: in the books; undone: it came back; risk: it may be
 * taken.
 */
export type ArrowState = 'owed' | 'moving' | 'posted' | 'undone' | 'risk';

export type ArrowKind =
  'refund' | 'trust_payment' | 'trust_restore' | 'repayment' | 'original_bounced' | 'disputed';

export type FlowArrow = {
  readonly kind: ArrowKind;
  readonly from: FlowPlace;
  readonly to: FlowPlace;
  readonly amount: number;
  readonly state: ArrowState;
  /** What it is, in a few words, and when it moved or is due; null if nobody can say when. */
  readonly words: string;
  readonly when: string | null;
};

export type FlowBox = {
  readonly place: FlowPlace;
  readonly title: string;
  /** What the figures are of. */
  readonly caption: string;
  /** balance: of the account; change: only what this refund does to it. */
  readonly shows: 'balance' | 'change';
  readonly from: number;
  readonly to: number;
  /** The part of the balance before that is held. */
  readonly hold: { readonly forThis: number; readonly others: number } | null;
  readonly note: string | null;
};

/** What happens to the invoice payment behind the refund. */
export type InvoiceLine = { readonly title: string; readonly amount: number; readonly words: string };

export type MoneyFlow = {
  readonly currency: Currency;
  /** In the order in which they stand side by side. */
  readonly boxes: readonly FlowBox[];
  readonly arrows: readonly FlowArrow[];
  readonly invoices: readonly InvoiceLine[];
  /** The whole drawing in sentences, for people who cannot see it. */
  readonly sentences: readonly string[];
};
