// A firm that brings in trust balances from its own system refunds no more trust money than the smaller of the two systems
// has, and only by a fresh balance (ADR 53).
import { beforeEach, describe, expect, it } from 'vitest';
import { and, eq, inArray } from 'drizzle-orm';
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { findStaleTrustBalances } from '@makewhole/db/setup/find-stale-trust-balances';
import { importInTurn } from '@makewhole/db/imports/import-row';
import { putTrustBalance } from '@makewhole/db/imports/put-trust-balance';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { firms } from '@makewhole/db/schema/firms';
import { obligations } from '@makewhole/db/schema/obligations';
import { compareChangedBalances } from '@makewhole/db/trust/balance-tasks';
import type { TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { BALANCE_TASKS } from '@makewhole/domain/balance-tasks';
import { openTestDatabase } from '../../support/database.ts';
import {
  addMatter,
  askRefund,
  bringTrust,
  byOwner,
  createSmallFirm,
  givePayment,
  type SmallFirm,
} from '../../support/small-firm.ts';

const { db } = await openTestDatabase();
const HOUR_MS = 3_600_000;
const DEPOSIT = 1_250_00;

let firm: SmallFirm;
let paid: TransactionId;
beforeEach(async () => {
  firm = await createSmallFirm(db, 5_000_00);
  paid = await deposit();
});

it('leaves a firm alone that never brings any in', async () => {
  expect(await previewed()).toBe(true);
  expect((await asked()).kind).toBe('noted');
});

describe('what is free', () => {
  it('is no more than the firm’s own system says', async () => {
    await say(DEPOSIT - 1);
    expect(await previewed()).toBe('trust_balance_insufficient');
    const { message } = await refusal();
    expect(message).toMatch(/Your own system said that the matter had \$1,249\.99 there as of/);
    await say(DEPOSIT);
    expect(await previewed()).toBe(true);
    expect((await asked()).kind).toBe('noted');
  });

  it('is no more than our ledger has, whatever that system says', async () => {
    await bringTrust(db, firm, -4_000_00);
    await say(5_000_00);
    expect(await previewed()).toBe('trust_balance_insufficient');
    expect((await refusal()).code).toBe('trust_balance_insufficient');
  });

  it('is carried on by what moved here since', async () => {
    await say(DEPOSIT);
    await bringTrust(db, firm, -1);
    expect((await refusal()).code).toBe('trust_balance_insufficient');
    await bringTrust(db, firm, 1);
    expect((await asked()).kind).toBe('noted');
  });

  it('counts what other refunds hold', async () => {
    const other = await deposit();
    await say(2 * DEPOSIT - 1);
    expect((await asked()).kind).toBe('noted');
    expect((await refusal(other)).code).toBe('trust_balance_insufficient');
    expect(await previewed(other)).toBe('trust_balance_insufficient');
  });
});

describe('a balance that is too old', () => {
  it('is refused by the firm’s rule, in the preview and in the request', async () => {
    await say(5_000_00, 73);
    expect(await previewed()).toBe('trust_balance_stale');
    const { code, message } = await refusal();
    expect(code).toBe('trust_balance_stale');
    expect(message).toMatch(/It is as of 20\d\d-\d\d-\d\d, and by your firm's rule it may be 3 days old\./);
    await db.update(firms).set({ trustBalanceDays: 4 }).where(eq(firms.id, firm.firmId));
    expect(await previewed()).toBe(true);
    const stale = await findStaleTrustBalances(db, { firmId: firm.firmId, now: new Date() });
    expect(stale).toMatchObject({ count: 0, oldest: null });
    await db.update(firms).set({ trustBalanceDays: 1 }).where(eq(firms.id, firm.firmId));
    const older = await findStaleTrustBalances(db, { firmId: firm.firmId, now: new Date() });
    expect([older.count, older.oldest?.getTime()]).toEqual([
      1,
      expect.closeTo(Date.now() - 73 * HOUR_MS, -5),
    ]);
    // The same balance, said again, is fresh.
    await say(5_000_00);
    expect((await asked()).kind).toBe('noted');
  });

  it('is one that is missing, once another matter of the account has one', async () => {
    const number = 'm-other';
    await addMatter(db, firm, { number, name: 'Roe estate', client: 'Ann Roe' });
    await say(0, 0, number);
    expect(await previewed()).toBe('trust_balance_stale');
    expect((await refusal()).message).toContain('none of this matter');
    await say(5_000_00);
    expect((await asked()).kind).toBe('noted');
  });

  it('holds up no refund of operating money', async () => {
    await say(0, 100);
    const fees = await givePayment(db, null, firm, { parts: [{ of: 'invoice', amount: 100_00 }] });
    expect((await askRefund(db, firm, fees)).kind).toBe('noted');
  });
});

describe('a balance below what refunds hold', () => {
  it('is taken as a fact, is a lawyer’s task, and blocks new refunds of the matter until it is over', async () => {
    const other = await givePayment(db, null, firm, { parts: [{ of: 'trust', amount: 1 }] });
    const refund = await asked();
    const refundId = refund.kind === 'noted' ? refund.refund.id : null;
    if (refundId === null) throw new Error(refund.kind);
    expect((await say(1_000_00)).kind).toBe('created');
    expect(await openTasks()).toMatchObject([
      { kind: 'trust_balance_below_held', owner: 'lawyer', amount: 250_00, refundId: null },
    ]);
    expect(await previewed(other)).toBe('trust_balance_below_held');
    expect((await refusal(other)).code).toBe('trust_balance_below_held');
    const by = { actor: firm.people.admin, at: new Date() };
    await cancelRefund(db, { firmId: firm.firmId, refundId }, by);
    await compareChangedBalances(db, { now: new Date(), limit: 100 });
    expect(await openTasks()).toMatchObject([{ kind: 'trust_balance_difference', amount: 4_000_00 }]);
    expect((await askRefund(db, firm, other)).kind).toBe('noted');
  });
});

it(
  'never lets an import and a refund both go by what was before the other',
  { timeout: 120_000 },
  async () => {
    for (let round = 0; round < 8; round += 1) {
      const racing = await createSmallFirm(db, 5_000_00);
      const transactionId = await givePayment(db, null, racing, {
        parts: [{ of: 'trust', amount: DEPOSIT }],
      });
      const [outcome, said] = await Promise.all([
        askRefund(db, racing, transactionId),
        say(1_000_00, 0, 'm-14', racing),
      ]);
      expect(said.kind).toBe('created');
      const [task] = await openTasks(racing);
      // The refund was first: its hold is there to be compared. The import was first: the refund found it.
      if (outcome.kind === 'noted') expect(task?.kind).toBe('trust_balance_below_held');
      else {
        expect(outcome).toMatchObject({
          kind: 'not_refundable',
          refusal: { code: 'trust_balance_insufficient' },
        });
        expect(task?.kind).toBe('trust_balance_difference');
      }
    }
  },
);

function deposit(): Promise<TransactionId> {
  return givePayment(db, null, firm, { parts: [{ of: 'trust', amount: DEPOSIT }] });
}

/** The firm's own system says a balance. */
function say(balance: number, hoursAgo = 0, matterExternalId = 'm-14', of = firm) {
  const asOf = new Date(Date.now() - hoursAgo * HOUR_MS);
  const statement = { matterExternalId, balance: money(balance), bankAccountId: null, asOf, ifMatch: null };
  return importInTurn(db, byOwner(of), (importing) => putTrustBalance(importing, statement));
}

/** true, or why not. */
async function previewed(transactionId = paid) {
  const preview = await previewRefund(db, {
    firmId: firm.firmId,
    transactionId,
    now: new Date(),
    creditDaysOf,
  });
  if (preview === null) throw new Error(`There is no ${transactionId}`);
  return preview.eligibility.refundable ? true : preview.eligibility.code;
}

function asked() {
  return askRefund(db, firm, paid);
}

async function refusal(transactionId = paid) {
  const outcome = await askRefund(db, firm, transactionId);
  if (outcome.kind !== 'not_refundable') throw new Error(outcome.kind);
  return outcome.refusal;
}

function openTasks({ firmId } = firm) {
  return db
    .select()
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        inArray(obligations.kind, Object.values(BALANCE_TASKS)),
        eq(obligations.status, 'open'),
      ),
    );
}
