// The books of docs/rules.md, line by line with numbers, from the entries that the original payment left.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asId, type AllocationId, type MatterId } from './ids.ts';
import { money, type Money } from './money.ts';
import {
  FORWARD_STEPS,
  LEDGER_ACCOUNTS,
  balanceOf,
  invoiceForgiveness,
  invoiceReversals,
  operatingDebits,
  trustDeposit,
  trustPayment,
  type LedgerAccount,
  type LedgerEntry,
  type Posting,
} from './postings.ts';
import { originalBounced } from './refunded-losses.ts';
import type { BankAccount, Leg } from './payments.ts';

type Entries = Pick<Posting, 'entries'>;

const MATTER = asId<MatterId>('mt_jarndyce');
const A = asId<AllocationId>('al_a');
const B = asId<AllocationId>('al_b');
const C = asId<AllocationId>('al_c');

const entry = (account: LedgerAccount, amount: number, matterId: MatterId | null = null): LedgerEntry => ({
  account,
  matterId,
  amount: money(amount),
});
const booked = (...entries: LedgerEntry[]): Entries => ({ entries });
const leg = (account: BankAccount, amount: number): Leg => ({ account, amount: money(amount) });
const allocated = (allocationId: AllocationId, amount: number) => ({ allocationId, amount: money(amount) });

/** Every account that is not at zero. */
function balances(postings: readonly Entries[]): Partial<Record<LedgerAccount, Money>> {
  const all = LEDGER_ACCOUNTS.map((account) => [account, balanceOf(postings, account)] as const);
  return Object.fromEntries(all.filter(([, balance]) => balance !== 0));
}

function clearingOf(postings: readonly Posting[], account: BankAccount): Money {
  return balanceOf(
    postings.filter((posting) => posting.leg === account),
    'refunds_clearing',
  );
}

describe('the processor accepts', () => {
  it('takes an operating payment out of the operating account', () => {
    expect(operatingDebits([leg('operating', 1500_00)])).toEqual([
      {
        step: 'operating_debit',
        leg: 'operating',
        allocationId: null,
        entries: [entry('operating_bank', -1500_00), entry('refunds_clearing', 1500_00)],
      },
    ]);
  });

  it('takes a trust payment out of the operating account too (R5)', () => {
    expect(operatingDebits([leg('trust', 2000_00)])).toEqual([
      {
        step: 'operating_debit',
        leg: 'trust',
        allocationId: null,
        entries: [entry('operating_bank', -2000_00), entry('refunds_clearing', 2000_00)],
      },
    ]);
  });

  it('debits each leg of a split payment by itself (R6)', () => {
    const debits = operatingDebits([leg('operating', 750_00), leg('trust', 1250_00)]);
    expect(debits.map((debit) => [debit.leg, balances([debit])])).toEqual([
      ['operating', { operating_bank: -750_00, refunds_clearing: 750_00 }],
      ['trust', { operating_bank: -1250_00, refunds_clearing: 1250_00 }],
    ]);
  });
});

describe('the invoice payment is reversed', () => {
  it('makes one invoice due again', () => {
    expect(invoiceReversals([leg('operating', 1500_00)], [allocated(A, 1500_00)])).toEqual([
      {
        step: 'invoice_reversal',
        leg: 'operating',
        allocationId: A,
        entries: [entry('refunds_clearing', -1500_00), entry('accounts_receivable', 1500_00)],
      },
    ]);
  });

  it('reverses each of many invoices by itself, and what none took comes out of unapplied receipts', () => {
    const reversals = invoiceReversals(
      [leg('operating', 1000_00)],
      [allocated(A, 400_00), allocated(B, 350_00), allocated(C, 200_00)],
    );
    expect(reversals.map((reversal) => [reversal.step, reversal.allocationId, balances([reversal])])).toEqual(
      [
        ['invoice_reversal', A, { refunds_clearing: -400_00, accounts_receivable: 400_00 }],
        ['invoice_reversal', B, { refunds_clearing: -350_00, accounts_receivable: 350_00 }],
        ['invoice_reversal', C, { refunds_clearing: -200_00, accounts_receivable: 200_00 }],
        ['unapplied_reversal', null, { refunds_clearing: -50_00, unapplied_receipts: 50_00 }],
      ],
    );
  });

  it('takes a payment without any invoice wholly out of unapplied receipts', () => {
    expect(invoiceReversals([leg('operating', 1)], [])).toEqual([
      {
        step: 'unapplied_reversal',
        leg: 'operating',
        allocationId: null,
        entries: [entry('refunds_clearing', -1), entry('unapplied_receipts', 1)],
      },
    ]);
  });

  it('reverses nothing for a trust payment, which no invoice took', () => {
    expect(invoiceReversals([leg('trust', 2000_00)], [])).toEqual([]);
  });

  it('counts the operating leg of a split payment only', () => {
    const legs = [leg('trust', 1250_00), leg('operating', 750_00)];
    expect(balances(invoiceReversals(legs, [allocated(A, 750_00)]))).toEqual({
      refunds_clearing: -750_00,
      accounts_receivable: 750_00,
    });
  });

  it('refuses allocations that exceed the operating leg, by a cent or where there is none', () => {
    const refusal = new RangeError('The allocations exceed the operating leg: nothing can be posted');
    expect(() => invoiceReversals([leg('operating', 100)], [allocated(A, 101)])).toThrow(refusal);
    expect(() => invoiceReversals([leg('trust', 100)], [allocated(A, 1)])).toThrow(refusal);
  });
});

describe('the trust steps', () => {
  it('pay the amount from the matter to the firm in step a', () => {
    expect(trustPayment(money(2000_00), MATTER)).toEqual({
      step: 'trust_payment',
      leg: 'trust',
      allocationId: null,
      entries: [entry('trust_bank', -2000_00), entry('client_trust_liability', 2000_00, MATTER)],
    });
  });

  it('deposit it into operating in step b', () => {
    expect(trustDeposit(money(2000_00))).toEqual({
      step: 'trust_deposit',
      leg: 'trust',
      allocationId: null,
      entries: [entry('refunds_clearing', -2000_00), entry('operating_bank', 2000_00)],
    });
  });
});

describe('the invoice decision', () => {
  it.each([
    ['write_off', 'write_offs'],
    ['credit_note', 'credit_notes'],
  ] as const)('%s takes an allocation out of what is due, into %s', (decision, account) => {
    expect(invoiceForgiveness(decision, allocated(B, 350_00))).toEqual({
      step: decision,
      leg: 'operating',
      allocationId: B,
      entries: [entry('accounts_receivable', -350_00), entry(account, 350_00)],
    });
  });
});

describe('a whole refund', () => {
  const invoiced = booked(entry('accounts_receivable', 950_00), entry('fees_earned', -950_00));
  const paidInvoices = booked(entry('operating_bank', 950_00), entry('accounts_receivable', -950_00));
  const paidUnapplied = booked(entry('operating_bank', 50_00), entry('unapplied_receipts', -50_00));
  const paidTrust = booked(entry('trust_bank', 1250_00), entry('client_trust_liability', -1250_00, MATTER));

  const legs = [leg('operating', 1000_00), leg('trust', 1250_00)];
  const allocations = [allocated(A, 600_00), allocated(B, 350_00)];
  const refund: Posting[] = [
    ...operatingDebits(legs),
    ...invoiceReversals(legs, allocations),
    trustPayment(money(1250_00), MATTER),
    trustDeposit(money(1250_00)),
  ];
  const before = [invoiced, paidInvoices, paidUnapplied, paidTrust];

  it('of an operating payment leaves the invoice due and the money back with the client', () => {
    const operating = refund.filter((posting) => posting.leg === 'operating');
    expect(balances([invoiced, paidInvoices, paidUnapplied, ...operating])).toEqual({
      accounts_receivable: 950_00,
      fees_earned: -950_00,
    });
  });

  it('of a trust payment leaves neither money nor debt in trust, and operating as it was', () => {
    const trust = refund.filter((posting) => posting.leg === 'trust');
    expect(balances([paidTrust, ...trust])).toEqual({});
  });

  it('of a trust payment shows the firm out of pocket until the deposit', () => {
    const [debit] = operatingDebits([leg('trust', 1250_00)]);
    const untilDeposit = [paidTrust, ...(debit ? [debit] : []), trustPayment(money(1250_00), MATTER)];
    expect(balances(untilDeposit)).toEqual({ operating_bank: -1250_00, refunds_clearing: 1250_00 });
  });

  it('of a split payment brings the clearing of each leg, and so the whole, to zero (B10)', () => {
    expect(clearingOf(refund, 'operating')).toBe(0);
    expect(clearingOf(refund, 'trust')).toBe(0);
    expect(balances([...before, ...refund])).toEqual({ accounts_receivable: 950_00, fees_earned: -950_00 });
  });

  it('leaves nothing due once its invoices are written off or credited', () => {
    const decided = [
      ...before,
      ...refund,
      invoiceForgiveness('write_off', allocated(A, 600_00)),
      invoiceForgiveness('credit_note', allocated(B, 350_00)),
    ];
    expect(balances(decided)).toEqual({ fees_earned: -950_00, write_offs: 600_00, credit_notes: 350_00 });
  });

  it('whose original payment bounces afterwards leaves the client owing what was paid twice', () => {
    expect(balances([...before, ...refund, originalBounced(money(2250_00))])).toEqual({
      operating_bank: -2250_00,
      client_receivable: 2250_00,
      accounts_receivable: 950_00,
      fees_earned: -950_00,
    });
  });

  it('is balanced in each posting, under a key of its own, with clearing zero, for any amounts', () => {
    const cents = fc.integer({ min: 1, max: 1e12 });
    fc.assert(
      fc.property(
        fc.array(cents, { maxLength: 8 }),
        fc.nat({ max: 1e12 }),
        cents,
        (parts, unapplied, trust) => {
          const operating = parts.reduce((total, part) => total + part, unapplied);
          const anyLegs = [leg('operating', operating), leg('trust', trust)];
          const anyAllocations = parts.map((part, i) => allocated(asId<AllocationId>(`al_${i}`), part));
          const postings: Posting[] = [
            ...operatingDebits(anyLegs),
            ...invoiceReversals(anyLegs, anyAllocations),
            trustPayment(money(trust), MATTER),
            trustDeposit(money(trust)),
            ...anyAllocations.map((allocation) => invoiceForgiveness('credit_note', allocation)),
          ];
          for (const { entries } of postings) expect(entries.reduce((sum, e) => sum + e.amount, 0)).toBe(0);
          const keys = postings.map((p) => `${p.step} ${p.leg} ${p.allocationId}`);
          expect(new Set(keys).size).toBe(keys.length);
          expect(clearingOf(postings, 'operating')).toBe(0);
          expect(clearingOf(postings, 'trust')).toBe(0);
        },
      ),
    );
  });
});

describe('the words of the books', () => {
  it('are those that the ledger stores', () => {
    expect(LEDGER_ACCOUNTS).toEqual([
      ...['operating_bank', 'trust_bank', 'refunds_clearing', 'accounts_receivable', 'unapplied_receipts'],
      ...['client_trust_liability', 'unidentified_trust_liability', 'write_offs', 'credit_notes'],
      ...['client_receivable', 'fees_earned', 'returns_clearing', 'disputed_receipts', 'processor_fees'],
      'surcharge_income',
      ...['firm_trust_liability', 'interest_trust_liability', 'firm_funds_in_trust', 'bank_charges'],
      'client_refunds_payable',
    ]);
    expect(FORWARD_STEPS).toEqual([
      'operating_debit',
      'trust_disbursement',
      'invoice_reversal',
      ...['unapplied_reversal', 'surcharge_reversal'],
      'trust_payment',
      'trust_deposit',
      'write_off',
      'credit_note',
      'trust_money_gone',
      ...['client_payable', 'payable_refunded'],
    ]);
  });

  it('add up an account over all postings and leave the others alone', () => {
    const postings = [booked(entry('write_offs', 5), entry('write_offs', 2), entry('credit_notes', 3))];
    expect(balanceOf(postings, 'write_offs')).toBe(7);
    expect(balanceOf(postings, 'fees_earned')).toBe(0);
    expect(balanceOf([], 'write_offs')).toBe(0);
  });
});
