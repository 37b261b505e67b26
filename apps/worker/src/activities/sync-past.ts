// A page of what was created in a window of the past.
import type { SyncRow } from '@makewhole/db/sync/find-sync';
import { takePayments, type SyncedPayment } from '@makewhole/db/sync/take-payments';
import { takeRefunds } from '@makewhole/db/sync/take-refunds';
import { takeSyncPage } from '@makewhole/db/sync/take-sync-page';
import { unusableRefund } from '@makewhole/processor/read-record';
import { HELD_UP, PAGE, moveAfter, noPage, type PageOutcome, type SyncWork } from './sync-outcome.ts';
import { readPayment, signalTroubledRefunds } from './sync-records.ts';

/** A page is one transaction: what it locks of the firm's books waits for a second or so, and not for many. */
const PAGE_MAX = 25;

export async function pageOfPayments(work: SyncWork): Promise<PageOutcome> {
  const { db, processor, key, row } = work;
  const asOf = new Date();
  const page = await processor.listCreatedPayments(requestOf(work, row));
  if (page.kind === 'unavailable') return noPage(page);
  // Its database would wait for the page.
  if (await work.isHeldUp()) return HELD_UP;
  const { failed = [], nextCursor } = page;
  const records: SyncedPayment[] = [
    ...[...page.items, ...page.unreadable].map(readPayment),
    ...failed.map((id) => ({ kind: 'not_taken', id, why: 'failed' }) as const),
  ];
  await signalTroubledRefunds(work, records, asOf);
  const at = new Date();
  await takeSyncPage(db, row, {
    at,
    take: (tx) => takePayments(tx, { ...key, asOf }, records),
    moveOf: (now) => moveAfter(now, nextCursor, { ...work, at }),
  });
  return PAGE;
}

export async function pageOfRefunds(work: SyncWork): Promise<PageOutcome> {
  const { db, processor, key, row } = work;
  const page = await processor.listCreatedRefunds(requestOf(work, row));
  if (page.kind === 'unavailable') return noPage(page);
  if (await work.isHeldUp()) return HELD_UP;
  const usable = page.items.filter((refund) => unusableRefund(refund) === null);
  const unusable = [...page.unreadable, ...page.items.flatMap((refund) => unusableRefund(refund) ?? [])];
  const at = new Date();
  await takeSyncPage(db, row, {
    at,
    take: async (tx) => [
      ...(await takeRefunds(tx, { ...key, at, beganAt: row.beganAt }, usable)),
      ...unusable.map(({ processorRefundId, transactionId }) => ({
        id: processorRefundId ?? transactionId,
        result: 'refund_unusable' as const,
      })),
    ],
    moveOf: (now) => moveAfter(now, page.nextCursor, { ...work, at }),
  });
  return PAGE;
}

function requestOf({ key, capabilities }: SyncWork, { windowFrom, windowTo, cursor }: SyncRow) {
  const { connectionId } = key;
  const [from, to] = [windowFrom.toISOString(), windowTo.toISOString()];
  return { connectionId, from, to, cursor, limit: Math.min(capabilities.pageMax, PAGE_MAX) };
}
