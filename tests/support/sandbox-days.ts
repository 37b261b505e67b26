import { creditDaysOf } from '@makewhole/processor/connect-processor';

/** In how many bank days the stand-in pays back, by card and by ACH. */
export const SANDBOX_DAYS = creditDaysOf('sandbox').card;
