// The demo firm's payments as rows: each plan with its instants, its items and the invoices they paid.
import { addBankDays, bankDateOf } from '@makewhole/domain/bank-calendar';
import {
  asId,
  type AllocationId,
  type InvoiceId,
  type MatterId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { sum } from '@makewhole/domain/money';
import type { PaymentStatus } from '@makewhole/domain/payments';
import type { allocations, paymentItems, payments } from '../schema/payments.ts';
import { CLIENTS, MATTERS, type MatterKey } from './demo-matters.ts';
import { PAYMENTS, type PlannedItem, type PlannedPayment } from './demo-payments.ts';
import { DEMO_FIRM } from './demo-people.ts';
import { beforeClose, dateDaysAgo, lastSettlementMorning, settlementOf } from './seed-dates.ts';
import { stableId } from './stable-id.ts';

export type SeededItem = {
  /** Its bank account is the firm's default, which only the database knows. */
  readonly row: Omit<typeof paymentItems.$inferInsert, 'bankAccountId'>;
  readonly invoiceNumber: string | null;
  readonly allocation: typeof allocations.$inferInsert | null;
};

export type SeededPayment = {
  /** Its connection is the firm's first one, which only the database knows. */
  readonly row: Omit<typeof payments.$inferInsert, 'connectionId'>;
  readonly items: readonly SeededItem[];
  readonly matterNumber: string;
  readonly capturedAt: Date | null;
};

type Instants = {
  readonly createdAt: Date;
  readonly capturedAt: Date | null;
  readonly settledAt: Date | null;
};

const firmId = DEMO_FIRM.id;
const MINUTE_MS = 60_000;
const BETWEEN_JUST_CAPTURED_MS = 35 * MINUTE_MS;
const WORKING_MINUTES = 9 * 60;
/** Spreads the payments over the working day, each at its own time. */
const SPREAD_MINUTES = 137;

export function buildPayments(now: Date): SeededPayment[] {
  return PAYMENTS.map((plan, index) => paymentOf(plan, instantsOf(plan, index, now), now));
}

export function matterIdOf(key: MatterKey): MatterId {
  return stableId<MatterId>('mat', MATTERS[key].number);
}

export function invoiceIdOf(number: string): InvoiceId {
  return stableId<InvoiceId>('inv', number);
}

function paymentOf(plan: PlannedPayment, instants: Instants, now: Date): SeededPayment {
  const { state, method } = plan;
  const matter = MATTERS[plan.matter];
  const client = CLIENTS[matter.client];
  const { createdAt, settledAt, capturedAt } = instants;
  return {
    row: {
      firmId,
      transactionId: asId<TransactionId>(plan.transactionId),
      type: state === 'authorized' || state === 'voided' ? 'authorization' : 'sale',
      status: statusOf(plan, settledAt),
      amount: sum(plan.items.map((item) => item.amount)),
      currency: 'USD',
      method,
      last4: method === 'card' ? client.card : client.bank,
      payerName: client.name,
      payerEmail: client.email,
      matterId: matterIdOf(plan.matter),
      createdAt,
      settledAt,
      disputed: state === 'disputed',
      asOf: now,
    },
    matterNumber: matter.number,
    capturedAt,
    items: plan.items.map((item, index) => itemOf(plan, item, index + 1, createdAt)),
  };
}

function itemOf(plan: PlannedPayment, item: PlannedItem, position: number, paidAt: Date): SeededItem {
  const { description, account, amount, invoiceNumber } = item;
  const transactionId = asId<TransactionId>(plan.transactionId);
  const name = `${transactionId} ${position}`;
  const id = stableId<string>('item', name);
  return {
    row: { id, firmId, transactionId, position, description, account, amount },
    invoiceNumber,
    allocation:
      invoiceNumber === null
        ? null
        : {
            id: stableId<AllocationId>('alloc', name),
            firmId,
            transactionId,
            itemId: id,
            invoiceId: invoiceIdOf(invoiceNumber),
            amount,
            reversedAt: plan.state === 'returned' ? returnedAt(paidAt) : null,
          },
  };
}

function instantsOf(plan: PlannedPayment, index: number, now: Date): Instants {
  const minutes = (index * SPREAD_MINUTES) % WORKING_MINUTES;
  const created = beforeClose(dateDaysAgo(now, plan.daysAgo), minutes);
  switch (plan.state) {
    case 'authorized':
    case 'voided':
      return { createdAt: created, capturedAt: null, settledAt: null };
    case 'returned':
      return { createdAt: created, capturedAt: created, settledAt: null };
    case 'just_captured': {
      const lately = new Date(now.getTime() - (PAYMENTS.length - index) * BETWEEN_JUST_CAPTURED_MS);
      return { createdAt: lately, capturedAt: lately, settledAt: null };
    }
    case 'just_settled': {
      const settledAt = lastSettlementMorning(now);
      const before = beforeClose(dateDaysAgo(settledAt, plan.daysAgo), minutes);
      return { createdAt: before, capturedAt: before, settledAt };
    }
    case 'captured':
    case 'disputed': {
      const settledAt = settlementOf(created, plan.method);
      return { createdAt: created, capturedAt: created, settledAt: settledAt <= now ? settledAt : null };
    }
  }
}

function statusOf({ state }: PlannedPayment, settledAt: Date | null): PaymentStatus {
  if (state === 'authorized' || state === 'voided' || state === 'returned') return state;
  return settledAt === null ? 'captured' : 'settled';
}

/** A bank returns an ACH payment within days, before it counts as settled. */
function returnedAt(paidAt: Date): Date {
  return beforeClose(addBankDays(bankDateOf(paidAt.toISOString()), 3), WORKING_MINUTES);
}
