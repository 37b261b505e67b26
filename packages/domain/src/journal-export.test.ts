import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asId, type AllocationId } from './ids.ts';
import { journalLines } from './journal-export.ts';
import { ZERO, money, negate, sum } from './money.ts';
import {
  LEDGER_ACCOUNTS,
  invoiceForgiveness,
  invoiceReversals,
  operatingDebits,
  transfer,
  type LedgerEntry,
} from './postings.ts';

const AMOUNT = money(640_00);
const ALLOCATION = { allocationId: asId<AllocationId>('al_1'), amount: AMOUNT };
const LEGS = [{ account: 'operating' as const, amount: AMOUNT }];

const told = (entries: readonly LedgerEntry[], basis: 'accrual' | 'cash') =>
  journalLines(entries, basis).map(({ account, amount }) => [account, amount]);

describe('on the accrual basis', () => {
  it('is each posting as it stands', () => {
    const billed = transfer('fees_earned', 'accounts_receivable', AMOUNT);
    expect(journalLines(billed, 'accrual')).toEqual(billed);
  });
});

describe('on the cash basis', () => {
  it('knows nothing of an invoice, a write-off or a credit note, nor of their inverses', () => {
    const paper = [
      transfer('fees_earned', 'accounts_receivable', AMOUNT),
      invoiceForgiveness('write_off', ALLOCATION).entries,
      invoiceForgiveness('credit_note', ALLOCATION).entries,
    ];
    for (const entries of [...paper, ...paper.map((entries) => entries.toReversed().map(inverse))]) {
      expect(journalLines(entries, 'cash')).toEqual([]);
    }
  });

  it('makes a receipt income when the money comes', () => {
    expect(told(transfer('accounts_receivable', 'operating_bank', AMOUNT), 'cash')).toEqual([
      ['fees_earned', -640_00],
      ['operating_bank', 640_00],
    ]);
  });

  it('makes money that waited for its invoice income when it is applied', () => {
    expect(told(transfer('accounts_receivable', 'unapplied_receipts', AMOUNT), 'cash')).toEqual([
      ['fees_earned', -640_00],
      ['unapplied_receipts', 640_00],
    ]);
  });

  it('makes a refund negative income', () => {
    const refund = [...operatingDebits(LEGS), ...invoiceReversals(LEGS, [ALLOCATION])];
    expect(refund.flatMap(({ entries }) => told(entries, 'cash'))).toEqual([
      ['operating_bank', -640_00],
      ['refunds_clearing', 640_00],
      ['refunds_clearing', -640_00],
      ['fees_earned', 640_00],
    ]);
  });
});

it('sums to zero on both bases, keeps what is in the bank, and has no receivable on the cash basis', () => {
  const entry = fc.record({
    account: fc.constantFrom(...LEDGER_ACCOUNTS),
    matterId: fc.constant(null),
    amount: fc.integer({ min: -1_000_000_00, max: 1_000_000_00 }).map(money),
  });
  const balanced = fc
    .tuple(fc.array(entry, { minLength: 1, maxLength: 5 }), fc.constantFrom(...LEDGER_ACCOUNTS))
    .map(([entries, account]): LedgerEntry[] => [
      ...entries,
      { account, matterId: null, amount: negate(sum(entries.map(({ amount }) => amount))) },
    ]);
  fc.assert(
    fc.property(balanced, (entries) => {
      for (const basis of ['accrual', 'cash'] as const) {
        const lines = journalLines(entries, basis);
        expect(sum(lines.map(({ amount }) => amount))).toBe(ZERO);
        expect(inBank(lines)).toBe(inBank(entries));
      }
      const accounts = journalLines(entries, 'cash').map(({ account }) => account);
      expect(accounts).not.toContain('accounts_receivable');
    }),
  );
});

function inBank(entries: readonly LedgerEntry[]) {
  return sum(entries.filter(({ account }) => account.endsWith('_bank')).map(({ amount }) => amount));
}

function inverse(entry: LedgerEntry): LedgerEntry {
  return { ...entry, amount: negate(entry.amount) };
}
