// Two people say the same of how a client was paid: the first one's word is recorded until the second one confirms it
// (B16). A firm of one person needs no second.
import { and, eq } from 'drizzle-orm';
import { sayTheSame, type RepaymentAnswer } from '@makewhole/domain/repayment';
import type { Db } from '../connect.ts';
import type { CompletedBy, TaskRefused } from '../obligations/complete-payment-task.ts';
import { appendToTimeline, whatWasSaid, type PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { obligations } from '../schema/obligations.ts';
import { areTwoPeople, findPeopleWho } from '../users/find-people-who.ts';

type By = Omit<CompletedBy, 'answer'>;

/** Null if a second person has said it, or there is none; else it is recorded for one. */
export async function awaitSecondPerson(
  tx: Db,
  row: PaymentTaskRow,
  answer: RepaymentAnswer,
  by: By,
): Promise<TaskRefused | null> {
  const others = (await findPeopleWho(tx, row.firmId, 'client.repay')).filter((id) => id !== by.actor);
  if (others.length === 0) return null;
  const { claim } = row;
  const isConfirmed =
    claim !== null &&
    sayTheSame(claim.answer, answer) &&
    (await areTwoPeople(tx, row.firmId, [claim.by, by.actor], by.at));
  if (isConfirmed) return null;
  if (claim === null || !sayTheSame(claim.answer, answer)) await recordClaim(tx, row, answer, by);
  return { kind: 'awaits_second_person' };
}

/** Records what a person says until a second one confirms it; null takes it back. */
export async function recordClaim(
  tx: Db,
  row: PaymentTaskRow,
  answer: RepaymentAnswer | null,
  { actor, at, note }: By & { readonly note?: string },
): Promise<void> {
  const { firmId, id, kind, subject } = row;
  const claim = answer === null ? null : { answer, by: actor, at: at.toISOString() };
  await tx
    .update(obligations)
    .set({ claim })
    .where(and(eq(obligations.firmId, firmId), eq(obligations.id, id)));
  const said = await whatWasSaid(tx, { firmId, id, kind: 'repayment' }, answer ?? { note });
  const type = answer === null ? 'repayment.withdrawn' : 'repayment.recorded';
  await appendToTimeline(tx, { firmId, kind: kind as 'repayment', subject }, { type, actor, at, ...said });
}
