import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disputeReclaimed, lossTrustRestore } from './given-back-losses.ts';
import { asId, type MatterId } from './ids.ts';
import {
  disputeLost,
  disputeOpened,
  disputeWon,
  lossTrustDeposit,
  lossTrustPayment,
  replenish,
  type Loss,
  type LossPosting,
} from './losses.ts';
import { money, negate, sum, type Money } from './money.ts';
import { balanceOf, type LedgerAccount } from './postings.ts';
import { receiptsOf, type ReceivedPart } from './receipts.ts';

const A = asId<MatterId>('mat_a');
const amounts = fc.integer({ min: 1, max: 1_000_000_00 }).map(money);

function deposit(amount: Money): readonly ReceivedPart[] {
  return [{ account: 'trust', amount, allocationId: null }];
}

function lossOf(amount: Money, debits: Loss['debits']): Loss {
  return { parts: deposit(amount), beyond: money(0), matterId: A, debits };
}

function inverse(postings: readonly LossPosting[]): LossPosting[] {
  return postings.map((one) => ({
    ...one,
    entries: one.entries.map((entry) => ({ ...entry, amount: negate(entry.amount) })),
  }));
}

const balances = (postings: readonly Pick<LossPosting, 'entries'>[]) =>
  Object.fromEntries(
    [...new Set(postings.flatMap(({ entries }) => entries.map(({ account }) => account)))]
      .map((account: LedgerAccount) => [account, balanceOf(postings, account)] as const)
      .filter(([, balance]) => balance !== 0),
  );

describe('a lost dispute that is given back', () => {
  test('to operating, after the three steps: the restore brings clearing to zero and the client has the deposit', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const loss = lossOf(amount, 'operating');
        const [opened, lost] = [disputeOpened(loss), disputeLost(loss)];
        const steps = [...lossTrustPayment(amount, A), ...lossTrustDeposit(amount)];
        const back = [...disputeWon(opened), ...inverse(lost), lossTrustRestore(amount, A)];
        expect(balances([...receiptsOf(deposit(amount), A), ...opened, ...lost, ...steps, ...back])).toEqual({
          trust_bank: amount,
          client_trust_liability: -amount,
        });
        expect(lossTrustRestore(amount, null).entries).toContainEqual({
          ...{ account: 'unidentified_trust_liability', matterId: null, amount: -amount },
        });
      }),
    );
  });

  test('to trust, after the firm had replenished it: the firm has its money, and the client owes nothing', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const opened = disputeOpened(lossOf(amount, 'account_of_payment'));
        const spent = [...opened, ...replenish(amount, A)];
        const back = [...disputeWon(opened), disputeReclaimed(amount, A)];
        const steps = [...lossTrustPayment(amount, A), ...lossTrustDeposit(amount)];
        expect(balances([...spent, ...back, ...steps])).toEqual({});
        for (const { entries } of [...back, ...steps]) {
          expect(sum(entries.map((entry) => entry.amount))).toBe(0);
        }
      }),
    );
  });
});
