// Tasks about a payment, whatever happens to its refunds (B16): answer a dispute, pay a client another way after a
// refund failed, find a refund that has no trace number, explain an external refund, and what a loss owes (losses/, ADR
// 28). They need no workflow: the sweep sends their messages (owed-messages.ts), and a closed refund may leave one open.
import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import {
  asId,
  type FirmId,
  type ObligationId,
  type RefundId,
  type TransactionId,
} from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import { dueAt } from '@makewhole/domain/obligation-dates';
import { ownerOf, type ObligationKind } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import type { Proposal } from '../invoices/open-balance.ts';
import { findEvidenceHash } from '../evidence/find-evidence.ts';
import { newId } from '../new-id.ts';
import { refunds } from '../schema/refunds.ts';
import { ENGINE, appendEvent, type Actor, type NewEvent } from '../events/append-refund-event.ts';
import { firstMessageAt } from './open-and-complete.ts';
import { obligations } from '../schema/obligations.ts';

export type PaymentTaskKind = Extract<
  ObligationKind,
  | 'repayment'
  | 'dispute'
  | 'reconciliation'
  | 'trace_missing'
  | 'unclaimed'
  | 'trust_replenish'
  | 'invoice_decision'
  | 'trust_payment'
  | 'trust_deposit'
  | 'trust_transfer'
  | 'trust_restore'
>;

export type PaymentTaskKey = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  readonly kind: PaymentTaskKind;
  /** The ID of the failed refund, the dispute, the difference, the loss, the matter or trust account that is short, or the
   * posting of a check. */
  readonly subject: string;
};

export type PaymentTaskRow = typeof obligations.$inferSelect & { readonly transactionId: TransactionId };

type NewPaymentTask = {
  readonly summary: string;
  readonly amount: Money | null;
  readonly at: Date;
  /** Set if an outside party sets the deadline; otherwise it follows from the bank days of the kind. */
  readonly dueAt?: Date | null;
} & Partial<Proposal>;

/** Opens a task about a payment. Idempotent. */
export async function openPaymentTask(tx: Db, key: PaymentTaskKey, task: NewPaymentTask): Promise<void> {
  const { summary, amount, at, proposed = null, payingTransactionId = null } = task;
  const opened = await tx
    .insert(obligations)
    .values({
      ...key,
      id: newId<ObligationId>('obl'),
      owner: ownerOf(key),
      summary,
      amount,
      proposed,
      payingTransactionId,
      openedAt: at,
      dueAt: task.dueAt ?? new Date(dueAt(at.toISOString(), key.kind)),
      nextMessageAt: firstMessageAt(at, key.kind),
    })
    .onConflictDoNothing()
    .returning({ id: obligations.id, dueAt: obligations.dueAt });
  for (const { id, dueAt: due } of opened) {
    const data = { obligationId: id, kind: key.kind, dueAt: due.toISOString() };
    await appendToTimeline(tx, key, { type: 'obligation.opened', actor: ENGINE, at, data });
  }
}

/** Reopens a completed task, or opens it if it never existed. */
export async function reopenPaymentTask(tx: Db, key: PaymentTaskKey, task: NewPaymentTask): Promise<void> {
  const { firmId, transactionId, kind, subject } = key;
  const { summary, at } = task;
  await tx
    .update(obligations)
    .set({
      status: 'open',
      summary,
      openedAt: at,
      dueAt: task.dueAt ?? new Date(dueAt(at.toISOString(), kind)),
      settledAt: null,
      settledBy: null,
      answer: null,
      nextMessageAt: firstMessageAt(at, kind),
    })
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.transactionId, transactionId),
        isNull(obligations.refundId),
        eq(obligations.kind, kind),
        eq(obligations.subject, subject),
        ne(obligations.status, 'open'),
      ),
    );
  await openPaymentTask(tx, key, task);
}

/** A client still to be paid also concerns the refund that failed, so its timeline records it too. */
export async function appendToTimeline(
  tx: Db,
  { firmId, kind, subject }: Pick<PaymentTaskKey, 'firmId' | 'kind' | 'subject'>,
  event: NewEvent,
): Promise<void> {
  if (kind !== 'repayment') return;
  const refund = { firmId, refundId: asId<RefundId>(subject) };
  await lockRow(tx, refund);
  await appendEvent(tx, refund, event);
}

async function lockRow(tx: Db, { firmId, refundId }: { firmId: FirmId; refundId: RefundId }): Promise<void> {
  await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)))
    .for('update');
}

/** Ends a payment's open tasks of a kind, because what they ask for has happened; does nothing if none is open. */
export async function endPaymentTasks(
  tx: Db,
  { firmId, transactionId, kind, subject }: Omit<PaymentTaskKey, 'subject'> & { readonly subject?: string },
  by: { readonly actor: Actor; readonly at: Date; readonly answer?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const ended = await tx
    .update(obligations)
    .set({
      status: 'done',
      settledAt: by.at,
      settledBy: by.actor,
      claim: null,
      nextMessageAt: null,
      ...(by.answer && { answer: by.answer }),
    })
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.transactionId, transactionId),
        isNull(obligations.refundId),
        eq(obligations.kind, kind),
        subject === undefined ? undefined : eq(obligations.subject, subject),
        eq(obligations.status, 'open'),
      ),
    )
    .returning({ id: obligations.id, subject: obligations.subject });
  for (const { id, subject: about } of ended) {
    const { actor, at, answer } = by;
    const done: NewEvent = {
      type: 'obligation.done',
      actor,
      at,
      ...(await whatWasSaid(tx, { firmId, id, kind }, answer)),
    };
    await appendToTimeline(tx, { firmId, kind, subject: about }, done);
  }
}

/** All tasks of these payments, open or not. */
export async function listPaymentTasks(
  db: Db,
  firmId: FirmId,
  transactionIds: readonly TransactionId[],
): Promise<PaymentTaskRow[]> {
  if (transactionIds.length === 0) return [];
  const rows = await db
    .select()
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        inArray(obligations.transactionId, [...transactionIds]),
        isNull(obligations.refundId),
      ),
    )
    .orderBy(obligations.openedAt, obligations.id);
  return rows.flatMap((row) =>
    row.transactionId === null ? [] : [{ ...row, transactionId: row.transactionId }],
  );
}

export type TaskAnswer = Readonly<Record<string, unknown>>;

/** An answer as an event records it: its facts, the hash of its evidence, and the person's words separately. */
export async function whatWasSaid(
  tx: Db,
  {
    firmId,
    id,
    kind,
  }: { readonly firmId: FirmId; readonly id: ObligationId; readonly kind: PaymentTaskKind },
  answer: TaskAnswer = {},
): Promise<Pick<NewEvent, 'data' | 'note'>> {
  const { note, ...facts } = answer;
  const { evidenceId } = facts;
  const evidence = await findEvidenceHash(tx, {
    firmId,
    id: typeof evidenceId === 'string' ? evidenceId : null,
  });
  return {
    data: { obligationId: id, kind, ...facts, ...evidence },
    note: typeof note === 'string' ? note : null,
  };
}
