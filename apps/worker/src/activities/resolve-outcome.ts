// What a person found out about an unknown outcome (B2). Their word is checked with the processor: "refunded" by our own
// reference, then by the one that they give; "not refunded", which ends the refund `failed`, by our own. While the processor cannot be
// asked, "not refunded" counts only after the key's life: before, the money may be on its way with nobody to see it.
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { findRefundFacts, type RefundFacts } from '@makewhole/db/refunds/find-refund-facts';
import { acceptRefund } from '@makewhole/db/refunds/submit-refund';
import { refusal } from '@makewhole/db/refunds/instruction-refusals';
import { findInstruction } from '@makewhole/db/refunds/take-instruction';
import type { PrincipalId } from '@makewhole/domain/ids';
import { isOfSameMoney, isRefundId, movesMoney } from '@makewhole/domain/processor-record';
import type { InstructionInput, InstructionResult } from '@makewhole/domain/workflow-contract';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { NOT_FOUND_BELIEVED_AFTER_MS, SEND_AGAIN_WITHIN_MS } from './refund-at-processor.ts';

/** Takes it into the refund. To look again, nothing is to be done here: the workflow does it. */
export const resolveOutcome =
  ({ db, processor }: Dependencies) =>
  async (input: ActivityInput & InstructionInput): Promise<InstructionResult> => {
    const at = startActivityClock(input.at)();
    const refund = await findRefundFacts(db, input);
    const instruction = await findInstruction(db, input, input.instructionId);
    if (instruction.kind !== 'resolve' || refund.status !== 'outcome_unknown')
      return refusal('not_resolvable');
    const { outcome, processorReference, note } = instruction.body;
    const by = { actor: instruction.actor, note, at };
    switch (outcome) {
      case 'look_again':
        return { ok: true };
      case 'refunded':
        return takeRefunded({ db, processor }, refund, processorReference, by);
      case 'not_refunded':
        return takeNotRefunded({ db, processor }, refund, by);
    }
  };

type Outside = Pick<Dependencies, 'db' | 'processor'>;
type By = { readonly actor: PrincipalId; readonly note: string; readonly at: Date };

/**
 * What the processor has under our own reference is our refund, whatever the person named. Another one is taken on their
 * word alone, where it is nobody else's, its money did not come back, and no answer to a send of ours can still come (B1).
 */
async function takeRefunded(
  { db, processor }: Outside,
  refund: RefundFacts,
  named: string | null,
  { at, ...foundBy }: By,
): Promise<InstructionResult> {
  const { processorAccount: account } = refund;
  const own = await processor.findRefundsByReference({ account, reference: refund.id });
  const standing = own.kind === 'found' ? own.refunds.filter(movesMoney) : [];
  const ours = standing.find(({ id }) => id === named) ?? standing[0];
  if (ours !== undefined && isOfSameMoney(refund, ours)) return accept(ours.id);
  if (ours !== undefined) return notFound(OF_ANOTHER_AMOUNT);
  if (named === null) return refusal('refund_not_found_at_processor');
  const answer = await processor.getRefund({ account, refundId: named });
  if (answer.kind === 'unavailable') return refusal('processor_unavailable');
  if (answer.kind === 'not_found' || !isOfSameMoney(refund, answer.refund)) {
    return refusal('refund_not_found_at_processor');
  }
  const { reference } = answer.refund;
  if (!movesMoney(answer.refund)) return notFound(CAME_BACK);
  if (reference === refund.id) return accept(named);
  if (reference !== null && isRefundId(reference)) return notFound(OF_ANOTHER_REFUND);
  if (own.kind === 'unavailable') return refusal('processor_unavailable');
  return accept(named, new Date(at.getTime() - NOT_FOUND_BELIEVED_AFTER_MS));

  async function accept(processorRefundId: string, lastSentBefore?: Date): Promise<InstructionResult> {
    const key = { firmId: refund.firmId, refundId: refund.id };
    const accepted = await acceptRefund(db, key, { processorRefundId, at, foundBy, lastSentBefore });
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

/** Nobody can know that a refund was not taken while its last send may still be answered, or when the processor has it. */
async function takeNotRefunded(
  { db, processor }: Outside,
  refund: RefundFacts,
  by: By,
): Promise<InstructionResult> {
  const answer = await processor.findRefundsByReference({
    account: refund.processorAccount,
    reference: refund.id,
  });
  if (answer.kind === 'unavailable' && !isKeyForgotten(refund, by.at))
    return refusal('processor_unavailable');
  if (answer.kind === 'found' && answer.refunds.some(movesMoney)) return notResolvable(PROCESSOR_HAS_IT);
  const failed = await failRefund(
    db,
    { firmId: refund.firmId, refundId: refund.id },
    {
      ...by,
      code: 'confirmed_not_refunded',
      message: 'A person confirmed that the payment processor never took this refund.',
      lastSentBefore: new Date(by.at.getTime() - NOT_FOUND_BELIEVED_AFTER_MS),
      onlyFrom: ['outcome_unknown'],
    },
  );
  return failed.kind === 'failed' ? { ok: true } : notResolvable(SENT_JUST_NOW);
}

function isKeyForgotten({ firstSentAt }: RefundFacts, at: Date): boolean {
  return firstSentAt === null || at.getTime() - firstSentAt.getTime() >= SEND_AGAIN_WITHIN_MS;
}

const PROCESSOR_HAS_IT = 'The payment processor has this refund. Look again: it will be taken up.';
const SENT_JUST_NOW =
  'This refund was sent to the payment processor less than ten minutes ago: its answer may still come. Wait, then look again.';

const OF_ANOTHER_AMOUNT =
  "The payment processor has a refund under this one's reference, of another amount or payment. Ask the processor which is right.";
const OF_ANOTHER_REFUND =
  'The payment processor has this as the refund of another request, made through Makewhole before or beside this one. Look for the one that belongs to this refund.';
const CAME_BACK =
  'The payment processor has this refund, but its money did not reach the client or came back. Look for one that was paid.';

function notFound(message: string): InstructionResult {
  return { ok: false, code: 'refund_not_found_at_processor', message };
}

function notResolvable(message: string): InstructionResult {
  return { ok: false, code: 'not_resolvable', message };
}
