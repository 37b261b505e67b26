import { takeInstruction as take } from '@makewhole/db/refunds/take-instruction';
import type { InstructionInput, InstructionResult } from '@makewhole/domain/workflow-contract';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';

/** Takes what a person decided about an obligation into the books. */
export const takeInstruction =
  ({ db }: Dependencies) =>
  async (input: ActivityInput & InstructionInput): Promise<InstructionResult> =>
    take(db, input, { ...input, at: startActivityClock(input.at)() });
