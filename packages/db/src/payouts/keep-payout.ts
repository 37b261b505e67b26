// A payout of a company that nets (BK4): kept as the company lists it, and booked once, when it has arrived and our books
// have all of its items in the balance. Nothing is posted to make the numbers agree: what our books lack is shown, and
// looked for again each night.
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import {
  asId,
  type ConnectionId,
  type FirmId,
  type PayoutId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { sum } from '@makewhole/domain/money';
import {
  expectedOf,
  feesOf,
  payoutEntries,
  payoutReturnedEntries,
  unexplainedOf,
  type PayoutRecord,
} from '@makewhole/domain/payouts';
import { findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import { ofSameAccount } from '../connections/followed-connection.ts';
import type { Db } from '../connect.ts';
import { insertPosting } from '../ledger/insert-posting.ts';
import { newId } from '../new-id.ts';
import { payoutItems, payoutPostings, payouts } from '../schema/payouts.ts';
import { followFirmLedger, lockTrustAccount } from '../trust/trust-ledgers.ts';
import { findItemPostings } from './find-item-postings.ts';
import { completePayoutTask, openPayoutTask } from './payout-task.ts';

export type PayoutToKeep = {
  readonly firmId: FirmId;
  readonly connectionId: ConnectionId;
  readonly payout: PayoutRecord;
  readonly at: Date;
};

/** unexplained: our books do not have all of its items. waiting: it has not arrived, or its items are not complete. */
export type PayoutKept = 'booked' | 'returned' | 'unexplained' | 'waiting';

/** Keeps what the company says of a payout now, and books it if it can be. The same again changes nothing. */
export function keepPayout(db: Db, { firmId, connectionId, payout, at }: PayoutToKeep): Promise<PayoutKept> {
  return db.transaction(async (tx) => {
    const row = await lockPayout(tx, { firmId, connectionId, payout, at });
    if (row.bookedAt !== null) return payout.status === 'failed' ? giveBack(tx, row, payout, at) : 'booked';
    const fees = feesOf(payout.items);
    const found = [];
    for (const item of payout.items) {
      const postings = await findItemPostings(tx, { ...row, account: payout.account }, item);
      found.push({ expected: expectedOf(item), postings });
    }
    const [first] = found.flatMap(({ postings }) => postings);
    const bankAccountId = first?.bankAccountId ?? row.bankAccountId;
    const items = found.map(({ expected, postings }) => {
      const paidOut = postings.filter((one) => one.bankAccountId === bankAccountId);
      return { expected, booked: sum(paidOut.map(({ amount }) => amount)), paidOut };
    });
    const { amount, status, arrivesOn } = payout;
    const unexplained = unexplainedOf({ amount, fees }, items);
    const isArrived = status === 'paid' && payout.isComplete;
    const isBooked = isArrived && unexplained === 0;
    await tx
      .update(payouts)
      .set({
        ...{ bankAccountId, amount, fees, unexplained, status, arrivesOn },
        ...(isBooked && { bookedAt: at }),
      })
      .where(eq(payouts.id, row.id));
    if (!isArrived) return 'waiting';
    await keepItems(tx, row, payout);
    if (!isBooked) {
      await openPayoutTask(tx, { ...row, bankAccountId }, payout, { unexplained, at });
      return 'unexplained';
    }
    await completePayoutTask(tx, row, at);
    await post(tx, { ...row, bankAccountId }, payout, { step: 'payout', at });
    const paidOut = items.flatMap((item) => item.paidOut);
    if (paidOut.length > 0) {
      await tx
        .insert(payoutPostings)
        .values(paidOut.map(({ id: postingId }) => ({ firmId, postingId, payoutId: row.id })));
    }
    return 'booked';
  });
}

type PayoutRow = typeof payouts.$inferSelect;

/** The payout's row, locked; written first if it is new. */
async function lockPayout(tx: Db, { firmId, connectionId, payout, at }: PayoutToKeep): Promise<PayoutRow> {
  const { id: processorPayoutId, account, amount, status, arrivesOn, items } = payout;
  const { [account]: bankAccountId } = await findDefaultAccounts(tx, firmId);
  const fees = feesOf(items);
  const isPayout = and(
    eq(payouts.firmId, firmId),
    // An earlier connection to the same account may have booked it.
    sql`${payouts.connectionId} IN ${ofSameAccount(connectionId)}`,
    eq(payouts.processorPayoutId, processorPayoutId),
  );
  const earlier = await tx.select({ id: payouts.id }).from(payouts).where(isPayout).limit(1);
  if (earlier.length === 0) {
    const row = {
      ...{ id: newId<PayoutId>('po'), firmId, connectionId, processorPayoutId, bankAccountId },
      ...{ amount, fees, unexplained: unexplainedOf({ amount, fees }, []), status, arrivesOn, seenAt: at },
    };
    await tx.insert(payouts).values(row).onConflictDoNothing();
  }
  const [row] = await tx
    .select()
    .from(payouts)
    .where(isPayout)
    .orderBy(asc(payouts.seenAt), asc(payouts.id))
    .limit(1)
    .for('update');
  if (row === undefined) throw new Error(`The payout ${processorPayoutId} was not written`);
  return row;
}

async function keepItems(
  tx: Db,
  { firmId, id: payoutId }: PayoutRow,
  { items }: PayoutRecord,
): Promise<void> {
  if (items.length === 0) return;
  await tx
    .insert(payoutItems)
    .values(items.map(({ id: itemId, ...item }) => ({ firmId, payoutId, itemId, ...item })))
    .onConflictDoNothing();
}

/** The bank refused a payout that was booked: the money is in the balance again, once. */
async function giveBack(tx: Db, row: PayoutRow, payout: PayoutRecord, at: Date): Promise<PayoutKept> {
  await tx.update(payouts).set({ status: 'failed' }).where(eq(payouts.id, row.id));
  // Nothing of a payout changes once it is booked.
  await post(tx, row, { ...payout, amount: row.amount }, { step: 'payout_returned', at });
  return 'returned';
}

async function post(
  tx: Db,
  { id: causeId, firmId, bankAccountId }: PayoutRow,
  { account, amount, arrivesOn, items }: PayoutRecord,
  { step, at }: { readonly step: 'payout' | 'payout_returned'; readonly at: Date },
): Promise<void> {
  if (account === 'trust') await lockTrustAccount(tx, { firmId, bankAccountId });
  const isArrival = step === 'payout';
  const subject = {
    ...{ firmId, causeId, at, bankAccounts: { [account]: bankAccountId } },
    ...(isArrival && { effectiveOn: arrivesOn }),
  };
  const paid = { account, amount, fees: feesOf(items) };
  const entries = isArrival ? payoutEntries(paid) : payoutReturnedEntries(paid);
  // Deposits and refunds may cancel out to the cent: then no account moves.
  if (entries.length === 0) return;
  const isNew = await insertPosting(tx, subject, { step, leg: account, allocationId: null }, entries);
  if (!isNew || account !== 'trust') return;
  await followFirmLedger(tx, { firmId, bankAccountId }, { transactionId: asId<TransactionId>(causeId), at });
}

/** The day of arrival of the oldest payout of a connection's account that may still be booked; null if there is none. */
export async function findOldestOpen(
  db: Db,
  { firmId, connectionId }: Pick<PayoutToKeep, 'firmId' | 'connectionId'>,
): Promise<BankDate | null> {
  const [open] = await db
    .select({ arrivesOn: payouts.arrivesOn })
    .from(payouts)
    .where(
      and(
        eq(payouts.firmId, firmId),
        sql`${payouts.connectionId} IN ${ofSameAccount(connectionId)}`,
        isNull(payouts.bookedAt),
        ne(payouts.status, 'failed'),
      ),
    )
    .orderBy(asc(payouts.arrivesOn))
    .limit(1);
  return open?.arrivesOn ?? null;
}
