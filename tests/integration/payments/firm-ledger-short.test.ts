// The firm's own ledger of a trust account (ADR 34) when many change it at once, and who hears that it is short (B4).
import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { keepEvidence } from '@makewhole/db/evidence/keep-evidence';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { recordTrustTransaction } from '@makewhole/db/trust/record-trust-transaction';
import type { NewTrustTransaction } from '@makewhole/db/trust/resolve-trust-transaction';
import { replenishTrust } from '@makewhole/db/trust/replenish-trust';
import {
  asId,
  type BankAccountId,
  type MatterId,
  type ObligationId,
  type TrustTransactionId,
} from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { sweepAt } from '../refunds/sweep-at.ts';
import { TODAY, TRUST, createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
let world: LossWorld;
let bankAccountId: BankAccountId;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  bankAccountId = (await findDefaultAccounts(db, world.firm.firmId)).trust;
});

const by = () => ({ firmId: world.firm.firmId, principalId: world.firm.people.lawyer, at: new Date() });
const MOVED = { date: TODAY, reference: 'STMT 11', evidenceId: null };

async function record(wanted: NewTrustTransaction): Promise<TrustTransactionId | string> {
  let id = '';
  const requestHash = createHash('sha256').update(JSON.stringify(wanted)).digest('hex');
  const outcome = await recordTrustTransaction(db, by(), wanted, {
    idempotency: { route: 'test', key: randomUUID(), requestHash },
    render: (recorded) => {
      id = recorded.id;
      return { status: 201, headers: {}, body: '' };
    },
  });
  return outcome.kind === 'recorded' ? asId<TrustTransactionId>(id) : outcome.kind;
}

const charge = (amount: number) =>
  record({ ...MOVED, type: 'bank_charge', bankAccountId, amount: money(amount) });
const cushion = (type: 'cushion_deposit' | 'cushion_withdrawal', amount: number) =>
  record({ ...MOVED, type, bankAccountId, operatingAccountId: null, amount: money(amount) });

async function openTasks() {
  return sql<{ id: string; amount: number }[]>`
    SELECT id, amount::int FROM obligations WHERE firm_id = ${world.firm.firmId} AND status = 'open'`;
}

async function replenish(amount: number) {
  const [task] = await openTasks();
  const id = asId<ObligationId>(task?.id ?? '');
  const { firmId, people } = world.firm;
  const content = Buffer.from(randomUUID());
  const file = {
    firmId,
    mediaType: 'application/pdf',
    content,
    keptBy: people.lawyer,
    at: new Date(),
  } as const;
  const kept = await keepEvidence(db, file, { bytesPerFirm: 1_000_000 });
  const evidenceId = kept.kind === 'kept' ? kept.evidence.id : '';
  const made = { amount: money(amount), date: TODAY, reference: 'WIRE 7', evidenceId };
  return replenishTrust(db, { firmId, id }, { actor: people.lawyer, at: new Date() }, made);
}

it('tells the lawyer and the owner at once, with the account and the amount', async () => {
  await charge(15_00);
  const sent = await sweepAt(db, new Date());
  expect(sent.map(({ to }) => to.address).sort()).toEqual(['lawyer@adler.example', 'owner@adler.example']);
  const [email] = sent;
  expect(email?.subject).toBe('Trust account short: replenish it today: $15.00');
  expect(email?.text).toContain('See the trust report: http://portal.example/reconciliation/trust');
  expect(email?.text).not.toContain('Transaction ID');
});

it('keeps one task with the whole shortage, and never waits for itself, whoever comes at once', async () => {
  await charge(1_00);
  const settled = await Promise.all([
    ...Array.from({ length: 6 }, () => charge(1_00)),
    ...Array.from({ length: 4 }, () => replenish(50)),
    ...Array.from({ length: 2 }, () => cushion('cushion_deposit', 25)),
    ...Array.from({ length: 2 }, () => cushion('cushion_withdrawal', 1)),
  ]);
  expect(settled.filter((one) => one === 'ledger_insufficient')).toHaveLength(2);
  const report = await readTrustReport(db, world.firm.firmId);
  // Whoever answers a task that a growing shortage has replaced is told so, and nothing is booked.
  const answered = settled.filter((one) => typeof one === 'object').map(({ kind }) => kind);
  expect(answered.filter((kind) => !['settled', 'other', 'not_found'].includes(kind))).toEqual([]);
  // The same answer twice is one transfer.
  const [made] = await sql`SELECT count(*)::int AS times FROM postings WHERE firm_id = ${world.firm.firmId}
    AND step = 'replenish'`;
  const shortage = 7_00 - 50 - Number(made?.['times']) * 50;
  expect(report).toMatchObject({ shortage, isBalanced: true });
  expect((await openTasks()).map(({ amount }) => amount)).toEqual([shortage]);
  expect(await replenish(50)).toEqual({ kind: 'settled' });
  expect((await openTasks()).map(({ amount }) => amount)).toEqual([shortage - 50]);
});

it('takes from a client’s shortage what turns out to be theirs, and B’s deposit stays B’s', async () => {
  await world.debit({ ach: 'account_of_payment' });
  const deposit = paymentOf({ items: [{ ...TRUST, amount: money(100_00) }] });
  await world.mirror(deposit);
  await sql`UPDATE trust_account_balances SET balance = 0 WHERE matter_id = ${world.firm.matterId}`;
  await world.mirror({ ...deposit, status: 'returned' });
  expect((await openTasks()).map(({ amount }) => amount)).toEqual([100_00]);
  const found = { ...MOVED, type: 'unidentified_deposit', bankAccountId, amount: money(60_00) } as const;
  const depositId = asId<TrustTransactionId>(await record(found));
  const identify = (amount: number, matterId: MatterId) =>
    record({ ...MOVED, type: 'deposit_identified', depositId, amount: money(amount), matter: { matterId } });
  expect(await identify(40_00, world.firm.matterId)).toMatch(/^tt_/);
  expect((await openTasks()).map(({ amount }) => amount)).toEqual([60_00]);
  expect(await identify(20_01, world.other)).toBe('ledger_insufficient');
  expect(await identify(20_00, world.other)).toMatch(/^tt_/);
  expect(await world.balance(world.other)).toMatchObject({ balance: 20_00 });
  expect(await world.books()).toEqual({
    trust_bank: 60_00,
    'client_trust_liability:A': -40_00,
    'client_trust_liability:B': -20_00,
  });
});
