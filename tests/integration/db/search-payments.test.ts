import { beforeAll, describe, expect, test } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { countPayments } from '@makewhole/db/payments/count-payments';
import type { PaymentListInput } from '@makewhole/db/payments/list-payments';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { FOUND_MAX } from '@makewhole/db/paging';
import { invoices, matters } from '@makewhole/db/schema/matters';
import { payments } from '@makewhole/db/schema/payments';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import type { FirmId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { PAYMENT_TYPES } from '@makewhole/domain/payments';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, givePayment } from '../../support/small-firm.ts';
import { START_MS, paymentLists } from './payment-lists.ts';

const { db } = await openTestDatabase();
const { walk, insertPayments } = paymentLists(db);
let demo: FirmId;

beforeAll(async () => {
  demo = (await seedDemoFirm(db, { now: new Date() })).firmId;
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
    'all words, in any order': { q: 'divorce keller', count: 7 },
    'words of a payer and an invoice': { q: '10433 larkspur', count: 1 },
    'a word between signs that say nothing': { q: '& Keller -', count: 9 },
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

describe('a search by an amount finds exactly that amount, and what else has these digits', () => {
  const found: Record<string, readonly string[]> = {
    '$1,800.00': ['whole'],
    '1800': ['whole', 'invoice 1800'],
    '1,800': ['whole'],
    '1800.00': ['whole'],
    '$18.00': ['cents'],
    '18.00': ['cents'],
    '180000': [],
    'ana 1,800': ['whole'],
    '1,800 nobody': [],
  };
  let firmId: FirmId;
  const amounts = { whole: 1_800_00, cents: 18_00, more: 11_800_00, 'invoice 1800': 42_00 };
  beforeAll(async () => {
    ({ firmId } = await createSmallFirm(db));
    const names = Object.keys(amounts) as (keyof typeof amounts)[];
    await insertPayments(
      names.length,
      (n) => ({
        amount: money(amounts[names[n] ?? 'whole']),
        payerName: names[n] === 'invoice 1800' ? 'Payer of 1800' : 'Ana Silva',
      }),
      firmId,
      'amounts',
      ['sale'],
    );
  });
  test.each(Object.entries(found))('%s', async (q, names) => {
    const shown = await walk({ firmId, q, sort: '-created', limit: 10 });
    const wanted = names.map((name) => amounts[name as keyof typeof amounts]);
    expect(shown.map(({ amount }) => amount).sort()).toEqual(wanted.sort());
  });
});

describe('a name is found without its accents, and with them', () => {
  const names: Record<string, readonly string[]> = {
    'Nguyễn Thị Ánh': ['nguyen', 'NGUYỄN', 'anh thi', 'Nguyễn'.normalize('NFD')],
    'Đặng Văn Đức': ['dang', 'duc van'],
    'Jürgen Großmann': ['jurgen', 'grossmann', 'GROSSMANN', 'Jürgen'],
    'Łukasz Wójcik': ['lukasz', 'wojcik', 'Łukasz'],
    'Søren Ångström': ['soren', 'angstrom'],
  };
  let firmId: FirmId;
  beforeAll(async () => {
    ({ firmId } = await createSmallFirm(db));
    const all = Object.keys(names);
    await insertPayments(all.length, (n) => ({ payerName: all[n] ?? '' }), firmId, 'names', ['sale']);
  });
  test.each(Object.entries(names).flatMap(([name, typed]) => typed.map((q) => [q, name] as const)))(
    '%s finds %s',
    async (q, name) => {
      const shown = await walk({ firmId, q, sort: 'payer', limit: 10 });
      expect(shown.map(({ payer }) => payer.name)).toEqual([name]);
    },
  );

  test('a wide percent sign is no wildcard', async () => {
    expect((await countPayments(db, { firmId, q: 'a％h' })).sale).toBe(0);
  });
});

test('filters narrow by status, method, account, dispute, refund, matter and client', async () => {
  const all = await walk({ firmId: demo, sort: '-created', limit: 100 });
  const shownOf = async (filter: Partial<PaymentListInput>) => {
    const shown = await walk({ firmId: demo, sort: '-created', limit: 100, ...filter });
    expect(shown.length).toBeGreaterThan(0);
    return shown.map(({ transactionId }) => transactionId);
  };
  const those = (keep: (payment: PaymentView) => boolean) =>
    all.filter(keep).map(({ transactionId }) => transactionId);
  expect(await shownOf({ status: 'settled' })).toEqual(those(({ status }) => status === 'settled'));
  expect(await shownOf({ method: 'ach' })).toEqual(those(({ method }) => method === 'ach'));
  expect(await shownOf({ account: 'trust' })).toEqual(
    those(({ items }) => items.some(({ account }) => account === 'trust')),
  );
  expect(await shownOf({ disputed: true })).toEqual(those(({ disputed }) => disputed));
  expect(await shownOf({ refund: 'refunded' })).toEqual(
    those(({ standingRefund }) => standingRefund?.status === 'succeeded'),
  );
  expect(await shownOf({ refund: 'none' })).toEqual(those(({ refundId }) => refundId === null));
  const one = all.find(({ matter }) => matter !== null);
  expect(await shownOf({ matterId: one?.matterId ?? undefined })).toEqual(
    those(({ matterId }) => matterId === one?.matterId),
  );
  expect(await shownOf({ clientId: one?.clientId ?? undefined })).toEqual(
    those(({ clientId }) => clientId === one?.clientId),
  );
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
