// A firm with clients A and B, whose payments the processor's records bring, for tests of what the bank takes back.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Db } from '@makewhole/db/connect';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { recordLossStep, type LossStepBody } from '@makewhole/db/losses/record-loss-step';
import { newId } from '@makewhole/db/new-id';
import type { TaskCompleted } from '@makewhole/db/obligations/complete-payment-task';
import {
  listPaymentTasks,
  type PaymentTaskKind,
  type PaymentTaskRow,
} from '@makewhole/db/obligations/payment-tasks';
import {
  mirrorPayment,
  type MirroredItem,
  type MirroredPayment,
} from '@makewhole/db/payments/mirror-payment';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { invoices } from '@makewhole/db/schema/matters';
import { asId, type InvoiceId, type MatterId, type TransactionId } from '@makewhole/domain/ids';
import type { LossesDebit } from '@makewhole/domain/losses';
import { money, sum } from '@makewhole/domain/money';
import type postgres from 'postgres';
import { addMatter, byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';

export const TODAY = new Date().toISOString().slice(0, 10);

export const TRUST: MirroredItem = {
  description: 'Retainer',
  invoiceNumber: null,
  account: 'trust',
  amount: money(1_250_00),
};

/** A payment of client A that settled weeks ago: by default, a trust deposit of $1,250.00 by ACH. */
export function paymentOf(changes: Partial<MirroredPayment> = {}): MirroredPayment {
  const items = changes.items ?? [TRUST];
  return {
    transactionId: asId<TransactionId>(`txn_${randomUUID()}`),
    type: 'sale',
    status: 'settled',
    amount: sum(items.map(({ amount }) => amount)),
    currency: 'USD',
    method: 'ach',
    last4: '4242',
    payer: { name: 'Dana Whitfield', email: null },
    matterNumber: '2026-014',
    createdAt: new Date('2026-10-05T15:00:00Z'),
    settledAt: new Date('2026-10-07T14:00:00Z'),
    disputed: false,
    disputeLost: false,
    refundedElsewhere: false,
    items,
    ...changes,
  };
}

export type LossWorld = Awaited<ReturnType<typeof createLossWorld>>;

export async function createLossWorld(db: Db, sql: postgres.Sql) {
  const firm = await createSmallFirm(db, 0);
  const { firmId } = firm;
  const other = await addMatter(db, firm, { number: '2026-015', name: 'B v. C', client: 'Client B' });
  let clock = Date.now() - 3_600_000;
  return {
    firm,
    /** The matter of client B, number 2026-015. */
    other,
    /** Brings a newer record of a payment. */
    mirror(payment: MirroredPayment) {
      clock += 1000;
      return mirrorPayment(db, { firmId, payment, asOf: new Date(clock) });
    },
    /** What the ledger has by account, and by client where an entry names the matter. */
    async books() {
      const rows = await sql<{ name: string; amount: number }[]>`
        SELECT CASE matter_id WHEN ${firm.matterId} THEN account || ':A' WHEN ${other} THEN account || ':B'
          ELSE account END AS name, sum(amount)::int AS amount
        FROM ledger_entries WHERE firm_id = ${firmId} GROUP BY 1 HAVING sum(amount) <> 0 ORDER BY 1`;
      return Object.fromEntries(rows.map(({ name, amount }) => [name, amount]));
    },
    async balance(matterId: MatterId = firm.matterId) {
      const [row] = await sql`
        SELECT sum(balance)::int AS balance, sum(held)::int AS held
        FROM trust_account_balances WHERE matter_id = ${matterId} HAVING count(*) > 0`;
      return row;
    },
    /** 'yes', or why the payment cannot be refunded now. */
    async isRefundable({ transactionId }: MirroredPayment): Promise<string> {
      const found = await previewRefund(db, { firmId, transactionId, now: new Date(), creditDaysOf });
      if (found === null) throw new Error('There is no such payment');
      return found.eligibility.refundable ? 'yes' : found.eligibility.code;
    },
    /** What the processor's record says of a dispute about a payment, with a fee of $15.00. */
    async becomeDisputed(
      payment: MirroredPayment,
      status: 'open' | 'won' | 'lost',
      debitedFrom: 'operating' | 'trust',
      id = 'dp_1',
    ) {
      const named = { id, reason: 'fraudulent', respondBy: null };
      const amounts = { amount: payment.amount, fee: money(15_00) };
      await this.mirror({
        ...payment,
        disputed: status !== 'won',
        disputeLost: status === 'lost',
        dispute: { ...named, ...amounts, status, debitedFrom },
      });
    },
    /** Sets where the processor takes losses. */
    async debit(lossesDebit: Partial<Record<'card' | 'ach', LossesDebit>>) {
      const changed = await changeFirm(db, byOwner(firm), { lossesDebit }, { steppedUp: true });
      expect(changed.kind).toBe('changed');
    },
    tasks: ({ transactionId }: Pick<MirroredPayment, 'transactionId'>) =>
      listPaymentTasks(db, firmId, [transactionId]),
    /** A lawyer records one of the three trust steps of a loss. */
    async recordStep(
      payment: MirroredPayment,
      step: LossStepBody['step'],
      changes: Partial<LossStepBody> = {},
    ): Promise<TaskCompleted> {
      const { id } = await taskOf(db, firm, payment, `trust_${step}`);
      const body = { step, amount: payment.amount, date: TODAY, reference: `TC-${step}`, ...changes };
      const by = { actor: firm.people.lawyer, at: new Date() };
      return recordLossStep(db, { firmId, id }, by, body);
    },
    task: (payment: MirroredPayment, kind: PaymentTaskKind) => taskOf(db, firm, payment, kind),
    /** An operating item that pays an invoice of the firm. */
    async giveInvoice(total: number): Promise<MirroredItem> {
      const id = newId<InvoiceId>('inv');
      const number = `INV-${id.slice(-12)}`;
      await db.insert(invoices).values({
        ...{ id, firmId, matterId: firm.matterId, externalId: number, number },
        ...{ total: money(total), currency: 'USD', issuedAt: new Date() },
      });
      return { ...TRUST, account: 'operating', invoiceNumber: number, amount: money(total) };
    },
  };
}

async function taskOf(
  db: Db,
  { firmId }: SmallFirm,
  { transactionId }: MirroredPayment,
  kind: PaymentTaskKind,
): Promise<PaymentTaskRow> {
  const found = (await listPaymentTasks(db, firmId, [transactionId])).findLast((task) => task.kind === kind);
  if (found === undefined) throw new Error(`No ${kind} is owed`);
  return found;
}
