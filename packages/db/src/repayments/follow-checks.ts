// The sweep's part in unclaimed money (LW1): a check that nobody has cashed is a lawyer's task after 90 days and, named
// stale, again after 180; the line of the bank that shows it ends the task.
import { sql } from 'drizzle-orm';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import { uncashedCheckSummary } from '@makewhole/domain/obligation-summaries';
import { STALE_AFTER_DAYS, UNCASHED_AFTER_DAYS } from '@makewhole/domain/unclaimed';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { lockPayment } from '../lock-payment.ts';
import { endPaymentTasks, reopenPaymentTask } from '../obligations/payment-tasks.ts';
import { findOutstandingChecks, IS_CLEARED, type OutstandingCheck } from './outstanding-checks.ts';

type Page = { readonly now: Date; readonly limit: number };

/** @returns how many tasks it opened or ended */
export async function followChecks(db: Db, page: Page): Promise<number> {
  const ended = await endCashed(db, page);
  const due = await findOutstandingChecks(
    db,
    sql`a.age_days >= ${UNCASHED_AFTER_DAYS} AND NOT EXISTS (SELECT FROM obligations t
      WHERE t.firm_id = p.firm_id AND t.transaction_id = p.transaction_id AND t.kind = 'unclaimed'
        AND t.subject = CASE WHEN a.age_days >= ${STALE_AFTER_DAYS} THEN p.id || ':stale' ELSE p.id END
        AND (t.status = 'open' OR t.answer ->> 'outcome' IS DISTINCT FROM 'cashed'))`,
    page,
  );
  for (const check of due) await db.transaction((tx) => ask(tx, check, page.now));
  return ended + due.length;
}

async function ask(tx: Db, check: OutstandingCheck, at: Date): Promise<void> {
  const { firmId, transactionId, postingId, amount, ageDays } = check;
  // Whoever replaces it locks the payment too.
  await lockPayment(tx, check);
  const [still] = await findOutstandingChecks(tx, sql`p.id = ${postingId}`, { now: at, limit: 1 });
  if (still === undefined) return;
  const isStale = ageDays >= STALE_AFTER_DAYS;
  const key = { firmId, transactionId, kind: 'unclaimed' } as const;
  if (isStale) {
    await endPaymentTasks(tx, { ...key, subject: postingId }, by(at, 'stale'));
  }
  const subject = isStale ? `${postingId}:stale` : postingId;
  const summary = uncashedCheckSummary({ amount, currency: 'USD' }, { ...check, isStale });
  await reopenPaymentTask(tx, { ...key, subject }, { summary, amount, at });
}

type Cashed = { readonly firmId: FirmId; readonly transactionId: TransactionId; readonly subject: string };

async function endCashed(db: Db, { now, limit }: Page): Promise<number> {
  const cashed = await db.execute<Cashed>(sql`
    SELECT t.firm_id AS "firmId", t.transaction_id AS "transactionId", t.subject FROM obligations t
    JOIN postings p ON p.firm_id = t.firm_id AND p.id = split_part(t.subject, ':', 1)
    WHERE t.kind = 'unclaimed' AND t.status = 'open' AND ${IS_CLEARED}
    ORDER BY t.due_at LIMIT ${limit}`);
  for (const task of cashed) {
    await db.transaction((tx) => endPaymentTasks(tx, { ...task, kind: 'unclaimed' }, by(now, 'cashed')));
  }
  return cashed.length;
}

function by(at: Date, outcome: 'cashed' | 'stale') {
  return { actor: ENGINE, at, answer: { outcome } } as const;
}
