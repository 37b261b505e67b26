// What a lawyer authorizes by a task about trust money: the step of a refund, or of a payment that the bank took back.
import { and, eq } from 'drizzle-orm';
import { dateIn } from '@makewhole/domain/bank-calendar';
import { money } from '@makewhole/domain/money';
import type { TrustMove } from '@makewhole/domain/obligations';
import type { AuthorizedMove } from '@makewhole/domain/trust-authority';
import { findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import type { PaymentRow } from '../lock-payment.ts';
import type { RefundRow } from '../lock-refund.ts';
import type { ObligationRow } from '../obligations/find-obligation.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { paymentItems, payments } from '../schema/payments.ts';
import { refundLegs } from '../schema/refunds.ts';
import type { MoveToAuthorize } from './trust-authorizations.ts';

type Leg = typeof refundLegs.$inferSelect;

/** @throws Error if the refund has no trust leg: its obligation says that it has one */
export async function moveOfRefund(
  tx: Db,
  row: RefundRow,
  { id: obligationId }: Pick<ObligationRow, 'id'>,
  step: AuthorizedMove,
): Promise<MoveToAuthorize> {
  const { firmId, id: refundId, transactionId, currency } = row;
  const leg = await findTrustLegRow(tx, row);
  if (leg === null) throw new Error(`Refund ${refundId} has no trust leg to authorize ${step} of`);
  const { name: firmName, timeZone } = await findFirm(tx, { firmId });
  const paidOn = row.settledAt === null ? null : dateIn(row.settledAt.toISOString(), timeZone);
  const payer = await findPayer(tx, row);
  return {
    ...{ firmId, firmName, obligationId, transactionId, refundId, step, currency },
    amount: leg.amount,
    ...accountsOf(leg, step),
    origin: { kind: 'refund', refundId, trace: row.processorRefundId, payer, paidOn },
  };
}

async function findTrustLegRow(
  tx: Db,
  { firmId, id }: Pick<RefundRow, 'firmId' | 'id'>,
): Promise<Leg | null> {
  const [leg] = await tx
    .select()
    .from(refundLegs)
    .where(and(eq(refundLegs.firmId, firmId), eq(refundLegs.refundId, id), eq(refundLegs.account, 'trust')));
  return leg ?? null;
}

function accountsOf({ bankAccountId, drawnOn }: Leg, step: AuthorizedMove) {
  switch (step) {
    case 'disbursement':
      return { fromAccountId: drawnOn, toAccountId: null };
    case 'restore':
      return { fromAccountId: drawnOn, toAccountId: bankAccountId };
    case 'payment':
    case 'deposit':
    case 'transfer':
      return { fromAccountId: bankAccountId, toAccountId: drawnOn };
  }
}

/** @param takenOn the day on which the bank took the money, YYYY-MM-DD */
export async function moveOfLoss(
  tx: Db,
  task: PaymentTaskRow,
  step: TrustMove,
  takenOn: string,
): Promise<MoveToAuthorize> {
  const { firmId, transactionId, id: obligationId } = task;
  const [item] = await tx
    .select({ bankAccountId: paymentItems.bankAccountId, currency: payments.currency })
    .from(paymentItems)
    .innerJoin(
      payments,
      and(eq(payments.firmId, paymentItems.firmId), eq(payments.transactionId, paymentItems.transactionId)),
    )
    .where(
      and(
        eq(paymentItems.firmId, firmId),
        eq(paymentItems.transactionId, transactionId),
        eq(paymentItems.account, 'trust'),
      ),
    )
    .limit(1);
  const accounts = await findDefaultAccounts(tx, firmId);
  const { name: firmName } = await findFirm(tx, { firmId });
  const payer = await findPayer(tx, task);
  const [trust, operating] = [item?.bankAccountId ?? accounts.trust, accounts.operating];
  return {
    ...{ firmId, firmName, obligationId, transactionId, refundId: null, step },
    currency: item?.currency ?? 'USD',
    amount: money(task.amount ?? 0),
    ...(step === 'restore'
      ? { fromAccountId: operating, toAccountId: trust }
      : { fromAccountId: trust, toAccountId: operating }),
    origin: { kind: 'loss', transactionId, payer, takenOn },
  };
}

async function findPayer(
  tx: Db,
  { firmId, transactionId }: Pick<PaymentRow, 'firmId' | 'transactionId'>,
): Promise<string> {
  const [payment] = await tx
    .select({ payerName: payments.payerName })
    .from(payments)
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  return payment?.payerName ?? 'the payer';
}
