// A person completes a task about a payment (B16) with their answer, once; the same answer again changes nothing.
import { and, eq, isNull } from 'drizzle-orm';
import type { FirmId, ObligationId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { DecisionFault } from '@makewhole/domain/invoice-decisions';
import type { Money } from '@makewhole/domain/money';
import { permissionsToRecord } from '@makewhole/domain/permissions-to-record';
import type { Db } from '../connect.ts';
import type { NewEvent } from '../events/append-refund-event.ts';
import { findStandingRefund, lockPayment, type PaymentRow } from '../lock-payment.ts';
import { obligations } from '../schema/obligations.ts';
import { findPermissions } from '../users/find-permissions.ts';
import {
  appendToTimeline,
  whatWasSaid,
  type PaymentTaskKind,
  type PaymentTaskRow,
  type TaskAnswer,
} from './payment-tasks.ts';

/**
 * other: it has a different answer, which stands. refund_under_way: a new refund would also pay the client.
 * exceeds_shortage: no more of the firm's own money may go into trust.
 */
export type TaskCompleted =
  | { readonly kind: 'settled' | 'not_found' | 'forbidden' | 'other' }
  | { readonly kind: 'refund_under_way'; readonly refundId: RefundId }
  | TaskRefused;

/** Why a task's own rules refuse an answer. */
export type TaskRefused =
  | {
      readonly kind:
        | 'out_of_order'
        | 'amount_mismatch'
        | 'trust_money_gone'
        | 'not_authorized'
        | 'evidence_required'
        | 'lines_do_not_match'
        | 'line_matched_already'
        | 'check_cashed'
        | 'trust_not_restored'
        | 'transfer_recorded'
        | 'direction_needed';
    }
  | { readonly kind: 'date_out_of_range'; readonly message: string }
  | { readonly kind: 'exceeds_shortage'; readonly shortage: Money }
  | { readonly kind: 'still_returnable'; readonly until: BankDate }
  /** Recorded, and done once a second person says the same; or taken back. */
  | { readonly kind: 'awaits_second_person' | 'withdrawn' }
  | { readonly kind: 'invoice_fault'; readonly fault: DecisionFault; readonly message: string };

export type CompletedBy = { readonly actor: PrincipalId; readonly at: Date; readonly answer: TaskAnswer };

/** What a kind does beside recording the answer. */
export type TaskRules = {
  /** Locks the books that it changes, before the task: whoever changes them locks them first, then the task. */
  readonly lock?: (tx: Db, task: PaymentTaskRow) => Promise<void>;
  /** Why the answer cannot be accepted; null if it can. */
  readonly check: (
    tx: Db,
    task: PaymentTaskRow,
    payment: PaymentRow | undefined,
  ) => Promise<TaskRefused | null>;
  /** Posts what was done, once the task is done. */
  readonly post: (tx: Db, task: PaymentTaskRow, payment: PaymentRow | undefined) => Promise<void>;
  /** Whether the answer that is recorded is this one. */
  readonly isSame?: (recorded: TaskAnswer) => boolean;
  /** The answer to record, if it is not the one given. */
  readonly answerOf?: (task: PaymentTaskRow) => TaskAnswer;
};

const NO_RULES: TaskRules = { check: () => Promise.resolve(null), post: () => Promise.resolve() };

/** Completes a payment task with a person's answer. The same answer again changes nothing. */
export function completePaymentTask(
  db: Db,
  {
    firmId,
    id,
    kind,
  }: { readonly firmId: FirmId; readonly id: ObligationId; readonly kind: PaymentTaskKind },
  { actor, at, answer }: CompletedBy,
  rules: TaskRules = NO_RULES,
): Promise<TaskCompleted> {
  return db.transaction(async (tx) => {
    const ofTask = and(eq(obligations.firmId, firmId), eq(obligations.id, id), isNull(obligations.refundId));
    const [known] = await tx.select().from(obligations).where(ofTask);
    if (known?.kind !== kind || known.transactionId === null) return { kind: 'not_found' };
    const { transactionId } = known;
    // A request to refund the payment locks it first, so whichever comes second sees the other.
    const payment = await lockPayment(tx, { firmId, transactionId });
    const standing = await findStandingRefund(tx, { firmId, transactionId });
    await rules.lock?.(tx, { ...known, transactionId });
    const [row = known] = await tx.select().from(obligations).where(ofTask).for('update');
    const may = await findPermissions(tx, { firmId, principalId: actor });
    if (!permissionsToRecord(row).every(may)) return { kind: 'forbidden' };
    if (row.status !== 'open') {
      const isSame = rules.isSame?.(row.answer ?? {}) ?? sameAnswer(row.answer, answer);
      return { kind: isSame ? 'settled' : 'other' };
    }
    // The failed refund itself stands until its other obligations are done.
    if (kind === 'repayment' && standing !== null && standing !== row.subject) {
      return { kind: 'refund_under_way', refundId: standing };
    }
    const task = { ...row, transactionId };
    const refused = await rules.check(tx, task, payment);
    if (refused !== null) return refused;
    const recorded = rules.answerOf?.(task) ?? answer;
    await tx
      .update(obligations)
      .set({
        status: 'done',
        settledAt: at,
        settledBy: actor,
        answer: recorded,
        claim: null,
        nextMessageAt: null,
      })
      .where(ofTask);
    const done: NewEvent = {
      type: 'obligation.done',
      actor,
      at,
      ...(await whatWasSaid(tx, { firmId, id, kind }, recorded)),
    };
    await appendToTimeline(tx, { firmId, kind, subject: row.subject }, done);
    await rules.post(tx, task, payment);
    return { kind: 'settled' };
  });
}

function sameAnswer(one: TaskAnswer | null, other: TaskAnswer): boolean {
  const keys = new Set([...Object.keys(one ?? {}), ...Object.keys(other)]);
  return one !== null && [...keys].every((key) => (one[key] ?? null) === (other[key] ?? null));
}
