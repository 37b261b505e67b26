// A client whose refund failed was promised money and has none (B16). The payment owes it, not the refund, so that the
// refund can close and a new one can be requested (R4).
import { and, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { RefundId } from '@makewhole/domain/ids';
import { money, negate, type Money } from '@makewhole/domain/money';
import { repaymentSummary } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import type { RefundRow } from '../lock-refund.ts';
import { openPaymentTask } from '../obligations/payment-tasks.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import { obligations } from '../schema/obligations.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';

/** Whether the client is still to be paid: not if their bank already took the payment back for them. */
export async function isStillToPay(tx: Db, { firmId, transactionId }: PaymentKey): Promise<boolean> {
  const [payment] = await tx
    .select({ status: payments.status, disputeLost: payments.disputeLost })
    .from(payments)
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  return payment?.status !== 'returned' && payment?.disputeLost !== true;
}

/** Opens the task, once for a payment: a second failure leaves the first one's task open. */
export async function openRepayment(tx: Db, row: RefundRow, at: Date): Promise<void> {
  const { firmId, transactionId, id: subject, amount } = row;
  if ((await findOpenRepayment(tx, row)) !== null) return;
  const summary = repaymentSummary(row);
  await openPaymentTask(tx, { firmId, transactionId, kind: 'repayment', subject }, { summary, amount, at });
}

type OpenRepayment = Pick<typeof obligations.$inferSelect, 'id' | 'claim'> & { readonly subject: RefundId };

/** The open task of a payment; null if there is none. */
export async function findOpenRepayment(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
): Promise<OpenRepayment | null> {
  const [row] = await tx
    .select({
      id: obligations.id,
      claim: obligations.claim,
      subject: sql<RefundId>`${obligations.subject}`,
    })
    .from(obligations)
    .where(and(isRepaymentOf({ firmId, transactionId }), eq(obligations.status, 'open')))
    .orderBy(obligations.openedAt)
    .limit(1);
  return row ?? null;
}

/** The condition of a payment's tasks to pay its client another way. */
export function isRepaymentOf({ firmId, transactionId }: PaymentKey): SQL | undefined {
  return and(
    eq(obligations.firmId, firmId),
    eq(obligations.transactionId, transactionId),
    isNull(obligations.refundId),
    eq(obligations.kind, 'repayment'),
  );
}

/** What the firm owes the client for a payment by its books, from whichever of its refunds; zero if nothing. */
export async function findPayable(tx: Db, { firmId, transactionId }: PaymentKey): Promise<Money> {
  const [row] = await tx
    .select({ total: sql`coalesce(sum(${ledgerEntries.amount}), 0)`.mapWith(Number) })
    .from(ledgerEntries)
    .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
    .leftJoin(refunds, and(eq(refunds.firmId, postings.firmId), eq(refunds.id, postings.refundId)))
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        eq(ledgerEntries.account, 'client_refunds_payable'),
        sql`${transactionId} IN (${refunds.transactionId}, ${postings.transactionId})`,
      ),
    );
  return negate(money(row?.total ?? 0));
}
