// The worker of the no-op workflow, a process of its own as ours is, with the same limits. It tells its parent of each
// workflow that has done all its steps, and ends with its parent.
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { STEPS, type NoOpActivities } from './no-op-workflow.ts';

const [address, taskQueue] = process.argv.slice(2);
if (address === undefined || taskQueue === undefined)
  throw new Error('no-op-worker.ts <address> <task queue>');

Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN') });
const stepsDone = new Map<string, number>();
const noOp = async (workflowId: string) => {
  const done = (stepsDone.get(workflowId) ?? 0) + 1;
  stepsDone.set(workflowId, done);
  if (done === STEPS.length) process.send?.(workflowId);
};
const activities: NoOpActivities = {
  check: noOp,
  send: noOp,
  debit: noOp,
  reverse: noOp,
  followUp: noOp,
  notify: noOp,
  follow: noOp,
};

const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: new URL('./no-op-workflow.ts', import.meta.url).pathname,
  activities,
  maxConcurrentActivityTaskExecutions: 50,
});
process.once('disconnect', () => worker.shutdown());
process.send?.('ready');
await worker.run();
await connection.close();
