import type { RefundId } from '@makewhole/domain/ids';
import type { BankAccount, PaymentMethod } from '@makewhole/domain/payments';
import type { DemoFirm, PastRefund } from './demo-firm.ts';
import type { SeededPayment } from './demo-payment-rows.ts';
import { DEMO_FIRM } from './demo-people.ts';
import { settledAtOf } from './play-refund.ts';

/** A payment as the sandbox processor receives it; times are RFC 3339 UTC. */
export type SeededProcessorPayment = {
  readonly id: string;
  readonly account: string;
  readonly type: 'sale' | 'authorization';
  /** Only a status that its times do not imply. */
  readonly status?: 'voided' | 'returned';
  readonly amount: number;
  readonly currency: string;
  readonly method: PaymentMethod;
  readonly last4: string;
  readonly payer: { readonly name: string; readonly email: string | null };
  readonly matterNumber: string | null;
  readonly createdAt: string;
  readonly capturedAt: string | null;
  readonly settledAt: string | null;
  readonly disputed: boolean;
  readonly items: readonly {
    readonly description: string;
    readonly invoiceNumber: string | null;
    readonly account: BankAccount;
    readonly amount: number;
  }[];
  readonly refunds: readonly {
    readonly id: string;
    readonly amount: number;
    readonly status: 'succeeded';
    /** Our ID of the refund. */
    readonly reference: string;
    readonly createdAt: string;
    readonly endedAt: string;
  }[];
};

/** The demo firm's payments as the processor has them, with the past refunds that it made for us. */
export function processorPaymentsOf(
  demo: DemoFirm,
  refundIds: ReadonlyMap<string, RefundId>,
): SeededProcessorPayment[] {
  return demo.payments.map((payment) => ({
    ...factsOf(payment),
    refunds: demo.pastRefunds
      .filter((past) => past.transactionId === payment.row.transactionId)
      .map((past) => refundOf(past, payment.row.amount, refundIds)),
  }));
}

function factsOf({
  row,
  items,
  matterNumber,
  capturedAt,
}: SeededPayment): Omit<SeededProcessorPayment, 'refunds'> {
  const { amount, currency, method, last4, disputed } = row;
  return {
    id: row.transactionId,
    account: DEMO_FIRM.processorAccount,
    type: row.type === 'authorization' ? 'authorization' : 'sale',
    ...(row.status === 'voided' || row.status === 'returned' ? { status: row.status } : {}),
    amount,
    currency,
    method,
    last4,
    payer: { name: row.payerName, email: row.payerEmail ?? null },
    matterNumber,
    createdAt: row.createdAt.toISOString(),
    capturedAt: capturedAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
    disputed: disputed === true,
    items: items.map(({ row: { description, account, amount: part }, invoiceNumber }) => ({
      description,
      invoiceNumber,
      account,
      amount: part,
    })),
  };
}

function refundOf(
  past: PastRefund,
  amount: number,
  refundIds: ReadonlyMap<string, RefundId>,
): SeededProcessorPayment['refunds'][number] {
  const { processorRefundId: id } = past;
  const reference = refundIds.get(id);
  if (reference === undefined) throw new Error(`The past refund of ${past.transactionId} is missing`);
  const endedAt = settledAtOf(past).toISOString();
  return { id, amount, status: 'succeeded', reference, createdAt: past.requestedAt.toISOString(), endedAt };
}
