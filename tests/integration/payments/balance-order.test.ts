// The order in which balances of the firm's own system, receipts and refunds come does not matter: they end in the same
// tasks, and in the same answer to what is free (ADR 53).
import fc from 'fast-check';
import { and, eq, inArray } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { listTrustBalances } from '@makewhole/db/imports/list-trust-balances';
import { importInTurn } from '@makewhole/db/imports/import-row';
import { putTrustBalance } from '@makewhole/db/imports/put-trust-balance';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { obligations } from '@makewhole/db/schema/obligations';
import { compareChangedBalances } from '@makewhole/db/trust/balance-tasks';
import { findFreeTrust } from '@makewhole/db/trust/free-trust';
import { findImportedLimit } from '@makewhole/db/trust/imported-limit';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { BALANCE_TASKS } from '@makewhole/domain/balance-tasks';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, bringTrust, byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';

const { db } = await openTestDatabase();
const HOUR_MS = 3_600_000;
const now = new Date();

/** Each returns false if it was refused, and is tried again later. */
const STEPS: Readonly<Record<string, (world: SmallFirm) => Promise<boolean>>> = {
  'a retainer': (world) => receive(world, 'retainer', 900_00),
  'another retainer': (world) => receive(world, 'other', 300_00),
  'the retainer, seen again': (world) => receive(world, 'retainer', 900_00),
  'an old balance': (world) => say(world, 500_00, 48),
  'the newest balance': (world) => say(world, 1_000_00, 1),
  'the newest balance again': (world) => say(world, 1_000_00, 1),
  'a payment out of trust today': async (world) => {
    await bringTrust(db, world, -60_00);
    return true;
  },
  'the refund of the retainer': async (world) => {
    const outcome = await askRefund(db, world, idOf(world, 'retainer'), { now });
    return outcome.kind === 'noted';
  },
  'a sweep': async () => {
    await sweep();
    return true;
  },
};

it(
  'ends in the same tasks and the same free amount, whatever comes first',
  { timeout: 300_000 },
  async () => {
    const names = Object.keys(STEPS);
    const expected = await endOf(names);
    expect(expected).toEqual({
      // 1,000.00 there and 1,200.00 here as of the newest balance; then 60.00 went out, and 900.00 is held.
      tasks: [{ kind: 'trust_balance_difference', status: 'open', amount: 200_00 }],
      balance: { imported: 1_000_00, ledgerThen: 1_200_00, ledgerNow: 1_140_00, held: 900_00 },
      free: 40_00,
    });
    const orders = fc.shuffledSubarray(names, { minLength: names.length });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await endOf(order)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  },
);

/** What a new firm has in the end, after all these steps and again those that came too early. */
async function endOf(order: readonly string[]) {
  const world = await createSmallFirm(db, 0);
  let left = order;
  for (let round = 0; left.length > 0 && round < order.length; round += 1) {
    const refused: string[] = [];
    for (const name of left) if (!(await STEPS[name]?.(world))) refused.push(name);
    left = refused;
  }
  expect(left).toEqual([]);
  await sweep();
  return { tasks: await openTasksOf(world), ...(await balanceOf(world)) };
}

async function sweep(): Promise<void> {
  await compareChangedBalances(db, { now, limit: 100 });
}

async function receive(world: SmallFirm, name: string, amount: number): Promise<boolean> {
  await mirrorPayment(db, {
    firmId: world.firmId,
    connectionId: world.connectionId,
    asOf: now,
    payment: {
      ...{ transactionId: idOf(world, name), type: 'sale', status: 'settled', currency: 'USD' },
      ...{ method: 'card', last4: '4242', payer: { name: 'Dana Whitfield', email: null } },
      ...{ amount: money(amount), matterNumber: '2026-014' },
      createdAt: new Date(now.getTime() - 240 * HOUR_MS),
      settledAt: new Date(now.getTime() - 200 * HOUR_MS),
      ...{ disputed: false, disputeLost: false, refundedElsewhere: false },
      items: [{ description: 'Retainer', invoiceNumber: null, account: 'trust', amount: money(amount) }],
    },
  });
  return true;
}

async function say(world: SmallFirm, balance: number, hoursAgo: number): Promise<boolean> {
  const asOf = new Date(now.getTime() - hoursAgo * HOUR_MS);
  const { kind } = await importInTurn(db, byOwner(world, now), (importing) =>
    putTrustBalance(importing, {
      ...{ matterExternalId: 'm-14', balance: money(balance), bankAccountId: null, asOf, ifMatch: null },
    }),
  );
  return ['created', 'updated', 'unchanged', 'stale'].includes(kind);
}

function idOf({ firmId }: SmallFirm, name: string): TransactionId {
  return asId<TransactionId>(`txn_${name}_${firmId}`);
}

function openTasksOf({ firmId }: SmallFirm) {
  const { kind, status, amount } = obligations;
  return db
    .select({ kind, status, amount })
    .from(obligations)
    .where(
      and(eq(obligations.firmId, firmId), inArray(kind, Object.values(BALANCE_TASKS)), eq(status, 'open')),
    );
}

async function balanceOf({ firmId, matterId }: SmallFirm) {
  const page = await listTrustBalances(db, { firmId, limit: 2 });
  const [found, ...others] = 'data' in page ? page.data : [];
  if (found === undefined || others.length > 0) throw new Error('There is to be one balance');
  const { imported, ledgerThen, ledgerNow, held, bankAccountId } = found;
  const of = { firmId, matterId, bankAccountId };
  const limit = await findImportedLimit(db, of, { now, trustBalanceDays: 3 }, 0);
  const less = limit.kind === 'less' ? limit.by : NaN;
  return {
    balance: { imported, ledgerThen, ledgerNow, held },
    free: (await findFreeTrust(db, of)) - less,
  };
}
