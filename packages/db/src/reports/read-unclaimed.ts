// The list of unclaimed money that a firm works through each year (LW1): whose it is, when they were last heard of, and when
// the state presumes it abandoned. Filing is the firm's.
import { sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, FirmId, TransactionId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import { findProfile } from '@makewhole/domain/state-profiles/all';
import {
  DORMANT_AFTER_MONTHS,
  UNCASHED_AFTER_DAYS,
  UNCLAIMED_MAX,
  dormantOn,
  type UnclaimedKind,
} from '@makewhole/domain/unclaimed';
import type { Db } from '../connect.ts';
import { findOutstandingChecks } from '../repayments/outstanding-checks.ts';
import { findConfirmation } from '../state-profiles/confirmations.ts';

export type UnclaimedItem = {
  readonly kind: UnclaimedKind;
  /** Whose it is: the payee of a check, the payer of a refund that failed, or the client of a matter. */
  readonly owner: string;
  readonly amount: Money;
  readonly matterNumber: string | null;
  readonly transactionId: TransactionId | null;
  /** The posting of a check, with which its bank line is matched. */
  readonly postingId: string | null;
  readonly bankAccountId: BankAccountId | null;
  /** The number of a check. */
  readonly reference: string | null;
  /** The last day on which our records show that the owner was heard of, or the money moved. */
  readonly lastContactOn: BankDate;
  /** Of the bank account, else the one that the firm's lawyer confirmed. */
  readonly state: string | null;
  /** Null if we do not know the state's rule. */
  readonly dormantOn: BankDate | null;
};

type Found = Omit<UnclaimedItem, 'dormantOn'>;
type Input = { readonly firmId: FirmId; readonly now: Date };

/** The list as of now, UNCLAIMED_MAX of each kind at most. */
export async function readUnclaimed(
  db: Db,
  input: Input,
): Promise<{ readonly items: readonly UnclaimedItem[]; readonly isComplete: boolean }> {
  const confirmed = await findConfirmation(db, input);
  const found = [await findChecks(db, input), await findWaiting(db, input), await findDormant(db, input)];
  const items = found.flat().map((one) => {
    const state = one.state ?? confirmed?.state ?? null;
    const years = findProfile(state)?.values.dormancyYears?.value ?? null;
    return { ...one, state, dormantOn: dormantOn(one.lastContactOn, years) };
  });
  return { items, isComplete: found.every((some) => some.length < UNCLAIMED_MAX) };
}

async function findChecks(db: Db, { firmId, now }: Input): Promise<Found[]> {
  const isOld = sql`p.firm_id = ${firmId} AND a.age_days >= ${UNCASHED_AFTER_DAYS}`;
  const checks = await findOutstandingChecks(db, isOld, { now, limit: UNCLAIMED_MAX });
  if (checks.length === 0) return [];
  const ids = checks.map(({ postingId }) => postingId);
  const rows = await db.execute<{
    readonly postingId: string;
    readonly matterNumber: string | null;
    readonly state: string | null;
    readonly reachedOn: BankDate | null;
  }>(sql`
    SELECT p.id AS "postingId", m.number AS "matterNumber", b.state,
      (SELECT max((t.settled_at AT TIME ZONE f.time_zone)::date)::text FROM obligations t
        WHERE t.firm_id = p.firm_id AND t.transaction_id = p.transaction_id AND t.kind = 'unclaimed'
          AND t.answer ->> 'outcome' = 'reached' AND t.subject IN (p.id, p.id || ':stale')) AS "reachedOn"
    FROM postings p JOIN firms f ON f.id = p.firm_id
    JOIN ledger_entries e ON e.posting_id = p.id AND e.account IN ('operating_bank', 'trust_bank')
    JOIN bank_accounts b ON b.firm_id = p.firm_id AND b.id = e.bank_account_id
    LEFT JOIN payments y ON y.firm_id = p.firm_id AND y.transaction_id = p.transaction_id
    LEFT JOIN matters m ON m.firm_id = y.firm_id AND m.id = y.matter_id
    WHERE p.firm_id = ${firmId} AND p.id = ANY(${sql.param(ids)}::text[])`);
  const known = new Map(rows.map((row) => [row.postingId, row]));
  return checks.map(({ payee, amount, transactionId, postingId, bankAccountId, reference, date }) => {
    const { matterNumber = null, state = null, reachedOn = null } = known.get(postingId) ?? {};
    const lastContactOn = reachedOn !== null && reachedOn > date ? reachedOn : date;
    const about = { transactionId, postingId, bankAccountId, reference, matterNumber };
    return { kind: 'uncashed_check', owner: payee, amount, ...about, lastContactOn, state };
  });
}

type Row = {
  readonly owner: string;
  readonly amount: string;
  readonly matterNumber: string | null;
  readonly transactionId: TransactionId | null;
  readonly lastContactOn: BankDate;
};

const NO_CHECK = { postingId: null, bankAccountId: null, reference: null, state: null };

/** Clients of refunds that failed so long ago, and who have no money yet. */
async function findWaiting(db: Db, { firmId, now }: Input): Promise<Found[]> {
  const rows = await db.execute<Row>(sql`
    SELECT y.payer_name AS owner, o.amount, m.number AS "matterNumber", o.transaction_id AS "transactionId",
      (r.requested_at AT TIME ZONE f.time_zone)::date::text AS "lastContactOn"
    FROM obligations o JOIN firms f ON f.id = o.firm_id
    JOIN refunds r ON r.firm_id = o.firm_id AND r.id = o.subject
    JOIN payments y ON y.firm_id = o.firm_id AND y.transaction_id = o.transaction_id
    LEFT JOIN matters m ON m.firm_id = y.firm_id AND m.id = y.matter_id
    WHERE o.firm_id = ${firmId} AND o.kind = 'repayment' AND o.refund_id IS NULL AND o.status = 'open'
      AND o.opened_at <= ${now.toISOString()}::timestamptz - make_interval(days => ${UNCASHED_AFTER_DAYS})
    ORDER BY o.opened_at, o.id LIMIT ${UNCLAIMED_MAX}`);
  return rows.map((row) => ({
    ...row,
    ...NO_CHECK,
    kind: 'still_to_pay',
    amount: money(Number(row.amount)),
  }));
}

/** Trust money of matters without activity; what is held for a client who waits is in their own row. */
async function findDormant(db: Db, { firmId, now }: Input): Promise<Found[]> {
  const rows = await db.execute<Row>(sql`
    SELECT c.name AS owner, t.balance - t.held AS amount, m.number AS "matterNumber", NULL AS "transactionId",
      (l.at AT TIME ZONE f.time_zone)::date::text AS "lastContactOn"
    FROM (SELECT firm_id, matter_id, sum(balance) AS balance, sum(held) AS held FROM trust_account_balances
      WHERE firm_id = ${firmId} GROUP BY firm_id, matter_id) t JOIN firms f ON f.id = t.firm_id
    JOIN matters m ON m.firm_id = t.firm_id AND m.id = t.matter_id
    JOIN clients c ON c.firm_id = m.firm_id AND c.id = m.client_id
    CROSS JOIN LATERAL (SELECT max(p.at) AS at FROM ledger_entries e JOIN postings p ON p.id = e.posting_id
      WHERE e.firm_id = t.firm_id AND e.matter_id = t.matter_id AND e.account = 'client_trust_liability') l
    WHERE t.balance > t.held
      AND l.at <= ${now.toISOString()}::timestamptz - make_interval(months => ${DORMANT_AFTER_MONTHS})
    ORDER BY l.at, m.id LIMIT ${UNCLAIMED_MAX}`);
  return rows.map((row) => ({
    ...row,
    ...NO_CHECK,
    kind: 'trust_balance',
    amount: money(Number(row.amount)),
  }));
}
