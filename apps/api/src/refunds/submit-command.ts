// A person's command: recorded in Postgres first, then applied by the refund's workflow. Their text stays out of its
// history.
import type { ObligationView } from '@makewhole/db/obligations/list-obligations';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import {
  applyCommand,
  judgeCommand,
  recordCommand,
  type Command,
} from '@makewhole/db/commands/apply-command';
import { permissionsFor, type ObligationKind } from '@makewhole/domain/obligations';
import { permissionsToRecord } from '@makewhole/domain/permissions-to-record';
import { canDo, isTerminal } from '@makewhole/domain/refund-states';
import { UPDATE_OF_COMMAND } from '@makewhole/domain/commands';
import { clientNotPaidMessage } from '@makewhole/domain/contracts/command-refusals';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import type { Caller, Services } from '../context.ts';
import { WORKFLOW_UNAVAILABLE, forbidden, type Refusal } from '../http/problems.ts';

/** A command, and the obligation that it is about, for the kinds that have one. */
export type RefundCommand = Command & {
  readonly about: { readonly kind: ObligationKind; readonly id: string | null } | null;
};

/**
 * Submits a command. Submitting it again is safe, also after the refund was closed: a completed obligation needs no
 * workflow, the database compares the command with what was done.
 * @returns null if it was applied or awaits a second person, else why not
 */
export async function submitOrRefuse(
  { db, workflows, log }: Services,
  caller: Caller,
  refund: RefundView,
  command: RefundCommand,
): Promise<Refusal | null> {
  const submission = await submitCommand({ db, workflows, log }, caller, refund, command);
  return 'code' in submission ? submission : null;
}

/** awaits_second: it is applied once a second person submits the same. */
export type Submission = { readonly kind: 'applied' | 'awaits_second' } | Refusal;

/** The same, but says whether the command awaits a second person. */
export async function submitCommand(
  { db, workflows, log }: Pick<Services, 'db' | 'workflows' | 'log'>,
  { principalId, may }: Pick<Caller, 'principalId' | 'may'>,
  refund: RefundView,
  command: RefundCommand,
): Promise<Submission> {
  const repeated = repeatedDecision(refund, command);
  if (repeated !== null) return repeated === 'same' ? APPLIED : DECIDED_DIFFERENTLY;
  const { about, ...fields } = command;
  if (fields.kind === 'resolve' && !canDo('resolve', refund.status)) return notResolvable(refund);
  if (isTooEarly(refund, fields)) return { code: 'client_not_paid', detail: clientNotPaidMessage(refund) };
  const meant = about === null ? null : chooseObligation(refund, about);
  if (meant !== null && 'code' in meant) return meant;
  const permissionsOf = fields.kind === 'trust_step' ? permissionsToRecord : permissionsFor;
  const missing = meant === null ? undefined : permissionsOf(meant).find((action) => !may(action));
  if (missing !== undefined) return forbidden(missing);
  const key = { firmId: refund.firmId, refundId: refund.id };
  const instructionId = await recordCommand(db, { ...fields, ...key, actor: principalId });
  const input = { instructionId, obligationId: meant?.id ?? null };
  if (meant?.status === 'done') {
    return submissionOf(await applyCommand(db, key, { ...input, at: new Date() }));
  }
  // What the row alone refuses is not sent: a workflow run has room for about two thousand updates.
  if (meant !== null) {
    const judged = submissionOf(await judgeCommand(db, key, { ...input, at: new Date() }));
    if ('code' in judged) return judged;
  }
  const answer = await workflows.submit(refund, UPDATE_OF_COMMAND[fields.kind], input);
  if (answer.kind === 'reached') return submissionOf(answer.value);
  if (answer.kind === 'gone' && refund.closedAt !== null) {
    // An attention item that was opened after the refund closed has no workflow waiting for it.
    return submissionOf(await applyCommand(db, key, { ...input, at: new Date() }));
  }
  log.warn({ refundId: refund.id, instructionId, answer }, 'a command did not reach its workflow');
  return {
    ...WORKFLOW_UNAVAILABLE,
    detail:
      'The workflow is not responding, so this may not have been applied. Send it again in a moment; a repeat does no harm.',
  };
}

/**
 * A decision that names no obligation, when none is open, is a retry whose answer was lost. Which one it was is unknown,
 * so it is compared with all decisions made. Null if it is no such retry.
 */
function repeatedDecision({ obligations }: RefundView, command: RefundCommand): 'same' | 'other' | null {
  if (command.kind !== 'invoice_decision' || command.about?.id != null) return null;
  const owed = obligations.filter(({ kind, status }) => kind === 'invoice_decision' && status !== 'void');
  if (owed.length === 0 || owed.some(({ status }) => status === 'open')) return null;
  return owed.every(({ decision }) => decision === command.body.decision) ? 'same' : 'other';
}

const DECIDED_DIFFERENTLY: Refusal = {
  code: 'already_decided',
  detail:
    'All invoices of this refund are decided, and not all of them this way. Decisions are final; see the refund.',
};

type About = NonNullable<RefundCommand['about']>;

/** The obligation that the command is about: the one named, else the only open one of its kind, else the only one. */
function chooseObligation({ obligations }: RefundView, { kind, id }: About): ObligationView | Refusal {
  const ofKind = obligations.filter((one) => one.kind === kind);
  const open = ofKind.filter(({ status }) => status === 'open');
  // A match that ended with its statement is owed again, as an obligation of its own: the newest counts.
  const ended = kind === 'bank_match' ? ofKind.slice(-1) : ofKind;
  const meant = id !== null ? ofKind.filter((one) => one.id === id) : open.length > 0 ? open : ended;
  const [first, ...others] = meant;
  if (id !== null && first === undefined) {
    return {
      code: 'no_such_obligation',
      detail: `This refund has no obligation ${id} of kind ${kind}. The refund lists its obligations.`,
    };
  }
  if (others.length > 0) {
    const ids = meant.map((one) => one.id).join(', ');
    return {
      code: 'obligation_ambiguous',
      detail: `This refund has several such obligations. Send the obligationId, one of ${ids}.`,
    };
  }
  if (first === undefined || first.status === 'void') {
    return { code: 'not_owed', detail: `This refund has no open ${kind} obligation: not yet, or no longer.` };
  }
  return first;
}

/** Before its steps are owed, a refund has no obligation that a step could be about (R5). */
function isTooEarly({ status, trustStepsFrom, legs, obligations }: RefundView, command: Command): boolean {
  if (command.kind !== 'trust_step' || command.body.step === 'restore') return false;
  const { step } = command.body;
  return (
    trustStepsFrom === 'succeeded' &&
    !isTerminal(status) &&
    legs.some(({ account }) => account === 'trust') &&
    !obligations.some(({ kind }) => kind === `trust_${step}`)
  );
}

function notResolvable({ status }: RefundView): Refusal {
  const detail = `The refund is ${status}. Its outcome is known, so there is nothing to resolve.`;
  return { code: 'not_resolvable', detail };
}

const APPLIED: Submission = { kind: 'applied' };

function submissionOf(result: CommandResult): Submission {
  if (!result.ok) {
    const { code, message: detail, openBalance } = result;
    return { code, detail, ...(openBalance !== undefined && { extensions: { openBalance } }) };
  }
  return result.awaits === 'second_person' ? { kind: 'awaits_second' } : APPLIED;
}
