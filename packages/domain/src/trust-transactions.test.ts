import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANK_KIND_OF } from './bank-accounts.ts';
import { asId, type MatterId } from './ids.ts';
import { money } from './money.ts';
import { balanceOf, LEDGER_ACCOUNTS, type LedgerAccount } from './postings.ts';
import { receiptsOf } from './receipts.ts';
import {
  inverted,
  trustTransactionEntries,
  TRUST_TRANSACTION_TYPES,
  type DirectTrustTransaction,
} from './trust-transactions.ts';

const MATTER = asId<MatterId>('mat_1');
const DEPOSIT = { account: 'trust', amount: money(2_000_00), allocationId: null } as const;
const DIRECT = TRUST_TRANSACTION_TYPES.filter((type): type is DirectTrustTransaction => type !== 'reversal');

/** What the books have after these, by account; accounts at zero are left out. */
function booksAfter(...made: readonly (readonly [DirectTrustTransaction, number])[]) {
  const posted = made.map(([type, amount]) => ({
    entries: trustTransactionEntries(type, money(amount), MATTER),
  }));
  const balances = LEDGER_ACCOUNTS.map((account) => [account, balanceOf(posted, account)] as const);
  return Object.fromEntries(balances.filter(([, amount]) => amount !== 0));
}

describe('what in trust is no matter’s', () => {
  it('is the firm’s $100.00 for bank charges', () => {
    expect(booksAfter(['cushion_deposit', 100_00])).toEqual({
      operating_bank: -100_00,
      firm_funds_in_trust: 100_00,
      trust_bank: 100_00,
      firm_trust_liability: -100_00,
    });
  });

  it('pays a bank charge of $15.00, of which $85.00 are left', () => {
    expect(booksAfter(['cushion_deposit', 100_00], ['bank_charge', 15_00])).toEqual({
      operating_bank: -100_00,
      firm_funds_in_trust: 85_00,
      bank_charges: 15_00,
      trust_bank: 85_00,
      firm_trust_liability: -85_00,
    });
  });

  it('bears a fee of $60.00 that a processor kept back from a deposit of $2,000.00, never the client', () => {
    const deposit = { entries: receiptsOf([DEPOSIT], MATTER).flatMap(({ entries }) => entries) };
    const kept = { entries: trustTransactionEntries('processor_fee', money(60_00)) };
    const putBack = { entries: trustTransactionEntries('cushion_deposit', money(60_00)) };
    const short = [deposit, kept];
    const balance = (account: LedgerAccount, posted: typeof short) => balanceOf(posted, account);
    expect(balance('trust_bank', short)).toBe(1_940_00);
    expect(balance('firm_trust_liability', short)).toBe(60_00);
    expect(balance('client_trust_liability', short)).toBe(-2_000_00);
    const whole = [...short, putBack];
    const left = LEDGER_ACCOUNTS.map((account) => [account, balance(account, whole)] as const);
    expect(Object.fromEntries(left.filter(([, amount]) => amount !== 0))).toEqual({
      operating_bank: -60_00,
      processor_fees: 60_00,
      trust_bank: 2_000_00,
      client_trust_liability: -2_000_00,
    });
  });

  it('is interest of $3.12, until the bank remits it', () => {
    const credited = ['interest_credited', 3_12] as const;
    expect(booksAfter(credited)).toEqual({ trust_bank: 3_12, interest_trust_liability: -3_12 });
    expect(booksAfter(credited, ['interest_remitted', 3_12])).toEqual({});
  });

  it('is a deposit of $400.00 until its matter is known', () => {
    const deposit = ['unidentified_deposit', 400_00] as const;
    expect(booksAfter(deposit)).toEqual({ trust_bank: 400_00, unidentified_trust_liability: -400_00 });
    expect(booksAfter(deposit, ['deposit_identified', 400_00])).toEqual({
      trust_bank: 400_00,
      client_trust_liability: -400_00,
    });
    expect(booksAfter(deposit, ['deposit_returned', 400_00])).toEqual({});
    expect(() => trustTransactionEntries('deposit_identified', money(1))).toThrow(RangeError);
  });

  it('sums to zero, and keeps trust equal to what is owed out of it, whatever is recorded', () => {
    const any = fc.tuple(fc.constantFrom(...DIRECT), fc.integer({ min: 1, max: 1e12 }).map(money));
    fc.assert(
      fc.property(any, ([type, amount]) => {
        const entries = trustTransactionEntries(type, amount, MATTER);
        expect(entries.reduce((sum, entry) => sum + entry.amount, 0)).toBe(0);
        const inTrust = entries.filter(({ account }) => BANK_KIND_OF[account] === 'trust');
        expect(inTrust.reduce((sum, entry) => sum + entry.amount, 0)).toBe(0);
        expect(inverted(inverted(entries))).toEqual(entries);
      }),
    );
  });
});
