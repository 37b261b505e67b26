import { and, eq } from 'drizzle-orm';
import { isTerminal } from '@makewhole/domain/refund-states';
import type { CampaignWorld } from '../world.ts';
import type { RefundRow, Violation } from './invariant.ts';
import { obligations } from '@makewhole/db/schema/obligations';

/** It has ended, or somebody must act, or the processor still has its days (I3): a trust refund owes nothing before. */
export async function checkEnd({ db }: CampaignWorld, row: RefundRow): Promise<Violation[]> {
  if (isTerminal(row.status) && row.closedAt !== null) return [];
  if (row.status === 'processing' && !row.late) return [];
  const open = await db
    .select({ owner: obligations.owner })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, row.firmId),
        eq(obligations.refundId, row.id),
        eq(obligations.status, 'open'),
      ),
    );
  if (open.length > 0) return [];
  return [{ invariant: 'I3', what: `${row.id} is ${row.status} and nobody owes anything` }];
}
