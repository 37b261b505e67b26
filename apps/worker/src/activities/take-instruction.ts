import { findOpen, type OpenObligation } from '@makewhole/db/obligations/open-and-complete';
import { applyCommand } from '@makewhole/db/commands/apply-command';
import type { InstructionInput, InstructionResult } from '@makewhole/domain/contracts/refund';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { findRefundFacts } from '@makewhole/db/refunds/refund-view';

export type InstructionTaken = {
  readonly result: InstructionResult;
  /** All that the refund owes now, where an instruction may have changed more than the obligation that it settles. */
  readonly owed: readonly OpenObligation[] | null;
};

/** Takes what a person decided about an obligation into the books. */
export const takeInstruction =
  ({ db }: Dependencies) =>
  async (input: ActivityInput & InstructionInput): Promise<InstructionTaken> => {
    const result = await applyCommand(db, input, { ...input, at: startActivityClock(input.at)() });
    if (!result.ok) return { result, owed: null };
    const { status } = await findRefundFacts(db, input);
    const opened = await findOpen(db, input, ['bank_match']);
    const isMore = status === 'failed' || opened.length > 0;
    return { result, owed: isMore ? await findOpen(db, input) : null };
  };
