// What a person found out about an unknown outcome (B2). Their word is checked with the processor: "refunded" by the
// reference that they give, "not refunded", which ends the refund `failed`, by our own. While the processor cannot be
// asked, "not refunded" counts only after the key's life: before, the money may be on its way with nobody to see it.
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { findRefundFacts, type RefundFacts } from '@makewhole/db/refunds/find-refund-facts';
import { acceptRefund } from '@makewhole/db/refunds/submit-refund';
import { refusal } from '@makewhole/db/refunds/instruction-refusals';
import { findInstruction } from '@makewhole/db/refunds/take-instruction';
import type { PrincipalId } from '@makewhole/domain/ids';
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

async function takeRefunded(
  { db, processor }: Outside,
  refund: RefundFacts,
  processorReference: string | null,
  { at, ...foundBy }: By,
): Promise<InstructionResult> {
  if (processorReference === null) return refusal('refund_not_found_at_processor');
  const answer = await processor.getRefund({
    account: refund.processorAccount,
    refundId: processorReference,
  });
  if (answer.kind === 'unavailable') return refusal('processor_unavailable');
  const isOurs =
    answer.kind === 'found' &&
    answer.refund.transactionId === refund.transactionId &&
    answer.refund.amount === refund.amount &&
    answer.refund.currency === refund.currency;
  if (!isOurs) return refusal('refund_not_found_at_processor');
  const key = { firmId: refund.firmId, refundId: refund.id };
  const accepted = await acceptRefund(db, key, { processorRefundId: processorReference, at, foundBy });
  return accepted.kind === 'accepted' ? { ok: true } : refusal('not_resolvable');
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
  const isThere =
    answer.kind === 'found' &&
    answer.refunds.some(({ status }) => status === 'pending' || status === 'succeeded');
  if (isThere) return notResolvable(PROCESSOR_HAS_IT);
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

function notResolvable(message: string): InstructionResult {
  return { ok: false, code: 'not_resolvable', message };
}
