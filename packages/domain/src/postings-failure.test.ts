// A refund that fails, or whose credit is returned, at any point of its life (B6): the books end where they began.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asId, type AllocationId, type MatterId } from './ids.ts';
import { money } from './money.ts';
import { INVOICE_DECISIONS, isForgiveness, type InvoiceDecision } from './invoice-decisions.ts';
import {
  compensations,
  invoiceForgiveness,
  invoiceReversals,
  operatingDebits,
  trustDeposit,
  trustPayment,
  trustRestore,
  type Posting,
} from './postings.ts';
import type { BankAccount, Leg } from './payments.ts';

const MATTER = asId<MatterId>('mt_jarndyce');
const A = asId<AllocationId>('al_a');
const B = asId<AllocationId>('al_b');

const leg = (account: BankAccount, amount: number): Leg => ({ account, amount: money(amount) });
const allocated = (allocationId: AllocationId, amount: number) => ({ allocationId, amount: money(amount) });
const keyOf = ({ step, leg, allocationId }: Posting) => `${step} ${leg} ${allocationId}`;

/** The accounts that are not at zero, with a matter's trust money by matter. */
function balances(postings: readonly Pick<Posting, 'entries'>[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { account, matterId, amount } of postings.flatMap(({ entries }) => entries)) {
    const name = matterId === null ? account : `${account} ${matterId}`;
    totals[name] = (totals[name] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(totals).filter(([, total]) => total !== 0));
}

describe('trust money that comes back after it had crossed', () => {
  it("is in trust again, the matter's own, and out of operating", () => {
    expect(trustRestore(money(2000_00), MATTER)).toEqual({
      step: 'trust_restore',
      leg: 'trust',
      allocationId: null,
      entries: [
        { account: 'trust_bank', matterId: null, amount: 2000_00 },
        { account: 'client_trust_liability', matterId: MATTER, amount: -2000_00 },
        { account: 'operating_bank', matterId: null, amount: -2000_00 },
        { account: 'refunds_clearing', matterId: null, amount: 2000_00 },
      ],
    });
  });
});

describe('the inverse of a step', () => {
  it('carries the same key and matter, and each entry the other way round', () => {
    expect(compensations([trustPayment(money(2000_00), MATTER)], false)).toEqual([
      {
        step: 'undo_trust_payment',
        leg: 'trust',
        allocationId: null,
        entries: [
          { account: 'trust_bank', matterId: null, amount: 2000_00 },
          { account: 'client_trust_liability', matterId: MATTER, amount: -2000_00 },
        ],
      },
    ]);
  });

  it.each([
    ['undo_write_off operating al_a', { accounts_receivable: 350_00, write_offs: -350_00 }, 'write_off'],
    [
      'undo_credit_note operating al_a',
      { accounts_receivable: 350_00, credit_notes: -350_00 },
      'credit_note',
    ],
  ] as const)('%s makes the invoice count as asked for again', (key, effect, decision) => {
    const undone = compensations([invoiceForgiveness(decision, allocated(A, 350_00))], false);
    expect(undone.map(keyOf)).toEqual([key]);
    expect(balances(undone)).toEqual(effect);
  });

  it('exists for every step that stands, and only for those', () => {
    const legs = [leg('operating', 1000_00), leg('trust', 1250_00)];
    const standing = [...operatingDebits(legs), ...invoiceReversals(legs, [allocated(A, 950_00)])];
    expect(compensations(standing, false).map(keyOf)).toEqual([
      'undo_operating_debit operating null',
      'undo_operating_debit trust null',
      'undo_invoice_reversal operating al_a',
      'undo_unapplied_reversal operating null',
    ]);
    expect(compensations([], false)).toEqual([]);
  });

  it('is not made twice: what is already undone stands no more', () => {
    const legs = [leg('operating', 950_00), leg('trust', 1250_00)];
    const forward = [
      ...operatingDebits(legs),
      ...invoiceReversals(legs, [allocated(A, 600_00), allocated(B, 350_00)]),
    ];
    const undone = compensations(forward, false);
    for (const already of undone) {
      const rest = undone.filter((posting) => posting !== already);
      expect(compensations([...forward, already], false)).toEqual(rest);
    }
    expect(compensations([...forward, ...undone], false)).toEqual([]);
  });
});

describe('a refund that fails after the bank transfer', () => {
  const debits = operatingDebits([leg('trust', 2000_00)]);
  const forward = [...debits, trustPayment(money(2000_00), MATTER), trustDeposit(money(2000_00))];

  it('gets its debit back alone, which leaves clearing at -X until the money is back in trust', () => {
    const undone = compensations(forward, true);
    expect(undone.map(keyOf)).toEqual(['undo_operating_debit trust null']);
    expect(balances(undone)).toEqual({ operating_bank: 2000_00, refunds_clearing: -2000_00 });
    expect(balances([...forward, ...undone])).toEqual({
      operating_bank: 2000_00,
      refunds_clearing: -2000_00,
      trust_bank: -2000_00,
      [`client_trust_liability ${MATTER}`]: 2000_00,
    });
  });

  it('is at zero in every account once the trust money is restored', () => {
    const undone = compensations(forward, true);
    expect(balances([...forward, ...undone, trustRestore(money(2000_00), MATTER)])).toEqual({});
  });

  it('undoes trust payment and deposit as well while the transfer has not happened', () => {
    expect(compensations(forward, false).map(keyOf)).toEqual([
      'undo_operating_debit trust null',
      'undo_trust_payment trust null',
      'undo_trust_deposit trust null',
    ]);
  });
});

/** One thing that happens to a refund's books, and what must have happened before it. */
type Step = { readonly name: string; readonly after: readonly string[]; readonly posting: Posting | null };
const TRANSFER = 'bank transfer';

type AnyRefund = {
  readonly invoices: readonly { readonly amount: number; readonly decision: InvoiceDecision }[];
  readonly unapplied: number;
  readonly trust: number;
};

const cents = fc.integer({ min: 1, max: 1e12 });
const anyRefund: fc.Arbitrary<AnyRefund> = fc.record({
  invoices: fc.array(fc.record({ amount: cents, decision: fc.constantFrom(...INVOICE_DECISIONS) }), {
    maxLength: 4,
  }),
  unapplied: fc.option(cents, { nil: 0 }),
  trust: fc.option(cents, { nil: 0 }),
});

/** The forward steps of a refund with their order: a before b before c, a decision after its reversal (R5, R8). */
function stepsOf({ invoices, unapplied, trust }: AnyRefund): Step[] {
  const operating = invoices.reduce((total, { amount }) => total + amount, unapplied);
  const legs = [leg('operating', operating), leg('trust', trust)].filter(({ amount }) => amount > 0);
  const allocations = invoices.map(({ amount }, i) => allocated(asId<AllocationId>(`al_${i}`), amount));
  const step = (posting: Posting, ...after: string[]): Step => ({ name: keyOf(posting), after, posting });
  const decisions = invoices.flatMap(({ decision }, i) => {
    const allocation = allocations[i];
    if (!isForgiveness(decision) || allocation === undefined) return [];
    const posting = invoiceForgiveness(decision, allocation);
    return [step(posting, `invoice_reversal operating ${allocation.allocationId}`)];
  });
  const payment = step(trustPayment(money(trust), MATTER));
  const deposit = step(trustDeposit(money(trust)), payment.name);
  const transfer: Step = { name: TRANSFER, after: [deposit.name], posting: null };
  return [
    ...[...operatingDebits(legs), ...invoiceReversals(legs, allocations)].map((posting) => step(posting)),
    ...decisions,
    ...(trust > 0 ? [payment, deposit, transfer] : []),
  ];
}

/** The steps up to where the refund fails, in an order that the picks draw from all that are legal. */
function walk(steps: readonly Step[], picks: readonly number[]): Step[] {
  const taken: Step[] = [];
  for (const pick of picks) {
    const names = new Set(taken.map(({ name }) => name));
    const ready = steps.filter(({ name, after }) => !names.has(name) && after.every((n) => names.has(n)));
    const next = ready[pick % ready.length];
    if (next === undefined) break;
    taken.push(next);
  }
  return taken;
}

describe('a refund that fails at any point, its steps taken in any legal order', () => {
  const anyPicks = fc.array(fc.nat(), { maxLength: 20 });
  const anyFailure = fc.tuple(anyRefund, anyPicks).map(([refund, picks]) => {
    const taken = walk(stepsOf(refund), picks);
    return {
      trust: money(refund.trust),
      forward: taken.flatMap(({ posting }) => posting ?? []),
      transferred: taken.some(({ name }) => name === TRANSFER),
    };
  });

  it('has every account back at zero, after the transfer once trust is restored (B6, B10)', () => {
    fc.assert(
      fc.property(anyFailure, ({ trust, forward, transferred }) => {
        const after = [...forward, ...compensations(forward, transferred)];
        const trustLeg = after.filter((posting) => posting.leg === 'trust');
        const operatingLeg = after.filter((posting) => posting.leg === 'operating');
        expect(balances(operatingLeg)).toEqual({});
        if (!transferred) expect(balances(trustLeg)).toEqual({});
        else expect(balances([...trustLeg, trustRestore(trust, MATTER)])).toEqual({});
      }),
      { numRuns: 1000 },
    );
  });

  it('posts balanced inverses, each under a key of its own and at most once', () => {
    fc.assert(
      fc.property(anyFailure, ({ forward, transferred }) => {
        const undone = compensations(forward, transferred);
        for (const { entries } of undone) expect(entries.reduce((sum, e) => sum + e.amount, 0)).toBe(0);
        expect(new Set([...forward, ...undone].map(keyOf)).size).toBe(forward.length + undone.length);
        expect(compensations([...forward, ...undone], transferred)).toEqual([]);
      }),
    );
  });

  it('meets the bank transfer among its cases', () => {
    const failures = fc.sample(anyFailure, 500);
    expect(failures.some(({ transferred }) => transferred)).toBe(true);
    expect(failures.some(({ forward }) => forward.length === 0)).toBe(true);
  });
});
