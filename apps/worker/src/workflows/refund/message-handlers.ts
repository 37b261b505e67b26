// What reaches a running refund from outside: the query, the processor's signal, and people's commands as updates.
import {
  ApplicationFailure,
  CancellationScope,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import { OBLIGATION_UPDATES, UPDATES } from '@makewhole/domain/commands';
import {
  QUERIES,
  SIGNALS,
  type CommandInput,
  type CommandResult,
  type RefundWorkflowInput,
  type RefundWorkflowState,
} from '@makewhole/domain/contracts/refund';
import type { CommandApplied } from '../../activities/refund-store.ts';
import { quick } from '../activity-proxies.ts';
import { now, type Progress } from './refund-progress.ts';
import { watchAttention } from './notify.ts';

const refundState = defineQuery<RefundWorkflowState>(QUERIES.refundState);
const processorReported = defineSignal(SIGNALS.processorReported);
const resolveOutcome = defineUpdate<CommandResult, [CommandInput]>(UPDATES.resolveOutcome);

/** What arrived and was not acted on yet. */
export type Inbox = { processorReported: boolean; lookAgain: boolean };

/** Registers every handler; call it before the workflow's first await, so that no early message is lost. */
export function openInbox(input: RefundWorkflowInput, progress: Progress): Inbox {
  const inbox: Inbox = { processorReported: false, lookAgain: false };
  const { firmId, refundId } = input;

  const apply = async (command: CommandInput): Promise<CommandResult> => {
    const { takeInstruction } = quick("Take a person's instruction into the books");
    const applied: CommandApplied | CommandResult = await uncanceled(() =>
      takeInstruction({ firmId, refundId, at: now(), ...command }),
    );
    // Histories from before `owed` was returned have only the result.
    const { result, owed } = 'result' in applied ? applied : { result: applied, owed: null };
    if (result.ok && command.obligationId !== null) progress.settled(command.obligationId);
    if (owed !== null) progress.owesOnly(owed);
    return result;
  };
  const validator = (command: CommandInput): void => {
    refuseMalformed(command);
    if (command.obligationId !== null) return;
    throw ApplicationFailure.nonRetryable('The command names no obligation', 'no_such_obligation');
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
  for (const update of OBLIGATION_UPDATES) {
    setHandler(defineUpdate<CommandResult, [CommandInput]>(update), apply, { validator });
  }
  setHandler(
    resolveOutcome,
    async (command: CommandInput): Promise<CommandResult> => {
      const activity = quick('Take what a person found out about the outcome');
      const { waitingFor, until } = progress.state();
      const nextLookUpAt = waitingFor === 'processor_answer' ? now() : until;
      const asked = { firmId, refundId, at: now(), nextLookUpAt, ...command };
      const { opened, ...result } = await uncanceled(() => activity.resolveOutcome(asked));
      if (opened !== undefined) watchAttention(input, progress, 'outcome_claimed', opened);
      else if (result.ok) inbox.lookAgain = true;
      return result;
    },
    {
      validator: (command: CommandInput) => {
        refuseMalformed(command);
        // The row may say so a moment before the activity that wrote it has reported back; the row decides.
        if (progress.status() === 'outcome_unknown' || progress.status() === 'submitting') return;
        throw ApplicationFailure.nonRetryable('The outcome of this refund is not unknown', 'not_resolvable');
      },
    },
  );
  return inbox;
}

/** Anyone who can reach the workflow can send it anything: an invalid command would be retried for an hour. */
function refuseMalformed(command: unknown): void {
  if (isCommand(command)) return;
  throw ApplicationFailure.nonRetryable('This is no command of a person', 'malformed');
}

function isCommand(command: unknown): command is CommandInput {
  if (typeof command !== 'object' || command === null) return false;
  const { instructionId, obligationId } = command as Partial<Record<string, unknown>>;
  return typeof instructionId === 'string' && (obligationId === null || typeof obligationId === 'string');
}

/** Handlers run outside the workflow's own scope: a request to cancel must not reach them either. */
function uncanceled<Result>(run: () => Promise<Result>): Promise<Result> {
  return CancellationScope.nonCancellable(run);
}
