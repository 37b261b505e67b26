// A search among many payments uses its index, whatever is typed. SEARCHED_PAYMENTS=100000 for a firm of twenty years.
import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { countPayments } from '@makewhole/db/payments/count-payments';
import { inPaymentList } from '@makewhole/db/payments/payment-filter';
import { listPayments } from '@makewhole/db/payments/list-payments';
import { payments } from '@makewhole/db/schema/payments';
import type { FirmId } from '@makewhole/domain/ids';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm } from '../../support/small-firm.ts';

const COUNT = Number(process.env['SEARCHED_PAYMENTS'] ?? 20_000);
const { db } = await openTestDatabase();
let firmId: FirmId;

beforeAll(async () => {
  ({ firmId } = await createSmallFirm(db));
  const { id: connectionId } = await findFirstConnection(db, firmId);
  // Each statement within the time that one may take.
  for (let from = 1; from <= COUNT; from += 5_000) {
    await db.execute(sql`
    INSERT INTO payments (firm_id, connection_id, transaction_id, type, status, amount, currency, method, last4,
      payer_name, created_at)
    SELECT ${firmId}, ${connectionId}, 'txn_' || md5(n::text), 'sale', 'settled', 1 + n * 37 % 500000, 'USD', 'card',
      lpad((n % 10000)::text, 4, '0'),
      (ARRAY['Ana', 'Łukasz', 'Jürgen', 'Nguyễn', 'Sofía', 'Mary', 'Đặng'])[1 + n % 7] || ' ' ||
      (ARRAY['Müller', 'Keller', 'Patel', 'Ortega', 'Wójcik', 'Silva'])[1 + n % 6] || ' ' || substr(md5(n::text), 1, 5),
      '2026-01-01'::timestamptz + n * interval '1 minute'
    FROM generate_series(${from}::int, ${from + 4_999}::int) AS n`);
  }
  await db.execute(sql`ANALYZE payments`);
}, 300_000);

const RARE = ['$1,800.00', '1800', 'keller a3f5b', 'nguyen 0a1b', 'txn_c4ca4238', '1,800.37', '4417 patel'];

test.each(RARE)('%s is found by an index', async (q) => {
  const plan = await db.transaction(async (tx) => {
    // So few rows may be read through as fast: here only whether an index can answer.
    await tx.execute(sql`SET LOCAL enable_seqscan = off`);
    return tx.execute(sql`
      EXPLAIN (ANALYZE, COSTS OFF) SELECT 1 FROM payments
      WHERE ${inPaymentList({ firmId, q })} AND ${payments.type} = 'sale' LIMIT 1000`);
  });
  const lines = plan.map((row) => String(row['QUERY PLAN'])).join('\n');
  if (process.env['SEARCHED_PAYMENTS'] !== undefined) console.log(`${q}\n${lines}\n`);
  expect(lines).not.toContain('Seq Scan on payments');
  expect(lines).toMatch(/payments_search|payments_by_amount/);
});

test('common words, rare ones and none are listed and counted in a moment', async () => {
  for (const q of [...RARE, 'keller', 'ana', 'ke', 'k', 'muller ana', '5', 'nobody at all', 'nguyen patel']) {
    const startMs = performance.now();
    const page = await listPayments(db, { firmId, q, type: 'sale', sort: '-created', limit: 25 });
    await countPayments(db, { firmId, q });
    const tookMs = performance.now() - startMs;
    if (process.env['SEARCHED_PAYMENTS'] !== undefined) {
      console.log(q, page.kind === 'page' ? page.data.length : page.kind, `${Math.round(tookMs)} ms`);
    }
    // Generous: other tests share the machine.
    expect(tookMs).toBeLessThan(3_000);
  }
});
