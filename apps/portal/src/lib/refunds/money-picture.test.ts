import { expect, test } from 'vitest';
import {
  invoiceForgiveness,
  invoiceReversals,
  operatingDebits,
  trustDeposit,
  trustPayment,
} from '@makewhole/domain/postings';
import { asId, type AllocationId, type MatterId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { moneyPicture } from './money-picture.ts';

const LEGS = [
  { account: 'operating', amount: money(850_00) },
  { account: 'trust', amount: money(400_00) },
] as const;
const ITEMS = [
  {
    id: 'item_1',
    description: 'Services',
    invoiceNumber: 'INV-1',
    unknownInvoiceNumber: null,
    invoiceExternalId: null,
    kind: null,
    account: 'operating',
    amount: 800_00,
  },
  {
    id: 'item_2',
    description: 'Costs',
    invoiceNumber: null,
    unknownInvoiceNumber: null,
    invoiceExternalId: null,
    kind: null,
    account: 'operating',
    amount: 50_00,
  },
  {
    id: 'item_3',
    description: 'Retainer',
    invoiceNumber: null,
    unknownInvoiceNumber: null,
    invoiceExternalId: null,
    kind: null,
    account: 'trust',
    amount: 400_00,
  },
] as const;
const ALLOCATION = { allocationId: asId<AllocationId>('alloc_1'), amount: money(800_00) };

type Postings = Parameters<typeof moneyPicture>[0]['postings'];
const at = '2026-11-27T12:00:00Z';
const posted = (...postings: readonly object[]) => postings.map((one) => ({ ...one, at })) as Postings;

const rowsOf = (status: Parameters<typeof moneyPicture>[0]['status'], postings: Postings) =>
  moneyPicture({ status, legs: [...LEGS], postings }, [...ITEMS]).map(
    ({ account, soFar, toCome, inTheEnd }) => [account, soFar, toCome, inTheEnd],
  );

test('before anything moved, all of it is to come, and clearing begins and ends at zero', () => {
  expect(rowsOf('requested', [])).toEqual([
    ['operating_bank', 0, -850_00, -850_00],
    ['trust_bank', 0, -400_00, -400_00],
    ['refunds_clearing', 0, 0, 0],
    ['accounts_receivable', 0, 800_00, 800_00],
    ['unapplied_receipts', 0, 50_00, 50_00],
  ]);
});

test('once it is accepted, operating has paid for trust, and clearing holds what trust owes', () => {
  const booked = posted(...operatingDebits(LEGS), ...invoiceReversals(LEGS, [ALLOCATION]));
  expect(rowsOf('processing', booked)).toEqual([
    ['operating_bank', -1250_00, 400_00, -850_00],
    ['trust_bank', 0, -400_00, -400_00],
    ['refunds_clearing', 400_00, -400_00, 0],
    ['accounts_receivable', 800_00, 0, 800_00],
    ['unapplied_receipts', 50_00, 0, 50_00],
  ]);
});

test('with the trust steps taken and the invoice written off, nothing is to come', () => {
  const booked = posted(
    ...operatingDebits(LEGS),
    ...invoiceReversals(LEGS, [ALLOCATION]),
    trustPayment(money(400_00), asId<MatterId>('mat_1')),
    trustDeposit(money(400_00)),
    invoiceForgiveness('write_off', ALLOCATION),
  );
  expect(rowsOf('succeeded', booked)).toEqual([
    ['operating_bank', -850_00, 0, -850_00],
    ['trust_bank', -400_00, 0, -400_00],
    ['refunds_clearing', 0, 0, 0],
    ['unapplied_receipts', 50_00, 0, 50_00],
    ['write_offs', 800_00, 0, 800_00],
  ]);
});

test('a refund that failed ends where it began, whatever still has to be brought back', () => {
  const booked = posted(trustPayment(money(400_00), asId<MatterId>('mat_1')), trustDeposit(money(400_00)));
  expect(rowsOf('failed', booked)).toEqual([
    ['operating_bank', 400_00, -400_00, 0],
    ['trust_bank', -400_00, 400_00, 0],
    ['refunds_clearing', -400_00, 400_00, 0],
  ]);
  expect(rowsOf('canceled', [])).toEqual([
    ['operating_bank', 0, 0, 0],
    ['refunds_clearing', 0, 0, 0],
  ]);
});
