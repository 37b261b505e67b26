import { patched, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { UntypedActivities } from '@temporalio/common';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { RefundActivities } from '../activities/create-activities.ts';
import { quick } from './activity-proxies.ts';
import { pauseAfter } from './pauses.ts';
import { now } from './refund/refund-progress.ts';

/** Where the operator sees which activity keeps failing. */
export type Retries = { readonly retryingOn: (activity: string, isRetrying: boolean) => void };

/** In the workflow's details, of one that has nothing else to show there. */
export const SHOWN_IN_DETAILS: Retries = {
  retryingOn(activity, isRetrying) {
    if (isRetrying) setCurrentDetails(`**Stuck on ${activity}**: an hour of tries failed; it is tried on.`);
  },
};

/** Each activity, called with everything but the time, which is the workflow's at each round. */
type Retried = {
  readonly [
    Name in keyof RefundActivities as Parameters<RefundActivities[Name]>[0] extends {
      readonly at: Instant;
    }
      ? Name
      : never
  ]: RefundActivities[Name] extends (input: infer Input) => infer Result
    ? (input: Omit<Input, 'at'>) => Result
    : never;
};

/**
 * The activities, for what must not be given up: when the hour of tries of one is over, the operator sees that it is
 * retried, and it is tried on. The server may refuse to try at all (a retry that would come after the hour), so each new
 * round has a pause before it.
 * @param summary what the operator reads of the activity
 * @param call how an attempt of it is made
 */
export function retryUntilDone(retries: Retries, summary: string, call: typeof quick = quick): Retried {
  // Called by their names alone: `Retried` says what each takes and gives.
  const activities = call(summary) as UntypedActivities;
  return new Proxy({} as Retried, {
    get: (_, activity) => (input: object) =>
      retry(retries, String(activity), () => activities[String(activity)]?.({ ...input, at: now() })),
  });
}

async function retry<Result>(
  retries: Retries,
  activity: string,
  run: () => Promise<Result> | undefined,
): Promise<Result | undefined> {
  for (let rounds = 1; ; rounds += 1) {
    try {
      const result = await run();
      retries.retryingOn(activity, false);
      return result;
    } catch {
      retries.retryingOn(activity, true);
      if (patched('insist-with-pauses'))
        await sleep(pauseAfter(rounds), { summary: `Try ${activity} again` });
    }
  }
}
