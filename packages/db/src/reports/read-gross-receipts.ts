// What a firm compares with its Forms 1099-K (LW2): payment companies report gross receipts, from which refunds, disputes
// and fees are not deducted and in which trust deposits are.
import { sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import type { PaymentMethod } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';

export type GrossReceipts = {
  /** YYYY-MM in the firm's zone: of the payment, and for refunds and disputes of their own. */
  readonly month: string;
  readonly connection: string;
  readonly account: string;
  readonly method: PaymentMethod;
  readonly payments: number;
  readonly gross: Money;
  /** Of the gross. */
  readonly trust: Money;
  readonly refunds: number;
  readonly refunded: Money;
  readonly disputes: number;
  readonly disputed: Money;
};

type Row = { readonly [Key in keyof GrossReceipts]: GrossReceipts[Key] extends string ? string : number };

/** By month, connection and method: at most 12 months of what a firm has of each. */
export async function readGrossReceipts(
  db: Db,
  { firmId, year }: { readonly firmId: FirmId; readonly year: number },
): Promise<GrossReceipts[]> {
  const month = (at: string) => sql`to_char(${sql.raw(at)} AT TIME ZONE f.time_zone, 'YYYY-MM')`;
  const rows = await db.execute<Row>(sql`
    WITH each AS (
      SELECT ${month('p.created_at')} AS month, p.connection_id, p.method, 1 AS payments, p.amount AS gross,
        coalesce((SELECT sum(i.amount) FROM payment_items i WHERE i.firm_id = p.firm_id
          AND i.transaction_id = p.transaction_id AND i.account = 'trust'), 0) AS trust,
        0 AS refunds, 0 AS refunded, 0 AS disputes, 0 AS disputed
      FROM payments p JOIN firms f ON f.id = p.firm_id
      WHERE p.firm_id = ${firmId} AND p.type = 'sale' AND p.settled_at IS NOT NULL
      UNION ALL
      SELECT ${month('p.created_at')}, p.connection_id, p.method, 0, 0, 0, 1, p.amount, 0, 0
      FROM payments p JOIN firms f ON f.id = p.firm_id
      WHERE p.firm_id = ${firmId} AND p.type = 'refund' AND p.settled_at IS NOT NULL
      UNION ALL
      SELECT ${month('l.known_at')}, p.connection_id, p.method, 0, 0, 0, 0, 0, 1, l.amount
      FROM losses l JOIN payments p ON p.firm_id = l.firm_id AND p.transaction_id = l.transaction_id
        JOIN firms f ON f.id = l.firm_id
      WHERE l.firm_id = ${firmId} AND l.kind = 'dispute' AND l.withdrawn AND l.round = 1
    )
    SELECT e.month, c.label AS connection, c.account, e.method, sum(e.payments)::float8 AS payments,
      sum(e.gross)::float8 AS gross, sum(e.trust)::float8 AS trust, sum(e.refunds)::float8 AS refunds,
      sum(e.refunded)::float8 AS refunded, sum(e.disputes)::float8 AS disputes, sum(e.disputed)::float8 AS disputed
    FROM each e JOIN processor_connections c ON c.id = e.connection_id
    WHERE left(e.month, 4) = ${String(year)}
    GROUP BY e.month, c.id, c.label, c.account, e.method ORDER BY e.month, c.label, c.id, e.method`);
  return rows.map(({ gross, trust, refunded, disputed, method, ...counted }) => ({
    ...counted,
    // Written by mirrorPayment, which knows these two.
    method: method as PaymentMethod,
    ...{ gross: money(gross), trust: money(trust), refunded: money(refunded), disputed: money(disputed) },
  }));
}
