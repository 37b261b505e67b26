import { raiseAttention as raise } from '@makewhole/db/obligations/attention';
import type { OpenObligation } from '@makewhole/db/obligations/open-and-complete';
import { markLate } from '@makewhole/db/refunds/mark-succeeded';
import type { AttentionCause } from '@makewhole/domain/attention';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';

/** Asks for a person's attention, unless it is asked for already, and gives what is open for it. */
export const raiseAttention =
  ({ db }: Dependencies) =>
  async (input: ActivityInput & { readonly cause: AttentionCause }): Promise<OpenObligation[]> =>
    raise(db, input, { cause: input.cause, at: startActivityClock(input.at)() });

/** Marks the refund late (B11) and asks for attention; null where it is not on its way any more. */
export const flagLate =
  ({ db }: Dependencies) =>
  async (input: ActivityInput): Promise<OpenObligation[] | null> => {
    const at = startActivityClock(input.at)();
    const isLate = await markLate(db, input, at);
    return isLate ? raise(db, input, { cause: 'late', at }) : null;
  };
