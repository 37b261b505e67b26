import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asId, type AllocationId, type MatterId } from './ids.ts';
import {
  disputeFee,
  disputeLost,
  disputeOpened,
  disputeWon,
  divideLoss,
  lossTrustDeposit,
  lossTrustPayment,
  operatingReturned,
  replenish,
  takenFromOperating,
  takenFromTrust,
  trustReturned,
  type Loss,
  type LossesDebit,
  type LossPosting,
} from './losses.ts';
import { ZERO, money, sum } from './money.ts';
import { trustPayment, type LedgerEntry } from './postings.ts';
import { originalBounced } from './refunded-losses.ts';
import { receiptsOf, type ReceivedPart } from './receipts.ts';

const A = asId<MatterId>('mat_a');
const B = asId<MatterId>('mat_b');
const trust = (amount: number): ReceivedPart => ({
  account: 'trust',
  amount: money(amount),
  allocationId: null,
});
const invoice = (amount: number, name = 'alloc_1'): ReceivedPart => ({
  account: 'operating',
  amount: money(amount),
  allocationId: asId<AllocationId>(name),
});
const unapplied = (amount: number): ReceivedPart => ({ ...trust(amount), account: 'operating' });

function lossOf(
  parts: readonly ReceivedPart[],
  debits: LossesDebit,
  amount: number = sum(parts.map((part) => part.amount)),
): Loss {
  return { ...divideLoss(parts, money(amount), debits), matterId: A, debits };
}

type Entries = { readonly entries: readonly LedgerEntry[] };

/** What is left on each account, client ledgers by matter. */
function balances(postings: readonly Entries[]): Record<string, number> {
  const left: Record<string, number> = {};
  for (const { account, matterId, amount } of postings.flatMap(({ entries }) => entries)) {
    const name = matterId === null ? account : `${account}:${matterId}`;
    left[name] = (left[name] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(left).filter(([, amount]) => amount !== 0));
}

describe('a trust deposit of $600.00 that paid an invoice from trust and is returned', () => {
  const applied = [{ ...invoice(600_00), isApplied: true }];

  test('is out of operating, and the invoice due again, where the bank debits operating', () => {
    const loss = lossOf(applied, 'operating');
    expect(trustReturned(loss)).toEqual([]);
    expect(balances(operatingReturned(loss))).toEqual({
      operating_bank: -600_00,
      accounts_receivable: 600_00,
    });
  });

  test('is out of trust, and the client short, where the bank debits the account of the payment', () => {
    const loss = lossOf(applied, 'account_of_payment');
    expect(operatingReturned(loss)).toEqual([]);
    expect(balances(trustReturned(loss))).toEqual({
      trust_bank: -600_00,
      [`client_trust_liability:${A}`]: 600_00,
    });
  });
});

describe('a trust deposit of $1,250.00 that is returned and was never refunded', () => {
  const parts = [trust(1_250_00)];

  test('debited from trust: the matter and trust are at zero', () => {
    const loss = lossOf(parts, 'account_of_payment');
    expect(operatingReturned(loss)).toEqual([]);
    expect(balances([...receiptsOf(parts, A), ...trustReturned(loss)])).toEqual({});
  });

  test('debited from operating: the money in trust is the firm’s, and steps a and b bring all to zero', () => {
    const loss = lossOf(parts, 'operating');
    expect(trustReturned(loss)).toEqual([]);
    const taken = [...receiptsOf(parts, A), ...operatingReturned(loss)];
    expect(balances(taken)).toEqual({
      trust_bank: 1_250_00,
      'client_trust_liability:mat_a': -1_250_00,
      operating_bank: -1_250_00,
      returns_clearing: 1_250_00,
    });
    const paid = [...taken, ...lossTrustPayment(money(1_250_00), A)];
    expect(balances(paid)).toEqual({ operating_bank: -1_250_00, returns_clearing: 1_250_00 });
    expect(balances([...paid, ...lossTrustDeposit(money(1_250_00))])).toEqual({});
  });

  test('without a known matter: it comes out of what is owed to a client to be identified', () => {
    const loss = { ...lossOf(parts, 'account_of_payment'), matterId: null };
    expect(balances([...receiptsOf(parts, null), ...trustReturned(loss)])).toEqual({});
  });
});

test('an operating payment that is returned is due again, and what no invoice took is unapplied no more', () => {
  const parts = [invoice(600_00), unapplied(40_00)];
  for (const debits of ['operating', 'account_of_payment'] as const) {
    const loss = lossOf(parts, debits);
    expect(trustReturned(loss)).toEqual([]);
    expect(balances(operatingReturned(loss))).toEqual({
      operating_bank: -640_00,
      accounts_receivable: 600_00,
      unapplied_receipts: 40_00,
    });
    expect(balances([...receiptsOf(parts, A), ...operatingReturned(loss)])).toEqual({});
  }
});

describe('an ACH deposit that the bank takes from trust on day 40, after its refund', () => {
  const before = [
    ...receiptsOf([trust(5_000_00)], B),
    ...receiptsOf([trust(1_250_00)], A),
    // Refund accepted, steps a and b: operating and clearing are at zero again.
    trustPayment(money(1_250_00), A),
  ];
  const returned = trustReturned(lossOf([trust(1_250_00)], 'account_of_payment'));

  test('makes A’s ledger negative: $1,250.00 of B’s $5,000.00 is missing', () => {
    expect(balances([...before, ...returned])).toEqual({
      trust_bank: 3_750_00,
      'client_trust_liability:mat_b': -5_000_00,
      'client_trust_liability:mat_a': 1_250_00,
    });
  });

  test('is replenished by the firm, which the client of A then owes', () => {
    expect(balances([...before, ...returned, ...replenish(money(1_250_00), A)])).toEqual({
      trust_bank: 5_000_00,
      'client_trust_liability:mat_b': -5_000_00,
      operating_bank: -1_250_00,
      'client_receivable:mat_a': 1_250_00,
    });
  });

  test('taken from operating, it is what the client owes, and trust stays', () => {
    const loss = lossOf([trust(1_250_00)], 'operating');
    expect(takenFromTrust(loss)).toBe(0);
    const bounced = originalBounced(takenFromOperating(loss));
    expect(balances([...before, bounced])).toMatchObject({
      trust_bank: 5_000_00,
      operating_bank: -1_250_00,
      client_receivable: 1_250_00,
    });
  });
});

describe('a dispute of $2,000.00 with a fee of $15.00', () => {
  const parts = [invoice(2_000_00)];
  const loss = lossOf(parts, 'operating');
  const opened = [...disputeOpened(loss), ...disputeFee(money(15_00))];

  test('opened: the bank has taken both', () => {
    expect(balances(opened)).toEqual({
      disputed_receipts: 2_000_00,
      operating_bank: -2_015_00,
      processor_fees: 15_00,
    });
  });

  test('won: the amount is back, and the fee stays', () => {
    expect(balances([...opened, ...disputeWon(disputeOpened(loss))])).toEqual({
      operating_bank: -15_00,
      processor_fees: 15_00,
    });
  });

  test('lost and never refunded: the invoice is due again', () => {
    expect(balances([...opened, ...disputeLost(loss)])).toEqual({
      operating_bank: -2_015_00,
      processor_fees: 15_00,
      accounts_receivable: 2_000_00,
    });
    expect(disputeLost(loss)).toMatchObject([{ allocationId: 'alloc_1' }]);
  });

  test('lost after a refund: the client owes it', () => {
    const owed = originalBounced(ZERO, takenFromOperating(loss));
    expect(balances([...opened, owed])).toEqual({
      operating_bank: -2_015_00,
      processor_fees: 15_00,
      client_receivable: 2_000_00,
    });
  });

  test('opened again after it was won, with $1,500.00: only that is disputed', () => {
    const again = lossOf(parts, 'operating', 1_500_00);
    expect(balances([...opened, ...disputeWon(disputeOpened(loss)), ...disputeOpened(again)])).toEqual({
      operating_bank: -1_515_00,
      processor_fees: 15_00,
      disputed_receipts: 1_500_00,
    });
  });
});

describe('a disputed trust deposit', () => {
  const parts = [trust(2_000_00)];

  test('debited from trust: the client’s ledger is debited at once, and a win puts it back', () => {
    const loss = lossOf(parts, 'account_of_payment');
    const opened = disputeOpened(loss);
    expect(balances([...receiptsOf(parts, A), ...opened])).toEqual({});
    expect(disputeLost(loss)).toEqual([]);
    expect(balances([...opened, ...disputeWon(opened)])).toEqual({});
  });

  test('debited from operating and lost: the three steps bring the trust money there', () => {
    const loss = lossOf(parts, 'operating');
    const lost = [...receiptsOf(parts, A), ...disputeOpened(loss), ...disputeLost(loss)];
    expect(balances(lost)).toMatchObject({ returns_clearing: 2_000_00, operating_bank: -2_000_00 });
    const steps = [...lossTrustPayment(money(2_000_00), A), ...lossTrustDeposit(money(2_000_00))];
    expect(balances([...lost, ...steps])).toEqual({});
  });
});

test('a dispute of more than the payment: the client owes what exceeds it', () => {
  const loss = lossOf([invoice(100_00)], 'operating', 130_00);
  expect(balances([...disputeOpened(loss), ...disputeLost(loss)])).toEqual({
    operating_bank: -130_00,
    accounts_receivable: 100_00,
    'client_receivable:mat_a': 30_00,
  });
});

describe('whatever the bank takes', () => {
  const amount = fc.integer({ min: 1, max: 1_000_000_00 });
  const anyParts = fc
    .tuple(fc.array(amount, { maxLength: 3 }), fc.option(amount), fc.option(amount))
    .map(([invoiced, rest, held]) => [
      ...invoiced.map((one, index) => invoice(one, `alloc_${index}`)),
      ...(rest === null ? [] : [unapplied(rest)]),
      ...(held === null ? [] : [trust(held)]),
    ])
    .filter((parts) => parts.length > 0);
  const anyLoss = fc.record({
    parts: anyParts,
    debits: fc.constantFrom<LossesDebit>('operating', 'account_of_payment'),
    share: fc.integer({ min: 1, max: 150 }),
  });
  const zero = (postings: readonly LossPosting[]) =>
    postings.every(({ entries }) => sum(entries.map((one) => one.amount)) === 0);

  test('each posting sums to zero, has a key of its own, and takes exactly that much from the two banks', () => {
    fc.assert(
      fc.property(anyLoss, ({ parts, debits, share }) => {
        const total = sum(parts.map((part) => part.amount));
        const taken = Math.max(1, Math.floor((total * share) / 100));
        const loss = lossOf(parts, debits, taken);
        const [opened, lost] = [disputeOpened(loss), disputeLost(loss)];
        for (const stage of [opened, lost, disputeWon(opened)]) {
          expect(zero(stage)).toBe(true);
          const keys = stage.map(({ step, leg, allocationId }) => [step, leg, allocationId].join());
          expect(new Set(keys).size).toBe(keys.length);
        }
        const left = balances(opened);
        expect((left['operating_bank'] ?? 0) + (left['trust_bank'] ?? 0)).toBe(-taken);
        expect(takenFromOperating(loss) + takenFromTrust(loss)).toBe(taken);
        expect(balances([...opened, ...lost])['disputed_receipts']).toBeUndefined();
        expect(balances([...opened, ...disputeWon(opened)])).toEqual({});
      }),
    );
  });

  test('the firm’s own money goes first', () => {
    fc.assert(
      fc.property(anyParts, amount, (parts, taken) => {
        const { parts: divided, beyond } = divideLoss(parts, money(taken), 'operating');
        expect(sum(divided.map((part) => part.amount)) + beyond).toBe(taken);
        const own = sum(parts.filter(({ account }) => account === 'operating').map((one) => one.amount));
        const fromTrust = sum(divided.filter(({ account }) => account === 'trust').map((one) => one.amount));
        if (taken <= own) expect(fromTrust).toBe(0);
      }),
    );
  });
});
