// The sync of a connection (ADR 55), page by page, as its workflow takes them; and what it wrote.
import { MockActivityEnvironment } from '@temporalio/testing';
import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@makewhole/db/connect';
import { ledgerEntries } from '@makewhole/db/schema/ledger';
import { payments } from '@makewhole/db/schema/payments';
import { processorSync } from '@makewhole/db/schema/processor-sync';
import { askForSync } from '@makewhole/db/sync/ask-for-sync';
import { findSync, ofSync, type SyncRow } from '@makewhole/db/sync/find-sync';
import type { SyncStep } from '@makewhole/domain/contracts/processor-sync';
import type { ConnectionId } from '@makewhole/domain/ids';
import type { ConnectedProcessors } from '@makewhole/processor/connected-processors';
import type { WorkerDependencies } from '@makewhole/worker/activities/dependencies';
import { syncPage } from '@makewhole/worker/activities/sync-page';
import type { FirmWorld } from './refund-world.ts';
import { byOwner } from './small-firm.ts';

const DAY_MS = 86_400_000;
/** Over so many days `givePast` spreads its payments. */
const DAYS = 20;

/** Of which connection, if not the firm's first; and whether it is a dry run. */
type Of = { readonly connectionId?: ConnectionId; readonly isTrial?: true };

export function keyOf({ firm: { firmId, connectionId } }: FirmWorld, of: Of = {}) {
  return { firmId, connectionId, ...of };
}

export function begin(world: FirmWorld, { days = DAYS + 1, ...of }: Of & { readonly days?: number } = {}) {
  const at = new Date();
  const since = new Date(at.getTime() - days * DAY_MS);
  const wanted = { connectionId: world.firm.connectionId, since, hasFeed: true, ...of };
  return askForSync(world.db, byOwner(world.firm, at), wanted);
}

/** The row, as it stands. */
export async function rowOf(world: FirmWorld, of: Of = {}): Promise<SyncRow> {
  const row = await findSync(world.db, keyOf(world, of));
  if (row === null) throw new Error('No sync was begun');
  return row;
}

/** Makes the row as if time had passed, or something had happened. */
export async function changeRow(world: FirmWorld, values: Partial<SyncRow>): Promise<void> {
  await world.db
    .update(processorSync)
    .set(values)
    .where(ofSync(keyOf(world)));
}

export function pastIdOf({ firm }: FirmWorld, nth: number): string {
  return `txn_${firm.connectionId}_${String(nth).padStart(5, '0')}`;
}

/** So many payments over the last days, at the sandbox alone; every third to trust. */
export async function givePast(world: FirmWorld, count: number): Promise<void> {
  const now = Date.now();
  const records = Array.from({ length: count }, (_, nth) => {
    const createdAt = new Date(now - DAY_MS - ((nth * 7_919) % ((DAYS - 1) * 1_440)) * 60_000).toISOString();
    const amount = 10_00 + nth;
    const account = nth % 3 === 0 ? 'trust' : 'operating';
    return {
      ...{ id: pastIdOf(world, nth), account: world.firm.processorAccount, type: 'sale', amount },
      ...{ currency: 'USD', method: 'card', last4: '4242', payer: { name: 'Dana Whitfield', email: null } },
      ...{ matterNumber: '2026-014', createdAt, capturedAt: createdAt, settledAt: createdAt },
      items: [{ description: 'Fees', invoiceNumber: null, account, amount }],
      disputed: false,
    };
  });
  for (let from = 0; from < count; from += 100) {
    await world.sandbox.post('/control/payments', { payments: records.slice(from, from + 100) });
  }
}

/** before: right before the page would be kept; after: when it is kept, and nobody heard of it. */
export type Kill = 'before' | 'after';

type PageOptions = Of & {
  readonly kill?: Kill;
  /** In place of what the world asks. */
  readonly processor?: Partial<ConnectedProcessors>;
};

/** Takes one page, as the workflow's activity. @throws if it is killed */
export async function takePage(
  world: FirmWorld,
  { kill, processor, ...of }: PageOptions = {},
): Promise<SyncStep> {
  const { db, client, taskQueue } = world;
  const dependencies = {
    db: kill === 'before' ? dying(db) : db,
    temporal: client,
    taskQueue,
    processor: { ...world.processor, ...processor },
  };
  // It sends no mail.
  const used = dependencies as unknown as WorkerDependencies;
  const step: SyncStep = await new MockActivityEnvironment().run(syncPage(used), keyOf(world, of));
  if (kill === 'after') throw new Error('killed');
  return step;
}

/** Each transaction ends right before its end. */
function dying(db: Db): Db {
  return Object.assign(Object.create(db) as Db, {
    transaction: (act: (tx: Db) => Promise<unknown>) =>
      db.transaction(async (tx) => {
        await act(tx);
        throw new Error('killed');
      }),
  });
}

/** Takes pages until the past is read, or it waits. */
export async function takePast(world: FirmWorld, options: PageOptions = {}): Promise<SyncRow> {
  for (;;) {
    const step = await takePage(world, options);
    const row = await rowOf(world, options);
    if (step.kind !== 'page' || row.state !== 'backfilling') return row;
  }
}

/** What a sync wrote, without what is a firm's own. */
export async function tablesOf(world: FirmWorld) {
  const { db, firm } = world;
  const rows = await db
    .select()
    .from(payments)
    .where(eq(payments.firmId, firm.firmId))
    .orderBy(asc(payments.transactionId));
  const books = await db
    .select({
      account: ledgerEntries.account,
      total: sql<string>`sum(${ledgerEntries.amount})`,
      n: sql<string>`count(*)`,
    })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.firmId, firm.firmId))
    .groupBy(ledgerEntries.account)
    .orderBy(asc(ledgerEntries.account));
  const { counts, followed, samples, state, stream, pages } = await rowOf(world);
  return {
    payments: rows.map(({ transactionId, amount, status, unassigned, refundedElsewhere, matterId }) => ({
      ...{ id: transactionId.slice(-5), amount, status, unassigned, refundedElsewhere },
      isLinked: matterId !== null,
    })),
    books,
    row: { counts, followed, samples, state, stream, pages },
  };
}
