// What becomes of an invoice whose payment was reversed (R8, BK1): an invoice that was paid twice is paid by the other
// payment, and no more is written off or credited than is open.
import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyCommand, recordCommand, type InvoiceDecisionBody } from '@makewhole/db/commands/apply-command';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { newId } from '@makewhole/db/new-id';
import { ledgerEntries, postings } from '@makewhole/db/schema/ledger';
import { invoices } from '@makewhole/db/schema/matters';
import { allocations } from '@makewhole/db/schema/payments';
import { refunds } from '@makewhole/db/schema/refunds';
import { asId, type InvoiceId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptByStores, moveBooks, viewOf, type WalkedRefund } from './walk-by-stores.ts';

const { db } = await openTestDatabase();
const DAY_MS = 86_400_000;
let firm: SmallFirm;
let otherFirm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
  otherFirm = await createSmallFirm(db);
});

/** Invoice 10429 of $640.00, paid by so many payments in full. */
async function paidTimes(times: number, of = firm, total = 640_00) {
  const id = newId<InvoiceId>('inv');
  const number = `10429-${id.slice(-8)}`;
  const { firmId, matterId } = of;
  await db.insert(invoices).values({
    ...{ id, firmId, matterId, number, externalId: number, total: money(total) },
    ...{ currency: 'USD' as const, issuedAt: new Date() },
  });
  const paid: TransactionId[] = [];
  for (let n = 0; n < times; n += 1) {
    const transactionId = asId<TransactionId>(`txn_${number}_${n + 1}`);
    const settledAt = new Date(Date.now() - 30 * DAY_MS);
    await mirrorPayment(db, {
      firmId,
      asOf: new Date(),
      payment: {
        ...{ transactionId, type: 'sale', status: 'settled', amount: money(640_00), currency: 'USD' },
        ...{ method: 'card', last4: '4242', payer: { name: 'Dana Whitfield', email: null } },
        ...{ matterNumber: '2026-014', createdAt: settledAt, settledAt },
        ...{ disputed: false, disputeLost: false, refundedElsewhere: false },
        items: [{ description: 'Fees', invoiceNumber: number, account: 'operating', amount: money(640_00) }],
      },
    });
    paid.push(transactionId);
  }
  const [first = paid[0], second = paid[1]] = paid;
  if (first === undefined) throw new Error('Nobody paid it');
  return { invoiceId: id, first, second: second ?? first };
}

async function refunded(transactionId: TransactionId): Promise<WalkedRefund> {
  const asked = await askRefund(db, firm, transactionId);
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  const refund = { firmId: firm.firmId, refundId: asked.refund.id };
  await acceptByStores(db, refund);
  await moveBooks(db, refund);
  return refund;
}

const decisionOf = async (refund: WalkedRefund) => {
  const found = (await viewOf(db, refund)).obligations.find(({ kind }) => kind === 'invoice_decision');
  if (found === undefined) throw new Error('Nothing is to be decided');
  return found;
};

async function decide(refund: WalkedRefund, body: Omit<InvoiceDecisionBody, 'note'>) {
  const { id: obligationId } = await decisionOf(refund);
  const command = { kind: 'invoice_decision', body: { ...body, note: null } } as const;
  const instructionId = await recordCommand(db, { ...refund, ...command, actor: firm.people.admin });
  return applyCommand(db, refund, { instructionId, obligationId, at: new Date() });
}

/** The invoice's receivable, with what it billed. */
async function receivable(invoiceId: InvoiceId, total = 640_00): Promise<number> {
  const [row] = await db
    .select({ change: sql`coalesce(sum(${ledgerEntries.amount}), 0)`.mapWith(Number) })
    .from(ledgerEntries)
    .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
    .innerJoin(allocations, eq(allocations.id, postings.allocationId))
    .where(and(eq(allocations.invoiceId, invoiceId), eq(ledgerEntries.account, 'accounts_receivable')));
  return total + (row?.change ?? 0);
}

describe('invoice 10429 of $640.00, paid twice by mistake (BK1)', () => {
  it('is paid by the first payment once the second is refunded: proposed, posting nothing, kept in the record', async () => {
    const { invoiceId, first, second } = await paidTimes(2);
    expect(await receivable(invoiceId)).toBe(-640_00);
    const refund = await refunded(second);
    expect(await receivable(invoiceId)).toBe(0);
    const proposal = await decisionOf(refund);
    expect(proposal).toMatchObject({ proposed: 'paid_otherwise', payingTransactionId: first });
    expect(proposal.summary).toContain('another payment paid invoice 10429');

    for (const decision of ['write_off', 'credit_note'] as const) {
      expect(await decide(refund, { decision })).toMatchObject({
        ok: false,
        code: 'exceeds_open_balance',
        openBalance: 0,
        message: expect.stringContaining('$0.00'),
      });
    }
    const others = await paidTimes(1, otherFirm);
    const elsewhere = await paidTimes(1);
    for (const payer of [second, others.first, elsewhere.first, asId<TransactionId>('txn_none')]) {
      const named = { decision: 'paid_otherwise', payingTransactionId: payer } as const;
      expect(await decide(refund, named)).toMatchObject({ ok: false, code: 'not_a_payment_of_it' });
    }
    const named = { decision: 'paid_otherwise', payingTransactionId: first } as const;
    expect(await decide(refund, named)).toEqual({ ok: true });
    expect(await decide(refund, named)).toEqual({ ok: true });
    expect(await decide(refund, { ...named, payingTransactionId: second })).toMatchObject({
      code: 'already_decided',
    });
    expect(await decisionOf(refund)).toMatchObject({
      status: 'done',
      decision: 'paid_otherwise',
      payingTransactionId: first,
    });
    expect(await receivable(invoiceId)).toBe(0);
  });

  it('is open again once both are refunded: no payment pays it, and it is written off once, not twice', async () => {
    const { invoiceId, first, second } = await paidTimes(2);
    const [one, other] = [await refunded(second), await refunded(first)];
    expect(await decisionOf(other)).toMatchObject({ proposed: null, payingTransactionId: null });
    const named = { decision: 'paid_otherwise', payingTransactionId: first } as const;
    expect(await decide(one, named)).toMatchObject({ code: 'not_a_payment_of_it' });
    const both = await Promise.all([one, other].map((refund) => decide(refund, { decision: 'write_off' })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.filter(({ ok }) => !ok)).toMatchObject([{ code: 'exceeds_open_balance', openBalance: 0 }]);
    expect(await receivable(invoiceId)).toBe(0);
  });

  it('is still open where it billed more than the first payment paid', async () => {
    const { invoiceId, first, second } = await paidTimes(2, firm, 1_000_00);
    const refund = await refunded(second);
    expect(await decisionOf(refund)).toMatchObject({ proposed: null });
    const named = { decision: 'paid_otherwise', payingTransactionId: first } as const;
    expect(await decide(refund, named)).toMatchObject({ code: 'invoice_still_open', openBalance: 360_00 });
    expect(await decide(refund, { decision: 'credit_note' })).toMatchObject({ openBalance: 360_00 });
    expect(await decide(refund, { decision: 'still_due' })).toEqual({ ok: true });
    expect(await receivable(invoiceId, 1_000_00)).toBe(360_00);
    expect(await db.$count(refunds, eq(refunds.firmId, otherFirm.firmId))).toBe(0);
  });
});
