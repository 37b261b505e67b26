import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { forkScript } from './forked.ts';

/** The no-op refund on the servers of a run: see no-op-workflow.ts. */
export async function startNoOpEngine(client: Client, temporalAddress: string) {
  const taskQueue = `bench-no-op-${randomUUID()}`;
  const waiting = new Map<string, () => void>();
  const worker = await forkScript('./no-op-worker.ts', [temporalAddress, taskQueue], (workflowId) => {
    waiting.get(workflowId)?.();
    waiting.delete(workflowId);
  });
  return {
    /** Runs one until all its steps are done. @returns its workflow's ID */
    async run(): Promise<string> {
      const workflowId = `no-op:${randomUUID()}`;
      const done = new Promise<void>((resolve) => waiting.set(workflowId, resolve));
      await client.workflow.start('noOpRefund', { workflowId, taskQueue });
      await done;
      return workflowId;
    },
    stop: worker.stop,
  };
}
