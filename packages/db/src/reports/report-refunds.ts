import { and, desc, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { FirmId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import type { PaymentMethod } from '@makewhole/domain/payments';
import { OUTCOME_OF, type RefundOutcome, type RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { readConsistently } from '../read-consistently.ts';
import { refunds } from '../schema/refunds.ts';

export type RefundReportInput = {
  readonly firmId: FirmId;
  /** The firm's IANA zone, which decides days and weeks. */
  readonly timeZone: string;
  /** The days on which the refunds were requested, both inclusive. */
  readonly from: BankDate;
  readonly to: BankDate;
};

type Sum = { readonly count: number; readonly amount: Money };

export type RefundReport = {
  /** Each week by its Monday; leaves out weeks and outcomes without refunds. */
  readonly weeks: readonly (Sum & { readonly week: string; readonly outcome: RefundOutcome })[];
  /** From the request until the client has the money, for refunds that succeeded. */
  readonly settling: readonly {
    readonly method: PaymentMethod;
    readonly count: number;
    readonly medianHours: number;
  }[];
  /** The most frequent reasons; differences in case, white space or a final period are ignored. */
  readonly reasons: readonly (Sum & {
    readonly reason: string;
    /** The part of the amount that went back to clients: succeeded refunds only. */
    readonly paidBack: Money;
  })[];
};

const REASONS_MAX = 8;
const COUNT = sql<number>`count(*)`.mapWith(Number);
const AMOUNT = sql<Money>`sum(${refunds.amount})::bigint`.mapWith((total) => money(Number(total)));
const PAID_BACK =
  sql<Money>`coalesce(sum(${refunds.amount}) FILTER (WHERE ${refunds.status} = 'succeeded'), 0)::bigint`.mapWith(
    (total) => money(Number(total)),
  );

/** The outcomes of the refunds requested in a range of days, at one instant. */
export function reportRefunds(db: Db, input: RefundReportInput): Promise<RefundReport> {
  return readConsistently(db, async (tx) => ({
    weeks: await countWeeks(tx, input),
    settling: await measureSettling(tx, input),
    reasons: await countReasons(tx, input),
  }));
}

async function countWeeks(tx: Db, input: RefundReportInput) {
  const week = sql<string>`date_trunc('week', ${refunds.requestedAt} AT TIME ZONE ${input.timeZone})::date::text`;
  const rows = await tx
    .select({ week, status: refunds.status, count: COUNT, amount: AMOUNT })
    .from(refunds)
    .where(requestedIn(input))
    .groupBy(sql`1`, refunds.status)
    .orderBy(sql`1`);
  const weeks = Map.groupBy(rows, ({ week: of, status }) => `${of} ${OUTCOME_OF[status]}`);
  return [...weeks.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ week: first.week, outcome: OUTCOME_OF[first.status], ...total(same) }];
  });
}

function total(
  rows: readonly { readonly status: RefundStatus; readonly count: number; readonly amount: Money }[],
): Sum {
  return {
    count: rows.reduce((count, row) => count + row.count, 0),
    amount: money(rows.reduce((amount, row) => amount + row.amount, 0)),
  };
}

function measureSettling(tx: Db, input: RefundReportInput) {
  const hours = sql`extract(epoch FROM ${refunds.settledAt} - ${refunds.requestedAt}) / 3600`;
  return tx
    .select({
      method: refunds.method,
      count: COUNT,
      medianHours: sql<number>`percentile_cont(0.5) WITHIN GROUP (ORDER BY ${hours})`.mapWith(Number),
    })
    .from(refunds)
    .where(and(requestedIn(input), eq(refunds.status, 'succeeded'), isNotNull(refunds.settledAt)))
    .groupBy(refunds.method)
    .orderBy(refunds.method);
}

function countReasons(tx: Db, input: RefundReportInput) {
  const same = sql`lower(rtrim(regexp_replace(btrim(${refunds.reason}), '\\s+', ' ', 'g'), '. '))`;
  return tx
    .select({
      // The most common spelling.
      reason: sql<string>`mode() WITHIN GROUP (ORDER BY ${refunds.reason})`,
      count: COUNT,
      amount: AMOUNT,
      paidBack: PAID_BACK,
    })
    .from(refunds)
    .where(requestedIn(input))
    .groupBy(same)
    .orderBy(desc(COUNT), same)
    .limit(REASONS_MAX);
}

/** A range of the index refunds_by_requested. */
function requestedIn({ firmId, timeZone, from, to }: RefundReportInput): SQL | undefined {
  return and(
    eq(refunds.firmId, firmId),
    sql`${refunds.requestedAt} >= ${from}::date::timestamp AT TIME ZONE ${timeZone}`,
    sql`${refunds.requestedAt} < (${to}::date + 1)::timestamp AT TIME ZONE ${timeZone}`,
  );
}
