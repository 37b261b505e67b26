// What the kinds share that take a database away.
import { WorkflowNotFoundError } from '@temporalio/client';
import { until } from '../../support/until.ts';
import { runUntilClosed, request } from '../run-until-closed.ts';
import type { Draw } from '../draw.ts';
import type { Refund } from '../open-firm.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment } from './kind.ts';

const REFUNDS = 3;

/** A few refunds of any payments, each brought to where it shall be. */
export function bringRefunds(
  world: CampaignWorld,
  draw: Draw,
  bring: (refund: Refund) => Promise<Refund>,
): Promise<Refund[]> {
  const wanted = Array.from({ length: REFUNDS }, () => drawPayment(draw));
  return Promise.all(wanted.map(async (payment) => bring(await request(world, await world.pay(payment)))));
}

/** Carries a refund until the processor has it, and leaves it there. */
export function accepted(world: CampaignWorld, id: string): Promise<Refund> {
  const isAccepted = ({ status }: Refund) => status === 'processing';
  return runUntilClosed(world, id, { until: isAccepted, leaveUnsettled: true, leaveOwed: true });
}

/** They know more than the rows, or less: the sweep starts those again that have an open row, from what it says. */
export async function endWorkflows({ client }: CampaignWorld): Promise<void> {
  const query = 'ExecutionStatus = "Running" AND WorkflowType != "sweep"';
  await until(
    async () => {
      let running = 0;
      for await (const { workflowId } of client.workflow.list({ query })) {
        running += 1;
        await client.workflow
          .getHandle(workflowId)
          .terminate('The database was restored from a backup')
          .catch((error: unknown) => {
            // The list is a moment behind.
            if (!(error instanceof WorkflowNotFoundError)) throw error;
          });
      }
      return running;
    },
    (running) => running === 0,
    (running) => `${running} workflows run on`,
  );
}
