// The state of a payment's dispute (R12): our copy of the payment says whether it is disputed, and the processor's
// reports say since when and how it ended. A report may be missing, or older than the copy.
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { DisputeStatus } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { processorEvents } from '../schema/processor-events.ts';

export type DisputeView = {
  /** Null if it is disputed without a report: it may be open, or lost. */
  readonly status: DisputeStatus | null;
  readonly openedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** The network's reason, the disputed amount, and the response deadline; null if unknown. */
  readonly reason: string | null;
  readonly amount: Money | null;
  readonly respondBy: Instant | null;
};

type DisputedPayment = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  readonly disputed: boolean;
};

/** As the processor reported it: some processors leave the last two out. */
type Reported = Omit<DisputeView, 'amount' | 'respondBy'> &
  Partial<Pick<DisputeView, 'amount' | 'respondBy'>>;

const NOT_REPORTED: DisputeView = {
  status: null,
  openedAt: null,
  closedAt: null,
  reason: null,
  amount: null,
  respondBy: null,
};

/** The payment's last dispute; null if we know of none. */
export async function findDispute(db: Db, payment: DisputedPayment): Promise<DisputeView | null> {
  const reported = await findReported(db, payment);
  if (payment.disputed) return reported === null || reported.status === 'won' ? NOT_REPORTED : reported;
  // It is no longer disputed, and no report came: it was won, we do not know when.
  return reported?.status === 'open' ? { ...reported, status: 'won' } : reported;
}

async function findReported(db: Db, { firmId, transactionId }: DisputedPayment): Promise<DisputeView | null> {
  const [report] = await db
    // The webhook handler accepts only reports of this shape.
    .select({ dispute: sql<Reported | null>`${processorEvents.payload} #> '{payment,dispute}'` })
    .from(processorEvents)
    .where(
      and(
        eq(processorEvents.firmId, firmId),
        eq(processorEvents.transactionId, transactionId),
        // The predicate of the index processor_events_disputes.
        sql`${processorEvents.type} IN ('payment.disputed', 'dispute.closed')`,
      ),
    )
    .orderBy(desc(sql`(${processorEvents.payload} ->> 'occurredAt')::timestamptz`))
    .limit(1);
  const dispute = report?.dispute ?? null;
  if (dispute === null) return null;
  const { status, openedAt, closedAt, reason, amount = null, respondBy = null } = dispute;
  return { status, openedAt, closedAt, reason, amount, respondBy };
}
