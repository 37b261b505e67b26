import { sql, type SQL } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import { lineStands } from '../ledger/standing-bank-lines.ts';

export type AccountKey = { readonly firmId: FirmId; readonly bankAccountId: BankAccountId };

/** A statement period of a trust account, both days inclusive. */
export type AccountPeriod = AccountKey & { readonly from: BankDate; readonly to: BankDate };

/** A list of a month-end ends here; an account with more in a month is refused, so that nothing is left out unseen. */
export const MONTH_END_ROWS_MAX = 25_000;

/** The ledger accounts of an account's journal: its money at the bank, and on its way from a company that nets (BK4). */
export const IN_THE_ACCOUNT: SQL = sql.raw(`('trust_bank', 'operating_bank', 'processor_balance')`);

/** Postgres returns sums of bigint as text. */
export function amountOf(text: string): Money {
  return money(Number(text));
}

/**
 * Which postings the bank's lines are (line_id, posting_id), each posting at most once: what a person said of a
 * transfer of a refund or of a replenishment goes before a match of lines.
 */
export function clearedPostings({ firmId, bankAccountId }: AccountKey): SQL {
  return sql`(SELECT DISTINCT ON (posting_id) line_id, posting_id FROM (
      SELECT m.trust_line_id AS line_id, 1 AS rank,
        (SELECT p.id FROM postings p WHERE p.firm_id = m.firm_id AND p.refund_id = m.refund_id
          AND p.step = 'trust_payment' AND NOT p.is_void ORDER BY p.correction DESC LIMIT 1) AS posting_id
      FROM bank_matches m JOIN bank_lines l ON l.firm_id = m.firm_id AND l.id = m.trust_line_id
      WHERE m.firm_id = ${firmId} AND l.bank_account_id = ${bankAccountId} AND m.undone_at IS NULL
      UNION ALL
      SELECT o.answer ->> 'trustLineId', 1, p.id
      FROM obligations o JOIN postings p ON p.firm_id = o.firm_id AND p.cause_id = o.id
      WHERE o.firm_id = ${firmId} AND o.kind = 'trust_replenish' AND o.answer ->> 'trustLineId' IS NOT NULL
        AND ${lineStands(sql`(o.answer ->> 'trustLineId')`)}
      UNION ALL
      SELECT c.line_id, 2, c.posting_id FROM bank_clearings c
      WHERE c.firm_id = ${firmId} AND c.bank_account_id = ${bankAccountId} AND c.undone_at IS NULL
    ) AS said WHERE posting_id IS NOT NULL ORDER BY posting_id, rank)`;
}
