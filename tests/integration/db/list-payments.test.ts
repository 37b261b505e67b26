import { beforeAll, describe, expect, test } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { countPayments } from '@makewhole/db/payments/count-payments';
import {
  PAYMENT_SORTS,
  listPayments,
  type PaymentListInput,
  type PaymentPage,
  type PaymentSort,
} from '@makewhole/db/payments/list-payments';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { invoices, matters } from '@makewhole/db/schema/matters';
import { payments } from '@makewhole/db/schema/payments';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { seedOtherFirm } from '@makewhole/db/seed/seed-other-firm';
import { asId, type FirmId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { PAYMENT_TYPES, type PaymentType } from '@makewhole/domain/payments';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, givePayment } from '../../support/small-firm.ts';
import { COUNTED_MAX, FOUND_MAX } from '@makewhole/db/paging';

const { db } = await openTestDatabase();
let crowd: FirmId;
let demo: FirmId;
const CROWD = 250;
const START_MS = Date.UTC(2026, 0, 5);

beforeAll(async () => {
  crowd = (await createSmallFirm(db)).firmId;
  // Few different instants, amounts and names: the transaction ID must break every tie.
  await insertPayments(CROWD, (n) => ({
    createdAt: new Date(START_MS + Math.floor(n / 7) * 1000 + (n % 3)),
    amount: money(100 + (n % 11)),
    payerName: ['adams', 'Adams', 'de la Cruz', 'Zimmer', 'Ábalos', "O'Neal"][n % 6] ?? '',
  }));
  demo = (await seedDemoFirm(db, { now: new Date() })).firmId;
  await seedOtherFirm(db, { now: new Date() });
});

describe.each(PAYMENT_SORTS)('sorted by %s', (sort) => {
  test.each([undefined, 'sale'] as const)(
    'pages of type %s show each payment once, in order',
    async (type) => {
      const all = await walk({ firmId: crowd, type, sort, limit: 7 });
      const ids = all.map((payment) => payment.transactionId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBe(type === undefined ? CROWD : Math.ceil(CROWD / 3));
      const whole = await page({ firmId: crowd, type, sort, limit: 100 });
      expect(ids.slice(0, 100)).toEqual(whole.data.map((payment) => payment.transactionId));
      expectOrder(all, sort);
    },
  );

  test('payments that come in between shift no other one, on any page', async () => {
    const { firmId } = await createSmallFirm(db);
    const row = (n: number) => ({
      createdAt: new Date(START_MS + (n % 5) * 1000),
      amount: money(1 + (n % 4)),
      payerName: `Payer ${n % 3}`,
    });
    await insertPayments(40, row, firmId, 'early');
    const before = await walk({ firmId, sort, limit: 100 });
    const seen: TransactionId[] = [];
    let cursor: string | null | undefined = undefined;
    for (let round = 0; cursor !== null; round += 1) {
      const [shown]: [PaymentPage, void] = await Promise.all([
        page({ firmId, sort, limit: 3, cursor }),
        insertPayments(4, row, firmId, `late${round}`),
      ]);
      seen.push(...shown.data.map((payment) => payment.transactionId));
      cursor = round < 60 ? shown.nextCursor : null;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const early = seen.filter((id) => id.startsWith('txn_early'));
    expect(early).toEqual(before.map((payment) => payment.transactionId));
  });

  test('a cursor of this sort is refused by every other one', async () => {
    const { nextCursor } = await page({ firmId: crowd, sort, limit: 1 });
    for (const other of PAYMENT_SORTS.filter((one) => one !== sort)) {
      const answer = await listPayments(db, {
        firmId: crowd,
        sort: other,
        limit: 1,
        cursor: nextCursor ?? '',
      });
      expect(answer).toEqual({ kind: 'bad_cursor', reason: 'other_sort' });
    }
  });
});

test('names are sorted without regard to case', async () => {
  const all = await walk({ firmId: crowd, sort: 'payer', limit: 50 });
  const names = all.map(({ payer }) => payer.name.toLowerCase());
  expect([...new Set(names)]).toEqual(['adams', 'de la cruz', "o'neal", 'zimmer', 'ábalos']);
});

describe('a cursor that no page gave is refused as malformed', () => {
  const forged: Record<string, string> = {
    'an empty text': '',
    'no base64url': '!!!',
    'a base64url of no JSON': encode('hello'),
    'a base64url of another JSON': encode('{"a":1}'),
    'a list too short': encode('["-created"]'),
    'a list too long': encode('["-created","2026-01-05T00:00:00.000Z","txn_1",1]'),
    'an unknown sort': encode('["-payer","x","txn_1"]'),
    'a date that is none': encode('["-created","2026-99-05T00:00:00.000Z","txn_1"]'),
    'a date beyond what the database knows': encode('["-created","+275760-09-13T00:00:00.000Z","txn_1"]'),
    'a number for a date': encode('["-created",5,"txn_1"]'),
    'an ID that is none': encode('["-created","2026-01-05T00:00:00.000Z",5]'),
    'an ID with a NUL': encode('["-created","2026-01-05T00:00:00.000Z","a\\u0000"]'),
    'an ID that is too long': encode(`["-created","2026-01-05T00:00:00.000Z","${'a'.repeat(300)}"]`),
    'padding at its end': `${encode('["-created","2026-01-05T00:00:00.000Z","txn_1"]')}=`,
  };
  test.each(Object.entries(forged))('%s', async (_name, cursor) => {
    const answer = await listPayments(db, { firmId: crowd, sort: '-created', limit: 1, cursor });
    expect(answer).toEqual({ kind: 'bad_cursor', reason: 'malformed' });
  });

  test.each(['1.5', '"100"', '1e300', 'null'])('an amount of %s', async (key) => {
    const cursor = encode(`["amount",${key},"txn_1"]`);
    const answer = await listPayments(db, { firmId: crowd, sort: 'amount', limit: 1, cursor });
    expect(answer).toEqual({ kind: 'bad_cursor', reason: 'malformed' });
  });
});

test.each([0, 501, -1, 1.5, Number.NaN])('a limit of %s is a fault of the caller', async (limit) => {
  await expect(page({ firmId: crowd, sort: 'created', limit })).rejects.toThrow(RangeError);
});

test('the type filter shows that type alone, and the counts agree with the lists', async () => {
  const counts = await countPayments(db, { firmId: demo });
  expect(counts).toEqual({ sale: 57, authorization: 4, refund: 4 });
  for (const type of PAYMENT_TYPES) {
    const shown = await walk({ firmId: demo, type, sort: '-created', limit: 20 });
    expect(shown.length).toBe(counts[type]);
    expect(shown.every((payment) => payment.type === type)).toBe(true);
  }
});

describe('a search finds what contains the text', () => {
  const found: Record<string, { readonly q: string; readonly count: number }> = {
    'the payer, whatever the case': { q: 'KELLER', count: 9 },
    'the number of the matter': { q: '10231-002', count: 2 },
    'the name of the matter': { q: 'larkspur', count: 3 },
    'the number of an invoice': { q: '10433', count: 1 },
    'an invoice of two items, once': { q: '10399', count: 1 },
    'an invoice that was paid back, with its refund': { q: '10405', count: 2 },
    'the last four digits': { q: '4417', count: 5 },
    'a part of a transaction ID': { q: 'K59PFkl0Jf', count: 1 },
    'the ID of a payment that was paid back, with its refund': { q: 'txn_5k0A8Uci0qRhSBHp', count: 2 },
    'an apostrophe': { q: "O'Neal", count: 5 },
    'a text with white space around it': { q: '  Larkspur ', count: 3 },
    'a percent sign, which stands for itself': { q: '%', count: 0 },
    'an underscore, which stands for itself': { q: 't_n', count: 0 },
    'a backslash': { q: '\\', count: 0 },
    'a text with a NUL': { q: 'Keller\0', count: 0 },
    'a text that is nowhere': { q: 'zzzz', count: 0 },
    'one letter, where a word begins': { q: 'K', count: 9 },
    'two letters, where a word begins': { q: 'ke', count: 9 },
    'two letters that no word begins with': { q: 'rk', count: 0 },
  };
  test.each(Object.entries(found))('%s', async (_name, { q, count }) => {
    const shown = await walk({ firmId: demo, q, sort: '-created', limit: 4 });
    const counts = await countPayments(db, { firmId: demo, q });
    expect(shown.map((payment) => payment.transactionId)).toHaveLength(count);
    expect(counts.sale + counts.authorization + counts.refund).toBe(count);
  });

  test('an empty text finds everything', async () => {
    expect(await countPayments(db, { firmId: demo, q: '  ' })).toEqual(
      await countPayments(db, { firmId: demo }),
    );
  });
});

test('a matter, an invoice and a payer are found by the names that they have by now, and no longer by the old ones', async () => {
  const firm = await createSmallFirm(db);
  const { firmId, matterId } = firm;
  const transactionId = await givePayment(db, null, firm, { parts: [{ of: 'invoice', amount: 5_00 }] });
  const findable = async (q: string) => (await countPayments(db, { firmId, q })).sale;
  const [invoice] = await db.select().from(invoices).where(eq(invoices.firmId, firmId));
  expect(await findable(invoice?.number ?? 'none')).toBe(1);
  await db.update(matters).set({ name: 'Okafor estate', number: '77-001' }).where(eq(matters.id, matterId));
  await db.update(invoices).set({ number: 'Bill 9.07' }).where(eq(invoices.firmId, firmId));
  await db
    .update(payments)
    .set({ payerName: 'Ürsula Vane' })
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  for (const q of ['okafor', '77-001', 'bill 9.07', 'üRSULA', 'va']) expect(await findable(q)).toBe(1);
  for (const q of ['Whitfield', '2026-014', invoice?.number ?? '', 'Dana']) expect(await findable(q)).toBe(0);
});

test('a text that many contain is read in order, page by page, as one that few do', async () => {
  const { firmId } = await createSmallFirm(db);
  await insertPayments(FOUND_MAX + 50, (n) => ({ amount: money(100 + n) }), firmId, 'often', ['sale']);
  const often = await walk({ firmId, q: 'silva', sort: 'amount', limit: 500 });
  expect(often.map(({ amount }) => amount)).toEqual(
    Array.from({ length: FOUND_MAX + 50 }, (_, n) => 100 + n),
  );
  expect((await countPayments(db, { firmId, q: 'silva' })).sale).toBe(FOUND_MAX);
  const few = await walk({ firmId, q: 'often_104', sort: '-amount', limit: 4 });
  expect(few.map(({ amount }) => amount)).toEqual([
    1149, 1148, 1147, 1146, 1145, 1144, 1143, 1142, 1141, 1140, 204,
  ]);
});

test('a stretch of time has its first instant and not its last, one of amounts has both its ends', async () => {
  const { firmId } = await createSmallFirm(db);
  await insertPayments(
    10,
    (n) => ({ createdAt: new Date(START_MS + n * 1000), amount: money(100 + n) }),
    firmId,
    'range',
    ['sale'],
  );
  const at = (n: number) => new Date(START_MS + n * 1000);
  const shownOf = async (filter: Partial<PaymentListInput>) => {
    const shown = await walk({ firmId, sort: 'created', limit: 3, ...filter });
    expect((await countPayments(db, { firmId, ...filter })).sale).toBe(shown.length);
    return shown.map(({ amount }) => amount - 100);
  };
  expect(await shownOf({ from: at(3), to: at(6) })).toEqual([3, 4, 5]);
  expect(await shownOf({ amounts: { min: 107 } })).toEqual([7, 8, 9]);
  expect(await shownOf({ amounts: { min: 102, max: 104 }, from: at(3) })).toEqual([3, 4]);
  expect(await shownOf({ from: at(6), to: at(3) })).toEqual([]);
});

test("another firm's payments are in no list, search or count", async () => {
  const shown = await walk({ firmId: demo, sort: 'payer', limit: 50 });
  expect(shown.some(({ payer }) => payer.name === 'Paul Brandt')).toBe(false);
  expect((await page({ firmId: demo, q: 'Brandt', sort: 'payer', limit: 10 })).data).toEqual([]);
  const nobody = asId<FirmId>('firm_nobody');
  expect(await countPayments(db, { firmId: nobody })).toEqual({ sale: 0, authorization: 0, refund: 0 });
});

test('a count stops at its limit', async () => {
  const { firmId } = await createSmallFirm(db);
  for (let part = 0; part < 5; part += 1) {
    await insertPayments(2_500, () => ({}), firmId, `many${part}`, ['sale']);
  }
  expect((await countPayments(db, { firmId })).sale).toBe(COUNTED_MAX);
});

async function page(input: PaymentListInput): Promise<PaymentPage> {
  const answer = await listPayments(db, input);
  if (answer.kind !== 'page') throw new Error(`The page is refused: ${answer.reason}`);
  return answer;
}

async function walk(input: PaymentListInput): Promise<PaymentView[]> {
  const { data, nextCursor } = await page(input);
  return nextCursor === null ? [...data] : [...data, ...(await walk({ ...input, cursor: nextCursor }))];
}

type PaymentFields = Partial<Pick<typeof payments.$inferInsert, 'createdAt' | 'amount' | 'payerName'>>;

async function insertPayments(
  count: number,
  fieldsOf: (n: number) => PaymentFields,
  firmId: FirmId = crowd,
  name = 'crowd',
  types: readonly PaymentType[] = PAYMENT_TYPES,
): Promise<void> {
  const { id: connectionId } = await findFirstConnection(db, firmId);
  await db.insert(payments).values(
    Array.from({ length: count }, (_, n) => ({
      ...{ firmId, connectionId },
      transactionId: asId<TransactionId>(`txn_${name}_${n}`),
      type: types[n % types.length] ?? 'sale',
      status: 'captured' as const,
      amount: money(100),
      currency: 'USD' as const,
      method: 'card' as const,
      last4: '4242',
      payerName: 'Ana Silva',
      createdAt: new Date(START_MS),
      ...fieldsOf(n),
    })),
  );
}

function expectOrder(all: readonly PaymentView[], sort: PaymentSort): void {
  const keys = all.map((payment): number => {
    if (sort === 'payer') return 0; // the database's order of names: tested by itself
    return sort.endsWith('amount') ? payment.amount : Date.parse(payment.createdAt);
  });
  const wanted = [...keys].sort((one, other) => (sort.startsWith('-') ? other - one : one - other));
  expect(keys).toEqual(wanted);
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
