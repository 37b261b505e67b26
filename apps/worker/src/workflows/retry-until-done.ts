import { patched, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { UntypedActivities } from '@temporalio/common';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { RefundActivities } from '../activities/create-activities.ts';
import { quick } from './activity-proxies.ts';
import { pauseAfter } from '@makewhole/domain/pause-after';
import { now } from './refund/refund-progress.ts';

/** Shows the operator which activity keeps failing. */
export type Retries = { readonly retryingOn: (activity: string, isRetrying: boolean) => void };

/** For workflows with nothing else to show: in the workflow's details. */
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
 * The activities, for work that must not be given up: after an activity's hour of retries, the operator sees that it is
 * failing, and it is called again. The server may refuse a retry outright (one that would come after the hour), so each
 * new round has a pause before it.
 * @param summary what the operator reads about the activity
 * @param call how to call it
 */
export function retryUntilDone(retries: Retries, summary: string, call: typeof quick = quick): Retried {
  // Called by name alone: `Retried` says what each takes and returns.
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
