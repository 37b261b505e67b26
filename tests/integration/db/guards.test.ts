// What the database refuses, whoever asks: the rules that no code may get around.
import { beforeAll, describe, expect, test } from 'vitest';
import { openObligations } from '@makewhole/db/obligations/open-and-complete';
import { refundEvents, refunds } from '@makewhole/db/schema/refunds';
import { seedDemoFirm, type SeededFirm } from '@makewhole/db/seed/seed-demo-firm';
import { REFUND_STATUSES, TRANSITIONS } from '@makewhole/domain/refund-states';
import { openTestDatabase } from '../../support/database.ts';

const { db, sql } = await openTestDatabase();
let demo: SeededFirm;

beforeAll(async () => {
  demo = await seedDemoFirm(db, { now: new Date() });
});

describe.each(['ledger_entries', 'postings', 'refund_events'])('B10: the rows of %s', (table) => {
  const rows = async () =>
    sql`SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) AS all FROM ${sql(table)} t`;

  test.each([
    ['updated', () => sql`UPDATE ${sql(table)} SET firm_id = firm_id`],
    ['updated where there are none', () => sql`UPDATE ${sql(table)} SET firm_id = 'x' WHERE false`],
    ['deleted', () => sql`DELETE FROM ${sql(table)}`],
    ['truncated', () => sql`TRUNCATE ${sql(table)} CASCADE`],
  ])('are never %s', async (_what, change) => {
    const before = await rows();
    await expect(change()).rejects.toThrow(`${table} is append-only`);
    expect(await rows()).toEqual(before);
  });
});

describe('B10: a posting', () => {
  const post = (id: string, entries: readonly (readonly [account: string, amount: number])[]) =>
    sql.begin(async (tx) => {
      await tx`INSERT INTO postings (id, firm_id, transaction_id, step, leg, at)
               VALUES (${id}, ${demo.firmId}, ${id}, 'receipt', 'operating', now())`;
      for (const [index, [account, amount]] of entries.entries()) {
        await tx`INSERT INTO ledger_entries (posting_id, line, firm_id, account, amount)
                 VALUES (${id}, ${index + 1}, ${demo.firmId}, ${account}, ${amount})`;
      }
    });
  const isThere = async (id: string) => (await sql`SELECT FROM postings WHERE id = ${id}`).length === 1;

  test('that sums to zero is taken, whatever the order of its entries', async () => {
    const entries = [
      ['operating_bank', 700],
      ['accounts_receivable', -500],
      ['unapplied_receipts', -200],
    ] as const;
    await post('post_balanced', entries);
    expect(await isThere('post_balanced')).toBe(true);
  });

  test.each([1, -1, 700, Number.MAX_SAFE_INTEGER])('that is off by %d is refused whole', async (amount) => {
    const entries = [
      ['operating_bank', 500],
      ['accounts_receivable', -500],
      ['unapplied_receipts', amount],
    ] as const;
    await expect(post(`post_${amount}`, entries)).rejects.toThrow('does not balance');
    expect(await isThere(`post_${amount}`)).toBe(false);
  });

  test('takes no entry more that would unbalance it', async () => {
    await post('post_closed', [
      ['operating_bank', 10],
      ['accounts_receivable', -10],
    ]);
    const added = sql`INSERT INTO ledger_entries (posting_id, line, firm_id, account, amount)
                      VALUES ('post_closed', 3, ${demo.firmId}, 'operating_bank', 1)`;
    await expect(added).rejects.toThrow('does not balance');
  });

  test('to an account that the firm has not is refused', async () => {
    const entries = [
      ['petty_cash', 10],
      ['accounts_receivable', -10],
    ] as const;
    await expect(post('post_elsewhere', entries)).rejects.toThrow('foreign key');
  });

  test('is there once for its key, though parts of the key are empty', async () => {
    const again = sql`INSERT INTO postings (id, firm_id, transaction_id, step, leg, at)
                      SELECT 'post_again', firm_id, transaction_id, step, leg, at FROM postings WHERE id = 'post_closed'`;
    await expect(again).rejects.toThrow('postings_once');
  });
});

describe('the statuses of a refund', () => {
  test('follow each other in the database as they do in domain', async () => {
    const kept = await sql`SELECT from_status, to_status FROM refund_transitions`;
    const wanted = REFUND_STATUSES.flatMap((from) => TRANSITIONS[from].map((to) => `${from} -> ${to}`));
    expect(kept.map(({ from_status, to_status }) => `${from_status} -> ${to_status}`).sort()).toEqual(
      wanted.sort(),
    );
  });

  test('are never skipped', async () => {
    const skip = sql`UPDATE refunds SET status = 'requested' WHERE status = 'succeeded'`;
    await expect(skip).rejects.toThrow('cannot go from succeeded to requested');
  });
});

test('R4: a payment has one standing refund, and another only once that one has ended unpaid and is closed', async () => {
  const { cardOperating } = demo.transactions;
  const ask = (id: string) =>
    sql`INSERT INTO refunds (id, firm_id, transaction_id, status, amount, currency, method, reason, requested_by,
                             requested_at, expected_earliest, expected_latest)
        SELECT ${id}, firm_id, ${cardOperating}, 'requested', 1, 'USD', 'card', 'Test', requested_by,
               now(), current_date, current_date FROM refunds LIMIT 1`;
  await ask('rf_first');
  await expect(ask('rf_second')).rejects.toThrow('refunds_one_standing');
  await sql`UPDATE refunds SET status = 'canceled' WHERE id = 'rf_first'`;
  await expect(ask('rf_second')).rejects.toThrow('refunds_one_standing');
  await sql`UPDATE refunds SET closed_at = now() WHERE id = 'rf_first'`;
  await ask('rf_second');
});

test('B1: what the processor paid is the outcome of one refund', async () => {
  const second = sql`UPDATE refunds SET processor_refund_id = 're_same'
                     WHERE id IN (SELECT id FROM refunds WHERE firm_id = ${demo.firmId} LIMIT 2)`;
  await expect(second).rejects.toThrow('refunds_by_processor_refund');
});

describe('B4: a trust balance', () => {
  test('is never held below zero, in all accounts or in one', async () => {
    const one = sql`INSERT INTO trust_account_balances SELECT firm_id, matter_id, 'ba', 0, -1 FROM trust_balances`;
    await expect(one).rejects.toThrow('trust_account_held_not_negative');
    await expect(sql`UPDATE trust_balances SET held = -1`).rejects.toThrow('trust_held_not_negative');
  });

  test('may be negative, because the bank may take what was spent or held', async () => {
    const undo = new Error('undo');
    const taken = sql.begin(async (tx) => {
      const rows =
        await tx`UPDATE trust_balances SET balance = -1, held = 5 RETURNING balance::int, held::int`;
      expect(rows[0]).toEqual({ balance: -1, held: 5 });
      throw undo;
    });
    await expect(taken).rejects.toBe(undo);
  });

  test('takes in at once what a worker of an earlier release adds to the shortfall', async () => {
    const undo = new Error('undo');
    const taken = sql.begin(async (tx) => {
      const [row] = await tx`UPDATE trust_balances SET balance = 0, held = 0, shortfall = shortfall + 700
        RETURNING balance::int, shortfall::int`;
      expect(row).toEqual({ balance: -700, shortfall: 0 });
      throw undo;
    });
    await expect(taken).rejects.toBe(undo);
  });
});

test.each([
  ['a payment', () => sql`UPDATE payments SET amount = 0`],
  ['a payment item', () => sql`UPDATE payment_items SET amount = -5`],
  ['an allocation', () => sql`UPDATE allocations SET amount = 0`],
  ['an invoice', () => sql`UPDATE invoices SET total = 0`],
  ['a refund', () => sql`UPDATE refunds SET amount = 0`],
  ['a leg', () => sql`UPDATE refund_legs SET amount = -1`],
])('%s has an amount above zero', async (_what, change) => {
  await expect(change()).rejects.toThrow('check constraint');
});

test('R3: a refund without a reason is refused, white space being none', async () => {
  await expect(sql`UPDATE refunds SET reason = ' '`).rejects.toThrow('refund_reason_given');
});

test("a row never joins another firm's matter", async () => {
  await sql`INSERT INTO firms (id, name, processor_account) VALUES ('firm_x', 'Other', 'acct_x')`;
  const stolen = sql`UPDATE payments SET firm_id = 'firm_x' WHERE transaction_id = ${demo.transactions.freshAch}`;
  await expect(stolen).rejects.toThrow('foreign key');
});

test('what a refund owes keeps its own amount, whatever else is known of the refund', async () => {
  const [refund] = await db.select().from(refunds).limit(1);
  if (refund === undefined) throw new Error('The demo firm has no refund');
  const wider = { firmId: refund.firmId, refundId: refund.id, amount: refund.amount, status: refund.status };
  const owed = { kind: 'reconciliation', subject: 'test', summary: 'Look', amount: null } as const;
  await openObligations(db, wider, [owed], new Date());
  const [row] = await sql`SELECT amount, status FROM obligations WHERE subject = 'test'`;
  expect(row).toEqual({ amount: null, status: 'open' });
  expect((await db.select().from(refundEvents)).length).toBeGreaterThan(0);
});
