// Opens, completes and voids a refund's obligations (B5) inside the caller's transaction, each with its event.
import { and, eq, inArray, ne } from 'drizzle-orm';
import { ownerOf, ruleOf, type ObligationKind } from '@makewhole/domain/obligations';
import {
  DEFAULT_REMINDER_DAYS,
  dueAt,
  remindersOf,
  type ReminderDays,
  type ReminderPlan,
} from '@makewhole/domain/obligation-dates';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { ObligationId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import type { Proposal } from '../invoices/open-balance.ts';
import { newId } from '../new-id.ts';
import { firms } from '../schema/firms.ts';
import { ENGINE, appendEvent, type NewEvent } from '../events/append-refund-event.ts';
import type { ObligationRow } from './find-obligation.ts';
import type { RefundKey } from '../lock-refund.ts';
import { obligations } from '../schema/obligations.ts';

/** What is completed this soon needs no email, and a workflow that watches it sends its own sooner. */
const FIRST_AFTER_MS = 2 * 60_000;

export type NewObligation = {
  readonly kind: ObligationKind;
  /** Tells apart several obligations of one kind of a refund; '' if there can be only one. */
  readonly subject: string;
  readonly summary: string;
  readonly amount: Money | null;
  /** Left out, it follows from the kind. */
  readonly dueAt?: Date;
} & Partial<Proposal>;

/** An obligation as the workflow waits for it: IDs and instants only. */
export type OpenObligation = {
  readonly id: ObligationId;
  readonly kind: ObligationKind;
  readonly subject: string;
  readonly openedAt: Instant;
  readonly reminders: readonly ReminderPlan[];
};

/** Opens what is not open yet, and returns all open ones of these kinds, including those of an earlier attempt. */
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
        dueAt: obligation.dueAt ?? new Date(dueAt(at.toISOString(), obligation.kind, obligation.subject)),
        nextMessageAt: firstMessageAt(at, obligation.kind),
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

/** Reopens a done or voided obligation, because the problem is still there. */
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
      nextMessageAt: firstMessageAt(at, kind),
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

/** The open obligations of a refund: of these kinds, or of every kind. */
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
  return rows.map(({ id, kind, subject, openedAt, dueAt: due }) => ({
    id,
    kind,
    subject,
    openedAt: openedAt.toISOString(),
    reminders: remindersOf(kind, openedAt.toISOString(), days, due.toISOString()),
  }));
}

/** The firm's current setting. A workflow keeps the days it read when the obligation opened. */
async function findReminderDays(tx: Db, firmId: RefundKey['firmId']): Promise<ReminderDays> {
  const [firm] = await tx
    .select({ remindAfter: firms.remindAfterBankDays, escalateAfter: firms.escalateAfterBankDays })
    .from(firms)
    .where(eq(firms.id, firmId));
  return firm ?? DEFAULT_REMINDER_DAYS;
}

/** Completes an open obligation, with who did it and the result. */
export async function completeObligation(
  tx: Db,
  row: Pick<ObligationRow, 'id' | 'firmId' | 'refundId' | 'kind'>,
  by: Pick<NewEvent, 'actor' | 'at' | 'note' | 'bookMessages'> & Partial<Pick<NewEvent, 'data'>>,
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
    bookMessages: by.bookMessages ?? [],
  });
}

/** Voids the open obligations of these kinds, except those to keep: the refund's end no longer owes them. */
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

/** When the first message about an obligation that opens then is due. */
export function firstMessageAt(openedAt: Date, kind: ObligationKind): Date {
  if (ruleOf(kind).reminders === 'urgent') return openedAt;
  return new Date(openedAt.getTime() + FIRST_AFTER_MS);
}
