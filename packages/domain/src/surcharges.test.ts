// A surcharge (BK5): the firm's own money on top of what the client owed, given back with the rest.
import { describe, expect, it } from 'vitest';
import { asId, type AllocationId, type MatterId } from './ids.ts';
import { disputeLost, disputeOpened, divideLoss, operatingReturned, trustReturned } from './losses.ts';
import { money } from './money.ts';
import { itemKindOf } from './payments.ts';
import {
  balanceOf,
  invoiceReversals,
  LEDGER_ACCOUNTS,
  operatingDebits,
  type LedgerEntry,
} from './postings.ts';
import { receiptsOf, type ReceivedPart } from './receipts.ts';
import { checkBooks, type RefundBooks } from './verify-postings.ts';

const MATTER = asId<MatterId>('mat_1');
const ALLOCATION = { allocationId: asId<AllocationId>('alloc_1'), amount: money(1_000_00) };
const SURCHARGE = money(30_00);
const INVOICED: ReceivedPart = { account: 'operating', ...ALLOCATION };
const ADDED: ReceivedPart = {
  account: 'operating',
  amount: SURCHARGE,
  allocationId: null,
  isSurcharge: true,
};
const DEPOSIT: ReceivedPart = { account: 'trust', amount: money(2_000_00), allocationId: null };
const UNAPPLIED: ReceivedPart = { account: 'operating', amount: money(5_00), allocationId: null };

function left(postings: readonly { readonly entries: readonly LedgerEntry[] }[]) {
  const all = LEDGER_ACCOUNTS.map((account) => [account, balanceOf(postings, account)] as const);
  return Object.fromEntries(all.filter(([, amount]) => amount !== 0));
}

describe('an invoice of $1,000.00, paid with a surcharge of $30.00', () => {
  const receipts = receiptsOf([INVOICED, ADDED], MATTER);
  const legs = [{ account: 'operating', amount: money(1_030_00) }] as const;
  const refund = [...operatingDebits(legs), ...invoiceReversals(legs, [ALLOCATION], SURCHARGE)];

  it('is received as the invoice payment and the firm’s income', () => {
    expect(left(receipts)).toEqual({
      operating_bank: 1_030_00,
      accounts_receivable: -1_000_00,
      surcharge_income: -30_00,
    });
  });

  it('is refunded whole', () => {
    expect(left(refund)).toEqual({
      operating_bank: -1_030_00,
      accounts_receivable: 1_000_00,
      surcharge_income: 30_00,
    });
    expect(left([...receipts, ...refund])).toEqual({});
    expect(refund.map(({ step }) => step)).toEqual([
      'operating_debit',
      'invoice_reversal',
      'surcharge_reversal',
    ]);
    expect(() => invoiceReversals(legs, [ALLOCATION], money(30_01))).toThrow(RangeError);
  });

  it('has books that are checked against the surcharge', () => {
    const books: RefundBooks = {
      ...{ status: 'succeeded', isClosed: true, legs, matterId: MATTER, allocations: [ALLOCATION] },
      ...{ moves: [], transfer: 'not_made', decisions: [], postings: refund, surcharge: SURCHARGE },
    };
    expect(checkBooks(books)).toEqual([]);
    const { surcharge: _surcharge, ...without } = books;
    expect(checkBooks(without).map(({ kind }) => kind)).toEqual(['missing', 'unexpected']);
    expect(checkBooks({ ...books, surcharge: money(30_01) })).toEqual([{ kind: 'allocations_exceed_leg' }]);
  });

  it('takes the income back with it when the bank does', () => {
    const returned = {
      ...divideLoss([INVOICED, UNAPPLIED, ADDED], money(1_035_00), 'operating'),
      matterId: MATTER,
    };
    const all = receiptsOf([INVOICED, UNAPPLIED, ADDED], MATTER);
    const taken = operatingReturned({ ...returned, debits: 'operating' });
    expect(left([...all, ...taken])).toEqual({});
    const keys = taken.map(({ step, leg, allocationId }) => `${step} ${leg} ${allocationId}`);
    expect(new Set(keys).size).toBe(keys.length);
    const dispute = { ...returned, debits: 'operating' as const };
    expect(left([...all, ...disputeOpened(dispute), ...disputeLost(dispute)])).toEqual({});
  });
});

it('of a deposit to trust is operating money, which a loss takes before the client’s', () => {
  const parts = [ADDED, DEPOSIT];
  expect(left(receiptsOf(parts, MATTER))).toEqual({
    operating_bank: 30_00,
    surcharge_income: -30_00,
    trust_bank: 2_000_00,
    client_trust_liability: -2_000_00,
  });
  const loss = {
    ...divideLoss(parts, money(530_00), 'account_of_payment'),
    matterId: MATTER,
    debits: 'account_of_payment',
  } as const;
  expect(left([...operatingReturned(loss), ...trustReturned(loss)])).toEqual({
    operating_bank: -30_00,
    surcharge_income: 30_00,
    trust_bank: -500_00,
    client_trust_liability: 500_00,
  });
});

it.each([
  [{ kind: 'tax', account: 'operating', invoiceNumber: '7' }, 'tax'],
  [{ kind: null, account: 'trust', invoiceNumber: '7' }, 'deposit'],
  [{ kind: null, account: 'operating', invoiceNumber: '7' }, 'invoice'],
  [{ kind: null, account: 'operating', invoiceNumber: null }, null],
] as const)('the kind of an item that says %j is %s', (item, kind) => {
  expect(itemKindOf(item)).toBe(kind);
});
