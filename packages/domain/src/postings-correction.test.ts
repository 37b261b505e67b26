// The correction of a posting's day (B10): nothing is edited, and every day's sums are as if it had been right at once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBooks, type RefundBooks } from './verify-postings.ts';
import { asId, type MatterId } from './ids.ts';
import { money, sum } from './money.ts';
import {
  compensations,
  hasPosting,
  operatingDebits,
  redated,
  trustDeposit,
  trustPayment,
  trustRestore,
  type LedgerAccount,
  type Posting,
} from './postings.ts';

const MATTER = asId<MatterId>('mat_1');
const AMOUNT = money(40_00);
type Dated = Posting & { readonly effectiveOn: string };

const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-11-${String(date).padStart(2, '0')}`);
const trustStep = fc.constantFrom<Posting>(
  trustPayment(AMOUNT, MATTER),
  trustDeposit(AMOUNT),
  trustRestore(AMOUNT, MATTER),
);

/** The postings of a step that was recorded on the first day and corrected to each of the others. */
function corrected(posting: Posting, [first = '', ...others]: readonly string[]): Dated[] {
  return others.reduce<Dated[]>(
    (made, right, index) => {
      const standing = made.findLast(({ step }) => step === posting.step);
      if (standing === undefined) throw new Error('It was posted first');
      return [...made, ...(redated(standing, right, index + 1) as Dated[])]; // each with its day
    },
    [{ ...posting, effectiveOn: first }],
  );
}

function balanceOn(postings: readonly Dated[], account: LedgerAccount, date: string): number {
  return sum(
    postings
      .filter(({ effectiveOn }) => effectiveOn <= date)
      .flatMap(({ entries }) => entries.filter((one) => one.account === account))
      .map(({ amount }) => amount),
  );
}

describe('a corrected posting', () => {
  it('counts on the last day that was said, and on no other, however often it was corrected', () => {
    fc.assert(
      fc.property(trustStep, fc.array(day, { minLength: 1, maxLength: 6 }), day, (posting, days, date) => {
        const right: Dated[] = [{ ...posting, effectiveOn: days.at(-1) ?? '' }];
        const made = corrected(posting, days);
        for (const account of ['trust_bank', 'operating_bank', 'client_trust_liability'] as const) {
          expect(balanceOn(made, account, date)).toBe(balanceOn(right, account, date));
        }
        expect(made.every(({ entries }) => sum(entries.map(({ amount }) => amount)) === 0)).toBe(true);
      }),
    );
  });

  it('is no fault of the books, and half a correction is', () => {
    const days = ['2026-11-03', '2026-11-04', '2026-11-05'];
    const trust = [...corrected(trustPayment(AMOUNT, MATTER), days), trustDeposit(AMOUNT)];
    const legs = [{ account: 'trust', amount: AMOUNT }] as const;
    const books: RefundBooks = {
      status: 'processing',
      isClosed: false,
      ...{ legs, matterId: MATTER, allocations: [], decisions: [], transfer: 'not_made' },
      moves: ['payment', 'deposit'],
      postings: [...operatingDebits(legs), ...trust],
    };
    expect(checkBooks(books)).toEqual([]);
    for (const gone of books.postings) {
      const postings = books.postings.filter((posting) => posting !== gone);
      expect(checkBooks({ ...books, postings })).not.toEqual([]);
    }
    const undone = compensations(books.postings, false);
    expect(checkBooks({ ...books, status: 'failed', postings: [...books.postings, ...undone] })).toEqual([]);
  });

  it('of a debit of operating is none: only what a person dated is corrected', () => {
    expect(hasPosting('transfer')).toBe(false);
    const bounced = { ...trustDeposit(AMOUNT), step: 'original_bounced', effectiveOn: '2026-11-03' } as const;
    expect(() => redated(bounced, '2026-11-04', 1)).toThrow(RangeError);
  });
});
