import { and, asc, eq, inArray, isNotNull, lt, ne, notInArray, or, sql, type SQL } from 'drizzle-orm';
import type { AttentionCause } from '@makewhole/domain/attention';
import {
  asId,
  type BankAccountId,
  type ConnectionId,
  type FirmId,
  type ObligationId,
  type RefundId,
  type TransactionId,
} from '@makewhole/domain/ids';
import type { Currency, Money } from '@makewhole/domain/money';
import type { InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import type { ObligationKind, ObligationStatus } from '@makewhole/domain/obligations';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { matters } from '../schema/matters.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { COUNTED_MAX, readCursor, writeCursor, type Page } from '../paging.ts';
import { obligations } from '../schema/obligations.ts';

export type ObligationView = {
  readonly id: ObligationId;
  readonly kind: ObligationKind;
  readonly status: ObligationStatus;
  readonly owner: Role;
  readonly subject: string;
  readonly summary: string;
  readonly amount: Money | null;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
  readonly decision: InvoiceDecision | null;
  readonly proposed: 'paid_otherwise' | null;
  readonly payingTransactionId: TransactionId | null;
};

export type ObligationFilter = {
  readonly firmId: FirmId;
  /** Only these kinds. Default: all. */
  readonly kinds?: readonly ObligationKind[] | undefined;
  /** Leaves out attention for these causes. */
  readonly exceptCauses?: readonly AttentionCause[] | undefined;
  readonly owner?: Role | undefined;
  /** true: only what was due before `now`. */
  readonly overdue?: boolean | undefined;
  readonly now: Date;
};

/** Obligations as a queue shows them: with their refund, payer and matter. */
export type QueuedObligation = ObligationView & {
  /** Null for what is owed about the payment alone, a bank account, or a connection. */
  readonly refundId: RefundId | null;
  /** Empty for what is owed about a bank account or a connection. */
  readonly transactionId: TransactionId;
  readonly bankAccountId: BankAccountId | null;
  readonly connectionId: ConnectionId | null;
  readonly currency: Currency;
  readonly payerName: string;
  /** Null if the payment belongs to no matter. */
  readonly matterNumber: string | null;
};

const TRANSACTION_ID = sql`coalesce(${refunds.transactionId}, ${obligations.transactionId}, '')`;

/** What waits for a person, longest due first (B5); null if the cursor is not from this list. `limit` is 1 to 100. */
export async function listOpenObligations(
  db: Db,
  filter: ObligationFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<QueuedObligation> | null> {
  const { cursor, limit } = filter;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === undefined) return null;
  const rows = await db
    .select({
      obligation: obligations,
      transactionId: sql<TransactionId>`${TRANSACTION_ID}`,
      currency: sql<Currency>`coalesce(${refunds.currency}, ${payments.currency}, 'USD')`,
      payerName: sql<string>`coalesce(${payments.payerName}, '')`,
      matterNumber: matters.number,
    })
    .from(obligations)
    .leftJoin(refunds, and(eq(refunds.firmId, obligations.firmId), eq(refunds.id, obligations.refundId)))
    .leftJoin(
      payments,
      and(eq(payments.firmId, obligations.firmId), eq(payments.transactionId, TRANSACTION_ID)),
    )
    .leftJoin(matters, and(eq(matters.firmId, payments.firmId), eq(matters.id, payments.matterId)))
    .where(
      and(
        queued(filter),
        after === null
          ? undefined
          : sql`(${obligations.dueAt}, ${obligations.id}) > (${after[0].toISOString()}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(asc(obligations.dueAt), asc(obligations.id))
    .limit(limit + 1);
  const data = rows
    .slice(0, limit)
    .map(({ obligation, ...about }) => ({ ...obligation, ...about, refundId: refundOf(obligation) }));
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last === undefined ? null : writeCursor([last.dueAt.toISOString(), last.id]) };
}

/** A repayment is about the refund that failed. */
function refundOf({ refundId, kind, subject }: typeof obligations.$inferSelect): RefundId | null {
  return kind === 'repayment' ? asId<RefundId>(subject) : refundId;
}

/** How many obligations a queue has on all its pages, up to COUNTED_MAX. */
export async function countOpenObligations(db: Db, filter: ObligationFilter): Promise<number> {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(obligations)
    .where(queued(filter))
    .limit(COUNTED_MAX)
    .as('counted');
  const [row] = await db.select({ count: sql`count(*)`.mapWith(Number) }).from(counted);
  return row?.count ?? 0;
}

function queued({
  firmId,
  kinds,
  exceptCauses = [],
  owner,
  overdue,
  now,
}: ObligationFilter): SQL | undefined {
  return and(
    eq(obligations.firmId, firmId),
    eq(obligations.status, 'open'),
    // An external refund's obligation appears in the list of differences, where it is explained or booked.
    or(ne(obligations.kind, 'reconciliation'), isNotNull(obligations.refundId)),
    kinds === undefined ? undefined : inArray(obligations.kind, [...kinds]),
    exceptCauses.length === 0
      ? undefined
      : or(ne(obligations.kind, 'attention'), notInArray(obligations.subject, [...exceptCauses])),
    owner === undefined ? undefined : eq(obligations.owner, owner),
    overdue === true ? lt(obligations.dueAt, now) : undefined,
  );
}
