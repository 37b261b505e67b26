// Obligations of a refund (B5) inside its own transactions: opened, completed and voided with the event that says so.
import { and, eq, inArray, ne } from 'drizzle-orm';
import {
  DEFAULT_REMINDER_DAYS,
  dueAt,
  ownerOf,
  remindersOf,
  type ObligationKind,
  type ReminderDays,
  type ReminderPlan,
} from '@makewhole/domain/obligations';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { ObligationId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { firms } from '../schema/firms.ts';
import { ENGINE, appendEvent, type NewEvent } from '../events/append-refund-event.ts';
import type { ObligationRow } from './find-obligation.ts';
import type { RefundKey } from '../lock-refund.ts';
import { obligations } from '../schema/obligations.ts';

/** What is completed this soon needs no email; and a workflow that watches it was quicker. */
const FIRST_AFTER_MS = 2 * 60_000;

export type NewObligation = {
  readonly kind: ObligationKind;
  /** What it is about where a refund may owe several of a kind; '' where it can't. */
  readonly subject: string;
  readonly summary: string;
  readonly amount: Money | null;
};

/** An obligation as the workflow waits for it: IDs and instants only. */
export type OpenObligation = {
  readonly id: ObligationId;
  readonly kind: ObligationKind;
  readonly subject: string;
  readonly openedAt: Instant;
  readonly reminders: readonly ReminderPlan[];
};

/** Opens what is not open yet, and gives all of these kinds that stand open, also those of an earlier attempt. */
export async function openObligations(
  tx: Db,
  refund: RefundKey,
  wanted: readonly NewObligation[],
  at: Date,
): Promise<OpenObligation[]> {
  for (const obligation of wanted) {
    const opened = await tx
      .insert(obligations)
      .values({
        ...obligation,
        owner: ownerOf(obligation),
        firmId: refund.firmId,
        refundId: refund.refundId,
        id: newId<ObligationId>('obl'),
        openedAt: at,
        dueAt: new Date(dueAt(at.toISOString(), obligation.kind, obligation.subject)),
        nextMessageAt: firstMessageAt(at),
      })
      .onConflictDoNothing()
      .returning();
    for (const row of opened) await appendOpened(tx, refund, row, at);
  }
  return findOpen(
    tx,
    refund,
    wanted.map(({ kind }) => kind),
  );
}

/** Opens again what was done or void, because it was not put right. */
export async function reopenObligation(
  tx: Db,
  refund: RefundKey,
  { kind, subject, summary }: Pick<NewObligation, 'kind' | 'subject' | 'summary'>,
  at: Date,
): Promise<void> {
  const reopened = await tx
    .update(obligations)
    .set({
      status: 'open',
      summary,
      openedAt: at,
      dueAt: new Date(dueAt(at.toISOString(), kind, subject)),
      settledAt: null,
      settledBy: null,
      nextMessageAt: firstMessageAt(at),
    })
    .where(
      and(
        eq(obligations.firmId, refund.firmId),
        eq(obligations.refundId, refund.refundId),
        eq(obligations.kind, kind),
        eq(obligations.subject, subject),
        ne(obligations.status, 'open'),
      ),
    )
    .returning();
  for (const row of reopened) await appendOpened(tx, refund, row, at);
}

type Opened = Pick<typeof obligations.$inferSelect, 'id' | 'kind' | 'dueAt'>;

async function appendOpened(tx: Db, refund: RefundKey, row: Opened, at: Date): Promise<void> {
  const data = { obligationId: row.id, kind: row.kind, dueAt: row.dueAt.toISOString() };
  await appendEvent(tx, refund, { type: 'obligation.opened', actor: ENGINE, at, data });
}

/** The open obligations of a refund, of these kinds or of any. */
export async function findOpen(
  tx: Db,
  { firmId, refundId }: RefundKey,
  kinds?: readonly ObligationKind[],
): Promise<OpenObligation[]> {
  if (kinds?.length === 0) return [];
  const days = await findReminderDays(tx, firmId);
  const rows = await tx
    .select()
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.refundId, refundId),
        eq(obligations.status, 'open'),
        kinds === undefined ? undefined : inArray(obligations.kind, [...kinds]),
      ),
    );
  return rows.map(({ id, kind, subject, openedAt }) => ({
    id,
    kind,
    subject,
    openedAt: openedAt.toISOString(),
    reminders: remindersOf(openedAt.toISOString(), days),
  }));
}

/** As the firm has them now: the workflow keeps to those that it was told of when the obligation opened. */
async function findReminderDays(tx: Db, firmId: RefundKey['firmId']): Promise<ReminderDays> {
  const [firm] = await tx
    .select({ remindAfter: firms.remindAfterBankDays, escalateAfter: firms.escalateAfterBankDays })
    .from(firms)
    .where(eq(firms.id, firmId));
  return firm ?? DEFAULT_REMINDER_DAYS;
}

/** Ends an open obligation as done by somebody, with what it came to. */
export async function completeObligation(
  tx: Db,
  row: Pick<ObligationRow, 'id' | 'firmId' | 'refundId' | 'kind'>,
  by: Pick<NewEvent, 'actor' | 'at' | 'note'> & Partial<Pick<NewEvent, 'data'>>,
  changes: Partial<typeof obligations.$inferInsert> = {},
): Promise<void> {
  await tx
    .update(obligations)
    .set({ ...changes, status: 'done', settledAt: by.at, settledBy: by.actor })
    .where(eq(obligations.id, row.id));
  await appendEvent(tx, row, {
    type: 'obligation.done',
    actor: by.actor,
    at: by.at,
    data: { obligationId: row.id, kind: row.kind, ...by.data },
    note: by.note ?? null,
  });
}

/** Voids what is still open of these kinds and not kept, because the refund came to an end that no longer owes it. */
export async function voidObligations(
  tx: Db,
  refund: RefundKey,
  kinds: readonly ObligationKind[],
  at: Date,
  isKept: (obligation: OpenObligation) => boolean = () => false,
): Promise<void> {
  const open = (await findOpen(tx, refund, kinds)).filter((obligation) => !isKept(obligation));
  if (open.length === 0) return;
  await tx
    .update(obligations)
    .set({ status: 'void', settledAt: at, settledBy: ENGINE })
    .where(
      inArray(
        obligations.id,
        open.map(({ id }) => id),
      ),
    );
  await appendEvent(tx, refund, {
    type: 'obligation.void',
    actor: ENGINE,
    at,
    data: { obligationIds: open.map(({ id }) => id) },
  });
}

/** When somebody who was not told yet is told of an obligation that opens then. */
export function firstMessageAt(openedAt: Date): Date {
  return new Date(openedAt.getTime() + FIRST_AFTER_MS);
}
