// What makes up a refund's books: its legs, the invoice payments behind them, and its postings with their event.
import { and, eq } from 'drizzle-orm';
import { bookMessagesOf } from '@makewhole/domain/book-messages';
import type { BankAccountId, MatterId } from '@makewhole/domain/ids';
import { sum, type Money } from '@makewhole/domain/money';
import { isDrawnOnTrust, type DrawnLeg } from '@makewhole/domain/payments';
import type { RefundEventType } from '@makewhole/domain/refund-events';
import type { Posting } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { paymentItems } from '../schema/payments.ts';
import { refundLegs } from '../schema/refunds.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import type { RefundKey, RefundRow } from '../lock-refund.ts';
import { insertPosting } from './insert-posting.ts';
import { asSettled } from './through-balance.ts';

/** The refund's legs by account, each with the kind of account that pays it: fixed at the request. */
export function findLegs(
  tx: Db,
  { firmId, refundId }: RefundKey,
): Promise<(DrawnLeg & { readonly bankAccountId: BankAccountId })[]> {
  const { account, amount, bankAccountId } = refundLegs;
  return tx
    .select({ account, amount, bankAccountId, drawnFrom: bankAccounts.kind })
    .from(refundLegs)
    .innerJoin(
      bankAccounts,
      and(eq(bankAccounts.firmId, refundLegs.firmId), eq(bankAccounts.id, refundLegs.drawnOn)),
    )
    .where(and(eq(refundLegs.firmId, firmId), eq(refundLegs.refundId, refundId)));
}

/** How much of the refunded payment was a surcharge: it goes back with the rest. */
export async function findSurcharge(tx: Db, row: RefundRow): Promise<Money> {
  const items = await tx
    .select({ amount: paymentItems.amount })
    .from(paymentItems)
    .where(
      and(
        eq(paymentItems.firmId, row.firmId),
        eq(paymentItems.transactionId, row.transactionId),
        eq(paymentItems.kind, 'surcharge'),
      ),
    );
  return sum(items.map(({ amount }) => amount));
}

export type TrustLeg = {
  readonly amount: Money;
  readonly matterId: MatterId;
  /** The trust account with the money. */
  readonly bankAccountId: BankAccountId;
  /** The processor pays it out of trust itself: it owes no trust steps, and has none. */
  readonly isDrawnOnTrust: boolean;
};

/** The trust leg; null if the refund has none, or no matter. */
export async function findTrustLeg(tx: Db, row: RefundRow): Promise<TrustLeg | null> {
  const legs = await findLegs(tx, { firmId: row.firmId, refundId: row.id });
  const leg = legs.find(({ account }) => account === 'trust');
  if (leg === undefined || row.matterId === null) return null;
  const { amount, bankAccountId } = leg;
  return { amount, bankAccountId, matterId: row.matterId, isDrawnOnTrust: isDrawnOnTrust(leg) };
}

/** The same, if it is paid from operating: then three trust steps bring the money there (R5). */
export async function findReimbursedLeg(tx: Db, row: RefundRow): Promise<TrustLeg | null> {
  const leg = await findTrustLeg(tx, row);
  return leg?.isDrawnOnTrust === true ? null : leg;
}

/**
 * Posts what is not posted yet, with one event that lists it; no event if everything was posted already.
 * @returns what it posted
 */
export async function postAll(
  tx: Db,
  refund: RefundKey,
  at: Date,
  eventType: RefundEventType,
  wanted: readonly Posting[],
): Promise<readonly Posting[]> {
  const posted: Posting[] = [];
  // The event has what the ledger has.
  for (const posting of await asSettled(tx, refund, wanted)) {
    const subject = { ...refund, at, effectiveOn: posting.effectiveOn };
    if (await insertPosting(tx, subject, posting, posting.entries)) posted.push(posting);
  }
  if (posted.length === 0) return posted;
  const data = {
    postings: posted.map(({ step, leg, allocationId, correction, entries, effectiveOn }) => ({
      ...{ step, leg, allocationId, entries },
      ...(correction !== undefined && { correction }),
      ...(effectiveOn !== undefined && { effectiveOn }),
    })),
  };
  const bookMessages = bookMessagesOf(posted);
  await appendEvent(tx, refund, { type: eventType, actor: ENGINE, at, data, bookMessages });
  return posted;
}
