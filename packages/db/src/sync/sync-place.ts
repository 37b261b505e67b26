// Where the backfill of a connection stands. A page and the place after it are one transaction: whatever is killed, the
// same page is asked for again, and is counted once.
import { and, eq, sql } from 'drizzle-orm';
import {
  SAMPLED,
  SAMPLES_MAX,
  type SyncCounts,
  type SyncInput,
  type SyncResult,
  type SyncSamples,
} from '@makewhole/domain/contracts/processor-sync';
import { firstPlace, placeAfter } from '@makewhole/domain/sync-windows';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { processorSync } from '../schema/processor-sync.ts';
import { refunds } from '../schema/refunds.ts';

export type SyncRow = typeof processorSync.$inferSelect;

/** A record, by the processor's ID of it, and what became of it. */
export type SyncTaken = { readonly id: string; readonly result: SyncResult };

/**
 * Records that a sync of the connection begins; one that was begun goes on where it is.
 * @param since how far back; inclusive
 */
export async function beginSync(
  db: Db,
  { firmId, connectionId }: SyncInput,
  { since, at }: { readonly since: Date; readonly at: Date },
): Promise<SyncRow> {
  const place = firstPlace({ since, beganAt: at });
  await db
    .insert(processorSync)
    .values({ firmId, connectionId, state: 'backfilling', since, beganAt: at, pageAt: at, ...place })
    .onConflictDoNothing();
  const row = await findSync(db, { firmId, connectionId });
  if (row === null) throw new Error(`The connection ${connectionId} is another firm's`);
  return row;
}

/** Null if none was begun. */
export async function findSync(db: Db, { firmId, connectionId }: SyncInput): Promise<SyncRow | null> {
  const [row] = await db.select().from(processorSync).where(ofConnection({ firmId, connectionId }));
  return row ?? null;
}

/** Ends it before its end: nothing of it is asked for any more. */
export async function stopSync(db: Db, key: SyncInput): Promise<void> {
  await db
    .update(processorSync)
    .set({ state: 'stopped' })
    .where(and(ofConnection(key), eq(processorSync.state, 'backfilling')));
}

/**
 * Applies a page and moves the place behind it, in one transaction; does nothing if the page was applied already.
 * @param asked the row when the page was asked for
 * @param take applies the records
 */
export function takeSyncPage(
  db: Db,
  asked: SyncRow,
  page: { readonly nextCursor: string | null; readonly at: Date },
  take: (tx: Db) => Promise<readonly SyncTaken[]>,
): Promise<void> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select().from(processorSync).where(ofConnection(asked)).for('update');
    if (row?.pages !== asked.pages || row.state !== 'backfilling') return;
    const taken = await take(tx);
    const next = placeAfter(row, page.nextCursor, { ...row, now: page.at });
    await tx
      .update(processorSync)
      .set({
        ...(next ?? { state: 'done' as const, finishedAt: page.at }),
        pages: row.pages + 1,
        counts: counted(row.counts, taken),
        samples: sampled(row.samples, taken),
        pageAt: page.at,
      })
      .where(ofConnection(row));
  });
}

/** Whether a refund of the connection's payments is being handed over right now: lists must not compete with it. */
export async function isSending(db: Db, { firmId, connectionId }: SyncInput): Promise<boolean> {
  const [row] = await db
    .select({ one: sql`1` })
    .from(refunds)
    .innerJoin(
      payments,
      and(eq(payments.firmId, refunds.firmId), eq(payments.transactionId, refunds.transactionId)),
    )
    .where(
      and(
        eq(refunds.firmId, firmId),
        eq(refunds.status, 'submitting'),
        eq(payments.connectionId, connectionId),
      ),
    )
    .limit(1);
  return row !== undefined;
}

function ofConnection({ firmId, connectionId }: SyncInput) {
  return and(eq(processorSync.firmId, firmId), eq(processorSync.connectionId, connectionId));
}

function counted(before: SyncCounts, taken: readonly SyncTaken[]): SyncCounts {
  const counts = { ...before };
  for (const { result } of taken) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

function sampled(before: SyncSamples, taken: readonly SyncTaken[]): SyncSamples {
  const samples = { ...before };
  for (const { id, result } of taken.filter((one) => SAMPLED.includes(one.result))) {
    const known = samples[result] ?? [];
    if (known.length < SAMPLES_MAX && !known.includes(id)) samples[result] = [...known, id];
  }
  return samples;
}
