// What a refund's workflow needs from the stores alone: each of these activities is one store function, at the
// activity's time. Whatever talks to the processor or the mail server has its own file.
import { applyCommand, findCommand } from '@makewhole/db/commands/apply-command';
import { raiseAttention as raise } from '@makewhole/db/obligations/attention';
import { findOpen, type OpenObligation } from '@makewhole/db/obligations/open-and-complete';
import {
  askForApproval as ask,
  expireApproval as expire,
  type ApprovalAsked,
} from '@makewhole/db/refunds/approval';
import { markLate } from '@makewhole/db/refunds/mark-succeeded';
import { closeRefund as close, type CloseOutcome } from '@makewhole/db/refunds/open-refunds';
import { debitOperating, reverseInvoicePayments } from '@makewhole/db/refunds/post-acceptance';
import { findRefundFacts } from '@makewhole/db/refunds/refund-view';
import { openTrustSteps } from '@makewhole/db/trust/open-trust-steps';
import type { AttentionCause } from '@makewhole/domain/attention';
import type { CommandInput, CommandResult } from '@makewhole/domain/contracts/refund';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';

/** Asks a second person to approve the refund, if the firm's rule requires one (B8). */
export const askForApproval =
  ({ db }: Dependencies) =>
  (input: ActivityInput): Promise<ApprovalAsked> =>
    ask(db, input, startActivityClock(input.at)());

/** Declines a refund that nobody approved in time. */
export const expireApproval =
  ({ db }: Dependencies) =>
  (input: ActivityInput): Promise<void> =>
    expire(db, input, startActivityClock(input.at)());

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

/** Opens the three steps that a trust leg requires (R5), if they are owed by now. */
export const openTrustFollowUp =
  ({ db }: Dependencies) =>
  async (input: ActivityInput): Promise<OpenObligation[]> =>
    openTrustSteps(db, input, startActivityClock(input.at)());

/** Asks for a person's attention unless already asked, and returns what is open for it. */
export const raiseAttention =
  ({ db }: Dependencies) =>
  async (input: ActivityInput & { readonly cause: AttentionCause }): Promise<OpenObligation[]> =>
    raise(db, input, { cause: input.cause, at: startActivityClock(input.at)() });

/** Marks the refund late (B11) and asks for attention; null if it is no longer pending. */
export const flagLate =
  ({ db }: Dependencies) =>
  async (input: ActivityInput): Promise<OpenObligation[] | null> => {
    const at = startActivityClock(input.at)();
    const isLate = await markLate(db, input, at);
    return isLate ? raise(db, input, { cause: 'late', at }) : null;
  };

export type CommandApplied = {
  readonly result: CommandResult;
  /** Everything the refund owes now, for when a command may have changed more than the obligation that it completes. */
  readonly owed: readonly OpenObligation[] | null;
};

/** Posts what a person decided about an obligation. */
export const takeInstruction =
  ({ db }: Dependencies) =>
  async (input: ActivityInput & CommandInput): Promise<CommandApplied> => {
    const result = await applyCommand(db, input, { ...input, at: startActivityClock(input.at)() });
    if (!result.ok) return { result, owed: null };
    const { status } = await findRefundFacts(db, input);
    const opened = await findOpen(db, input, ['bank_match']);
    // It ends the other trust steps as well.
    const { kind } = await findCommand(db, input, input.instructionId);
    const isMore = status === 'failed' || opened.length > 0 || kind === 'trust_not_recoverable';
    return { result, owed: isMore ? await findOpen(db, input) : null };
  };

/** Closes the refund if nothing is owed and its clearing account is zero (B5, B10); else returns what is left. */
export const closeRefund =
  ({ db }: Dependencies) =>
  async (input: ActivityInput): Promise<CloseOutcome> =>
    close(db, input, startActivityClock(input.at)());
