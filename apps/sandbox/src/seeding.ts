import { z } from 'zod';
import { minorUnits } from './amounts.ts';
import type { Context } from './context.ts';
import { inTransaction } from './database.ts';
import { newId } from './ids.ts';
import {
  findPaymentAnywhere,
  insertPayment,
  paymentAnswer,
  paymentFacts,
  PAYMENT_STATUSES,
  type PaymentRow,
} from './payments.ts';
import { insertRefund, REFUND_STATUSES, type RefundRow } from './refunds.ts';

const time = z.iso.datetime({ offset: true });

const seedRefund = z.strictObject({
  id: z.string().min(1).max(255),
  amount: minorUnits,
  status: z.enum(REFUND_STATUSES),
  reference: z.string().min(1).max(255).nullable().default(null),
  createdAt: time,
  /** When it reached its state; its creation if absent. */
  endedAt: time.optional(),
});

const seedPayment = paymentFacts
  .extend({
    id: z.string().min(1).max(255),
    account: z.string().min(1).max(255),
    /** Derived from the times, except for `voided` and `returned`; if given it must agree with them. */
    status: z.enum([...PAYMENT_STATUSES, 'refunded']).optional(),
    settledAt: time.nullable(),
    disputed: z.boolean().default(false),
    refunds: z.array(seedRefund).max(20).default([]),
  })
  .superRefine((payment, issues) => {
    const problem = contradiction(payment);
    if (problem !== null) issues.addIssue({ code: 'custom', message: `${payment.id}: ${problem}` });
  });
export type SeedPayment = z.infer<typeof seedPayment>;

export const seedPayments = z.strictObject({ payments: z.array(seedPayment).min(1).max(5_000) });

/** Adds the payments that do not exist yet; an existing one keeps its state, whatever is sent about it. */
export function seed(context: Context, payments: readonly SeedPayment[]): { added: number; kept: number } {
  return inTransaction(context.database, () => {
    const added = payments.filter((payment) => addPayment(context, payment)).length;
    return { added, kept: payments.length - added };
  });
}

function addPayment(context: Context, payment: SeedPayment): boolean {
  const { id, account, status, settledAt, disputed, refunds, ...facts } = payment;
  const ended = status === 'voided' || status === 'returned' ? context.clock.nowMs() : null;
  const added = insertPayment(context, {
    id,
    account,
    facts,
    status: statusOf(payment),
    settled_at: settledAt === null ? null : Date.parse(settledAt),
    returned_at: status === 'returned' ? ended : null,
    return_facts: null,
    voided_at: status === 'voided' ? ended : null,
    dispute: disputed
      ? { id: newId('dp'), status: 'open', reason: 'fraudulent', openedAt: facts.createdAt, closedAt: null }
      : null,
  });
  if (!added) return false;
  for (const refund of refunds) insertRefund(context, refundRow(context, payment, refund));
  const row = context.isKeyless ? findPaymentAnywhere(context, payment.id) : undefined;
  if (row !== undefined) {
    context.outbox.add('payment.updated', row.id, { payment: paymentAnswer(context, row) });
  }
  return true;
}

function refundRow(context: Context, payment: SeedPayment, refund: z.infer<typeof seedRefund>): RefundRow {
  const createdAt = Date.parse(refund.createdAt);
  const endedAt = refund.endedAt === undefined ? createdAt : Date.parse(refund.endedAt);
  const { status } = refund;
  const settles = status === 'pending' && context.settleAfterMs > 0;
  return {
    id: refund.id,
    payment_id: payment.id,
    account: payment.account,
    amount: refund.amount,
    currency: payment.currency,
    status,
    origin: refund.reference === null ? 'dashboard' : 'api',
    reference: refund.reference,
    idempotency_key: null,
    failure_code: status === 'failed' || status === 'returned' ? 'account_closed' : null,
    created_at: createdAt,
    settle_due_at: settles ? context.clock.nowMs() + context.settleAfterMs : null,
    succeeded_at: status === 'succeeded' ? endedAt : null,
    failed_at: status === 'failed' ? endedAt : null,
    returned_at: status === 'returned' ? endedAt : null,
    trace: null,
    traced_at: null,
  };
}

type Told = Pick<SeedPayment, 'status' | 'capturedAt' | 'settledAt'>;

function statusOf({ status, capturedAt, settledAt }: Told): PaymentRow['status'] {
  if (status === 'voided' || status === 'returned') return status;
  if (settledAt !== null) return 'settled';
  return capturedAt === null ? 'authorized' : 'captured';
}

/** How the payment contradicts itself, or null. */
function contradiction(
  payment: Told & Pick<SeedPayment, 'type' | 'amount' | 'items' | 'refunds'>,
): string | null {
  const { status, type, amount, capturedAt, settledAt } = payment;
  const itemsTotal = payment.items?.reduce((total, item) => total + item.amount, 0) ?? amount;
  const refunded = payment.refunds.reduce((total, refund) => total + refund.amount, 0);
  if (itemsTotal !== amount) return `its items sum to ${itemsTotal}, not to its amount ${amount}`;
  if (refunded > amount) return `its refunds sum to ${refunded}, more than its amount ${amount}`;
  if (type === 'sale' && capturedAt === null) return 'a sale has a capturedAt';
  if (settledAt !== null && capturedAt === null)
    return 'what was settled was captured: capturedAt is missing';
  if (status === 'refunded')
    return refunded === amount ? null : 'to be refunded it needs refunds of its amount';
  if (status !== undefined && status !== statusOf(payment)) {
    return `its status ${status} does not go with its capturedAt and settledAt`;
  }
  return null;
}
