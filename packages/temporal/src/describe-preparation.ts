// What a namespace has of what refunds need, for whoever looks why none runs.
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '@makewhole/domain/contracts/search-attributes';
import { isNotFound } from './refused-calls.ts';

const { TaskQueueType } = proto.temporal.api.enums.v1;

export type Preparation = {
  readonly hasNamespace: boolean;
  readonly missing: readonly string[];
  /** How many workers ask for workflow tasks. */
  readonly pollers: number;
};

/** @throws the client's errors, such as of a server that does not answer or allow it */
export async function describePreparation(
  { connection }: Client,
  { namespace, taskQueue }: { readonly namespace: string; readonly taskQueue: string },
): Promise<Preparation> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    });
    return {
      hasNamespace: true,
      missing: Object.keys(SEARCH_ATTRIBUTES).filter((name) => !(name in customAttributes)),
      pollers: pollers.length,
    };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { hasNamespace: false, missing: [], pollers: 0 };
  }
}
