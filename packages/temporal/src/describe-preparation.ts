// What a namespace has of what refunds need, for whoever looks why none runs.
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '@makewhole/domain/contracts/search-attributes';
import { WORK, taskQueueOf, type Work } from '@makewhole/domain/task-queues';
import { isNotFound } from './refused-calls.ts';

const { TaskQueueType } = proto.temporal.api.enums.v1;
type QueueType = proto.temporal.api.enums.v1.TaskQueueType;

export type Preparation = {
  readonly hasNamespace: boolean;
  readonly missing: readonly string[];
  /** The task queues that no worker polls: for workflows, or for the activities of a kind of work. */
  readonly unpolled: readonly { readonly taskQueue: string; readonly work: Work | 'workflows' }[];
};

/** @throws the client's errors, such as of a server that does not answer or allow it */
export async function describePreparation(
  { connection }: Client,
  { namespace, taskQueue }: { readonly namespace: string; readonly taskQueue: string },
): Promise<Preparation> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const isPolled = async (name: string, taskQueueType: QueueType) => {
      const asked = { namespace, taskQueue: { name }, taskQueueType };
      return (await connection.workflowService.describeTaskQueue(asked)).pollers.length > 0;
    };
    const queues = [
      { taskQueue, work: 'workflows', type: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW },
      ...WORK.map((work) => ({
        ...{ taskQueue: taskQueueOf(taskQueue, work), work },
        type: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
      })),
    ] as const;
    const unpolled = [];
    for (const { type, ...queue } of queues) {
      if (!(await isPolled(queue.taskQueue, type))) unpolled.push(queue);
    }
    return {
      hasNamespace: true,
      missing: Object.keys(SEARCH_ATTRIBUTES).filter((name) => !(name in customAttributes)),
      unpolled,
    };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { hasNamespace: false, missing: [], unpolled: [] };
  }
}
