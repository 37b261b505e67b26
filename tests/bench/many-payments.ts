import type { Product } from './product.ts';

const BATCH = 50_000;

/** Gives the product's firm so many payments, an item each: one every two minutes into the past, in sixteen names. */
export async function loadManyPayments(
  { sql, firm }: Pick<Product, 'sql' | 'firm'>,
  total: number,
  say: (line: string) => void,
): Promise<void> {
  const { firmId, matterId } = firm;
  for (let from = 1; from <= total; from += BATCH) {
    const to = Math.min(from + BATCH - 1, total);
    await sql`
      INSERT INTO payments (firm_id, transaction_id, type, status, amount, currency, method, last4, payer_name,
                            matter_id, created_at, settled_at)
      SELECT ${firmId}, 'txn_bulk_' || n, CASE WHEN n % 10 = 0 THEN 'authorization' ELSE 'sale' END,
             CASE WHEN n % 10 = 0 THEN 'authorized' ELSE 'settled' END, 1000 + n * 7919 % 900000, 'USD',
             CASE WHEN n % 4 = 0 THEN 'ach' ELSE 'card' END, lpad((n % 10000)::text, 4, '0'), 'Payer ' || n % 16,
             ${matterId}, now() - n * interval '2 minutes', now() - n * interval '2 minutes'
      FROM generate_series(${from}::int, ${to}::int) AS n`;
    await sql`
      INSERT INTO payment_items (id, firm_id, transaction_id, position, description, account, amount)
      SELECT 'item_bulk_' || n, ${firmId}, 'txn_bulk_' || n, 1, 'Legal services', 'operating', 1000 + n * 7919 % 900000
      FROM generate_series(${from}::int, ${to}::int) AS n`;
    // So that what comes next is planned for the table as it is, foreign keys included.
    await sql`ANALYZE payments, payment_items`;
    if (total > BATCH) say(`${to.toLocaleString('en')} of ${total.toLocaleString('en')} payments are there`);
  }
  await sql`VACUUM ANALYZE payments, payment_items`;
}
