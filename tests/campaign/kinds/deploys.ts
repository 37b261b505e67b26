// New code, old processes, strange words: what a running refund meets that was not there when it began.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UPDATES } from '@makewhole/domain/commands';
import { SIGNALS, refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { WORKFLOW_BUNDLE } from '@makewhole/stack/apps';
import { runUntilClosed, letTimePass, request } from '../run-until-closed.ts';
import { drawPayment, type Kind } from './kind.ts';

/** Past the heartbeat timeout of what it was doing. */
const FROZEN_MS = 7_500;
/** Over weekends and holidays, and past every day on which a refund may still be in time. */
const LONG_HOURS = 24 * 40;

export const DEPLOYS: readonly Kind[] = [
  {
    name: 'new_code_deployed',
    what: 'a worker with new workflow code takes over refunds that wait for the bank',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id, {
        until: ({ status }) => status === 'processing',
        leaveUnsettled: true,
      });
      const WORKFLOW_BUNDLE = changedBundle('with one step more', patchedStep);
      await world.strike('worker', 'stopPart', 0, { WORKFLOW_BUNDLE });
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'zombie_worker',
    what: 'a worker stands still until its work was given to another one, then goes on with it',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await world.freezeWorker(FROZEN_MS);
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'poison_payload',
    what: 'somebody sends the workflow signals and updates that mean nothing',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      const handle = world.client.workflow.getHandle(
        refundWorkflowId({ transactionId, id: asId<RefundId>(id) }),
      );
      const poison = draw.oneOf<unknown>([
        null,
        'rubbish',
        { instructionId: 7 },
        [[]],
        { obligationId: 'x' },
      ]);
      // Refused, or not there yet: nobody waits for an answer.
      await Promise.allSettled([
        handle.signal(SIGNALS.processorReported, poison),
        handle.signal('nobodyKnowsThisSignal', poison),
        ...Object.values(UPDATES).map((update) =>
          handle.startUpdate(update, {
            args: [poison],
            waitForStage: 'ACCEPTED',
            updateId: `poison-${update}`,
          }),
        ),
      ]);
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'clock_jumps',
    what: 'weeks pass at once, over weekends and holidays, before the bank has settled: late, and told',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      const refund = await runUntilClosed(world, id, {
        until: ({ status }) => status === 'processing',
        leaveUnsettled: true,
        leaveOwed: true,
      });
      await letTimePass(world, refund, LONG_HOURS);
      await runUntilClosed(world, id, { until: ({ late }) => late, leaveUnsettled: true, leaveOwed: true });
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
];

/** The worker's bundle, changed as a developer would change the code. @returns the new file */
export function changedBundle(what: string, change: (code: string) => string): string {
  const code = readFileSync(WORKFLOW_BUNDLE, 'utf8');
  const changed = change(code);
  if (changed === code) throw new Error(`The bundle could not be changed: ${what}`);
  const file = join(mkdtempSync(join(tmpdir(), 'makewhole-bundle-')), 'workflow-bundle.js');
  writeFileSync(file, changed);
  return file;
}

/** One step more at the beginning of each refund, behind `patched` as such a step must be. */
function patchedStep(code: string): string {
  return code.replace(
    /const inbox = \(0, ?_\w+_ts__WEBPACK_IMPORTED_MODULE_\d+__\.openInbox\)\(input, progress\);/,
    (begin) =>
      `${begin}\n    (0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.patched)('campaign-deploy');`,
  );
}
