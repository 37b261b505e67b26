// What the workflow knows of its refund, in one place: the query, the operator's search attributes and the details in
// the Temporal UI all read it.
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Instant } from '@makewhole/domain/bank-calendar';
import { isTerminal, type RefundStatus } from '@makewhole/domain/refund-states';
import type { UnknownCause } from '@makewhole/domain/unknown-outcome';
import type {
  RefundWorkflowInput,
  RefundWorkflowState,
  WaitingFor,
} from '@makewhole/domain/contracts/refund';
import { searchAttribute } from '@makewhole/domain/contracts/search-attributes';
import { watchObligations } from './open-obligations.ts';

export type Progress = ReturnType<typeof trackProgress>;

/** Starts the record of a requested refund. */
export function trackProgress(input: RefundWorkflowInput) {
  let status: RefundStatus = 'requested';
  let waiting: Waiting = { waitingFor: 'check', since: now(), until: null };
  let lastLookUp: RefundWorkflowState['lastLookUp'] = null;
  let late = false;
  let sendings = 0;
  const retried = new Set<string>();
  const needsAttention = () => retried.size > 0 || late || status === 'outcome_unknown';
  const attention = showAttention(() => needsAttention() || hasAttention(obligations.openObligations()));
  const obligations = watchObligations(() => show());

  const state = (): RefundWorkflowState => ({
    refundId: input.refundId,
    transactionId: input.transactionId,
    status,
    ...waiting,
    lastLookUp,
    late,
    needsAttention: attention.isNeeded(),
    openObligations: obligations.openObligations().map(({ id, kind }) => ({ id, kind })),
  });

  /** After each change: what the operator filters by and reads is never older than what the workflow knows. */
  const show = () => {
    attention.show();
    setCurrentDetails(detailsOf(state(), retried));
  };

  return {
    ...obligations,
    state,
    status: () => status,
    /** Terminal, nothing owed, every email sent or given up: ready to close. */
    isOver: () => isTerminal(status) && obligations.openObligations().length === 0 && sendings === 0,

    /** The refund's row has this status now. */
    moved(to: RefundStatus, expectedBy?: Instant) {
      if (to === status) return;
      status = to;
      if (to !== 'processing') late = false;
      const expected =
        expectedBy === undefined ? [] : [{ key: searchAttribute('ExpectedBy'), value: new Date(expectedBy) }];
      upsertSearchAttributes([{ key: searchAttribute('RefundStatus'), value: to }, ...expected]);
      show();
    },

    /** What it waits for now, and the latest time at which it acts on its own. */
    waits(waitingFor: WaitingFor, until: Instant | null) {
      waiting = { waitingFor, until, since: waitingFor === waiting.waitingFor ? waiting.since : now() };
      show();
    },

    /** The result of the last look-up of an unknown outcome. */
    lookedUp(found: UnknownCause) {
      lastLookUp = { at: now(), found };
    },

    isLate() {
      late = true;
      show();
    },

    /** An activity has used up its retries, or works again. */
    retryingOn(activity: string, isRetrying: boolean) {
      if (isRetrying === retried.has(activity)) return;
      if (isRetrying) retried.add(activity);
      else retried.delete(activity);
      show();
    },

    /** The next run begins with the search attributes of this one, and knows of no attention yet. */
    continuesAsNew() {
      attention.clear();
    },

    /** Sends an email beside the rest; the refund is not done before it has ended. */
    async sending(send: () => Promise<void>) {
      sendings += 1;
      await send().finally(() => {
        sendings -= 1;
      });
    },
  };
}

/** The workflow's own time, RFC 3339 UTC. */
export function now(): Instant {
  return new Date().toISOString();
}

type Waiting = Pick<RefundWorkflowState, 'waitingFor' | 'since' | 'until'>;

/**
 * Updates the search attribute by which operators find the refunds that need attention; written only when it changes.
 */
function showAttention(isNeeded: () => boolean) {
  let shown = false;
  return {
    isNeeded,
    show: () => {
      if (isNeeded() === shown) return;
      shown = !shown;
      upsertSearchAttributes([{ key: searchAttribute('NeedsAttention'), value: shown }]);
    },
    clear: () => {
      if (shown) upsertSearchAttributes([{ key: searchAttribute('NeedsAttention'), value: false }]);
      shown = false;
    },
  };
}

function hasAttention(open: RefundWorkflowState['openObligations']): boolean {
  return open.some(({ kind }) => kind === 'attention');
}

const WAITING_WORDS: Record<WaitingFor, string> = {
  check: 'the exact-ID check at the payment processor',
  approval: "a second person's approval",
  processor_answer: "the payment processor's answer",
  outcome_lookup: 'the next look-up of an unknown outcome',
  person_on_outcome: 'a person to say whether the processor took the refund',
  settlement: 'the bank to settle the refund',
  obligations: 'people to finish what the refund owes',
  nothing: 'nothing: it has ended',
};

function detailsOf(state: RefundWorkflowState, retried: ReadonlySet<string>): string {
  return [
    `**${state.status}**${state.late ? ' and **late**' : ''}, waiting for ${WAITING_WORDS[state.waitingFor]}`,
    `- since ${state.since}`,
    `- until ${state.until ?? 'a person acts'}`,
    ...state.openObligations.map(({ id, kind }) => `- owed: ${kind} \`${id}\``),
    ...[...retried].map((activity) => `- **stuck**: ${activity} keeps failing and is tried on`),
  ].join('\n');
}
