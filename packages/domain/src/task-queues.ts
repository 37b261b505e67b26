// Work for one kind of outside service must not wait for another: each kind of work has its own task queue.

/** money: refunds, their books, and all workflows; mail: calls to the mail server; webhooks: calls to firms. */
export const WORK = ['money', 'mail', 'webhooks'] as const;
export type Work = (typeof WORK)[number];

/**
 * The task queue of a kind of work.
 * @param moneyQueue the queue for money, where every workflow runs; the others' names derive from it
 */
export function taskQueueOf(moneyQueue: string, work: Work): string {
  return work === 'money' ? moneyQueue : `${moneyQueue}-${work}`;
}
