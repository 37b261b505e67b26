// Checks that every settled payment is in the books, and that each matter's trust balance is what the ledger owes its
// client (B15). Both are written in one transaction, so one check is enough.
import { and, eq, sql } from 'drizzle-orm';
import { asId, type FirmId, type MatterId, type TransactionId } from '@makewhole/domain/ids';
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
  readonly owed: string;
  readonly booked: string;
  readonly transactionId: string | null;
};

async function findDiffering(db: Db, firmId: FirmId, limit: number): Promise<TrustCompared[]> {
  const rows = await db.execute<Row>(sql`
    SELECT m.id AS "matterId", m.number, coalesce(t.balance, 0) AS owed, coalesce(l.booked, 0) AS booked,
      (SELECT p.transaction_id FROM payments p WHERE p.firm_id = m.firm_id AND p.matter_id = m.id AND p.type = 'sale'
        ORDER BY p.created_at DESC LIMIT 1) AS "transactionId"
    FROM matters m
    LEFT JOIN trust_balances t ON t.firm_id = m.firm_id AND t.matter_id = m.id
    LEFT JOIN (SELECT matter_id, -sum(amount) AS booked FROM ledger_entries
      WHERE firm_id = ${firmId} AND account = 'client_trust_liability' GROUP BY matter_id) l ON l.matter_id = m.id
    WHERE m.firm_id = ${firmId} AND coalesce(t.balance, 0) <> coalesce(l.booked, 0)
    ORDER BY m.id LIMIT ${limit}`);
  return rows.map(({ matterId, number, owed, booked, transactionId }) => ({
    matterId: asId<MatterId>(matterId),
    number,
    owed: amount(owed),
    booked: amount(booked),
    transactionId: transactionId === null ? null : asId<TransactionId>(transactionId),
  }));
}

/** Postgres returns sums of bigint as text. */
function amount(text: string): Money {
  return money(Number(text));
}
