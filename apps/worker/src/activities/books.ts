// The three activities that move the books of an accepted refund. They do not depend on each other and run side by side.
import type { OpenObligation } from '@makewhole/db/obligations/open-and-complete';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import {
  debitOperating,
  openTrustSteps,
  reverseInvoicePayments,
} from '@makewhole/db/refunds/post-acceptance';

/** Debits the firm's operating account for every leg, trust legs too (R5). */
export const debitOperatingAccount =
  ({ db }: Dependencies) =>
  async (input: ActivityInput): Promise<void> => {
    await debitOperating(db, input, startActivityClock(input.at)());
  };

/** Reverses the invoice payments and opens the decisions about the invoices (R8). */
export const reverseInvoicePayment =
  ({ db }: Dependencies) =>
  async (input: ActivityInput): Promise<OpenObligation[]> =>
    reverseInvoicePayments(db, input, startActivityClock(input.at)());

/** Opens the three steps that a trust leg owes (R5). */
export const openTrustFollowUp =
  ({ db }: Dependencies) =>
  async (input: ActivityInput): Promise<OpenObligation[]> =>
    openTrustSteps(db, input, startActivityClock(input.at)());
