// What reaches a running refund from outside: the query, the processor's signal, and people's instructions as updates.
import {
  ApplicationFailure,
  CancellationScope,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import {
  QUERIES,
  SIGNALS,
  UPDATES,
  type InstructionInput,
  type InstructionResult,
  type RefundWorkflowInput,
  type RefundWorkflowState,
} from '@makewhole/domain/contracts/refund';
import type { InstructionTaken } from '../../activities/refund-store.ts';
import { quick } from '../activity-proxies.ts';
import { now, type Progress } from './refund-progress.ts';
import { watchAttention } from './notify.ts';

const refundState = defineQuery<RefundWorkflowState>(QUERIES.refundState);
const processorReported = defineSignal(SIGNALS.processorReported);
const decideApproval = defineUpdate<InstructionResult, [InstructionInput]>(UPDATES.decideApproval);
const decideInvoice = defineUpdate<InstructionResult, [InstructionInput]>(UPDATES.decideInvoice);
const recordTrustStep = defineUpdate<InstructionResult, [InstructionInput]>(UPDATES.recordTrustStep);
const settleAttention = defineUpdate<InstructionResult, [InstructionInput]>(UPDATES.settleAttention);
const matchBankLines = defineUpdate<InstructionResult, [InstructionInput]>(UPDATES.matchBankLines);
const resolveOutcome = defineUpdate<InstructionResult, [InstructionInput]>(UPDATES.resolveOutcome);

/** What came in and was not acted on yet. */
export type Inbox = { processorReported: boolean; lookAgain: boolean };

/** Registers every handler; to be called before the workflow's first await, so that nothing that came early is lost. */
export function openInbox(input: RefundWorkflowInput, progress: Progress): Inbox {
  const inbox: Inbox = { processorReported: false, lookAgain: false };
  const { firmId, refundId } = input;

  const take = async (instruction: InstructionInput): Promise<InstructionResult> => {
    const { takeInstruction } = quick("Take a person's instruction into the books");
    const taken: InstructionTaken | InstructionResult = await uncanceled(() =>
      takeInstruction({ firmId, refundId, at: now(), ...instruction }),
    );
    // Histories of before `owed` was told have the result alone.
    const { result, owed } = 'result' in taken ? taken : { result: taken, owed: null };
    if (result.ok && instruction.obligationId !== null) progress.settled(instruction.obligationId);
    if (owed !== null) progress.owesOnly(owed);
    return result;
  };
  const validator = (instruction: InstructionInput): void => {
    refuseMalformed(instruction);
    if (instruction.obligationId !== null) return;
    throw ApplicationFailure.nonRetryable('The instruction names no obligation', 'no_such_obligation');
  };

  setHandler(refundState, progress.state, { description: 'Where the refund stands and what it waits for' });
  setHandler(
    processorReported,
    () => {
      inbox.processorReported = true;
      inbox.lookAgain = true;
    },
    { description: 'The processor has news of this refund: ask it now' },
  );
  setHandler(decideApproval, take, { validator });
  setHandler(decideInvoice, take, { validator });
  setHandler(recordTrustStep, take, { validator });
  setHandler(settleAttention, take, { validator });
  setHandler(matchBankLines, take, { validator });
  setHandler(
    resolveOutcome,
    async (instruction: InstructionInput): Promise<InstructionResult> => {
      const activity = quick('Take what a person found out about the outcome');
      const { waitingFor, until } = progress.state();
      const nextLookUpAt = waitingFor === 'processor_answer' ? now() : until;
      const asked = { firmId, refundId, at: now(), nextLookUpAt, ...instruction };
      const { opened, ...result } = await uncanceled(() => activity.resolveOutcome(asked));
      if (opened !== undefined) watchAttention(input, progress, 'outcome_claimed', opened);
      else if (result.ok) inbox.lookAgain = true;
      return result;
    },
    {
      validator: (instruction: InstructionInput) => {
        refuseMalformed(instruction);
        // The row may say so a moment before the activity that wrote it has reported back; the row is the judge.
        if (progress.status() === 'outcome_unknown' || progress.status() === 'submitting') return;
        throw ApplicationFailure.nonRetryable('The outcome of this refund is not unknown', 'not_resolvable');
      },
    },
  );
  return inbox;
}

/** Whoever may reach the workflow may send it anything: what is no instruction would be tried for an hour. */
function refuseMalformed(instruction: unknown): void {
  if (isInstruction(instruction)) return;
  throw ApplicationFailure.nonRetryable('This is no instruction of a person', 'malformed');
}

function isInstruction(instruction: unknown): instruction is InstructionInput {
  if (typeof instruction !== 'object' || instruction === null) return false;
  const { instructionId, obligationId } = instruction as Partial<Record<string, unknown>>;
  return typeof instructionId === 'string' && (obligationId === null || typeof obligationId === 'string');
}

/** Handlers run beside the workflow's own scope: a request to cancel must not reach them either. */
function uncanceled<Result>(run: () => Promise<Result>): Promise<Result> {
  return CancellationScope.nonCancellable(run);
}
