// The matches of lines and postings, as they are stored.
import { and, eq, sql } from 'drizzle-orm';
import { asId, type BankLineId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { Actor } from '../events/append-refund-event.ts';
import { newId } from '../new-id.ts';
import { bankClearings } from '../schema/bank.ts';
import type { AccountKey } from './cleared-postings.ts';

/** The pairs of line and posting, with a space between them, that a person undid: nothing matches them again by itself. */
export async function findUndone(
  tx: Db,
  { firmId, bankAccountId }: AccountKey,
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ pair: sql<string>`${bankClearings.lineId} || ' ' || ${bankClearings.postingId}` })
    .from(bankClearings)
    .where(
      and(
        eq(bankClearings.firmId, firmId),
        eq(bankClearings.bankAccountId, bankAccountId),
        sql`${bankClearings.undoneAt} IS NOT NULL`,
      ),
    );
  return new Set(rows.map(({ pair }) => pair));
}

/** Matches each line with its postings; a posting that is matched already stays so. */
export async function insertClearings(
  tx: Db,
  { firmId, bankAccountId }: AccountKey,
  pairs: readonly { readonly lineId: string; readonly postingId: string }[],
  { actor, at }: { readonly actor: Actor; readonly at: Date },
): Promise<void> {
  if (pairs.length === 0) return;
  await tx
    .insert(bankClearings)
    .values(
      pairs.map(({ lineId, postingId }) => ({
        id: newId<string>('clr'),
        ...{ firmId, bankAccountId, postingId, matchedBy: actor, matchedAt: at },
        lineId: asId<BankLineId>(lineId),
      })),
    )
    .onConflictDoNothing();
}
