// The bank gives a dispute back that had been lost, after trust money was moved because of it (ADR 46): the money goes
// back to whom it belongs to, and every clearing account comes to zero.
import { beforeEach, describe, expect, it } from 'vitest';
import { restoreLossTrust, type LossRestoreBody } from '@makewhole/db/losses/restore-loss-trust';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { checkReceipts } from '@makewhole/db/reconciliation/check-receipts';
import { authorizeTrustStep } from '@makewhole/db/trust/authorize-trust-step';
import { money } from '@makewhole/domain/money';
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import { openTestDatabase } from '../../support/database.ts';
import { TODAY, TRUST, createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
const FEE = { operating_bank: -15_00, processor_fees: 15_00 };
let world: LossWorld;
let deposit: MirroredPayment;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  await world.mirror(paymentOf({ matterNumber: '2026-015', items: [{ ...TRUST, amount: money(5_000_00) }] }));
  deposit = paymentOf({ method: 'card' });
  await world.mirror(deposit);
});

const become = (status: 'open' | 'won' | 'lost', debitedFrom: 'operating' | 'trust', id?: string) =>
  world.becomeDisputed(deposit, status, debitedFrom, id);

const B = { 'client_trust_liability:B': -5_000_00 };
/** The deposit is A's again, in trust. */
const WHOLE = { ...B, ...FEE, trust_bank: 6_250_00, 'client_trust_liability:A': -1_250_00 };

async function restore(
  body: Partial<LossRestoreBody> | { readonly outcome: 'not_made'; readonly note: string },
) {
  const { id } = await world.task(deposit, 'trust_restore');
  const made = { amount: money(1_250_00), date: TODAY, reference: 'WIRE-9' };
  const answer = 'outcome' in body ? body : { ...made, ...body };
  const by = { actor: world.firm.people.lawyer, at: new Date() };
  return restoreLossTrust(db, { firmId: world.firm.firmId, id }, by, answer);
}

async function kinds() {
  return (await world.tasks(deposit)).map(({ kind, status }) => `${kind} ${status}`);
}

describe('a dispute of a trust deposit that was debited from operating, lost, and given back', () => {
  async function lostAnd(steps: readonly TrustStep[]): Promise<void> {
    await become('lost', 'operating');
    for (const step of steps) expect(await world.recordStep(deposit, step)).toEqual({ kind: 'settled' });
    await become('won', 'operating');
    await become('won', 'operating');
  }

  it('after steps a to c: what the bank gave back is the client’s, and goes back to trust', async () => {
    await lostAnd(TRUST_STEPS);
    expect(await world.books()).toEqual({
      ...B,
      trust_bank: 5_000_00,
      operating_bank: 1_235_00,
      processor_fees: 15_00,
      returns_clearing: -1_250_00,
    });
    expect(await world.task(deposit, 'trust_restore')).toMatchObject({
      status: 'open',
      owner: 'lawyer',
      amount: 1_250_00,
      summary: expect.stringContaining('$1,250.00'),
    });
    expect(await world.isRefundable(deposit)).toBe('trust_balance_insufficient');
    expect(await restore({ outcome: 'not_made', note: 'No.' })).toEqual({ kind: 'transfer_recorded' });
    expect(await restore({ amount: money(1_249_99) })).toEqual({ kind: 'amount_mismatch' });
    expect(await restore({ date: '2027-12-31' })).toMatchObject({ kind: 'date_out_of_range' });
    expect(await restore({})).toEqual({ kind: 'settled' });
    expect(await restore({})).toEqual({ kind: 'settled' });
    expect(await world.books()).toEqual(WHOLE);
    expect(await world.balance()).toEqual({ balance: 1_250_00, held: 0 });
    expect(await world.isRefundable(deposit)).toBe('yes');
    expect(await checkReceipts(db, { firmId: world.firm.firmId, limit: 9 })).toEqual([]);
    const [written] = await sql`SELECT step, payee, from_account_id, to_account_id FROM trust_authorizations
      WHERE firm_id = ${world.firm.firmId} AND step = 'restore'`;
    expect(written).toMatchObject({ payee: expect.stringContaining('trust account') });
  });

  it.each<[string, readonly TrustStep[]]>([
    ['a', ['payment']],
    ['a and b', ['payment', 'deposit']],
  ])(
    'after step %s: a lawyer says that the transfer was not made, and the client has the money',
    async (_, steps) => {
      await lostAnd(steps);
      expect(await restore({ outcome: 'not_made', note: 'Check 104 is voided.' })).toEqual({
        kind: 'settled',
      });
      expect(await world.books()).toEqual(WHOLE);
      expect(await world.balance()).toEqual({ balance: 1_250_00, held: 0 });
      expect(await kinds()).not.toContainEqual(expect.stringMatching(/ open$/));
      expect(await world.isRefundable(deposit)).toBe('yes');
    },
  );

  it.each<[string, readonly TrustStep[]]>([
    ['a', ['payment']],
    ['a and b', ['payment', 'deposit']],
  ])('after step %s: the transfer was made all the same, and is brought back', async (_, steps) => {
    await lostAnd(steps);
    expect(await restore({})).toEqual({ kind: 'settled' });
    expect(await world.books()).toEqual(WHOLE);
  });

  it('is restored by whoever a lawyer authorized, and by nobody else', async () => {
    await lostAnd(TRUST_STEPS);
    const { id } = await world.task(deposit, 'trust_restore');
    const { firmId, people } = world.firm;
    const by = { actor: people.admin, at: new Date() };
    const made = { amount: money(1_250_00), date: TODAY, reference: 'WIRE-9' };
    expect(await restoreLossTrust(db, { firmId, id }, by, made)).toEqual({ kind: 'not_authorized' });
    const how = { method: 'eft', methodReference: null, evidenceId: null } as const;
    const lawyer = { actor: people.lawyer, at: new Date() };
    const given = await authorizeTrustStep(db, { firmId, obligationId: id }, how, lawyer);
    expect(given).toMatchObject({ kind: 'authorized', authorization: { step: 'restore' } });
    const notMade = { outcome: 'not_made', note: 'No.' } as const;
    expect(await restoreLossTrust(db, { firmId, id }, by, notMade)).toEqual({ kind: 'not_authorized' });
    expect(await restoreLossTrust(db, { firmId, id }, by, made)).toEqual({ kind: 'settled' });
  });

  it('opens again and is lost again before anybody moved it back: it is in operating, where it belongs', async () => {
    await lostAnd(TRUST_STEPS);
    await become('open', 'operating', 'dp_2');
    await become('lost', 'operating', 'dp_2');
    expect(await world.books()).toEqual({
      ...B,
      trust_bank: 5_000_00,
      operating_bank: -30_00,
      processor_fees: 30_00,
    });
    expect(await kinds()).not.toContainEqual(expect.stringMatching(/ open$/));
  });
});

it('a dispute that is won before anybody replenished leaves the money with the client', async () => {
  await become('open', 'trust');
  expect(await world.books()).toEqual({ ...B, ...FEE, trust_bank: 5_000_00 });
  await become('won', 'trust');
  expect(await world.books()).toEqual(WHOLE);
  expect(await kinds()).not.toContainEqual(expect.stringMatching(/^trust_.* open$/));
});
