import { sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import type { LedgerAccount } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';

export type JournalRange = {
  readonly firmId: FirmId;
  /** The first and the last effective day, both inclusive, in the firm's zone. */
  readonly from: BankDate;
  readonly to: BankDate;
  /** Only the postings that move this account, each with all its lines. */
  readonly bankAccountId?: BankAccountId | undefined;
  /** How many postings to read. */
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export type JournalPosting = {
  readonly id: string;
  readonly day: BankDate;
  readonly step: string;
  /** When it was recorded, RFC 3339 UTC. */
  readonly recordedAt: string;
  readonly transactionId: string | null;
  readonly refundId: string | null;
  readonly entries: readonly {
    readonly account: LedgerAccount;
    /** Minor units, a debit positive. */
    readonly amount: Money;
    /** The entry's own matter, else that of the payment or the invoice; null where none is known. */
    readonly matterNumber: string | null;
    readonly client: string | null;
  }[];
};

type Row = Omit<JournalPosting, 'entries'> &
  Omit<JournalPosting['entries'][number], 'amount'> & { readonly amount: string };

/** A page of a firm's postings, by effective day and then as they were recorded; voids post nothing. */
export async function listJournal(
  db: Db,
  range: JournalRange,
): Promise<{ readonly data: readonly JournalPosting[]; readonly nextCursor: string | null }> {
  const rows = await readRows(db, range);
  const data = [...Map.groupBy(rows, ({ id }) => id).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [postingOf(first, [first, ...others])],
  );
  const last = data.at(-1);
  const nextCursor =
    last === undefined || data.length < range.limit ? null : [last.day, last.recordedAt, last.id].join(' ');
  return { data, nextCursor };
}

/** The lines of a page's postings, in order. */
function readRows(
  db: Db,
  { firmId, from, to, bankAccountId, limit, cursor }: JournalRange,
): Promise<readonly Row[]> {
  const moves =
    bankAccountId === undefined
      ? sql``
      : sql`AND EXISTS (SELECT FROM ledger_entries b WHERE b.posting_id = p.id AND b.bank_account_id = ${bankAccountId})`;
  const [day, at, id] = cursor?.split(' ') ?? [];
  const after =
    day === undefined
      ? sql``
      : sql`AND (${EFFECTIVE_DAY_OF}, p.at, p.id) > (${day}::date, ${at}::timestamptz, ${id}::text)`;
  return db.execute<Row>(sql`
    WITH page AS (
      SELECT p.id, ${EFFECTIVE_DAY_OF} AS day, p.step, p.at, p.transaction_id, p.refund_id, p.invoice_id
      FROM postings p JOIN firms f ON f.id = p.firm_id
      WHERE p.firm_id = ${firmId} AND NOT p.is_void
        AND ${EFFECTIVE_DAY_OF} BETWEEN ${from}::date AND ${to}::date ${moves} ${after}
      ORDER BY 2, p.at, p.id LIMIT ${limit})
    SELECT p.id, p.day::text AS day, p.step, coalesce(p.transaction_id, r.transaction_id) AS "transactionId", p.refund_id AS "refundId",
      to_char(p.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt",
      e.account, e.amount::text AS amount, m.number AS "matterNumber", c.name AS client
    FROM page p JOIN ledger_entries e ON e.posting_id = p.id
    LEFT JOIN refunds r ON r.firm_id = ${firmId} AND r.id = p.refund_id
    LEFT JOIN payments y ON y.firm_id = ${firmId} AND y.transaction_id = coalesce(p.transaction_id, r.transaction_id)
    LEFT JOIN invoices i ON i.firm_id = ${firmId} AND i.id = p.invoice_id
    LEFT JOIN matters m ON m.firm_id = ${firmId} AND m.id = coalesce(e.matter_id, y.matter_id, i.matter_id)
    LEFT JOIN clients c ON c.firm_id = ${firmId} AND c.id = m.client_id
    ORDER BY p.day, p.at, p.id, e.line`);
}

function postingOf(
  { id, day, step, recordedAt, transactionId, refundId }: Row,
  rows: readonly Row[],
): JournalPosting {
  const entries = rows.map(({ account, amount, matterNumber, client }) => ({
    ...{ account, amount: money(Number(amount)) },
    ...{ matterNumber, client },
  }));
  return { id, day, step, recordedAt, transactionId, refundId, entries };
}
