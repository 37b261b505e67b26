// A refund that fails after its trust money had crossed to operating (B6): only the bank's transfer back ends it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { money } from '@makewhole/domain/money';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import { LEDGER_ACCOUNTS, balanceOf } from '@makewhole/domain/postings';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import {
  bookRefund,
  clearingOf,
  fail,
  isClosed,
  stepsFromAcceptance,
  takeStep,
  trustOf,
  verifiedEvents,
} from './refund-walk.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it('is closed by the transfer back, with every account and the trust balance as they were', async () => {
  const world = await servers.anotherFirm(500_00);
  await stepsFromAcceptance(world);
  const refund = await bookRefund(world, { parts: [{ of: 'trust', amount: 30_00 }] });
  for (const step of TRUST_STEPS) expect(await takeStep(world, refund, step)).toEqual({ ok: true });
  const failed = await fail(world, refund);
  expect(clearingOf(failed, 'trust')).toBe(-30_00);

  expect(await takeStep(world, refund, 'restore', { amount: money(29_99) })).toMatchObject({
    code: 'amount_mismatch',
  });
  expect(await takeStep(world, refund, 'restore')).toEqual({ ok: true });

  const closed = await isClosed(world, refund);
  expect(LEDGER_ACCOUNTS.map((account) => balanceOf(closed.postings, account))).toEqual(
    LEDGER_ACCOUNTS.map(() => 0),
  );
  // Back in trust, and held for the client, who is still to be paid (ADR 32).
  expect(await trustOf(world)).toEqual({ balance: 500_00, held: 30_00 });
  expect((await verifiedEvents(world, refund)).map(({ type }) => type)).toContain('books.trust_restored');
  expect(await world.handleOf(refund).result()).toBe('failed');
});
