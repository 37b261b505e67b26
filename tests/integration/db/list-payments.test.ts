import { beforeAll, describe, expect, test } from 'vitest';
import { countPayments } from '@makewhole/db/payments/count-payments';
import {
  PAYMENT_SORTS,
  listPayments,
  type PaymentPage,
  type PaymentSort,
} from '@makewhole/db/payments/list-payments';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { COUNTED_MAX } from '@makewhole/db/paging';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { seedOtherFirm } from '@makewhole/db/seed/seed-other-firm';
import { asId, type FirmId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm } from '../../support/small-firm.ts';
import { START_MS, paymentLists } from './payment-lists.ts';

const { db } = await openTestDatabase();
const { page, walk, insertPayments } = paymentLists(db);
let crowd: FirmId;
let demo: FirmId;
const CROWD = 250;

beforeAll(async () => {
  crowd = (await createSmallFirm(db)).firmId;
  // Few different instants, amounts and names: the transaction ID must break every tie.
  await insertPayments(
    CROWD,
    (n) => ({
      createdAt: new Date(START_MS + Math.floor(n / 7) * 1000 + (n % 3)),
      amount: money(100 + (n % 11)),
      payerName: ['adams', 'Adams', 'de la Cruz', 'Zimmer', 'Ábalos', "O'Neal"][n % 6] ?? '',
    }),
    crowd,
    'crowd',
  );
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
