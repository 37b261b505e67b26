// What a processor that nets paid out to the firm's bank accounts (BK4). A module has it if its company can settle net.
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccount } from '@makewhole/domain/payments';
import type { PayoutRecord } from '@makewhole/domain/payouts';
import type { Unavailable } from './no-answer.ts';

export type PayoutSource = {
  /** Payouts that arrive on or after a day, oldest first, a page at a time, each with all of its items. */
  readonly listPayouts: (request: PayoutsRequest) => Promise<PayoutsAnswer>;
};

export type PayoutsRequest = {
  /** Inclusive, by the day of arrival. */
  readonly since: BankDate;
  /** The nextCursor of the previous page; null for the first one. */
  readonly cursor: string | null;
  /** 1 to the capability `pageMax`. */
  readonly limit: number;
};

/** Of a company that cannot settle net. */
export const NO_PAYOUTS: PayoutsAnswer = { kind: 'page', payouts: [], nextCursor: null };

/** account null: the company does not say to which of the firm's accounts it pays out, and the connection does. */
export type ListedPayout = Omit<PayoutRecord, 'account'> & { readonly account: BankAccount | null };

/** A payout that cannot be read makes its page unavailable: none may be left out unseen. */
export type PayoutsAnswer =
  | {
      readonly kind: 'page';
      readonly payouts: readonly ListedPayout[];
      /** Null on the last page. */
      readonly nextCursor: string | null;
    }
  | Unavailable;
