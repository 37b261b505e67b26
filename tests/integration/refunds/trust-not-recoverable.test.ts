// The trust money of a refund that was paid out is gone (T6): a lawyer ends the three steps, and the client owes it.
import { beforeAll, expect, it } from 'vitest';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import type { PrincipalId } from '@makewhole/domain/ids';
import { createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import {
  TRUST,
  balancesOf,
  db,
  faultsOf,
  requested,
  takeStep,
  trustOf,
  type Failed,
} from './failed-refunds.ts';
import { acceptByStores, moveBooks, viewOf } from './walk-by-stores.ts';

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db, 5_000_00);
});

async function paidOut(): Promise<Failed> {
  const transactionId = await givePayment(db, null, firm, { parts: TRUST });
  const refund = await requested(firm, transactionId);
  await acceptByStores(db, refund);
  await moveBooks(db, refund);
  await markSucceeded(db, refund, new Date());
  return { ...refund, transactionId, of: firm };
}

async function end(refund: Failed, actor: PrincipalId) {
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.find(({ kind }) => kind === 'trust_payment');
  const body = { reason: 'Paid from trust the same day', invoiceNumber: '10431' };
  const command = { kind: 'trust_not_recoverable', body, actor } as const;
  const { firmId, refundId } = refund;
  const instructionId = await recordCommand(db, { firmId, refundId, ...command });
  return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
}

it('$1,250.00 that paid invoice 10431 meanwhile is due from the client: no step, clearing zero, closed', async () => {
  const refund = await paidOut();
  const before = await trustOf(firm);
  const key = { firmId: firm.firmId, kind: 'api_client', name: 'Practice management' } as const;
  expect(await end(refund, firm.people.admin)).toMatchObject({ code: 'forbidden' });
  expect(await end(refund, await createPrincipal(db, key))).toMatchObject({ code: 'forbidden' });
  const ended = await Promise.all([1, 2].map(() => end(refund, firm.people.lawyer)));
  expect(ended.filter(({ ok }) => ok)).toHaveLength(1);
  // The receipt stays where it is: the payment from trust is the firm's own system's to book.
  expect(await balancesOf(refund)).toEqual({
    trust_bank: 1_250_00,
    client_trust_liability: -1_250_00,
    operating_bank: -1_250_00,
    client_receivable: 1_250_00,
  });
  expect(await trustOf(firm)).toEqual({ balance: before?.balance, held: 0 });
  expect((await viewOf(db, refund)).obligations.map(({ status }) => status)).toEqual([
    'void',
    'void',
    'void',
  ]);
  expect((await closeRefund(db, refund, new Date())).kind).toBe('closed');
  expect(await faultsOf(refund)).toEqual([]);
  expect(await takeStep(firm, refund, 'payment')).toMatchObject({ code: 'no_such_obligation' });
  // Its credit comes back after all: the client owes nothing for it any more.
  await failRefund(db, refund, { code: 'R03', message: 'No account.', at: new Date(), cameBack: true });
  expect(await balancesOf(refund)).toEqual({ trust_bank: 1_250_00, client_trust_liability: -1_250_00 });
  expect(await faultsOf(refund)).toEqual([]);
});

it('is refused once step (a) is recorded', async () => {
  const refund = await paidOut();
  expect(await takeStep(firm, refund, 'payment')).toEqual({ ok: true });
  expect(await end(refund, firm.people.lawyer)).toMatchObject({ code: 'out_of_order' });
});
