import { keepPayment } from '@makewhole/db/payments/keep-payment';
import {
  endVoid,
  findVoidFacts,
  markVoidNotified,
  markVoidUnknown,
  type VoidEnd,
} from '@makewhole/db/voids/move-void';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { ConnectionId } from '@makewhole/domain/ids';
import { hasVoidEnded, voidRefusalOf, type VoidStatus } from '@makewhole/domain/voids';
import type { VoidWorkflowInput } from '@makewhole/domain/contracts/void';
import type { ProcessorPayment } from '@makewhole/processor/port';
import { readRecord } from '@makewhole/processor/read-record';
import { composeUnansweredVoid } from '../emails/compose-unanswered-void.ts';
import { startActivityClock } from './activity-clock.ts';
import type { Dependencies } from './dependencies.ts';

type VoidInput = VoidWorkflowInput & { readonly at: Instant };

/**
 * Looks up the authorization at the processor, and voids it if it still stands. Sending again is safe where the processor
 * has keys: the key derives from the void, and an existing void is seen before anything is sent.
 * @returns the void's status; requested and outcome_unknown: try again
 */
export const voidAtProcessor =
  (dependencies: Dependencies) =>
  async (input: VoidInput): Promise<VoidStatus> => {
    const { db, processor } = dependencies;
    const clock = startActivityClock(input.at);
    const facts = await findVoidFacts(db, input);
    if (hasVoidEnded(facts.status)) return facts.status;
    const { id: connectionId } = facts.connection;
    const asked = { connectionId, transactionId: input.transactionId };
    const askedAt = new Date();
    const seen = await processor.getPayment(asked);
    if (seen.kind === 'unavailable' || seen.kind === 'unreadable') return facts.status;
    if (seen.kind === 'not_found') return refuse(dependencies, input, clock());
    const { payment } = seen;
    if (payment.status === 'voided')
      return end(
        dependencies,
        input,
        { connectionId, payment, asOf: askedAt },
        { status: 'voided' },
        clock(),
      );
    const refusalCode = voidRefusalOf(payment);
    if (refusalCode !== null) {
      return end(
        dependencies,
        input,
        { connectionId, payment, asOf: askedAt },
        { status: 'refused', refusalCode },
        clock(),
      );
    }
    const { sendAgainWithinMs, sendTimeoutMs } = await processor.capabilitiesOf({ connectionId });
    // Sent before, and nobody knows what became of it: a processor without keys is only asked.
    if (facts.status === 'outcome_unknown' && sendAgainWithinMs === 0) return facts.status;
    const answer = await processor.voidAuthorization({
      ...asked,
      idempotencyKey: input.voidId,
      timeoutMs: sendTimeoutMs,
    });
    switch (answer.kind) {
      case 'voided':
        return end(
          dependencies,
          input,
          { connectionId, payment: answer.payment, asOf: new Date() },
          { status: 'voided' },
          clock(),
        );
      case 'refused':
        // Captured or voided in between: the next look at the payment says which.
        if (answer.code === 'already_captured' || answer.code === 'voided') return facts.status;
        return refuse(dependencies, input, clock());
      case 'unknown':
        await markVoidUnknown(db, input, new Date());
        return 'outcome_unknown';
      case 'retry_later':
        return facts.status;
    }
  };

/** @returns true once the mail server has the message, or nobody has an address to send it to */
export const tellVoidUnanswered =
  ({ db, mailer, portalUrl }: Dependencies) =>
  async (input: VoidInput): Promise<boolean> => {
    const facts = await findVoidFacts(db, input);
    if (facts.toldAt !== null || facts.requesterEmail === null) return true;
    const to = { name: facts.requester, address: facts.requesterEmail };
    const sent = await mailer.send(composeUnansweredVoid(input, to, portalUrl));
    if (sent.kind === 'unavailable') return false;
    await markVoidNotified(db, input, startActivityClock(input.at)());
    return true;
  };

type Answered = {
  readonly connectionId: ConnectionId;
  readonly payment: ProcessorPayment;
  readonly asOf: Date;
};

/** Copies the processor's record, then ends the void: a crash in between repeats both. */
async function end(
  { db }: Dependencies,
  input: VoidInput,
  { payment, ...of }: Answered,
  how: VoidEnd,
  at: Date,
): Promise<VoidStatus> {
  const { firmId } = input;
  await keepPayment(db, { ...of, firmId, read: readRecord(payment), reconciliationId: null });
  return endVoid(db, input, how, at);
}

function refuse({ db }: Dependencies, input: VoidInput, at: Date): Promise<VoidStatus> {
  return endVoid(db, input, { status: 'refused', refusalCode: 'refused_by_processor' }, at);
}
