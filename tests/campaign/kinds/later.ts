// Parts die, and people change their minds, not in a refund's first moments but while the bank settles it and people decide.
import { setTimeout as sleep } from 'node:timers/promises';
import { runUntilClosed, request } from '../run-until-closed.ts';
import { patiently } from '../patience.ts';
import { drawPayment, type Kind } from './kind.ts';
import { struck } from './processes.ts';

const isProcessing = ({ status }: { readonly status: string }) => status === 'processing';

export const LATER: readonly Kind[] = [
  struck('api_stopped', 'SIGTERM of the API under load, then a new one', 'api', 'stopPart', 0),
  {
    name: 'worker_killed_later',
    what: 'kill -9 of the worker while the bank settles, people decide, or the refund is closed',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id, { until: isProcessing, leaveUnsettled: true, leaveOwed: true });
      const carried = runUntilClosed(world, id);
      await sleep(draw.between(0, 1_500));
      await world.strike('worker', 'kill9', 200);
      await carried;
      return [transactionId];
    },
  },
  {
    name: 'cancel_races_settlement',
    what: 'somebody cancels as the bank settles: too late, and the refund goes on',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id, { until: isProcessing, leaveUnsettled: true, leaveOwed: true });
      const [{ status }] = await Promise.all([
        sleep(draw.between(0, 60)).then(() => world.ask(`POST /v1/refunds/${id}/cancel`, { body: {} })),
        sleep(draw.between(0, 60)).then(() => patiently(() => world.company.settle(transactionId))),
      ]);
      if (status !== 409) throw new Error(`A cancel after the hand-over was answered ${status}`);
      const ended = await runUntilClosed(world, id);
      if (ended.status !== 'succeeded')
        throw new Error(`${id} was canceled too late, and is ${ended.status}`);
      return [transactionId];
    },
  },
];
