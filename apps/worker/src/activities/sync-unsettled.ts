// A page of payments that have not settled: no list of changes says when they do, and their receipt is booked then (B15).
import { listUnsettled } from '@makewhole/db/sync/list-unsettled';
import { takePayments, type SyncedPayment } from '@makewhole/db/sync/take-payments';
import { takeSyncPage } from '@makewhole/db/sync/take-sync-page';
import { askForPayment } from './sync-ask.ts';
import { HELD_UP, PAGE, moveAfter, type PageOutcome, type SyncWork } from './sync-outcome.ts';
import { signalTroubledRefunds } from './sync-records.ts';

/** Each is asked for by itself, at the pace of the company. */
const UNSETTLED_MAX = 25;

export async function pageOfUnsettled(work: SyncWork): Promise<PageOutcome> {
  const { db, key, row } = work;
  const asOf = new Date();
  const ids = await listUnsettled(db, key, { after: row.cursor, at: asOf, limit: UNSETTLED_MAX });
  const records: SyncedPayment[] = [];
  for (const transactionId of ids) {
    if (await work.isHeldUp()) return HELD_UP;
    const payment = await askForPayment(work, transactionId);
    if (payment.kind === 'no_page') return payment;
    if (payment.kind !== 'not_found') records.push(payment);
  }
  await signalTroubledRefunds(work, records, asOf);
  const at = new Date();
  const nextCursor = ids.length < UNSETTLED_MAX ? null : (ids.at(-1) ?? null);
  await takeSyncPage(db, row, {
    at,
    take: (tx) => takePayments(tx, { ...key, asOf }, records),
    moveOf: (now) => moveAfter(now, nextCursor, { ...work, at }),
  });
  return PAGE;
}
