// A company that nets (BK4): every line of its books, to a clearing of zero and a balance of zero.
import { describe, expect, it } from 'vitest';
import { asId, type AllocationId, type MatterId } from './ids.ts';
import { disputeFee, disputeOpened, disputeWon, operatingReturned, trustReturned } from './losses.ts';
import { money } from './money.ts';
import type { DrawnLeg } from './payments.ts';
import { LEDGER_ACCOUNTS, compensations, invoiceReversals, type LedgerEntry } from './postings.ts';
import {
  asIfInTheBank,
  expectedOf,
  feesOf,
  goesThroughCompany,
  kindOfBalance,
  payoutEntries,
  payoutReturnedEntries,
  throughBalance,
  unexplainedOf,
} from './payouts.ts';
import { receiptsOf } from './receipts.ts';
import { acceptancePostings } from './trust-disbursements.ts';

const [A, B] = [asId<MatterId>('mat_a'), asId<MatterId>('mat_b')];
const INVOICE = { allocationId: asId<AllocationId>('al_1'), amount: money(640_00) };

type Booked = { readonly step: string; readonly entries: readonly LedgerEntry[] };

/** What the books have after these, at a company that nets. */
function books(...postings: readonly Booked[]): Readonly<Record<string, number>> {
  const entries = postings.flatMap((one) =>
    goesThroughCompany(one.step) ? throughBalance(one.entries) : one.entries,
  );
  const named = entries.map(({ account, matterId, amount }) => ({
    name: matterId === null ? account : `${account}:${matterId === A ? 'A' : 'B'}`,
    amount,
  }));
  const sums = Map.groupBy(named, ({ name }) => name);
  return Object.fromEntries(
    [...sums]
      .map(([name, all]) => [name, all.reduce((sum, { amount }) => sum + amount, 0)] as const)
      .filter(([, amount]) => amount !== 0),
  );
}

const trustReceipt = (amount: number, matterId: MatterId) =>
  receiptsOf([{ account: 'trust', amount: money(amount), allocationId: null }], matterId);
const payout = (account: 'operating' | 'trust', amount: number, fees = 0): Booked => ({
  step: 'payout',
  entries: payoutEntries({ account, amount: money(amount), fees: money(fees) }),
});
const TRUST_LEG: DrawnLeg = { account: 'trust', amount: money(1_250_00), drawnFrom: 'trust' };
/** A's earlier $1,250.00, which lies in trust. */
const IN_TRUST: Booked = {
  step: 'opening',
  entries: trustReceipt(1_250_00, A).flatMap(({ entries }) => entries),
};

describe("B's deposit of $2,000.00, A's refund of $1,250.00, and the payout of $750.00", () => {
  const deposit = trustReceipt(2_000_00, B);
  const refund = acceptancePostings([TRUST_LEG], A);

  it('leave the bank alone until the payout', () => {
    expect(books(IN_TRUST, ...deposit)).toEqual({
      trust_bank: 1_250_00,
      processor_balance: 2_000_00,
      'client_trust_liability:A': -1_250_00,
      'client_trust_liability:B': -2_000_00,
    });
    expect(books(IN_TRUST, ...deposit, ...refund)).toEqual({
      trust_bank: 1_250_00,
      processor_balance: 750_00,
      'client_trust_liability:B': -2_000_00,
    });
  });

  it('end with trust 2,000.00, which is B’s, and nothing in the balance and in clearing', () => {
    expect(books(IN_TRUST, ...deposit, ...refund, payout('trust', 750_00))).toEqual({
      trust_bank: 2_000_00,
      'client_trust_liability:B': -2_000_00,
    });
    const items = [2_000_00, -1_250_00].map((amount) => ({
      ...{ expected: money(amount), booked: money(amount) },
    }));
    expect(unexplainedOf({ amount: money(750_00), fees: money(0) }, items)).toBe(0);
    expect(unexplainedOf({ amount: money(700_00), fees: money(0) }, items)).toBe(50_00);
    // Differences that cancel out are differences too.
    const crossed = [
      { expected: money(2_000_00), booked: money(1_990_00) },
      { expected: money(-1_250_00), booked: money(-1_240_00) },
    ];
    expect(unexplainedOf({ amount: money(750_00), fees: money(0) }, crossed)).toBe(20_00);
  });
});

describe('a fee', () => {
  it('that is kept from an operating payout is an expense', () => {
    const parts = [{ account: 'operating', ...INVOICE }] as const;
    expect(books(...receiptsOf(parts, A), payout('operating', 621_14, 18_86))).toEqual({
      operating_bank: 621_14,
      processor_fees: 18_86,
      accounts_receivable: -640_00,
    });
  });

  it('that is kept from a trust payout is a shortage of the firm’s own ledger there', () => {
    const posted = [...trustReceipt(2_000_00, B), payout('trust', 1_941_70, 58_30)];
    expect(books(...posted)).toEqual({
      trust_bank: 1_941_70,
      firm_trust_liability: 58_30,
      firm_funds_in_trust: -58_30,
      processor_fees: 58_30,
      'client_trust_liability:B': -2_000_00,
    });
  });

  it('is the sum of the items’ fees and of the items that are only a fee; a dispute’s is booked with it', () => {
    expect(
      feesOf([
        { kind: 'payment', amount: money(640_00), fee: money(18_86) },
        { kind: 'refund', amount: money(-640_00), fee: money(0) },
        { kind: 'fee', amount: money(-2_00), fee: money(0) },
        { kind: 'dispute', amount: money(-100_00), fee: money(15_00) },
      ]),
    ).toBe(20_86);
    expect(expectedOf({ kind: 'dispute', amount: money(-100_00), fee: money(15_00) })).toBe(-115_00);
    expect(expectedOf({ kind: 'fee', amount: money(-2_00), fee: money(0) })).toBe(0);
  });
});

describe('a refund at a company that nets', () => {
  const legs: readonly DrawnLeg[] = [{ ...INVOICE, account: 'operating' }, TRUST_LEG];
  const posted = [...acceptancePostings(legs, A), ...invoiceReversals(legs, [INVOICE])];

  it('of both parts leaves each account’s part of the balance, and clears', () => {
    expect(books(...posted)).toEqual({
      processor_balance: -1_890_00,
      accounts_receivable: 640_00,
      'client_trust_liability:A': 1_250_00,
    });
    expect(posted.map(({ entries }) => kindOfBalance(throughBalance(entries)))).toEqual([
      'operating',
      'trust',
      'operating',
    ]);
  });

  it('that failed comes back into the balance, and not into the bank', () => {
    const standing = posted.map((one) => ({
      ...one,
      entries: goesThroughCompany(one.step) ? throughBalance(one.entries) : one.entries,
    }));
    expect(books(...standing, ...compensations(standing, false))).toEqual({});
  });

  it('is checked by its amounts, wherever they were booked', () => {
    for (const { entries } of posted) expect(asIfInTheBank(throughBalance(entries))).toEqual(entries);
  });
});

describe('what the bank takes back', () => {
  const parts = [
    { account: 'operating', ...INVOICE },
    { account: 'trust', amount: money(1_250_00), allocationId: null },
  ] as const;
  const loss = { parts, beyond: money(0), matterId: A, debits: 'account_of_payment' } as const;

  it('of a returned payment leaves the balance', () => {
    const posted = [...receiptsOf(parts, A), ...trustReturned(loss), ...operatingReturned(loss)];
    expect(books(...posted)).toEqual({});
  });

  it('of a dispute that is won comes back into it, and the fee stays', () => {
    const opened = disputeOpened(loss).map((one) => ({ ...one, entries: throughBalance(one.entries) }));
    const posted = [...receiptsOf(parts, A), ...opened, ...disputeFee(money(15_00)), ...disputeWon(opened)];
    expect(books(...posted)).toEqual({
      processor_balance: 1_875_00,
      processor_fees: 15_00,
      accounts_receivable: -640_00,
      'client_trust_liability:A': -1_250_00,
    });
  });
});

describe('a payout that the bank refused', () => {
  it.each(['operating', 'trust'] as const)('to %s is in the balance again; its fees stay paid', (account) => {
    const paid = { account, amount: money(750_00), fees: money(20_00) };
    const returned = { step: 'payout_returned', entries: payoutReturnedEntries(paid) };
    const left = books(payout(account, 750_00, 20_00), returned);
    expect(left['processor_balance']).toBe(-20_00);
    expect(left['processor_fees']).toBe(20_00);
  });
});

it('every posting of a payout sums to zero', () => {
  for (const account of ['operating', 'trust'] as const) {
    for (const [amount, fees] of [
      [750_00, 0],
      [0, 15_00],
      [-40_00, 15_00],
    ] as const) {
      const entries = payoutEntries({ account, amount: money(amount), fees: money(fees) });
      expect(entries.reduce((sum, one) => sum + one.amount, 0)).toBe(0);
      expect(entries.every(({ account: one }) => LEDGER_ACCOUNTS.includes(one))).toBe(true);
    }
  }
});
