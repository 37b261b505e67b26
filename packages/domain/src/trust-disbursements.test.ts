// A trust leg drawn on trust (T5): to zero clearing, and back.
import { describe, expect, it } from 'vitest';
import { asId, type AllocationId, type MatterId } from './ids.ts';
import { money } from './money.ts';
import type { DrawnLeg } from './payments.ts';
import { LEDGER_ACCOUNTS, balanceOf, invoiceReversals, trustPayment, type Posting } from './postings.ts';
import { originalBounced } from './refunded-losses.ts';
import { failurePostings } from './repayment-postings.ts';
import { acceptancePostings } from './trust-disbursements.ts';
import { checkBooks, type RefundBooks } from './verify-postings.ts';

const MATTER = asId<MatterId>('mat_a');
const INVOICE = { allocationId: asId<AllocationId>('al_1'), amount: money(640_00) };
const TRUST: DrawnLeg = { account: 'trust', amount: money(1_250_00), drawnFrom: 'trust' };
const OPERATING: DrawnLeg = { account: 'operating', amount: money(640_00), drawnFrom: 'operating' };

const BOOKS: RefundBooks = {
  ...{ status: 'processing', isClosed: false, legs: [TRUST], matterId: MATTER, allocations: [] },
  ...{ moves: [], transfer: 'not_made', decisions: [], postings: [] },
};

describe('the acceptance of a refund drawn on trust', () => {
  it("takes 1,250.00 out of trust and out of the client's ledger, and clears at once", () => {
    const accepted = acceptancePostings([TRUST], MATTER);
    expect(accepted).toEqual([
      {
        step: 'trust_disbursement',
        leg: 'trust',
        allocationId: null,
        entries: [
          { account: 'trust_bank', matterId: null, amount: -1_250_00 },
          { account: 'refunds_clearing', matterId: null, amount: 1_250_00 },
          { account: 'refunds_clearing', matterId: null, amount: -1_250_00 },
          { account: 'client_trust_liability', matterId: MATTER, amount: 1_250_00 },
        ],
      },
    ]);
    expect(balances(accepted)).toEqual({ trust_bank: -1_250_00, client_trust_liability: 1_250_00 });
  });

  it('of a mixed payment takes each leg from its own account', () => {
    const legs = [OPERATING, TRUST];
    const accepted = [...acceptancePostings(legs, MATTER), ...invoiceReversals(legs, [INVOICE])];
    expect(accepted.map(({ step, leg }) => `${step}/${leg}`)).toEqual([
      'operating_debit/operating',
      'trust_disbursement/trust',
      'invoice_reversal/operating',
    ]);
    expect(balances(accepted)).toEqual({
      operating_bank: -640_00,
      trust_bank: -1_250_00,
      accounts_receivable: 640_00,
      client_trust_liability: 1_250_00,
    });
  });

  it('takes a trust leg from operating where nothing says otherwise (R5)', () => {
    const legs = [{ account: 'trust', amount: money(1_250_00) } as const];
    expect(balances(acceptancePostings(legs, MATTER))).toEqual({
      operating_bank: -1_250_00,
      refunds_clearing: 1_250_00,
    });
  });
});

describe('a late failure of it', () => {
  it('inverts the disbursement: the matter has its money again, and only the operating leg is owed', () => {
    const legs = [OPERATING, TRUST];
    const posted = [...acceptancePostings(legs, MATTER), ...invoiceReversals(legs, [INVOICE])];
    const undone = failurePostings({
      ...{ posted, legs, allocations: [INVOICE], transferConfirmed: false, becomesPayable: true },
    });
    expect(undone.map(({ step }) => step)).toContain('undo_trust_disbursement');
    expect(balances([...posted, ...undone])).toEqual({
      accounts_receivable: 640_00,
      client_refunds_payable: -640_00,
    });
    const standing = [...posted, ...undone];
    expect(
      checkBooks({ ...BOOKS, status: 'failed', legs, allocations: [INVOICE], postings: standing }),
    ).toEqual([]);
  });
});

describe('its payment, lost after the refund', () => {
  const accepted = acceptancePostings([TRUST], MATTER);

  it('and debited from operating, is owed by the client; trust is not touched', () => {
    const postings = [...accepted, originalBounced(money(1_250_00))];
    expect(balances(postings)).toEqual({
      operating_bank: -1_250_00,
      trust_bank: -1_250_00,
      client_trust_liability: 1_250_00,
      client_receivable: 1_250_00,
    });
    const lostFromOperating = { returned: money(1_250_00), disputed: money(0) };
    expect(checkBooks({ ...BOOKS, status: 'succeeded', postings, lostFromOperating })).toEqual([]);
  });
});

describe('the nightly check', () => {
  it('misses the disbursement, and finds a trust step that is not owed', () => {
    expect(checkBooks({ ...BOOKS, postings: [] })).toEqual([
      { kind: 'missing', posting: { step: 'trust_disbursement', leg: 'trust', allocationId: null } },
    ]);
    const postings = [...acceptancePostings([TRUST], MATTER), trustPayment(money(1_250_00), MATTER)];
    expect(checkBooks({ ...BOOKS, postings })).toEqual([
      { kind: 'unexpected', posting: { step: 'trust_payment', leg: 'trust', allocationId: null } },
    ]);
  });
});

function balances(postings: readonly Posting[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    LEDGER_ACCOUNTS.map((account) => [account, balanceOf(postings, account)]).filter(([, sum]) => sum !== 0),
  ) as Readonly<Record<string, number>>; // pairs of account and sum
}
