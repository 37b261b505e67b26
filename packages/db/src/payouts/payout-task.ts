// A payout that our books do not explain is somebody's task until they do (B14): its subject is the payout.
import { and, eq } from 'drizzle-orm';
import type { ObligationId, PayoutId } from '@makewhole/domain/ids';
import { dueAt } from '@makewhole/domain/obligation-dates';
import { payoutUnexplainedSummary } from '@makewhole/domain/obligation-summaries';
import { ownerOf } from '@makewhole/domain/obligations';
import type { PayoutRecord } from '@makewhole/domain/payouts';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { newId } from '../new-id.ts';
import { firstMessageAt } from '../obligations/open-and-complete.ts';
import { obligations } from '../schema/obligations.ts';
import type { payouts } from '../schema/payouts.ts';

type PayoutOfAccount = Pick<typeof payouts.$inferSelect, 'id' | 'firmId' | 'bankAccountId'>;

const KIND = 'payout_unexplained';

/** Opens it, once for a payout. */
export async function openPayoutTask(
  tx: Db,
  { id: subject, firmId, bankAccountId }: PayoutOfAccount,
  payout: PayoutRecord,
  { unexplained, at }: { readonly unexplained: Money; readonly at: Date },
): Promise<void> {
  await tx
    .insert(obligations)
    .values({
      id: newId<ObligationId>('obl'),
      ...{ firmId, bankAccountId, kind: KIND, subject, amount: unexplained, openedAt: at },
      owner: ownerOf({ kind: KIND, subject }),
      summary: payoutUnexplainedSummary(payout, unexplained),
      dueAt: new Date(dueAt(at.toISOString(), KIND)),
      nextMessageAt: firstMessageAt(at, KIND),
    })
    .onConflictDoNothing();
}

/** Our books explain it now. */
export async function completePayoutTask(
  tx: Db,
  { id: subject, firmId }: { readonly id: PayoutId; readonly firmId: PayoutOfAccount['firmId'] },
  at: Date,
): Promise<void> {
  await tx
    .update(obligations)
    .set({ status: 'done', settledAt: at, settledBy: ENGINE, nextMessageAt: null })
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.kind, KIND),
        eq(obligations.subject, subject),
        eq(obligations.status, 'open'),
      ),
    );
}
