// One page of the backfill of a connection (ADR 55): asked for where the row says, and applied with the place after it in
// one transaction. Repeating it after a lost answer takes the next page.
import { findConnection } from '@makewhole/db/connections/find-connection';
import { isSending, findSync, stopSync, takeSyncPage, type SyncRow } from '@makewhole/db/sync/sync-place';
import { takePayments } from '@makewhole/db/sync/take-payments';
import { takeRefunds } from '@makewhole/db/sync/take-refunds';
import { syncWorkflowId, type SyncInput, type SyncStep } from '@makewhole/domain/contracts/processor-sync';
import { readRecord, unusableRefund } from '@makewhole/processor/read-record';
import { raiseAlarm } from '@makewhole/temporal/raise-alarm';
import type { WorkerDependencies } from './dependencies.ts';
import { unavailable } from './unavailable.ts';

const PAGE_MAX = 100;
const SENDING_MS = 5_000;
const BROKEN_MS = 60_000;

/** @throws ApplicationFailure while the processor gives no page */
export const syncPage =
  (dependencies: WorkerDependencies) =>
  async (key: SyncInput): Promise<SyncStep> => {
    const { db, processor } = dependencies;
    const row = await findSync(db, key);
    if (row === null || row.state === 'stopped') return { kind: 'stopped' };
    if (row.state === 'done') return { kind: 'done' };
    const connection = await findConnection(db, key);
    const { truth, pageMax } = await processor.capabilitiesOf(key);
    if (connection === null || connection.status === 'disabled' || truth === 'notifications') {
      await stopSync(db, key);
      return { kind: 'stopped' };
    }
    // Its owner has the task to replace the credentials.
    if (connection.status === 'new') return { kind: 'wait', ms: BROKEN_MS };
    if (await isSending(db, key)) return { kind: 'wait', ms: SENDING_MS };
    const limit = Math.min(pageMax, PAGE_MAX);
    return row.stream === 'payments'
      ? pageOfPayments(dependencies, row, limit)
      : pageOfRefunds(dependencies, row, limit);
  };

/** Once a day, however often. */
export const reportSyncStuck =
  ({ temporal, taskQueue }: WorkerDependencies) =>
  ({ connectionId }: SyncInput): Promise<void> =>
    raiseAlarm(temporal, taskQueue, { alarm: 'sync_stuck', about: syncWorkflowId(connectionId) });

async function pageOfPayments(
  { db, processor }: WorkerDependencies,
  row: SyncRow,
  limit: number,
): Promise<SyncStep> {
  const asOf = new Date();
  const page = await processor.listCreatedPayments(requestOf(row, limit));
  if (page.kind === 'unavailable') {
    if (page.cause === 'connection_broken') return { kind: 'wait', ms: BROKEN_MS };
    throw unavailable(page);
  }
  const records = [...page.items, ...page.unreadable].map(readRecord);
  const { firmId, connectionId } = row;
  await takeSyncPage(db, row, { nextCursor: page.nextCursor, at: new Date() }, (tx) =>
    takePayments(tx, { firmId, connectionId, asOf }, records),
  );
  return { kind: 'page' };
}

async function pageOfRefunds(
  { db, processor }: WorkerDependencies,
  row: SyncRow,
  limit: number,
): Promise<SyncStep> {
  const page = await processor.listCreatedRefunds(requestOf(row, limit));
  if (page.kind === 'unavailable') {
    if (page.cause === 'connection_broken') return { kind: 'wait', ms: BROKEN_MS };
    throw unavailable(page);
  }
  const at = new Date();
  const usable = page.items.filter((refund) => unusableRefund(refund) === null);
  const unusable = [...page.unreadable, ...page.items.flatMap((refund) => unusableRefund(refund) ?? [])];
  await takeSyncPage(db, row, { nextCursor: page.nextCursor, at }, async (tx) => [
    ...(await takeRefunds(tx, { ...row, at }, usable)),
    ...unusable.map(({ processorRefundId, transactionId }) => ({
      id: processorRefundId ?? transactionId,
      result: 'refund_unusable' as const,
    })),
  ]);
  return { kind: 'page' };
}

function requestOf({ connectionId, windowFrom, windowTo, cursor }: SyncRow, limit: number) {
  const [from, to] = [windowFrom.toISOString(), windowTo.toISOString()];
  return { connectionId, from, to, cursor, limit };
}
