import { sum } from '@makewhole/domain/money';
import { feesOf } from '@makewhole/domain/payouts';
import { expect } from 'vitest';
import type { ListedPayout, PayoutSource } from '../src/payouts.ts';
import type { Fault } from './rig.ts';
import type { Plays } from './scene.ts';

const ODD_ANSWERS: readonly Fault[] = ['proxy_404', 'html', 'empty', 'truncated', '500', '403'];

export const PAYING_OUT: Plays = {
  29: async ({ rig, connected, processor, fullRefund }) => {
    const { payouts } = connected;
    if (payouts === null) throw new Error('This rig has no payouts: declare the behaviour as not shown');
    // What other plays left in the balance.
    await rig.payOut();
    const [kept, refunded, disputed, returned] = [
      await rig.pay(),
      await rig.pay(),
      await rig.pay(),
      await rig.pay(),
    ];
    const sent = await processor.refund(fullRefund(refunded.transactionId));
    const failing = await processor.refund(fullRefund(returned.transactionId));
    if (sent.kind !== 'accepted' || failing.kind !== 'accepted') throw new Error('A refund was not accepted');
    await rig.step(refunded.transactionId, 'succeed');
    await rig.step(returned.transactionId, 'fail');
    await rig.step(disputed.transactionId, 'dispute');
    const first = await find(payouts, await rig.payOut());
    const { amount } = rig;
    const moved = movesOf(first);
    expect(moved).toEqual(
      [
        ...[kept, refunded, disputed, returned].map(
          ({ transactionId }) => `payment ${transactionId} ${amount}`,
        ),
        `refund ${sent.refund.id} ${-amount}`,
        `refund ${failing.refund.id} ${-amount}`,
        `refund_failure ${failing.refund.id} ${amount}`,
        `dispute ${disputed.transactionId} ${-amount}`,
      ].toSorted(),
    );
    isExact(first);
    await rig.step(disputed.transactionId, 'win');
    const second = await find(payouts, await rig.payOut());
    expect(movesOf(second)).toEqual([`dispute_won ${disputed.transactionId} ${amount}`]);
    isExact(second);
    for (const fault of ODD_ANSWERS) {
      await rig.fault(fault, 'lookup', 2);
      const answer = await payouts.listPayouts({ since: TODAY(), cursor: null, limit: 10 });
      expect([fault, answer.kind]).toEqual([fault, 'unavailable']);
      // A key that may not read payouts may still refund.
      expect([fault, 'cause' in answer]).toEqual([fault, false]);
      await rig.clearFaults();
    }
  },
};

const TODAY = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** Over its pages, each a payout long. */
async function find({ listPayouts }: PayoutSource, id: string): Promise<ListedPayout> {
  let cursor: string | null = null;
  const days: string[] = [];
  do {
    const page: Awaited<ReturnType<typeof listPayouts>> = await listPayouts({
      ...{ since: TODAY(), cursor, limit: 1 },
    });
    if (page.kind !== 'page') throw new Error(page.message);
    days.push(...page.payouts.map(({ arrivesOn }) => arrivesOn));
    const found = page.payouts.find((one) => one.id === id);
    if (found !== undefined) {
      expect(days).toEqual(days.toSorted());
      return found;
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  throw new Error(`The payout ${id} is not listed`);
}

function movesOf({ items }: ListedPayout): string[] {
  return items.map(({ kind, subject, amount }) => `${kind} ${subject} ${amount}`).toSorted();
}

/** What arrives is what moved, less what was kept. */
function isExact({ amount, items, status, isComplete }: ListedPayout): void {
  expect({ status, isComplete }).toEqual({ status: 'paid', isComplete: true });
  expect(amount).toBe(sum(items.map((item) => item.amount)) - sum(items.map(({ fee }) => fee)));
  expect(Number.isInteger(feesOf(items))).toBe(true);
}
