// Parts of the system die, are restarted, or are held up, at any moment of a refund.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import type { PartName } from '../../support/running-stack.ts';
import { runUntilClosed, request } from '../run-until-closed.ts';
import type { CampaignWorld } from '../world.ts';
import { patiently } from '../patience.ts';
import { drawPayment, type Kind } from './kind.ts';

/** Where in a refund's first moments the part is struck. */
const STRIKE_WITHIN_MS = 800;

/** A refund in whose first moments a part is ended, to be started again after a while. */
export function struck(
  name: string,
  what: string,
  part: Exclude<PartName, 'sandbox'>,
  how: 'kill9' | 'stopPart',
  awayMs: number,
): Kind {
  return struckBy(name, what, (world) => world.strike(part, how, awayMs));
}

function struckBy(name: string, what: string, strike: (world: CampaignWorld) => Promise<void>): Kind {
  return {
    name,
    what,
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const requesting = request(world, transactionId);
      await sleep(draw.between(0, STRIKE_WITHIN_MS));
      await strike(world);
      await runUntilClosed(world, (await requesting).id);
      return [transactionId];
    },
  };
}

export const PROCESSES: readonly Kind[] = [
  struck('worker_killed', 'kill -9 of the worker, then a new one', 'worker', 'kill9', 200),
  struck('worker_stopped', 'SIGTERM of the worker under load', 'worker', 'stopPart', 0),
  struck('api_killed', 'kill -9 of the API, also in the middle of a request', 'api', 'kill9', 200),
  struckBy('processor_killed', 'the payment company itself goes down', (world) => world.strikeCompany(1_000)),
  struck('postgres_killed', 'kill -9 of Postgres', 'postgres', 'kill9', 300),
  struck('temporal_killed', 'kill -9 of the Temporal server', 'temporal', 'kill9', 300),
  {
    name: 'started_without_temporal',
    what: 'the refund is noted while Temporal is away: the sweep starts it',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const disturbed = world.strike('temporal', 'kill9', 1_500);
      await sleep(300);
      const { id } = await request(world, transactionId);
      await disturbed;
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'workflow_terminated',
    what: 'an operator terminates the workflow: the sweep runs it again from the row',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await sleep(draw.between(0, STRIKE_WITHIN_MS));
      const workflowId = refundWorkflowId({ transactionId, id: asId<RefundId>(id) });
      await patiently(() => world.client.workflow.getHandle(workflowId).terminate('fault campaign'));
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'table_locked',
    what: 'somebody holds a lock on a table that the books need',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      const table = draw.oneOf(['ledger_entries', 'allocations', 'obligations', 'refund_events']);
      const hold = async () =>
        world.db.transaction(async (tx) => {
          await tx.execute(sql`LOCK TABLE ${sql.identifier(table)} IN ACCESS EXCLUSIVE MODE`);
          await sleep(draw.between(200, 1_500));
        });
      await patiently(hold);
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
];
