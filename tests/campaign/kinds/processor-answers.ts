// The payment company answers wrongly, late, or not at all, while it does or does not do what was asked (B1, B2).
import { runUntilClosed, request } from '../run-until-closed.ts';
import { drawPayment, type Kind } from './kind.ts';

type Armed = Readonly<Record<string, unknown>>;

/** A refund during which the payment company is struck by these faults. */
function struckBy(
  name: string,
  what: string,
  faults: (pick: <Item>(items: [Item, ...Item[]]) => Item) => Armed[],
): Kind {
  return {
    name,
    what,
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      for (const fault of faults(draw.oneOf)) await world.company.arm({ transactionId, ...fault });
      await runUntilClosed(world, (await request(world, transactionId)).id);
      return [transactionId];
    },
  };
}

export const PROCESSOR_ANSWERS: readonly Kind[] = [
  struckBy('nothing', 'no fault at all', () => []),
  struckBy('timeout_after_success', 'the refund is made, and the answer is lost', () => [
    { kind: 'timeout_after_success', ms: 300 },
  ]),
  struckBy('timeout_before', 'the connection is cut before anything is done', () => [
    { kind: 'timeout_before', operation: 'refund', ms: 300 },
  ]),
  struckBy('cut_connection', 'the connection is cut at once', (pick) => [
    { kind: 'cut_connection', operation: pick(['refund', 'lookup']) },
  ]),
  struckBy('error_500', 'a 500 without having done it', (pick) => [
    { kind: 'error_500', operation: pick(['refund', 'lookup']), times: pick([1, 2]) },
  ]),
  struckBy('error_429', 'too many requests', (pick) => [
    { kind: 'error_429', operation: pick(['refund', 'lookup']), ms: 300, times: pick([1, 3]) },
  ]),
  struckBy('saved_500_made', 'a 500 saved under the key, though the refund was made', () => [
    { kind: 'saved_500', refundMade: true },
  ]),
  struckBy('garbled_answer', 'half an answer', () => [{ kind: 'garbled_answer', operation: 'refund' }]),
  struckBy('slow_answer', 'an answer that takes its time', (pick) => [
    { kind: 'slow', operation: pick(['refund', 'lookup']), ms: pick([400, 1_500]) },
  ]),
  struckBy('forgotten_key', 'the answer is lost and the key forgotten', () => [
    { kind: 'forget_key' },
    { kind: 'timeout_after_success', ms: 200 },
  ]),
  struckBy('lookup_away_after_loss', 'the answer is lost, and the look-up is away', (pick) => [
    { kind: 'timeout_after_success', ms: 200 },
    { kind: 'lookup_unavailable', operation: 'lookup', times: pick([1, 3]) },
  ]),
  {
    name: 'amount_mismatch',
    what: 'the processor accepted another amount: nothing is booked, a person is asked',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      world.leavesDifference(transactionId);
      await world.company.arm({ kind: 'amount_mismatch', transactionId, operation: 'refund' });
      await world.company.arm({ kind: 'amount_mismatch', transactionId, operation: 'lookup', times: 10_000 });
      const { id } = await request(world, transactionId);
      const stopped = await runUntilClosed(world, id, { until: isStopped, leaveUnsettled: true });
      if (stopped.postings.length > 0) throw new Error(`Refund ${id} was booked with another amount`);
      return [transactionId];
    },
  },
];

function isStopped({ status, obligations }: { status: string; obligations: { status: string }[] }): boolean {
  return status === 'rejected' || obligations.some((one) => one.status === 'open');
}
