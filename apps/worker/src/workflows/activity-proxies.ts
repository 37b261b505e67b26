// How each activity is called: an attempt's timeout, its retries, and the summary that the operator reads.
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import { taskQueueOf, type Work } from '@makewhole/domain/task-queues';
import type { RefundActivities } from '../activities/create-activities.ts';

/**
 * Database work and requests to the processor: an attempt takes seconds, and a retry is always safe. As long as two
 * lookups and a send may take; a worker that died is noticed by its heartbeats.
 */
export const quick = (summary: string) =>
  proxyActivities<RefundActivities>({
    summary,
    startToCloseTimeout: '90 seconds',
    heartbeatTimeout: '15 seconds',
    scheduleToCloseTimeout: '1 hour',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });

/** A request that must not delay other work: without an answer, it is made again later. */
export const question = (summary: string) =>
  proxyActivities<RefundActivities>({
    summary,
    startToCloseTimeout: '40 seconds',
    heartbeatTimeout: '15 seconds',
    scheduleToCloseTimeout: '3 minutes',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });

/** Mail may be down for a day; anyone not reached by then becomes a task for a person. */
export const mail = (summary: string) =>
  proxyActivities<RefundActivities>({
    ...atQueueOf('mail'),
    summary,
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '15 seconds',
    scheduleToCloseTimeout: '24 hours',
    retry: { initialInterval: '1 second', backoffCoefficient: 3, maximumInterval: '30 minutes' },
  });

/** Mail that must not delay anything else: if its queue is full it fails soon, and the caller retries later. */
export const mailAtOnce = (summary: string) =>
  proxyActivities<RefundActivities>({
    ...atQueueOf('mail'),
    summary,
    scheduleToStartTimeout: '10 seconds',
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '20 seconds',
    retry: { maximumAttempts: 2 },
  });

/** For activities that depend on more than the processor and the books: their own queue, beside the workflow's. */
export function atQueueOf(work: Work): { readonly taskQueue: string } {
  return { taskQueue: taskQueueOf(workflowInfo().taskQueue, work) };
}
