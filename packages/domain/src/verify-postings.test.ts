// Books as the stores leave them at any point of a refund's life, and what is noticed when they differ.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBooks, type RefundBooks } from './verify-postings.ts';
import { asId, type AllocationId, type MatterId } from './ids.ts';
import { ZERO, money, sum } from './money.ts';
import { INVOICE_DECISIONS, isForgiveness } from './invoice-decisions.ts';
import { TRUST_STEPS } from './obligations.ts';
import {
  balanceOf,
  compensations,
  invoiceForgiveness,
  invoiceReversals,
  operatingDebits,
  trustDeposit,
  trustPayment,
  trustRestore,
  type Posting,
} from './postings.ts';
import { originalBounced, trustMoneyGone } from './refunded-losses.ts';
import { transferStateOf } from './transfer-state.ts';

const MATTER = asId<MatterId>('mat_1');
const EMPTY: Omit<RefundBooks, 'status'> = {
  isClosed: false,
  legs: [{ account: 'operating', amount: money(100_00) }],
  matterId: MATTER,
  allocations: [],
  moves: [],
  transfer: 'not_made',
  decisions: [],
  postings: [],
};

describe('the books', () => {
  const part = fc.integer({ min: 1, max: 5_000_00 }).map(money);
  const allocationsOf = fc
    .array(part, { maxLength: 4 })
    .map((amounts) =>
      amounts.map((amount, index) => ({ allocationId: asId<AllocationId>(`al_${index}`), amount })),
    );

  /** Books as the stores leave them, at any point of a refund's life, failed or not. */
  const truth = fc
    .record({
      allocations: allocationsOf,
      unapplied: fc.option(part, { nil: ZERO }),
      trust: fc.option(part, { nil: ZERO }),
      steps: fc.integer({ min: 0, max: 3 }),
      decision: fc.constantFrom(...INVOICE_DECISIONS),
      decided: fc.integer({ min: 0, max: 4 }),
      end: fc.constantFrom('processing', 'succeeded', 'failed', 'restored'),
      isAnswered: fc.boolean(),
    })
    .map(({ allocations, unapplied, trust, steps, decision, decided, end, isAnswered }) => {
      const operating = sum([unapplied, ...allocations.map(({ amount }) => amount)]);
      const legs = [
        ...(operating > 0 ? [{ account: 'operating' as const, amount: operating }] : []),
        ...(trust > 0 ? [{ account: 'trust' as const, amount: trust }] : []),
      ];
      const moves = trust > 0 ? TRUST_STEPS.slice(0, steps) : [];
      const decisions = allocations.slice(0, decided).map(({ allocationId }) => ({ allocationId, decision }));
      const forward: Posting[] = [
        ...operatingDebits(legs),
        ...invoiceReversals(legs, allocations),
        ...(moves.includes('payment') ? [trustPayment(trust, MATTER)] : []),
        ...(moves.includes('deposit') ? [trustDeposit(trust)] : []),
        ...(isForgiveness(decision)
          ? allocations.slice(0, decided).map((one) => invoiceForgiveness(decision, one))
          : []),
      ];
      const known = transferStateOf(moves);
      const transfer = known === 'unknown' && isAnswered ? 'not_made' : known;
      const books = { ...EMPTY, legs, allocations, moves, decisions, transfer };
      if (end === 'processing' || end === 'succeeded') {
        return { status: end, books: { ...books, postings: forward } } as const;
      }
      const back = [...forward, ...compensations(forward, transfer !== 'not_made')];
      const isRestored = end === 'restored' && moves.includes('transfer');
      return {
        status: 'failed',
        books: {
          ...books,
          moves: isRestored ? [...moves, 'restore' as const] : moves,
          postings: isRestored ? [...back, trustRestore(trust, MATTER)] : back,
        },
      } as const;
    });

  it('that were kept by the rules never differ', () => {
    fc.assert(
      fc.property(truth, ({ status, books }) => {
        expect(checkBooks({ ...books, status })).toEqual([]);
      }),
    );
  });

  it('differ as soon as one posting is missing, or is of another amount', () => {
    fc.assert(
      fc.property(truth, fc.nat(), fc.boolean(), ({ status, books }, place, isAltered) => {
        const changed = books.postings[place % Math.max(books.postings.length, 1)];
        fc.pre(changed !== undefined);
        const altered = {
          ...changed,
          entries: changed.entries.map((entry) => ({ ...entry, amount: money(entry.amount * 2) })),
        };
        const postings = books.postings.flatMap((posting) =>
          posting === changed ? (isAltered ? [altered] : []) : [posting],
        );
        expect(checkBooks({ ...books, status, postings })).not.toEqual([]);
      }),
    );
  });

  it('of a failed refund keep what trust gave until a person has said whether the transfer was made (B6)', () => {
    const legs = [{ account: 'trust' as const, amount: money(50_00) }];
    const forward = [
      ...operatingDebits(legs),
      trustPayment(money(50_00), MATTER),
      trustDeposit(money(50_00)),
    ];
    const kept = [...forward, ...compensations(forward, true)];
    const moves = ['payment', 'deposit'] as const;
    const failed = { ...EMPTY, status: 'failed', legs, moves, postings: kept } as const;
    expect(checkBooks({ ...failed, transfer: 'unknown' })).toEqual([]);
    expect(checkBooks({ ...failed, transfer: 'not_made' })).toMatchObject([
      { kind: 'missing', posting: { step: 'undo_trust_payment' } },
      { kind: 'missing', posting: { step: 'undo_trust_deposit' } },
    ]);
    const back = { ...failed, postings: [...forward, ...compensations(forward, false)] };
    expect(checkBooks({ ...back, transfer: 'not_made' })).toEqual([]);
    expect(checkBooks({ ...back, transfer: 'unknown' })).toMatchObject([
      { kind: 'unexpected' },
      { kind: 'unexpected' },
    ]);
  });

  it('of a refund that never reached the company must be empty', () => {
    for (const status of ['requested', 'canceled', 'outcome_unknown'] as const) {
      expect(checkBooks({ ...EMPTY, status })).toEqual([]);
      const faults = checkBooks({ ...EMPTY, status, postings: operatingDebits(EMPTY.legs) });
      expect(faults).toMatchObject([{ kind: 'unexpected', posting: { step: 'operating_debit' } }]);
    }
  });

  it('of a closed refund must leave nothing in the clearing account (B10)', () => {
    const legs = [{ account: 'trust' as const, amount: money(50_00) }];
    const books = { ...EMPTY, legs, status: 'succeeded', postings: operatingDebits(legs) } as const;
    expect(checkBooks(books)).toEqual([]);
    expect(checkBooks({ ...books, isClosed: true })).toEqual([{ kind: 'clearing_open' }]);
  });

  it('may tell of a payment that was lost after its refund, whole and nothing else (B6)', () => {
    const postings = [...operatingDebits(EMPTY.legs), ...invoiceReversals(EMPTY.legs, [])];
    const lost = (amount: number) =>
      checkBooks({ ...EMPTY, status: 'succeeded', postings: [...postings, originalBounced(money(amount))] });
    expect(lost(100_00)).toEqual([]);
    expect(lost(99_00)).toMatchObject([{ kind: 'altered', posting: { step: 'original_bounced' } }]);
  });

  it('tell of a payment that was lost in two disputes, and of one that the bank gave back', () => {
    const books = [...operatingDebits(EMPTY.legs), ...invoiceReversals(EMPTY.legs, [])];
    const first = originalBounced(ZERO, money(40_00));
    const second = { ...originalBounced(ZERO, money(60_00)), correction: 1 };
    const back = { ...originalBounced(ZERO, money(-100_00)), correction: 2 };
    const check = (disputed: number, ...bounces: Posting[]) =>
      checkBooks({
        ...{ ...EMPTY, status: 'succeeded', postings: [...books, ...bounces] },
        lostFromOperating: disputed === 0 ? null : { returned: ZERO, disputed: money(disputed) },
      });
    expect(check(100_00, first, second)).toEqual([]);
    expect(check(100_00, first)).toMatchObject([{ kind: 'altered' }]);
    expect(check(0, first, second, back)).toEqual([]);
  });

  it('tell of a payment that was returned in part, or whose trust part was taken from trust', () => {
    const postings = [...operatingDebits(EMPTY.legs), ...invoiceReversals(EMPTY.legs, [])];
    const lost = originalBounced(money(60_00));
    const books = { ...EMPTY, status: 'succeeded', postings: [...postings, lost] } as const;
    expect(checkBooks({ ...books, lostFromOperating: { returned: money(60_00), disputed: ZERO } })).toEqual(
      [],
    );
    expect(checkBooks(books)).toMatchObject([{ kind: 'altered' }]);
  });

  it('tell of trust money that the bank took before trust step (a), and undo that with the refund (B6)', () => {
    const [amount, matterId] = [money(50_00), asId<MatterId>('mat_1')];
    const legs = [{ account: 'trust' as const, amount }];
    const gone = [...operatingDebits(legs), trustMoneyGone(amount, matterId)];
    const books = { ...EMPTY, legs, matterId, status: 'succeeded', isClosed: true, postings: gone } as const;
    expect(checkBooks(books)).toEqual([]);
    const paid = [...gone, trustPayment(amount, matterId)];
    expect(checkBooks({ ...books, moves: ['payment'], postings: paid })).toMatchObject([
      { kind: 'unexpected', posting: { step: 'trust_money_gone' } },
    ]);
    const undone = [...gone, ...compensations(gone, false)];
    expect(checkBooks({ ...books, status: 'failed', postings: undone })).toEqual([]);
    expect(balanceOf(undone, 'client_receivable')).toBe(0);
  });

  it('in which invoices took more than the operating part are told, not computed with', () => {
    const allocations = [{ allocationId: asId<AllocationId>('al_1'), amount: money(200_00) }];
    const books = { ...EMPTY, status: 'processing', allocations } as const;
    expect(checkBooks(books)).toEqual([{ kind: 'allocations_exceed_leg' }]);
  });
});
