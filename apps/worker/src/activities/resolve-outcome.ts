// What a person found out about an unknown outcome (B2). The claim is checked with the processor: "refunded" by our own
// reference, then by the one that the person gives; anything that ends the refund `failed`, by our own. While the
// processor is unavailable, "not refunded" counts only after the key expires: before that, money may be moving unseen.
import { endUnknown } from '@makewhole/db/commands/end-unknown';
import type { OpenObligation } from '@makewhole/db/obligations/open-and-complete';
import { acceptRefund } from '@makewhole/db/refunds/submit-refund';
import { refusal } from '@makewhole/domain/contracts/command-refusals';
import { findCommand } from '@makewhole/db/commands/apply-command';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { PrincipalId } from '@makewhole/domain/ids';
import { judgeRecord, movesMoney } from '@makewhole/domain/processor-record';
import { isWordEnough } from '@makewhole/domain/send-again';
import { amountOf } from '@makewhole/domain/reconciliation/difference';
import {
  NOT_FOUND_BELIEVED_AFTER_MS,
  isLookUpNear,
  type EndingOutcome,
} from '@makewhole/domain/unknown-outcome';
import type { CommandInput, CommandResult } from '@makewhole/domain/contracts/refund';
import type { ProcessorRefund } from '@makewhole/processor/port';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { findRefundFacts, type RefundFacts } from '@makewhole/db/refunds/refund-view';

type Asked = ActivityInput &
  CommandInput & {
    /** When the workflow asks the processor next; older workflows did not say. */
    readonly nextLookUpAt?: Instant | null;
  };

/** What the update returns, and what the workflow has to watch because of it. */
export type ResolutionResult = CommandResult & { readonly opened?: readonly OpenObligation[] };

/** Applies it to the refund. "Look again" needs nothing from this activity: the workflow does it. */
export const resolveOutcome =
  ({ db, processor }: Dependencies) =>
  async (input: Asked): Promise<ResolutionResult> => {
    const at = startActivityClock(input.at)();
    const refund = await findRefundFacts(db, input);
    const command = await findCommand(db, input, input.instructionId);
    if (command.kind !== 'resolve' || refund.status !== 'outcome_unknown') return refusal('not_resolvable');
    const { outcome, processorReference, note } = command.body;
    const by = { actor: command.actor, note, at };
    switch (outcome) {
      case 'look_again':
        return { ok: true };
      case 'refunded':
        return takeRefunded({ db, processor }, refund, processorReference, by);
      case 'not_refunded':
      case 'refunded_differently': {
        const nextLookUpAt = input.nextLookUpAt ?? null;
        return takeEnding({ db, processor }, refund, { ...by, outcome, nextLookUpAt });
      }
    }
  };

type Outside = Pick<Dependencies, 'db' | 'processor'>;
type By = { readonly actor: PrincipalId; readonly note: string; readonly at: Date };

/**
 * What the processor has under our own reference is our refund, whatever the person named. Another one is accepted on
 * the person's word alone, if no other refund claims it, its money did not come back, and no answer to a send of ours
 * is still possible (B1).
 */
async function takeRefunded(
  { db, processor }: Outside,
  refund: RefundFacts,
  named: string | null,
  { at, ...foundBy }: By,
): Promise<CommandResult> {
  const { transactionId } = refund;
  const connectionId = refund.connection.id;
  const own = await processor.findRefunds({ connectionId, transactionId, reference: refund.id });
  const standing = own.kind === 'found' ? own.refunds.filter(movesMoney) : [];
  const ours = standing.filter((one) => judgeRecord(refund, one).isSameMoney);
  const meant = ours.find(({ id }) => id === named) ?? ours[0];
  if (meant !== undefined) return accept(meant.id);
  if (standing.length > 0) return notFound(OF_ANOTHER_AMOUNT);
  if (named === null) return refusal('refund_not_found_at_processor');
  const answer = await processor.getRefund({ connectionId, transactionId, refundId: named });
  if (answer.kind === 'unavailable' || answer.kind === 'unreadable') return refusal('processor_unavailable');
  if (answer.kind === 'not_found') return refusal('refund_not_found_at_processor');
  const judged = judgeRecord(refund, answer.refund);
  if (!judged.isSameMoney) return refusal('refund_not_found_at_processor');
  if (!judged.movesMoney) return notFound(CAME_BACK);
  if (judged.owner === 'ours') return accept(named);
  if (judged.owner === 'anothers') return notFound(OF_ANOTHER_REFUND);
  if (own.kind !== 'found') return refusal('processor_unavailable');
  return accept(named, new Date(at.getTime() - NOT_FOUND_BELIEVED_AFTER_MS));

  async function accept(processorRefundId: string, lastSentBefore?: Date): Promise<CommandResult> {
    const key = { firmId: refund.firmId, refundId: refund.id };
    const accepted = await acceptRefund(db, key, {
      ...{ processorRefundId, at, foundBy, lastSentBefore },
      creditDaysOf: processor.creditDaysOf,
    });
    switch (accepted.kind) {
      case 'accepted':
        return { ok: true };
      case 'held':
        return notFound(OF_ANOTHER_REFUND);
      case 'stands':
        return accepted.status === 'outcome_unknown'
          ? notResolvable(SENT_JUST_NOW)
          : refusal('not_resolvable');
    }
  }
}

/**
 * Ends the refund as failed, if the processor confirms what the person says: that it has no refund of ours, or only one
 * with another amount or payment.
 */
async function takeEnding(
  { db, processor }: Outside,
  refund: RefundFacts,
  {
    outcome,
    nextLookUpAt,
    ...by
  }: By & { readonly outcome: EndingOutcome; readonly nextLookUpAt: Instant | null },
): Promise<ResolutionResult> {
  if (isLookUpNear(nextLookUpAt, by.at)) return notResolvable(LOOK_UP_NEAR);
  const { transactionId } = refund;
  const connectionId = refund.connection.id;
  const answer = await processor.findRefunds({ connectionId, transactionId, reference: refund.id });
  const capabilities = await processor.capabilitiesOf({ connectionId });
  const mayBeBelieved = outcome === 'not_refunded' && isWordEnough(capabilities, refund, by.at);
  // It has a refund of ours, in whatever shape.
  if (answer.kind === 'unreadable') return refusal('processor_unavailable');
  if (answer.kind === 'unavailable' && !mayBeBelieved) return refusal('processor_unavailable');
  const paid = answer.kind === 'found' ? answer.refunds.filter(movesMoney) : [];
  if (paid.some((one) => judgeRecord(refund, one).isSameMoney)) return notResolvable(PROCESSOR_HAS_IT);
  const [other] = paid;
  if (outcome === 'not_refunded' && other !== undefined)
    return notResolvable(`${OTHER_MONEY_LEFT} ${namedOf(other)}`);
  if (outcome === 'refunded_differently' && other === undefined) return notFound(NOTHING_DIFFERENT);
  const key = { firmId: refund.firmId, refundId: refund.id };
  const message =
    other === undefined
      ? 'People at your firm confirmed that the payment processor never took this refund.'
      : `The payment processor refunded something else: ${namedOf(other)} That payment cannot be refunded here any more.`;
  const code = other === undefined ? 'confirmed_not_refunded' : 'refunded_differently';
  const ended = await endUnknown(db, key, { ...by, outcome, code, message, paid });
  switch (ended.kind) {
    case 'ended':
      return { ok: true };
    case 'claimed':
      return { ok: true, awaits: 'second_person', opened: ended.opened };
    case 'too_soon':
      return notResolvable(tooSoon(ended.endableFrom, by.at));
    case 'not_allowed':
      return notResolvable(NOT_THEIRS);
    case 'stands':
      return refusal('not_resolvable');
  }
}

function namedOf(record: ProcessorRefund): string {
  return `${amountOf(record)} of payment ${record.transactionId} (refund ${record.id}).`;
}

function tooSoon(endableFrom: Date, at: Date): string {
  const minutes = Math.ceil((endableFrom.getTime() - at.getTime()) / 60_000);
  return `The payment processor may still answer, and is asked again by itself. This can be said in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} at the earliest.`;
}

const LOOK_UP_NEAR =
  'The payment processor is being asked now, or within five minutes. Wait for what it says.';
const NOT_THEIRS = 'Only an owner or a lawyer of your firm can say that, in person.';
const OTHER_MONEY_LEFT =
  "The payment processor has a refund under this one's reference, of another amount or payment. Say that it was refunded differently:";
const NOTHING_DIFFERENT =
  'The payment processor has no refund of another amount or payment under the reference of this one.';
const PROCESSOR_HAS_IT = 'The payment processor has this refund. Look again: it will be taken up.';
const SENT_JUST_NOW =
  'This refund was sent to the payment processor less than ten minutes ago: its answer may still come. Wait, then look again.';

const OF_ANOTHER_AMOUNT =
  "The payment processor has a refund under this one's reference, of another amount or payment. Ask the processor which is right. If it is the processor's, say that it was refunded differently.";
const OF_ANOTHER_REFUND =
  'The payment processor has this as the refund of another request, made through Makewhole before or beside this one. Look for the one that belongs to this refund.';
const CAME_BACK =
  'The payment processor has this refund, but its money did not reach the client or came back. Look for one that was paid.';

function notFound(message: string): CommandResult {
  return { ok: false, code: 'refund_not_found_at_processor', message };
}

function notResolvable(message: string): CommandResult {
  return { ok: false, code: 'not_resolvable', message };
}
