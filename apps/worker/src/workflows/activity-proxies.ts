// How each activity is called: how long an attempt may take, how often it is tried again, and what the operator reads.
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { taskQueueOf, type Work } from '@makewhole/domain/task-queues';
import type { RefundActivities } from '../activities/create-activities.ts';

/** Database work and questions to the processor: an attempt is over in seconds, trying again is always safe. */
export const quick = (summary: string) =>
  proxyActivities<RefundActivities>({
    summary,
    startToCloseTimeout: '40 seconds',
    heartbeatTimeout: '15 seconds',
    scheduleToCloseTimeout: '1 hour',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });

/** A question that other work must not wait for: when it gets no answer, it is asked again later. */
export const question = (summary: string) =>
  proxyActivities<RefundActivities>({
    summary,
    startToCloseTimeout: '40 seconds',
    heartbeatTimeout: '15 seconds',
    scheduleToCloseTimeout: '3 minutes',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });

/** Mail may be away for a day; whoever could not be told by then is somebody's task. */
export const mail = (summary: string) =>
  proxyActivities<RefundActivities>({
    ...atQueueOf('mail'),
    summary,
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '15 seconds',
    scheduleToCloseTimeout: '24 hours',
    retry: { initialInterval: '1 second', backoffCoefficient: 3, maximumInterval: '30 minutes' },
  });

/** Mail that nothing else may wait for: where its queue is full it fails soon, and whoever wants it sent tries later. */
export const mailAtOnce = (summary: string) =>
  proxyActivities<RefundActivities>({
    ...atQueueOf('mail'),
    summary,
    scheduleToStartTimeout: '10 seconds',
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '20 seconds',
    retry: { maximumAttempts: 2 },
  });

/** Of an activity that waits for somebody else than the processor and the books: its own queue, beside the workflow's. */
export function atQueueOf(work: Work): { readonly taskQueue: string } {
  return { taskQueue: taskQueueOf(workflowInfo().taskQueue, work) };
}
