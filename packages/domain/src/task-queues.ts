// What waits for one kind of outside company must not wait for another: each kind of work has a task queue of its own.

/** money: refunds, their books, whatever the workflows decide; mail: what talks to the mail server; webhooks: to firms. */
export const WORK = ['money', 'mail', 'webhooks'] as const;
export type Work = (typeof WORK)[number];

/**
 * The task queue of a kind of work.
 * @param moneyQueue that of money, where every workflow runs; the others' names are made of it
 */
export function taskQueueOf(moneyQueue: string, work: Work): string {
  return work === 'money' ? moneyQueue : `${moneyQueue}-${work}`;
}
