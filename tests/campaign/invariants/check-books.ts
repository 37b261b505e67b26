import { and, eq } from 'drizzle-orm';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { ledgerEntries, postings } from '@makewhole/db/schema/ledger';
import { checkBooks as faultsOf } from '@makewhole/domain/verify-postings';
import type { CampaignWorld } from '../world.ts';
import type { RefundRow, Violation } from './invariant.ts';

/** Each posting balances, is there once, and is one that the status asks for; clearing is zero at closing (B10, I2). */
export async function checkBooks(
  { db }: CampaignWorld,
  { firmId, id, closedAt }: RefundRow,
): Promise<Violation[]> {
  const rows = await db
    .select({ posting: postings, entry: ledgerEntries })
    .from(postings)
    .leftJoin(ledgerEntries, eq(ledgerEntries.postingId, postings.id))
    .where(and(eq(postings.firmId, firmId), eq(postings.refundId, id)));
  const found: string[] = [];
  const keys = new Set<string>();
  for (const [postingId, lines] of Map.groupBy(rows, ({ posting }) => posting.id)) {
    const total = lines.reduce((sum, { entry }) => sum + (entry?.amount ?? 0), 0);
    if (total !== 0) found.push(`posting ${postingId} of ${id} sums to ${total}`);
    const { step, leg, allocationId } = lines[0]?.posting ?? {};
    const key = `${step}/${leg}/${allocationId}`;
    if (keys.has(key)) found.push(`${id} posted ${key} twice`);
    keys.add(key);
  }
  const clearing = rows.reduce(
    (sum, { entry }) => sum + (entry?.account === 'refunds_clearing' ? entry.amount : 0),
    0,
  );
  if (closedAt !== null && clearing !== 0) found.push(`${id} is closed with ${clearing} in clearing`);
  const { status, books } = await loadRefund(db, { firmId, refundId: id });
  const faults = faultsOf({ ...books, status });
  if (faults.length > 0) found.push(`${id} is ${status}, and its books are not: ${JSON.stringify(faults)}`);
  return found.map((what) => ({ invariant: 'I2', what }));
}
