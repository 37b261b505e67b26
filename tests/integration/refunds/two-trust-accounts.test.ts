// A firm with two IOLTAs: what lies in one is not promised from the other (RP3, B4).
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { beforeEach, describe, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { addBankAccount } from '@makewhole/db/bank-accounts/add-bank-account';
import { changeBankAccount } from '@makewhole/db/bank-accounts/change-bank-account';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { trustAccountBalances, trustBalances } from '@makewhole/db/schema/matters';
import type { BankAccountId, TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import {
  askRefund,
  bringTrust,
  byOwner,
  createSmallFirm,
  givePayment,
  type SmallFirm,
} from '../../support/small-firm.ts';
import { acceptByStores, payOut, viewOf } from './walk-by-stores.ts';

const { db, sql } = await openTestDatabase();
const DEPOSIT = 1_250_00;
const TITLE = 'Second IOLTA';

let firm: SmallFirm;
let first: BankAccountId;
let second: BankAccountId;
beforeEach(async () => {
  firm = await createSmallFirm(db, 5_000_00);
  first = (await findDefaultAccounts(db, firm.firmId)).trust;
  const facts = { title: TITLE, bankName: null, lastFour: '4471', isIolta: true, state: 'NJ' };
  const added = await addBankAccount(db, byOwner(firm), { ...facts, kind: 'trust' });
  if (added === null) throw new Error('A firm may have two trust accounts');
  second = added.id;
});

/** A trust deposit in the second account, from which as much was paid out as it brought. */
async function depositInSecond(amount = DEPOSIT): Promise<TransactionId> {
  await changeBankAccount(db, byOwner(firm), second, { isDefault: true });
  const transactionId = await givePayment(db, null, firm, { parts: [{ of: 'trust', amount }] });
  await changeBankAccount(db, byOwner(firm), first, { isDefault: true });
  return transactionId;
}

async function inAccount(bankAccountId: BankAccountId) {
  const { matterId, balance, held } = trustAccountBalances;
  const [row] = await db
    .select({ balance, held })
    .from(trustAccountBalances)
    .where(and(eq(matterId, firm.matterId), eq(trustAccountBalances.bankAccountId, bankAccountId)));
  return row;
}

const totals = async () =>
  (
    await db
      .select({ balance: trustBalances.balance, held: trustBalances.held })
      .from(trustBalances)
      .where(eq(trustBalances.matterId, firm.matterId))
  )[0];

async function refundOf(transactionId: TransactionId) {
  const outcome = await askRefund(db, firm, transactionId);
  if (outcome.kind !== 'noted') throw new Error(`The refund was not noted: ${outcome.kind}`);
  return { firmId: firm.firmId, refundId: outcome.refund.id };
}

describe('a refund of a deposit in the second account', () => {
  it('is refused while the money lies in the first, and the refusal names the account', async () => {
    const transactionId = await depositInSecond();
    await bringTrust(db, firm, DEPOSIT - 1, second);
    const refusal = {
      code: 'trust_balance_insufficient',
      bankAccountId: second,
      message: expect.stringContaining(`${TITLE}, ending in 4471`),
    };
    expect(await askRefund(db, firm, transactionId)).toMatchObject({ kind: 'not_refundable', refusal });
    const seen = await previewRefund(db, {
      firmId: firm.firmId,
      transactionId,
      now: new Date(),
      creditDaysOf,
    });
    expect(seen?.eligibility).toMatchObject(refusal);
    expect(await totals()).toEqual({ balance: 5_000_00 + DEPOSIT - 1, held: 0 });
    await bringTrust(db, firm, 1, second);
    expect((await askRefund(db, firm, transactionId)).kind).toBe('noted');
  });

  it('holds there, and gives free there: the first account is never touched', async () => {
    const transactionId = await depositInSecond();
    await bringTrust(db, firm, DEPOSIT, second);
    const refund = await refundOf(transactionId);
    expect(await inAccount(second)).toEqual({ balance: DEPOSIT, held: DEPOSIT });
    expect(await inAccount(first)).toEqual({ balance: 5_000_00, held: 0 });
    expect(await totals()).toEqual({ balance: 5_000_00 + DEPOSIT, held: DEPOSIT });
    await cancelRefund(db, refund, { actor: firm.people.admin, at: new Date() });
    expect(await inAccount(second)).toEqual({ balance: DEPOSIT, held: 0 });
    expect(await totals()).toEqual({ balance: 5_000_00 + DEPOSIT, held: 0 });
  });

  it('keeps the hold there for the client who is still to be paid (T8)', async () => {
    const transactionId = await depositInSecond();
    await bringTrust(db, firm, DEPOSIT, second);
    const refund = await refundOf(transactionId);
    await acceptByStores(db, refund);
    await failRefund(db, refund, { code: 'account_closed', message: 'Closed.', at: new Date() });
    expect(await inAccount(second)).toEqual({ balance: DEPOSIT, held: DEPOSIT });
    await closeRefund(db, refund, new Date());
    expect((await askRefund(db, firm, transactionId)).kind).toBe('noted');
    expect(await inAccount(second)).toEqual({ balance: DEPOSIT, held: DEPOSIT });
    expect(await totals()).toEqual({ balance: 5_000_00 + DEPOSIT, held: DEPOSIT });
  });

  it('is paid to the firm from there only, and the record has the balance of that account (T9)', async () => {
    const transactionId = await depositInSecond();
    await bringTrust(db, firm, DEPOSIT + 300_00, second);
    const refund = await refundOf(transactionId);
    await acceptByStores(db, refund);
    await payOut(db, refund);
    expect(await recordPayment(refund)).toEqual({ ok: true });
    expect(await inAccount(second)).toEqual({ balance: 300_00, held: 0 });
    expect(await inAccount(first)).toEqual({ balance: 5_000_00, held: 0 });
    const [record] =
      await sql`SELECT new_balance::int FROM trust_step_records WHERE refund_id = ${refund.refundId}`;
    expect(record).toEqual({ new_balance: 300_00 });
    const report = await readTrustReport(db, firm.firmId);
    expect(report.isBalanced).toBe(true);
    expect(report.matters[0]?.accounts.map(({ bankAccount, balance }) => [bankAccount, balance])).toEqual([
      [TITLE, 300_00],
      ['Trust account (IOLTA)', 5_000_00],
    ]);
  });

  it('finds the money gone if the bank took it from there, whatever lies in the first', async () => {
    const transactionId = await depositInSecond();
    await bringTrust(db, firm, DEPOSIT, second);
    const refund = await refundOf(transactionId);
    await acceptByStores(db, refund);
    await payOut(db, refund);
    await bringTrust(db, firm, -1, second);
    expect(await recordPayment(refund)).toMatchObject({ ok: false, code: 'trust_money_gone' });
    expect(await inAccount(second)).toEqual({ balance: DEPOSIT - 1, held: DEPOSIT });
  });
});

async function recordPayment(refund: Awaited<ReturnType<typeof refundOf>>) {
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.find(({ kind }) => kind === 'trust_payment');
  const date = new Date().toISOString().slice(0, 10);
  const facts = {
    step: 'payment',
    amount: money(DEPOSIT),
    currency: 'USD',
    date,
    reference: 'TC-1',
  } as const;
  const body = { ...facts, evidenceId: null };
  const said = { kind: 'trust_step', body, ...refund, actor: firm.people.lawyer } as const;
  const instructionId = await recordCommand(db, said);
  return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
}

describe('refunds that race in two accounts', () => {
  it('reserve in each what lies there, and never more', async () => {
    const inFirst = [];
    const inSecond = [];
    for (let nth = 0; nth < 12; nth++) {
      inFirst.push(await givePayment(db, null, firm, { parts: [{ of: 'trust', amount: 1_000_00 }] }));
      inSecond.push(await depositInSecond(1_000_00));
    }
    await bringTrust(db, firm, 3_500_00, second);
    const outcomes = await Promise.all([...inFirst, ...inSecond].map((id) => askRefund(db, firm, id)));
    const noted = outcomes.map(({ kind }) => kind === 'noted');
    expect(noted.slice(0, 12).filter(Boolean)).toHaveLength(5);
    expect(noted.slice(12).filter(Boolean)).toHaveLength(3);
    expect(await inAccount(first)).toEqual({ balance: 5_000_00, held: 5_000_00 });
    expect(await inAccount(second)).toEqual({ balance: 3_500_00, held: 3_000_00 });
    expect(await totals()).toEqual({ balance: 8_500_00, held: 8_000_00 });
  });
});

describe('a process of an earlier release, beside this one', () => {
  it('cannot hold in an account what does not lie there: it knows the totals only', async () => {
    const transactionId = await depositInSecond();
    const refund = await refundWithoutHold(transactionId);
    const hold = sql`INSERT INTO trust_holds (firm_id, refund_id, matter_id, amount)
      VALUES (${firm.firmId}, ${refund}, ${firm.matterId}, ${DEPOSIT})`;
    await expect(hold).rejects.toThrow(
      `trust account ${second} does not have what refund ${refund} would hold`,
    );
    await bringTrust(db, firm, DEPOSIT, second);
    await sql`INSERT INTO trust_holds (firm_id, refund_id, matter_id, amount)
      VALUES (${firm.firmId}, ${refund}, ${firm.matterId}, ${DEPOSIT})`;
    expect(await inAccount(second)).toEqual({ balance: DEPOSIT, held: DEPOSIT });
  });
});

/** The rows of a refund whose hold is still to be placed. */
async function refundWithoutHold(transactionId: TransactionId): Promise<string> {
  await bringTrust(db, firm, DEPOSIT, second);
  const { refundId } = await refundOf(transactionId);
  await sql`UPDATE trust_holds SET status = 'released' WHERE refund_id = ${refundId}`;
  await sql`DELETE FROM trust_holds WHERE refund_id = ${refundId}`;
  await bringTrust(db, firm, -DEPOSIT, second);
  return refundId;
}
