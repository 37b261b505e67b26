// Checks that every settled payment is in the books, and that each matter's balance in a trust account is what its ledger
// there owes the client (B15). Both are written in one transaction, so one check is enough.
import { and, eq, sql } from 'drizzle-orm';
import {
  asId,
  type BankAccountId,
  type FirmId,
  type MatterId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import {
  receiptMissing,
  trustDiffers,
  type TrustCompared,
} from '@makewhole/domain/reconciliation/compare-receipts';
import type { Difference } from '@makewhole/domain/reconciliation/difference';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';

/** The differences in a firm's receipts and trust balances, `limit` of each at most. */
export async function checkReceipts(
  db: Db,
  { firmId, limit }: { readonly firmId: FirmId; readonly limit: number },
): Promise<Difference[]> {
  const [missing, differing] = await Promise.all([
    findMissing(db, firmId, limit),
    findDiffering(db, firmId, limit),
  ]);
  return [...missing.map(receiptMissing), ...differing.map(trustDiffers)];
}

async function findMissing(db: Db, firmId: FirmId, limit: number): Promise<TransactionId[]> {
  const rows = await db
    .select({ transactionId: payments.transactionId })
    .from(payments)
    .where(
      and(
        eq(payments.firmId, firmId),
        eq(payments.type, 'sale'),
        eq(payments.status, 'settled'),
        eq(payments.disputeLost, false),
        sql`${payments.amount} > 0`,
        sql`NOT EXISTS (SELECT FROM postings b WHERE b.firm_id = payments.firm_id AND b.refund_id IS NULL
          AND b.transaction_id = payments.transaction_id AND b.step = 'receipt')`,
      ),
    )
    .orderBy(payments.createdAt)
    .limit(limit);
  return rows.map(({ transactionId }) => transactionId);
}

type Row = {
  readonly matterId: string;
  readonly number: string;
  readonly bankAccountId: string;
  readonly bankAccount: string;
  readonly owed: string;
  readonly booked: string;
  readonly transactionId: string | null;
};

async function findDiffering(db: Db, firmId: FirmId, limit: number): Promise<TrustCompared[]> {
  const rows = await db.execute<Row>(sql`
    SELECT m.id AS "matterId", m.number, a.id AS "bankAccountId", a.title AS "bankAccount", coalesce(t.balance, 0) AS owed, coalesce(l.booked, 0) AS booked,
      (SELECT p.transaction_id FROM payments p WHERE p.firm_id = m.firm_id AND p.matter_id = m.id AND p.type = 'sale'
        ORDER BY p.created_at DESC LIMIT 1) AS "transactionId"
    FROM (SELECT matter_id, bank_account_id, balance FROM trust_account_balances WHERE firm_id = ${firmId}) t
    FULL JOIN (SELECT matter_id, bank_account_id, -sum(amount) AS booked FROM ledger_entries
      WHERE firm_id = ${firmId} AND account = 'client_trust_liability' AND matter_id IS NOT NULL GROUP BY 1, 2) l
      USING (matter_id, bank_account_id)
    JOIN matters m ON m.firm_id = ${firmId} AND m.id = matter_id
    JOIN bank_accounts a ON a.firm_id = ${firmId} AND a.id = bank_account_id
    WHERE coalesce(t.balance, 0) <> coalesce(l.booked, 0)
    ORDER BY m.id, a.id LIMIT ${limit}`);
  return rows.map(({ matterId, number, bankAccountId, bankAccount, owed, booked, transactionId }) => ({
    matterId: asId<MatterId>(matterId),
    number,
    bankAccount: { id: asId<BankAccountId>(bankAccountId), title: bankAccount },
    owed: amount(owed),
    booked: amount(booked),
    transactionId: transactionId === null ? null : asId<TransactionId>(transactionId),
  }));
}

/** Postgres returns sums of bigint as text. */
function amount(text: string): Money {
  return money(Number(text));
}
