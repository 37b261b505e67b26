// What is owed about a trust account each month: that it is reconciled, and that a lawyer signs it. The subject is the
// month, and the calendar that of the banks.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { addCalendarDays, bankDateOf } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, FirmId, ObligationId } from '@makewhole/domain/ids';
import { RECONCILIATION_DEFAULT, isPeriodEnd } from '@makewhole/domain/month-ends/reconciliation-terms';
import { monthEndSummary } from '@makewhole/domain/obligation-summaries';
import { dueOnDay } from '@makewhole/domain/obligation-dates';
import { ownerOf } from '@makewhole/domain/obligations';
import { statementStands } from '../ledger/standing-bank-lines.ts';
import type { Db } from '../connect.ts';
import type { Actor } from '../events/append-refund-event.ts';
import { newId } from '../new-id.ts';
import { firstMessageAt } from '../obligations/open-and-complete.ts';
import { obligations } from '../schema/obligations.ts';
import { findReconciliationTerms } from '../state-profiles/confirmations.ts';
import type { AccountKey } from './cleared-postings.ts';
import type { MonthEndRow } from './find-month-ends.ts';

const QUARTERLY = { ...RECONCILIATION_DEFAULT, every: 'quarter' } as const;
const KINDS = ['month_end', 'month_end_review'] as const;
type MonthEndTask = (typeof KINDS)[number];

type Unreconciled = {
  readonly firmId: FirmId;
  readonly bankAccountId: BankAccountId;
  readonly title: string;
};

/**
 * Opens the tasks of the month before for each open trust account of which a statement shows that month or an earlier
 * one: who imports none reconciles elsewhere. Nothing is owed about a month that is signed already, nor about one that
 * ends no quarter where the firm's lawyer confirmed quarters.
 */
export async function openMonthEndTasks(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<void> {
  const today = bankDateOf(now.toISOString());
  const month = addCalendarDays(`${today.slice(0, 8)}01`, -1).slice(0, 7);
  const accounts = await db.execute<Unreconciled>(sql`
    SELECT b.firm_id AS "firmId", b.id AS "bankAccountId", b.title FROM bank_accounts b
    WHERE b.kind = 'trust' AND b.status = 'open'
      AND EXISTS (SELECT FROM bank_statements s WHERE s.firm_id = b.firm_id AND s.bank_account_id = b.id
        AND ${statementStands()} AND to_char(coalesce(s.period_start, s.first_date), 'YYYY-MM') <= ${month})
      AND (${isPeriodEnd(QUARTERLY, month)} OR coalesce((SELECT c.reconciliation_terms ->> 'every'
        FROM state_profile_confirmations c WHERE c.firm_id = b.firm_id AND c.reconciliation_terms IS NOT NULL
        ORDER BY c.id DESC LIMIT 1), ${RECONCILIATION_DEFAULT.every}) = 'month')
      AND NOT EXISTS (SELECT FROM month_ends m WHERE m.firm_id = b.firm_id AND m.bank_account_id = b.id
        AND m.status = 'signed' AND to_char(m.ending_on, 'YYYY-MM') >= ${month})
      AND NOT EXISTS (SELECT FROM obligations o WHERE o.firm_id = b.firm_id AND o.bank_account_id = b.id
        AND o.kind = 'month_end_review' AND o.subject = ${month} AND o.status <> 'void')
    ORDER BY b.id LIMIT ${limit}`);
  for (const account of accounts) await openTasks(db, account, month, now);
}

async function openTasks(
  db: Db,
  { firmId, bankAccountId, title }: Unreconciled,
  month: string,
  at: Date,
): Promise<void> {
  const { dueDay, reviewDay } = await findReconciliationTerms(db, { firmId });
  const days: Readonly<Record<MonthEndTask, number>> = { month_end: dueDay, month_end_review: reviewDay };
  await db
    .insert(obligations)
    .values(
      KINDS.map((kind) => ({
        id: newId<ObligationId>('obl'),
        ...{ firmId, bankAccountId, kind, subject: month, amount: null, openedAt: at },
        owner: ownerOf({ kind, subject: month }),
        summary: monthEndSummary(kind, title, month),
        dueAt: new Date(dueOnDay(at.toISOString(), days[kind])),
        nextMessageAt: firstMessageAt(at, kind),
      })),
    )
    .onConflictDoUpdate({
      target: [obligations.firmId, obligations.bankAccountId, obligations.kind, obligations.subject],
      targetWhere: sql`bank_account_id IS NOT NULL AND kind NOT IN ('trust_balance_difference', 'trust_balance_below_held')`,
      // Void because the statements that showed the month were set aside; another one shows it now.
      set: {
        status: 'open',
        openedAt: at,
        dueAt: sql`excluded.due_at`,
        nextMessageAt: sql`excluded.next_message_at`,
        settledAt: null,
        settledBy: null,
      },
      setWhere: sql`obligations.status = 'void'`,
    });
}

/** Voids what is owed about months that no standing statement of the account shows, nor an earlier month. */
export async function voidUnshownTasks(
  tx: Db,
  { firmId, bankAccountId }: AccountKey,
  { actor, at }: { readonly actor: Actor; readonly at: Date },
): Promise<void> {
  await tx
    .update(obligations)
    .set({ status: 'void', settledAt: at, settledBy: actor, nextMessageAt: null })
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.bankAccountId, bankAccountId),
        inArray(obligations.kind, [...KINDS]),
        eq(obligations.status, 'open'),
        sql`NOT EXISTS (SELECT FROM bank_statements s WHERE s.firm_id = ${firmId}
          AND s.bank_account_id = ${bankAccountId} AND ${statementStands()}
          AND to_char(coalesce(s.period_start, s.first_date), 'YYYY-MM') <= ${obligations.subject})`,
      ),
    );
}

/** Completes the task of the month in which the period ends. */
export async function completeMonthEndTask(
  tx: Db,
  { firmId, bankAccountId, endingOn }: MonthEndRow,
  kind: MonthEndTask,
  { actor, at }: { readonly actor: Actor; readonly at: Date },
): Promise<void> {
  await tx
    .update(obligations)
    .set({ status: 'done', settledAt: at, settledBy: actor, nextMessageAt: null })
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.bankAccountId, bankAccountId),
        eq(obligations.kind, kind),
        eq(obligations.subject, endingOn.slice(0, 7)),
        eq(obligations.status, 'open'),
      ),
    );
}
