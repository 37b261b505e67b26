// A schedule that waits for a lawyer is a lawyer's task (B14): its subject is the schedule.
import { and, eq } from 'drizzle-orm';
import type { ObligationId } from '@makewhole/domain/ids';
import { dueAt } from '@makewhole/domain/obligation-dates';
import { openingReviewSummary } from '@makewhole/domain/obligation-summaries';
import { ownerOf } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import type { ChangedBy } from '../events/append-firm-event.ts';
import { newId } from '../new-id.ts';
import { firstMessageAt } from '../obligations/open-and-complete.ts';
import { obligations } from '../schema/obligations.ts';
import type { OpeningSchedule } from '../schema/opening-schedules.ts';

const KIND = 'opening_review';

/** @param account the title of its bank account */
export async function openOpeningTask(
  tx: Db,
  { id: subject, firmId, bankAccountId, cutOverOn }: OpeningSchedule,
  { account, at }: { readonly account: string; readonly at: Date },
): Promise<void> {
  await tx.insert(obligations).values({
    id: newId<ObligationId>('obl'),
    ...{ firmId, bankAccountId, kind: KIND, subject, amount: null, openedAt: at },
    owner: ownerOf({ kind: KIND, subject }),
    summary: openingReviewSummary(account, cutOverOn),
    dueAt: new Date(dueAt(at.toISOString(), KIND)),
    nextMessageAt: firstMessageAt(at, KIND),
  });
}

/** done: it was signed. void: it was withdrawn. */
export async function endOpeningTask(
  tx: Db,
  subject: OpeningSchedule['id'],
  status: 'done' | 'void',
  { firmId, principalId: settledBy, at: settledAt }: ChangedBy,
): Promise<void> {
  await tx
    .update(obligations)
    .set({ status, settledAt, settledBy, nextMessageAt: null })
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.kind, KIND),
        eq(obligations.subject, subject),
        eq(obligations.status, 'open'),
      ),
    );
}
