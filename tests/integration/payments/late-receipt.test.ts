// A receipt that is found late: recorded on the day it is found, and effective on the day of its settlement, unless that
// day is in a signed month (B15, BK8).
import { expect, it } from 'vitest';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { openMonthEnd } from '@makewhole/db/month-ends/open-month-end';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { paymentOf } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
/** Settled on October 7, 2026; found on December 1 in the evening, a day later in UTC. */
const FOUND = new Date('2026-12-02T01:00:00Z');

async function find({ firmId }: SmallFirm) {
  const payment = paymentOf();
  await mirrorPayment(db, { firmId, payment, asOf: FOUND });
  const [posting] =
    await sql`SELECT at = ${FOUND.toISOString()}::timestamptz AS found_then, effective_on::text, for_date::text FROM postings
    WHERE firm_id = ${firmId} AND transaction_id = ${payment.transactionId} AND step = 'receipt'`;
  return posting;
}

it('takes effect on the day of its settlement', async () => {
  const firm = await createSmallFirm(db, 0);
  expect(await find(firm)).toEqual({ found_then: true, effective_on: '2026-10-07', for_date: null });
});

it('takes effect on the day that it is found if its month is signed, and says which day was meant', async () => {
  const firm = await createSmallFirm(db, 0);
  const { firmId } = firm;
  const { trust: bankAccountId } = await findDefaultAccounts(db, firmId);
  const period = { periodStart: '2026-10-01', endingOn: '2026-10-31', closingBalance: money(0) };
  const by = { actor: firm.people.admin, at: new Date('2026-11-02T15:00:00Z') };
  expect((await openMonthEnd(db, { firmId, bankAccountId }, period, by)).kind).toBe('open');
  await sql`UPDATE month_ends SET status = 'signed', prepared_by = ${firm.people.admin}, prepared_at = now(),
    signed_by = ${firm.people.lawyer}, signed_at = now(), content = '{}', content_hash = 'none',
    bar_number = '1' WHERE firm_id = ${firmId}`;
  expect(await find(firm)).toEqual({ found_then: true, effective_on: '2026-12-01', for_date: '2026-10-07' });
});
