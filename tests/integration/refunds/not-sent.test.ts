// A refund that the processor still does not have (Z1): a person is asked on the fifth bank day, once.
import { beforeAll, expect, test } from 'vitest';
import { addBankDays, bankDateOf } from '@makewhole/domain/bank-calendar';
import { flagStanding } from '@makewhole/db/obligations/flag-standing';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, viewOf } from './walk-by-stores.ts';

const { db } = await openTestDatabase();
const INVOICE = [{ of: 'invoice', amount: 60_00 }] as const;

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

async function asked() {
  const transactionId = await givePayment(db, null, firm, { parts: INVOICE });
  const answer = await askRefund(db, firm, transactionId);
  if (answer.kind !== 'noted') throw new Error(`The refund was not recorded: ${answer.kind}`);
  return { firmId: firm.firmId, refundId: answer.refund.id };
}

/** Noon of the n-th bank day after today. */
function onBankDay(n: number): Date {
  return new Date(`${addBankDays(bankDateOf(new Date().toISOString()), n)}T17:00:00Z`);
}

async function causesOf(refund: Awaited<ReturnType<typeof asked>>) {
  const { obligations } = await viewOf(db, refund);
  return obligations.filter(({ subject }) => subject === 'not_sent').map(({ status }) => status);
}

test('is flagged on the fifth bank day after the request, and no earlier, and once', async () => {
  const refund = await asked();
  await flagStanding(db, { now: onBankDay(4), limit: 200 });
  expect(await causesOf(refund)).toEqual([]);
  await flagStanding(db, { now: onBankDay(5), limit: 200 });
  await flagStanding(db, { now: onBankDay(6), limit: 200 });
  expect(await causesOf(refund)).toEqual(['open']);
});

test('is not flagged once the processor has it', async () => {
  const refund = await acceptedRefund(db, firm, INVOICE);
  await flagStanding(db, { now: onBankDay(9), limit: 200 });
  expect(await causesOf(refund)).toEqual([]);
});
