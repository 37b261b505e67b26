// What a processor has in lists, asked for a page at a time.
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { TransactionId } from '@makewhole/domain/ids';
import type { Unavailable, UnreadableRecord } from './no-answer.ts';

export type CreatedRequest = {
  /** Inclusive; by the processor's clock, which may differ from ours. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  /** The nextCursor of the previous page; null for the first one. */
  readonly cursor: string | null;
  /** 1 to the capability `pageMax`. */
  readonly limit: number;
};

export type ChangesRequest = {
  /** The nextCursor of the previous answer, however long ago; null to begin at `since`. */
  readonly cursor: string | null;
  /** Where to begin without a cursor; inclusive, by the processor's clock. */
  readonly since: Instant;
  /** 1 to the capability `pageMax`. */
  readonly limit: number;
};

export type PageAnswer<Item> =
  | {
      readonly kind: 'page';
      readonly items: readonly Item[];
      /** The other records of the page: an unreadable record spoils only itself. */
      readonly unreadable: readonly UnreadableRecord[];
      /** IDs of attempts to pay that failed, where the company lists them: no money came, and they are no payments. */
      readonly failed?: readonly string[];
      /** Null on the last page. */
      readonly nextCursor: string | null;
    }
  | Unavailable;

export type ChangesAnswer =
  | {
      readonly kind: 'changes';
      /** In the processor's order, as far as it has one; several of one record may be told as one. */
      readonly changes: readonly Change[];
      /** Where to continue, now or later. */
      readonly nextCursor: string;
      /** There is another page now. */
      readonly hasMore: boolean;
    }
  /** The processor does not keep changes for that long: list what was created since, and begin again. */
  | { readonly kind: 'gap'; readonly message: string }
  | Unavailable;

/** Says what to look up; nothing else is to be taken from it (ADR 4). */
export type Change = {
  readonly about: 'payment' | 'refund';
  /** The processor's ID of what changed. */
  readonly id: string;
  /** Of its payment. */
  readonly transactionId: TransactionId;
};
