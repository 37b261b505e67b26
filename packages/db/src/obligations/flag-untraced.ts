// Where the processor reports trace numbers, a refund that is paid and has none after eight bank days may not have
// reached the client (B11).
import { sql } from 'drizzle-orm';
import { isTraceOverdue, type Instant } from '@makewhole/domain/bank-calendar';
import type { FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { Currency, Money } from '@makewhole/domain/money';
import { traceMissingSummary } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { openPaymentTask } from './payment-tasks.ts';

const DAY_MS = 86_400_000;
/** Eight bank days are never less than this; the rows that are left are counted. */
const OVERDUE_AT_LEAST_MS = 10 * DAY_MS;
/** A refund that is older is not looked for any more. */
const LOOKED_FOR_MS = 60 * DAY_MS;

type Untraced = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  readonly id: RefundId;
  readonly amount: Money;
  readonly currency: Currency;
  readonly acceptedAt: Instant;
};

/**
 * Opens a task for each refund that is paid and should have a trace number by now. Only after the firm's processor has
 * reported its first one: many never report any, and of their refunds none is looked at.
 * @returns how many tasks it opened
 */
export async function flagUntraced(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const rows = await db.execute<Untraced>(sql`
    SELECT r.firm_id AS "firmId", r.transaction_id AS "transactionId", r.id, r.amount::float8 AS amount, r.currency,
      to_char(r.accepted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "acceptedAt"
    FROM firms f
    CROSS JOIN LATERAL (SELECT min(t.accepted_at) AS at FROM refunds t
      WHERE t.firm_id = f.id AND t.trace_number IS NOT NULL) first_traced
    JOIN refunds r ON r.firm_id = f.id AND r.accepted_at > first_traced.at
    WHERE r.status = 'succeeded' AND r.trace_number IS NULL
      AND r.accepted_at < ${new Date(now.getTime() - OVERDUE_AT_LEAST_MS).toISOString()}::timestamptz
      AND r.accepted_at > ${new Date(now.getTime() - LOOKED_FOR_MS).toISOString()}::timestamptz
      AND NOT EXISTS (SELECT FROM obligations o WHERE o.firm_id = r.firm_id
        AND o.transaction_id = r.transaction_id AND o.kind = 'trace_missing' AND o.subject = r.id)
    ORDER BY r.accepted_at LIMIT ${limit}`);
  const overdue = rows.filter(({ acceptedAt }) => isTraceOverdue(acceptedAt, now.toISOString()));
  for (const { id: subject, amount, currency, firmId, transactionId } of overdue) {
    const task = { firmId, transactionId, kind: 'trace_missing', subject } as const;
    const summary = traceMissingSummary({ amount, currency });
    await db.transaction((tx) => openPaymentTask(tx, task, { summary, amount, at: now }));
  }
  return overdue.length;
}
