// The bank takes a deposit back from trust when its money is gone (B4, ADR 28): the client's ledger is negative, other
// clients' money is missing, and a lawyer replenishes it the same day.
import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { keepEvidence } from '@makewhole/db/evidence/keep-evidence';
import { takePaymentTrouble } from '@makewhole/db/payments/payment-reversal';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { checkReceipts } from '@makewhole/db/reconciliation/check-receipts';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { replenishTrust } from '@makewhole/db/trust/replenish-trust';
import { asId, type BankLineId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund } from '../../support/small-firm.ts';
import { soon, sweepAt } from '../refunds/sweep-at.ts';
import { acceptByStores, moveBooks, viewOf, type WalkedRefund } from '../refunds/walk-by-stores.ts';
import { TODAY, TRUST, createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
let world: LossWorld;
let deposit: MirroredPayment;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  await world.debit({ ach: 'account_of_payment', card: 'account_of_payment' });
  await world.mirror(paymentOf({ matterNumber: '2026-015', items: [{ ...TRUST, amount: money(5_000_00) }] }));
  deposit = paymentOf();
  await world.mirror(deposit);
});

const returned = () =>
  world.mirror({ ...deposit, status: 'returned', returned: { code: 'R10', debitedFrom: null } });

/** A's refund is paid out. */
async function refunded(): Promise<WalkedRefund> {
  const asked = await askRefund(db, world.firm, deposit.transactionId);
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  const refund = { firmId: world.firm.firmId, refundId: asked.refund.id };
  await acceptByStores(db, refund);
  await moveBooks(db, refund);
  await markSucceeded(db, refund, new Date());
  return refund;
}

async function recordStep(refund: WalkedRefund, step: TrustStep) {
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.find(({ kind }) => kind === `trust_${step}`);
  const facts = { amount: money(1_250_00), currency: 'USD', date: TODAY, reference: 'TC-1' } as const;
  const body = { step, ...facts, evidenceId: null };
  const said = { kind: 'trust_step', body, ...refund, actor: world.firm.people.lawyer } as const;
  const instructionId = await recordCommand(db, said);
  return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
}

async function followRefund(refund: WalkedRefund): Promise<void> {
  await takePaymentTrouble(db, refund, { trouble: 'lost', happened: 'payment.returned', at: new Date() });
}

async function evidence(): Promise<string> {
  const [mediaType, content] = ['application/pdf', Buffer.from(randomUUID())] as const;
  const file = { firmId: world.firm.firmId, mediaType, content, keptBy: world.firm.people.lawyer };
  const kept = await keepEvidence(db, { ...file, at: new Date() }, { bytesPerFirm: 1_000_000 });
  return kept.kind === 'kept' ? kept.evidence.id : '';
}

type Lines = { readonly trustLineId: BankLineId; readonly operatingLineId: BankLineId };

async function replenish(
  amount: number,
  { lines, date = TODAY }: { readonly lines?: Lines; readonly date?: string } = {},
) {
  const { id } = await world.task(deposit, 'trust_replenish');
  const by = { actor: world.firm.people.lawyer, at: new Date() };
  const made = { amount: money(amount), date, reference: 'WIRE-7' };
  const proof = lines ?? { evidenceId: await evidence() };
  return replenishTrust(db, { firmId: world.firm.firmId, id }, by, { ...made, ...proof });
}

async function faultsOf(refund: WalkedRefund) {
  const { status, books } = await loadRefund(db, refund);
  return checkBooks({ ...books, status });
}

describe('an R10 on day 40, after the refund’s steps a to c', () => {
  let refund: WalkedRefund;
  beforeEach(async () => {
    refund = await refunded();
    for (const step of TRUST_STEPS) expect(await recordStep(refund, step)).toEqual({ ok: true });
    expect((await closeRefund(db, refund, new Date())).kind).toBe('closed');
    await returned();
    await followRefund(refund);
  });

  it('shows that $1,250.00 of B’s $5,000.00 is missing, and the firm replenishes it', async () => {
    expect(await world.books()).toEqual({
      trust_bank: 3_750_00,
      'client_trust_liability:B': -5_000_00,
      'client_trust_liability:A': 1_250_00,
    });
    expect(await world.balance()).toEqual({ balance: -1_250_00, held: 0 });
    expect(await readTrustReport(db, world.firm.firmId)).toMatchObject({
      isBalanced: true,
      positive: 5_000_00,
      shortage: 1_250_00,
      shortMatters: 1,
    });
    expect(await world.task(deposit, 'trust_replenish')).toMatchObject({
      status: 'open',
      owner: 'lawyer',
      amount: 1_250_00,
      subject: world.firm.matterId,
      summary: expect.stringContaining('matter 2026-014 did not have: it is short by $1,250.00'),
    });
    expect(await replenish(1_250_00)).toEqual({ kind: 'settled' });
    expect(await world.books()).toEqual({
      trust_bank: 5_000_00,
      'client_trust_liability:B': -5_000_00,
      operating_bank: -1_250_00,
      'client_receivable:A': 1_250_00,
    });
    expect(await world.balance()).toMatchObject({ balance: 0 });
    expect((await world.tasks(deposit)).map(({ kind, status }) => [kind, status])).toEqual([
      ['trust_replenish', 'done'],
    ]);
    expect(await faultsOf(refund)).toEqual([]);
    expect(await checkReceipts(db, { firmId: world.firm.firmId, limit: 9 })).toEqual([]);
    const { obligations } = await viewOf(db, refund);
    expect(obligations).toContainEqual(
      expect.objectContaining({ subject: 'original_bounced', status: 'open', amount: 1_250_00 }),
    );
  });

  it('is told at once, to the lawyer with the owner in copy', async () => {
    const { dueAt, openedAt } = await world.task(deposit, 'trust_replenish');
    expect(dueAt.getTime() - openedAt.getTime()).toBeGreaterThan(0);
    const sent = await sweepAt(db, new Date());
    const told = sent.filter(
      ({ subject }) => subject === 'Trust account short: replenish it today: $1,250.00',
    );
    expect(told.map(({ to }) => to.address).sort()).toEqual(['lawyer@adler.example', 'owner@adler.example']);
  });

  it('takes never more than the shortage, and leaves the rest owed', async () => {
    expect(await replenish(1_250_01)).toEqual({ kind: 'exceeds_shortage', shortage: 1_250_00 });
    expect(await replenish(1_250_00, { date: '2027-12-31' })).toMatchObject({ kind: 'date_out_of_range' });
    expect(await replenish(1_000_00)).toEqual({ kind: 'settled' });
    expect(await world.balance()).toMatchObject({ balance: -250_00 });
    expect(await world.task(deposit, 'trust_replenish')).toMatchObject({ status: 'open', amount: 250_00 });
    expect(await replenish(250_01)).toEqual({ kind: 'exceeds_shortage', shortage: 250_00 });
    expect(await replenish(250_00)).toEqual({ kind: 'settled' });
    expect(await world.books()).toMatchObject({ 'client_receivable:A': 1_250_00, trust_bank: 5_000_00 });
  });

  it('takes both bank lines as evidence, each once', async () => {
    const [trustLineId, operatingLineId] = [
      await importLine('trust', 1_250_00),
      await importLine('operating', -1_250_00),
    ];
    const lines = { trustLineId, operatingLineId };
    const swapped = { trustLineId: operatingLineId, operatingLineId: trustLineId };
    expect(await replenish(1_250_00, { lines: swapped })).toEqual({ kind: 'lines_do_not_match' });
    expect(await replenish(1_000_00, { lines })).toEqual({ kind: 'lines_do_not_match' });
    expect(await replenish(1_250_00, { lines })).toEqual({ kind: 'settled' });
    const again = paymentOf();
    await world.mirror(again);
    await sql`UPDATE trust_account_balances SET balance = 0 WHERE matter_id = ${world.firm.matterId}`;
    await world.mirror({ ...again, status: 'returned' });
    deposit = again;
    expect(await replenish(1_250_00, { lines })).toEqual({ kind: 'line_matched_already' });
  });

  it('is told anew when the shortage grows, one task for the matter, and ends when a receipt covers it', async () => {
    const second = paymentOf();
    await world.mirror(second);
    // It was void: the deposit covered it.
    expect(await world.task(deposit, 'trust_replenish')).toMatchObject({ status: 'void' });
    await world.mirror({ ...second, status: 'returned' });
    expect(await world.task(second, 'trust_replenish')).toMatchObject({ status: 'open', amount: 1_250_00 });
    await sql`UPDATE trust_account_balances SET balance = balance - 100 WHERE matter_id = ${world.firm.matterId}`;
    const third = paymentOf({ items: [{ ...TRUST, amount: money(50_00) }] });
    await world.mirror(third);
    await world.mirror({ ...third, status: 'returned' });
    expect(await world.task(second, 'trust_replenish')).toMatchObject({ status: 'void', amount: 1_201_00 });
    const grown = await world.task(third, 'trust_replenish');
    expect(grown).toMatchObject({ status: 'open', amount: 1_251_00 });
    expect(grown.nextMessageAt?.getTime()).toBeLessThanOrEqual(Date.now());
    const open = await sql`SELECT id FROM obligations WHERE kind = 'trust_replenish' AND status = 'open'
      AND firm_id = ${world.firm.firmId}`;
    expect(open).toHaveLength(1);
  });

  it('is asked for by the sweep where nobody was asked', async () => {
    await sql`DELETE FROM obligations WHERE firm_id = ${world.firm.firmId} AND kind = 'trust_replenish'`;
    await sweepAt(db, soon());
    expect(
      (
        await sql`SELECT amount::int, status FROM obligations WHERE kind = 'trust_replenish'
      AND firm_id = ${world.firm.firmId}`
      )[0],
    ).toEqual({ amount: 1_250_00, status: 'open' });
  });
});

describe('a return from trust before the refund’s step (a)', () => {
  it('ends the trust steps: the client owes what the refund paid, and clearing is zero', async () => {
    const refund = await refunded();
    await returned();
    expect(await world.balance()).toMatchObject({ balance: 0, held: 1_250_00 });
    // It would pay the firm out of other clients' money.
    expect(await recordStep(refund, 'payment')).toMatchObject({ ok: false, code: 'trust_money_gone' });
    await followRefund(refund);
    expect(await world.books()).toEqual({
      trust_bank: 5_000_00,
      'client_trust_liability:B': -5_000_00,
      operating_bank: -1_250_00,
      'client_receivable:A': 1_250_00,
    });
    expect(await world.balance()).toEqual({ balance: 0, held: 0 });
    expect(await world.tasks(deposit)).toEqual([]);
    expect(await faultsOf(refund)).toEqual([]);
    // The credit of the refund comes back as well: nobody owes anything.
    await failRefund(db, refund, { code: 'returned', message: 'It came back.', at: new Date() });
    expect(await world.books()).toEqual({ trust_bank: 5_000_00, 'client_trust_liability:B': -5_000_00 });
    expect(await faultsOf(refund)).toEqual([]);
  });

  it('waits for nothing while the refund is under way: trust is debited at once', async () => {
    const asked = await askRefund(db, world.firm, deposit.transactionId);
    expect(asked.kind).toBe('noted');
    await returned();
    expect(await world.books()).toEqual({ trust_bank: 5_000_00, 'client_trust_liability:B': -5_000_00 });
    expect(await world.balance()).toMatchObject({ balance: 0, held: 1_250_00 });
  });
});

describe('losses from operating after a refund', () => {
  it('are what the client owes, and trust stays (B6)', async () => {
    await world.debit({ ach: 'operating' });
    const refund = await refunded();
    for (const step of TRUST_STEPS) await recordStep(refund, step);
    await returned();
    await followRefund(refund);
    expect(await world.books()).toEqual({
      trust_bank: 5_000_00,
      'client_trust_liability:B': -5_000_00,
      operating_bank: -1_250_00,
      client_receivable: 1_250_00,
    });
    expect(await faultsOf(refund)).toEqual([]);
  });

  it('of a dispute of $1,250.00 and $15.00 that is lost: client_receivable, once', async () => {
    await world.debit({ ach: 'operating' });
    const refund = await refunded();
    for (const step of TRUST_STEPS) await recordStep(refund, step);
    const dispute = { id: 'dp_9', reason: 'fraudulent', amount: money(1_250_00), fee: money(15_00) };
    const is = { respondBy: null, ...dispute };
    await world.mirror({ ...deposit, disputed: true, dispute: { ...is, status: 'open' } });
    expect(await world.books()).toMatchObject({ disputed_receipts: 1_250_00, processor_fees: 15_00 });
    await world.mirror({ ...deposit, disputed: true, disputeLost: true, dispute: { ...is, status: 'lost' } });
    for (const time of ['once', 'again']) {
      await followRefund(refund);
      expect(await world.books(), time).toEqual({
        trust_bank: 5_000_00,
        'client_trust_liability:B': -5_000_00,
        operating_bank: -1_265_00,
        processor_fees: 15_00,
        client_receivable: 1_250_00,
      });
    }
    expect(await faultsOf(refund)).toEqual([]);
  });
});

async function importLine(account: 'trust' | 'operating', amount: number): Promise<BankLineId> {
  const line = { date: TODAY, amount: money(amount), currency: 'USD', description: 'TRANSFER' } as const;
  const imported = await importStatement(db, {
    ...{ firmId: world.firm.firmId, account, format: 'csv', accountNumber: null, closing: null },
    bankAccountId: null,
    lines: [{ ...line, bankId: null }],
    sha256: createHash('sha256').update(randomUUID()).digest('hex'),
    importedBy: world.firm.people.lawyer,
    at: new Date(),
  });
  expect(imported.kind).toBe('imported');
  const [row] =
    await sql`SELECT id FROM bank_lines WHERE firm_id = ${world.firm.firmId} AND account = ${account}`;
  return asId<BankLineId>(String(row?.['id']));
}
