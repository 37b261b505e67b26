// The order in which a firm's data comes in does not matter: payments before their matters and invoices or after them end
// in the same books (ADR 17).
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assignPayment } from '@makewhole/db/payments/assign-payment';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { mirrorPayment, type MirroredItem } from '@makewhole/db/payments/mirror-payment';
import { importInTurn } from '@makewhole/db/imports/import-row';
import { putInvoice } from '@makewhole/db/imports/put-invoice';
import { putMatter } from '@makewhole/db/imports/put-matter';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';

const { db, sql } = await openTestDatabase();
const at = new Date();

const TRUST = {
  description: 'Retainer',
  invoiceNumber: null,
  account: 'trust',
  amount: money(900_00),
} as const;
const FEES = {
  description: 'Fees',
  invoiceNumber: 'INV-1',
  account: 'operating',
  amount: money(100_00),
} as const;

/** Each returns false if it was refused, and is sent again later. */
const STEPS: Readonly<Record<string, (firm: SmallFirm) => Promise<boolean>>> = {
  split: (firm) => mirror(firm, 'split', [TRUST, FEES]),
  'split, seen again': (firm) => mirror(firm, 'split', [TRUST, FEES]),
  fees: (firm) => mirror(firm, 'fees', [{ ...FEES, amount: money(50_00) }]),
  'without items': (firm) => mirror(firm, 'bare', null),
  'its assignment': async (firm) => {
    const items = [{ ...FEES, description: null, amount: money(30_00) }];
    const transactionId = idOf(firm, 'bare');
    const { kind } = await assignPayment(db, byOwner(firm, at), { transactionId, matter: null, items });
    return kind === 'assigned';
  },
  'the matter': (firm) => importMatter(firm, 'One'),
  'the other matter': (firm) => importMatter(firm, 'Two'),
  'the invoice': async (firm) => {
    const { kind } = await importInTurn(db, byOwner(firm, at), (importing) =>
      putInvoice(importing, {
        ...{ externalId: 'i-1', number: 'INV-1', matterExternalId: 'm-One', total: money(500_00) },
        ...{ issuedOn: '2026-11-02', closed: false, asOf: at, ifMatch: null },
      }),
    );
    return kind !== 'matter_not_found';
  },
};

it('ends in the same books, whatever comes first', { timeout: 300_000 }, async () => {
  const names = Object.keys(STEPS);
  const expected = await endOf(names);
  expect(expected.books).toEqual({
    accounts_receivable: -180_00,
    client_trust_liability: -900_00,
    operating_bank: 180_00,
    trust_bank: 900_00,
  });
  expect(expected.payments).toMatchObject([
    { matter: 'One', allocations: [['INV-1', 100_00]] },
    { matter: 'One', allocations: [['INV-1', 50_00]] },
    { matter: 'One', allocations: [['INV-1', 30_00]] },
  ]);
  const orders = fc.shuffledSubarray(names, { minLength: names.length });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      expect(await endOf(order)).toEqual(expected);
    }),
    { numRuns: 15 },
  );
});

/** What a new firm has in the end, after all these steps and again those that came too early. */
async function endOf(order: readonly string[]) {
  const firm = await createSmallFirm(db, 0);
  let left = order;
  for (let round = 0; left.length > 0 && round < order.length; round += 1) {
    const refused: string[] = [];
    for (const name of left) if (!(await STEPS[name]?.(firm))) refused.push(name);
    left = refused;
  }
  expect(left).toEqual([]);
  return { books: await booksOf(firm), trust: await trustOf(firm), payments: await paymentsOf(firm) };
}

async function importMatter(firm: SmallFirm, number: string): Promise<boolean> {
  const client = { externalId: 'c-1', name: 'Dana Whitfield', email: null };
  await importInTurn(db, byOwner(firm, at), (importing) =>
    putMatter(importing, {
      ...{ externalId: `m-${number}`, number, name: 'Whitfield lease', client, users: [] },
      ...{ closed: false, asOf: at, ifMatch: null },
    }),
  );
  return true;
}

async function mirror(
  firm: SmallFirm,
  name: string,
  items: readonly MirroredItem[] | null,
): Promise<boolean> {
  const amount = items === null ? 30_00 : items.reduce((total, item) => total + item.amount, 0);
  await mirrorPayment(db, {
    firmId: firm.firmId,
    asOf: at,
    payment: {
      ...{ transactionId: idOf(firm, name), type: 'sale', status: 'settled', currency: 'USD' },
      ...{ method: 'card', last4: '4242', payer: { name: 'Dana Whitfield', email: null } },
      amount: money(amount),
      matterNumber: 'One',
      createdAt: new Date('2026-11-02T15:00:00Z'),
      settledAt: new Date('2026-11-04T14:00:00Z'),
      ...{ disputed: false, disputeLost: false, refundedElsewhere: false, items },
    },
  });
  return true;
}

function idOf({ firmId }: SmallFirm, name: string): TransactionId {
  return asId<TransactionId>(`txn_${name}_${firmId}`);
}

async function paymentsOf(firm: SmallFirm) {
  return Promise.all(
    ['split', 'fees', 'bare'].map(async (name) => {
      const payment = await findPayment(db, { firmId: firm.firmId, transactionId: idOf(firm, name) });
      return {
        name,
        matter: payment?.matter?.number,
        inTheBooks: payment?.inTheBooks,
        items: payment?.items.map(({ account, amount, invoiceNumber }) => [account, amount, invoiceNumber]),
        allocations: payment?.allocations.map(({ invoiceNumber, amount }) => [invoiceNumber, amount]),
      };
    }),
  );
}

async function booksOf({ firmId }: SmallFirm) {
  const rows = await sql<{ account: string; amount: number }[]>`
    SELECT account, sum(amount)::int AS amount FROM ledger_entries WHERE firm_id = ${firmId}
    GROUP BY account HAVING sum(amount) <> 0 ORDER BY account`;
  return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]));
}

async function trustOf({ firmId }: SmallFirm) {
  const rows = await sql<{ number: string; balance: number }[]>`
    SELECT m.number, b.balance::int AS balance FROM trust_account_balances b JOIN matters m ON m.id = b.matter_id
    WHERE b.firm_id = ${firmId} AND b.balance <> 0 ORDER BY m.number`;
  return rows.map(({ number, balance }) => [number, balance]);
}
