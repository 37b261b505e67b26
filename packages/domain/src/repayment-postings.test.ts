import { describe, expect, it } from 'vitest';
import { asId, type AllocationId, type MatterId } from './ids.ts';
import { money } from './money.ts';
import {
  LEDGER_ACCOUNTS,
  balanceOf,
  compensations,
  invoiceForgiveness,
  invoiceReversals,
  operatingDebits,
  trustPayment,
  type Posting,
} from './postings.ts';
import {
  clientPayable,
  failurePostings,
  keptAsCredit,
  owedAfterAll,
  paidOut,
  payableOf,
  payableRefunds,
} from './repayment-postings.ts';

const INVOICE = { allocationId: asId<AllocationId>('al_10429'), amount: money(640_00) };
const MATTER = asId<MatterId>('mat_a');
const OPERATING = [{ account: 'operating', amount: money(640_00) }] as const;
const TRUST = [{ account: 'trust', amount: money(1_250_00) }] as const;

const balances = (postings: readonly Pick<Posting, 'entries'>[]) =>
  Object.fromEntries(
    LEDGER_ACCOUNTS.map((account) => [account, balanceOf(postings, account)] as const).filter(
      ([, amount]) => amount !== 0,
    ),
  );
const failed = (posted: readonly Posting[], becomesPayable = true) =>
  failurePostings({
    posted,
    legs: OPERATING,
    allocations: [INVOICE],
    transferConfirmed: false,
    becomesPayable,
  });
const ACCEPTED = [...operatingDebits(OPERATING), ...invoiceReversals(OPERATING, [INVOICE])];
const TO_PAY = { payable: money(640_00), trust: null };

describe('a refund of $640.00 that fails with its client still to be paid (BK2)', () => {
  it('undoes the debit, lets the reversal stand, and leaves a liability, clearing at zero', () => {
    const postings = failed(ACCEPTED);
    expect(postings.map(({ step }) => step)).toEqual(['undo_operating_debit', 'client_payable']);
    expect(balances([...ACCEPTED, ...postings])).toEqual({
      accounts_receivable: 640_00,
      client_refunds_payable: -640_00,
    });
  });

  it.each([
    ['nothing', []],
    ['the debit', ACCEPTED.slice(0, 1)],
    ['the reversal', ACCEPTED.slice(1)],
    ['both', ACCEPTED],
  ] as const)('ends the same after %s was posted', (_, posted) => {
    const after = [...posted, ...failed(posted)];
    expect(balances(after)).toEqual({ accounts_receivable: 640_00, client_refunds_payable: -640_00 });
    expect(payableOf(after)).toBe(640_00);
    expect(balances([...after, ...owedAfterAll(after)])).toEqual({});
    expect(owedAfterAll([...after, ...owedAfterAll(after)])).toEqual([]);
  });

  it('keeps a decision about the invoice, until the invoice is owed after all', () => {
    const posted = [...ACCEPTED, invoiceForgiveness('write_off', INVOICE)];
    const after = [...posted, ...failed(posted)];
    expect(balances(after)).toEqual({ write_offs: 640_00, client_refunds_payable: -640_00 });
    expect(balances([...after, ...owedAfterAll(after)])).toEqual({});
  });

  it('undoes everything if the client already has the payment back', () => {
    expect(failed(ACCEPTED, false)).toEqual(compensations(ACCEPTED, false));
  });

  it.each([
    ['by check', paidOut('repaid', TO_PAY), { accounts_receivable: 640_00, operating_bank: -640_00 }],
    ['left as credit', keptAsCredit(TO_PAY), { accounts_receivable: 640_00, unapplied_receipts: -640_00 }],
    [
      'to the state',
      paidOut('remitted_to_state', TO_PAY),
      { accounts_receivable: 640_00, operating_bank: -640_00 },
    ],
  ] as const)('ends %s', (_, postings, expected) => {
    expect(balances([...ACCEPTED, ...failed(ACCEPTED), ...postings])).toEqual(expected);
  });

  it('is refunded again: the new refund pays the liability, and owes it again if it fails too', () => {
    const first = [...ACCEPTED, ...failed(ACCEPTED)];
    const second = [...operatingDebits(OPERATING), ...payableRefunds(OPERATING)];
    expect(balances([...first, ...second])).toEqual({
      accounts_receivable: 640_00,
      operating_bank: -640_00,
    });
    expect(balances(second)).toEqual({ operating_bank: -640_00, client_refunds_payable: 640_00 });
    expect(balances([...first, ...second, ...failed(second, false)])).toEqual(balances(first));
  });

  it('pays the trust leg from trust: the client ledger still has it', () => {
    const posted: Posting[] = [...operatingDebits(TRUST), trustPayment(money(1_250_00), MATTER)];
    const after = [
      ...posted,
      ...failurePostings({
        ...{ posted, legs: TRUST, allocations: [], transferConfirmed: false, becomesPayable: true },
      }),
    ];
    expect(balances(after)).toEqual({});
    const paid = paidOut('repaid', {
      payable: money(0),
      trust: { amount: money(1_250_00), matterId: MATTER },
    });
    expect(balances(paid)).toEqual({ trust_bank: -1_250_00, client_trust_liability: 1_250_00 });
    expect(keptAsCredit({ payable: money(0), trust: null })).toEqual([]);
    expect(clientPayable(money(5)).entries.map(({ amount }) => amount)).toEqual([-5, 5]);
  });
});
