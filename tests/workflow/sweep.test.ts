// What the sweep starts for those who could not: one sort of thing that cannot be started holds up no other.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestVoid } from '@makewhole/db/voids/request-void';
import { voidWorkflowId } from '@makewhole/domain/contracts/void';
import { REFUND_WORKFLOW } from '@makewhole/domain/contracts/refund';
import { startStranded } from '@makewhole/worker/activities/sweep';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';

const STRANDED_AFTER_MS = 5_000;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it('voids are started though refunds cannot be, and the sweep says that it is not done', async () => {
  const world = await servers.anotherFirm();
  const { db, client, taskQueue } = world;
  const { firmId, people } = world.firm;
  await world.request(await world.pay({ parts: [{ of: 'invoice', amount: 100_00 }] }));
  const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 90_00 }], authorized: true });
  const wanted = { firmId, transactionId, principalId: people.admin, now: new Date() };
  const { id: voidId } = await requestVoid(db, wanted);
  await sleep(STRANDED_AFTER_MS);

  const quiet = new DefaultLogger('ERROR', () => undefined);
  const sweep = startStranded({ db, temporal: withoutRefunds(client), taskQueue });
  const sweeping = new MockActivityEnvironment({}, { logger: quiet }).run(sweep);
  await expect(sweeping).rejects.toThrow('refunds could not be started');
  const voiding = client.workflow.getHandle(voidWorkflowId({ firmId, transactionId, voidId }));
  expect(await voiding.result()).toBe('voided');
});

/** Temporal as it would be if it started anything but a refund. */
function withoutRefunds({ connection }: Client): Client {
  return new Client({
    connection,
    interceptors: {
      workflow: [
        {
          startWithDetails(input, next) {
            if (input.workflowType === REFUND_WORKFLOW) throw new Error('No refund is started here');
            return next(input);
          },
        },
      ],
    },
  });
}
