// Ends a refund whose outcome nobody knows, on people's word (B2). This is the one place where a person's mistake pays
// the client twice: so it waits until the processor has been asked for an hour, and if the firm has two people who may
// end it, both must agree.
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { RefundRecord } from '@makewhole/domain/processor-record';
import { paidThough } from '@makewhole/domain/reconciliation/compare-refund';
import {
  NOT_FOUND_BELIEVED_AFTER_MS,
  endableFrom,
  type EndingOutcome,
} from '@makewhole/domain/unknown-outcome';
import type { AttentionCause } from '@makewhole/domain/attention';
import { ATTENTION_SUMMARIES } from '@makewhole/domain/attention-summaries';
import type { Db } from '../connect.ts';
import { recordExternalRefund } from '../payments/external-refund.ts';
import { recordDifference } from '../reconciliation/record-difference.ts';
import { refundEvents } from '../schema/refunds.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { failRefund, type Failure } from '../refunds/fail-refund.ts';
import { lockRefund, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { openObligations, type OpenObligation } from '../obligations/open-and-complete.ts';
import { areTwoPeople, findPeopleWho } from '../users/find-people-who.ts';

export type EndUnknown = Pick<Failure, 'code' | 'message' | 'at'> & {
  readonly outcome: EndingOutcome;
  readonly actor: PrincipalId;
  readonly note: string;
  /** What the processor did pay under our reference, but in another amount or for another payment. */
  readonly paid: readonly RefundRecord[];
};

export type EndedUnknown =
  | { readonly kind: 'ended' }
  /** One person has said so, and a second one must confirm it. */
  | { readonly kind: 'claimed'; readonly opened: readonly OpenObligation[] }
  | { readonly kind: 'too_soon'; readonly endableFrom: Date }
  /** Not an owner or a lawyer, or not a person. */
  | { readonly kind: 'not_allowed' }
  | { readonly kind: 'stands' };

/** Ends it as failed, or records the first person's statement. Repeating that statement changes nothing. */
export function endUnknown(db: Db, refund: RefundKey, said: EndUnknown): Promise<EndedUnknown> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.status !== 'outcome_unknown') return { kind: 'stands' };
    const deciders = await findPeopleWho(tx, row.firmId, 'refund.end_unknown');
    if (!deciders.includes(said.actor)) return { kind: 'not_allowed' };
    const from = endableFrom(row);
    if (said.at < from) return { kind: 'too_soon', endableFrom: from };
    const claims = await findClaims(tx, row, said.outcome);
    const others = deciders.filter((id) => id !== said.actor);
    const claimants = others.filter((id) => claims.includes(id));
    if (others.length > 0 && !(await isConfirmed(tx, row, said, claimants))) {
      if (!claims.includes(said.actor)) await claim(tx, row, said);
      const summary = ATTENTION_SUMMARIES[CLAIMED];
      const attention = { kind: 'attention', subject: CLAIMED, summary, amount: null } as const;
      const opened = await openObligations(tx, refund, [attention], said.at);
      return { kind: 'claimed', opened: opened.filter(({ subject }) => subject === CLAIMED) };
    }
    const { code, message, at, actor, note, paid } = said;
    const lastSentBefore = new Date(at.getTime() - NOT_FOUND_BELIEVED_AFTER_MS);
    const failed = await failRefund(tx, refund, { code, message, at, actor, note, lastSentBefore });
    if (failed.kind !== 'failed') return { kind: 'stands' };
    for (const there of paid) await keepPaid(tx, row, there, at);
    return { kind: 'ended' };
  });
}

/** Whether somebody said the same before, and neither of the two is too new to confirm for the other. */
async function isConfirmed(
  tx: Db,
  { firmId }: RefundRow,
  { actor, at }: EndUnknown,
  claimants: readonly PrincipalId[],
): Promise<boolean> {
  for (const claimant of claimants) {
    if (await areTwoPeople(tx, firmId, [actor, claimant], at)) return true;
  }
  return false;
}

const CLAIMED = 'outcome_claimed' satisfies AttentionCause;

/** Who has said so since the refund was last sent: after another send it is a new question. */
async function findClaims(tx: Db, row: RefundRow, outcome: EndingOutcome): Promise<string[]> {
  const events = await tx
    .select({ type: refundEvents.type, actor: refundEvents.actor, data: refundEvents.data })
    .from(refundEvents)
    .where(
      and(
        eq(refundEvents.firmId, row.firmId),
        eq(refundEvents.refundId, row.id),
        inArray(refundEvents.type, ['refund.sent', 'refund.outcome_claimed']),
      ),
    )
    .orderBy(desc(refundEvents.seq));
  const sent = events.findIndex(({ type }) => type === 'refund.sent');
  return events
    .slice(0, sent === -1 ? undefined : sent)
    .filter(({ type, data }) => type === 'refund.outcome_claimed' && data['outcome'] === outcome)
    .map(({ actor }) => actor);
}

function claim(tx: Db, { firmId, id: refundId }: RefundRow, { outcome, actor, note, at }: EndUnknown) {
  const event = { type: 'refund.outcome_claimed', actor, at, data: { outcome }, note } as const;
  return appendEvent(tx, { firmId, refundId }, event);
}

/** Money left that our books do not show: a person must explain it, and its payment is not refunded again (B1). */
async function keepPaid(tx: Db, row: RefundRow, there: RefundRecord, at: Date): Promise<void> {
  const { firmId } = row;
  const difference = paidThough({ ...row, status: 'failed' }, there);
  await recordDifference(tx, { firmId, difference, reconciliationId: null, at });
  await recordExternalRefund(tx, { firmId, refund: there, reconciliationId: null, at, endedAs: row.id });
}
