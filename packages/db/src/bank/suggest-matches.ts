import { and, eq, inArray, isNull, notExists, or, sql } from 'drizzle-orm';
import { suggestEnds, type BankLine, type RecordedTransfer } from '@makewhole/domain/bank-lines';
import { negate } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { bankLines, bankMatches } from '../schema/bank.ts';
import { refundLegs } from '../schema/refunds.ts';
import type { RefundKey } from '../lock-refund.ts';
import { findStepRecords } from '../trust/trust-step-records.ts';
import { lineStands } from '../ledger/standing-bank-lines.ts';

/** How many lines of the right amount to consider per account, and how many to suggest. */
const LINES_MAX = 200;
const SUGGESTED_MAX = 10;

export type MatchSuggestion = {
  readonly transfer: RecordedTransfer;
  readonly ends: Readonly<Record<BankAccount, readonly BankLine[]>>;
};

/** The bank lines that may be the ends of a refund's transfer and of no other; null if no transfer was recorded. */
export async function suggestMatches(
  db: Db,
  { firmId, refundId }: RefundKey,
): Promise<MatchSuggestion | null> {
  const recorded = await findStepRecords(db, { firmId, refundId });
  const record = recorded.find(({ step }) => step === 'transfer');
  if (record === undefined) return null;
  const { amount, currency, date, reference } = record;
  const transfer = { amount, currency, date, reference };
  const left = db
    .select({ id: refundLegs.bankAccountId })
    .from(refundLegs)
    .where(
      and(eq(refundLegs.firmId, firmId), eq(refundLegs.refundId, refundId), eq(refundLegs.account, 'trust')),
    );
  const lines = await db
    .select()
    .from(bankLines)
    .where(
      and(
        eq(bankLines.firmId, firmId),
        or(eq(bankLines.account, 'operating'), inArray(bankLines.bankAccountId, left)),
        inArray(bankLines.amount, [transfer.amount, negate(transfer.amount)]),
        notExists(
          db
            .select({ one: sql`1` })
            .from(bankMatches)
            .where(
              and(
                eq(bankMatches.firmId, firmId),
                isNull(bankMatches.undoneAt),
                or(eq(bankMatches.trustLineId, bankLines.id), eq(bankMatches.operatingLineId, bankLines.id)),
              ),
            ),
        ),
        lineStands(bankLines.id),
        sql`NOT EXISTS (SELECT FROM bank_corrections k WHERE k.firm_id = ${firmId} AND k.undone_at IS NULL
          AND ${bankLines.id} IN (k.mistake_line_id, k.correction_line_id))`,
      ),
    )
    .orderBy(sql`abs(${bankLines.date} - ${transfer.date}::date)`, bankLines.id)
    .limit(LINES_MAX);
  const { trust, operating } = suggestEnds(transfer, lines);
  return {
    transfer,
    ends: { trust: trust.slice(0, SUGGESTED_MAX), operating: operating.slice(0, SUGGESTED_MAX) },
  };
}
