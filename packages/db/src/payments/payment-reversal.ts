// What happens to the payment itself during its refund or after (R12, B6): a dispute, a return.
import { and, eq, or } from 'drizzle-orm';
import type { AttentionCause } from '@makewhole/domain/attention';
import { ATTENTION_SUMMARIES } from '@makewhole/domain/attention-summaries';
import { PAYMENT_HAPPENED_SUMMARIES, type PaymentHappened } from '@makewhole/domain/obligation-summaries';
import { ZERO, type Money } from '@makewhole/domain/money';
import { trustMoneyGone } from '@makewhole/domain/refunded-losses';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { refundEvents, refunds } from '../schema/refunds.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { completeAttention } from '../obligations/attention.ts';
import { lockRefund, refundKeyOf, type RefundKey, type RefundRow } from '../lock-refund.ts';
import {
  findOpen,
  openObligations,
  reopenObligation,
  voidObligations,
  type OpenObligation,
} from '../obligations/open-and-complete.ts';
import { findReimbursedLeg, postAll } from '../ledger/refund-postings.ts';
import { findLost } from '../losses/book-losses.ts';
import { releaseHold } from '../trust/trust-hold.ts';
import { findStepRecords } from '../trust/trust-step-records.ts';
import { bookOwed, setBouncedAmount } from './book-owed.ts';
import { bookPaymentLostAfterRefund } from './book-payment.ts';
import { obligations } from '../schema/obligations.ts';

/** disputed: undecided; lost: the bank took the money back from the firm; none: it stands. */
export type PaymentTrouble = 'none' | 'disputed' | 'lost';

/**
 * Whether the processor reported trouble with the payment, or attention was raised for it: then we must look it up.
 */
export async function isPaymentInQuestion(
  db: Db,
  { firmId, id: refundId, transactionId }: Pick<RefundRow, 'firmId' | 'id' | 'transactionId'>,
): Promise<boolean> {
  const [reported] = await db
    .select({ transactionId: payments.transactionId })
    .from(payments)
    .where(
      and(
        eq(payments.firmId, firmId),
        eq(payments.transactionId, transactionId),
        or(payments.disputed, eq(payments.status, 'returned')),
      ),
    );
  if (reported !== undefined) return true;
  const open = await findOpen(db, { firmId, refundId }, ['attention']);
  return open.some(({ subject }) => subject === DISPUTED);
}

const DISPUTED = 'payment_disputed' satisfies AttentionCause;
export const BOUNCED = 'original_bounced' satisfies AttentionCause;

/**
 * Applies the state of a refund's payment. If it was lost after the refund was paid out, books it, once, as due from
 * the client, and asks a lawyer to recover it. Before that, asks a person, once, to keep the client from being paid
 * twice; winning the dispute ends that. Reopens a closed refund until they have acted.
 * @returns the open obligations of this trouble
 */
export function takePaymentTrouble(
  db: Db,
  refund: RefundKey,
  {
    trouble,
    happened = null,
    at,
  }: {
    readonly trouble: PaymentTrouble;
    /** What the timeline records, once; null if there is no trouble. */
    readonly happened?: PaymentHappened | null;
    readonly at: Date;
  },
): Promise<OpenObligation[]> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    // A person may have reported a loss that the processor does not know.
    const isLost = trouble === 'lost' || (await findLost(tx, row)).length > 0;
    const told = happened ?? (isLost ? 'payment.returned' : null);
    if (told !== null) await appendOnce(tx, row, told, at);
    const isPaidTwice = isLost && row.status === 'succeeded';
    if ((trouble === 'none' && !isLost) || isPaidTwice) {
      await completeAttention(tx, refund, DISPUTED, { actor: ENGINE, at });
    }
    if (isPaidTwice) await bookBounce(tx, row, at);
    else if (trouble !== 'none' || isLost) {
      await askOnce(
        tx,
        row,
        { subject: DISPUTED, summary: told === null ? null : PAYMENT_HAPPENED_SUMMARIES[told] },
        at,
      );
    }
    const open = await findOpen(tx, refund, ['attention']);
    return open.filter(({ subject }) => subject === DISPUTED || subject === BOUNCED);
  });
}

async function appendOnce(tx: Db, row: RefundRow, type: PaymentHappened, at: Date): Promise<void> {
  const told = await tx
    .select({ seq: refundEvents.seq })
    .from(refundEvents)
    .where(
      and(
        eq(refundEvents.firmId, row.firmId),
        eq(refundEvents.refundId, row.id),
        eq(refundEvents.type, type),
      ),
    )
    .limit(1);
  if (told.length > 0) return;
  await appendEvent(tx, { firmId: row.firmId, refundId: row.id }, { type, actor: ENGINE, at, data: {} });
}

async function bookBounce(tx: Db, row: RefundRow, at: Date): Promise<void> {
  // Without a record of the loss, it is the whole payment, taken from operating.
  const lost = (await bookPaymentLostAfterRefund(tx, row, at)) ?? { ...NO_RECORD, ...wholeOf(row) };
  const isMore = await bookOwed(tx, row, lost, at);
  await bookTrustMoneyGone(tx, row, lost.fromTrust, at);
  const asked = { subject: BOUNCED, amount: lost.amount } as const;
  await askOnce(tx, row, asked, at);
  if (isMore) await askAgain(tx, row, asked, at);
}

/** More is lost than people were asked about: the task has the whole amount, and is open. */
async function askAgain(
  tx: Db,
  row: RefundRow,
  { subject, amount }: { readonly subject: typeof BOUNCED; readonly amount: Money },
  at: Date,
): Promise<void> {
  await setBouncedAmount(tx, row, amount);
  if (row.closedAt !== null) await tx.update(refunds).set({ closedAt: null }).where(eq(refunds.id, row.id));
  const summary = ATTENTION_SUMMARIES[subject];
  await reopenObligation(tx, refundKeyOf(row), { kind: 'attention', subject, summary }, at);
}

const NO_RECORD = { disputed: ZERO, fromTrust: ZERO };

function wholeOf({ amount }: RefundRow) {
  return { amount, returned: amount };
}

/**
 * The bank took the trust leg from trust before step (a): the steps are not owed any more, and the client owes what the
 * refund paid them (B4, B10). After step (a), the matter is short instead, until it is replenished.
 */
async function bookTrustMoneyGone(tx: Db, row: RefundRow, taken: Money, at: Date): Promise<void> {
  const refund = { firmId: row.firmId, refundId: row.id };
  const leg = await findReimbursedLeg(tx, row);
  if (leg === null || taken !== leg.amount) return;
  const recorded = await findStepRecords(tx, refund);
  if (recorded.some(({ step }) => step === 'payment')) return;
  await postAll(tx, refund, at, 'books.trust_money_gone', [trustMoneyGone(leg.amount, leg.matterId)]);
  await releaseHold(tx, refund);
  await voidObligations(tx, refund, ['trust_payment', 'trust_deposit', 'trust_transfer'], at);
}

/** Raises attention, unless it was raised for this before, completed or not: a dispute stands for weeks. */
async function askOnce(
  tx: Db,
  row: RefundRow,
  asked: {
    readonly subject: typeof DISPUTED | typeof BOUNCED;
    readonly amount?: RefundRow['amount'];
    /** What happened, if more is known than the cause says. */
    readonly summary?: string | null;
  },
  at: Date,
): Promise<void> {
  const { subject } = asked;
  const before = await tx
    .select({ id: obligations.id })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, row.firmId),
        eq(obligations.refundId, row.id),
        eq(obligations.kind, 'attention'),
        eq(obligations.subject, subject),
      ),
    );
  if (before.length > 0) return;
  if (row.closedAt !== null) await tx.update(refunds).set({ closedAt: null }).where(eq(refunds.id, row.id));
  const summary = asked.summary ?? ATTENTION_SUMMARIES[subject];
  const attention = { amount: null, ...asked, kind: 'attention', summary } as const;
  await openObligations(tx, { firmId: row.firmId, refundId: row.id }, [attention], at);
}
