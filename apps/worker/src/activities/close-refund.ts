import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { closeRefund as close, type CloseOutcome } from '@makewhole/db/refunds/open-refunds';

/** Closes the refund if nothing is owed and its clearing account is zero (B5, B10); else says what is left. */
export const closeRefund =
  ({ db }: Dependencies) =>
  async (input: ActivityInput): Promise<CloseOutcome> =>
    close(db, input, startActivityClock(input.at)());
