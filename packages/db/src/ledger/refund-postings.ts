// What makes up a refund's books: its legs, the invoice payments behind them, and its postings with their event.
import { and, eq } from 'drizzle-orm';
import type { BankAccountId, MatterId } from '@makewhole/domain/ids';
import { sum, type Money } from '@makewhole/domain/money';
import type { Leg } from '@makewhole/domain/payments';
import type { RefundEventType } from '@makewhole/domain/refund-events';
import type { Posting } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { paymentItems } from '../schema/payments.ts';
import { refundLegs } from '../schema/refunds.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import type { RefundKey, RefundRow } from '../lock-refund.ts';
import { postOnce } from './post-entries.ts';

/** The refund's legs by account, fixed at the request. */
export function findLegs(tx: Db, { firmId, refundId }: RefundKey): Promise<Leg[]> {
  return tx
    .select({ account: refundLegs.account, amount: refundLegs.amount })
    .from(refundLegs)
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
};

/** Null if the refund has no trust leg. */
export async function findTrustLeg(tx: Db, { firmId, id, matterId }: RefundRow): Promise<TrustLeg | null> {
  const [leg] = await tx
    .select({ amount: refundLegs.amount, bankAccountId: refundLegs.bankAccountId })
    .from(refundLegs)
    .where(and(eq(refundLegs.firmId, firmId), eq(refundLegs.refundId, id), eq(refundLegs.account, 'trust')));
  return leg === undefined || matterId === null ? null : { ...leg, matterId };
}

/** Posts what is not posted yet, with one event that lists it; no event if everything was posted already. */
export async function postAll(
  tx: Db,
  refund: RefundKey,
  at: Date,
  eventType: RefundEventType,
  wanted: readonly Posting[],
): Promise<void> {
  const posted: Posting[] = [];
  for (const posting of wanted) if (await postOnce(tx, refund, at, posting)) posted.push(posting);
  if (posted.length === 0) return;
  const data = {
    postings: posted.map(({ step, leg, allocationId, correction, entries, effectiveOn }) => ({
      ...{ step, leg, allocationId, entries },
      ...(correction !== undefined && { correction }),
      ...(effectiveOn !== undefined && { effectiveOn }),
    })),
  };
  await appendEvent(tx, refund, { type: eventType, actor: ENGINE, at, data });
}
