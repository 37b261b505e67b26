import { ApplicationFailure } from '@temporalio/activity';
import { findObligation } from '@makewhole/db/obligations/find-obligation';
import {
  countRefused,
  markNotificationFailed,
  markNotificationSent,
  prepareMessage,
  prepareNews,
  type NotificationView,
} from '@makewhole/db/notifications/prepare-notifications';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { findRefundFacts } from '@makewhole/db/refunds/refund-view';
import type { ObligationId } from '@makewhole/domain/ids';
import type { EmailEvent } from '@makewhole/domain/email-recipients';
import { composeEmail, type EmailFacts } from '../emails/compose.ts';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';

export type MatterEvent = Extract<EmailEvent, 'refund_processing' | 'refund_failed'>;

/** Who could not be reached: the mail server refused the address permanently. */
export type NotifyResult = { readonly refused: number };

/**
 * Sends every user on the matter one email about the event (R9). Each sent message is recorded, so a retry sends only
 * what is missing; a permanently refused address does not delay the others.
 */
export const notifyMatter =
  (dependencies: Dependencies) =>
  async (input: ActivityInput & { readonly event: MatterEvent }): Promise<NotifyResult> => {
    const at = startActivityClock(input.at)();
    const { db } = dependencies;
    const pending = await prepareNews(db, input, { event: input.event, at });
    await sendAll(dependencies, input, pending, input.event, null);
    // From the rows, not from this attempt: an earlier one may have had a refusal, then failed on another message.
    return { refused: await countRefused(db, input, input.event) };
  };

export type ObligationMessage = ActivityInput & {
  readonly obligationId: ObligationId;
  readonly kind: 'approval' | 'reminder' | 'escalation' | 'approval_overdue' | 'attention';
  readonly nth: number;
};

/**
 * Reminds the people responsible for an obligation, or tells the firm's owners that it is overdue (B5). An obligation
 * that is no longer open is not mentioned, and need not be waited for.
 */
export const remindPeople =
  (dependencies: Dependencies) =>
  async (input: ObligationMessage): Promise<{ readonly isOwed: boolean }> => {
    const { db } = dependencies;
    const at = startActivityClock(input.at)();
    const obligation = await findObligation(db, input, input.obligationId);
    if (obligation?.status !== 'open') return { isOwed: false };
    const { kind, nth } = input;
    const pending = await prepareMessage(db, input, { kind, nth, owed: obligation, at });
    await sendAll(dependencies, input, pending, input.kind, obligation);
    return { isOwed: true };
  };

async function sendAll(
  { db, mailer, portalUrl }: Dependencies,
  input: ActivityInput,
  pending: readonly NotificationView[],
  event: EmailEvent,
  owed: EmailFacts['owed'],
): Promise<void> {
  if (pending.length === 0) return;
  const clock = startActivityClock(input.at);
  const facts = await readEmailFacts(db, input, owed, portalUrl);
  let missing = 0;
  for (const notification of pending) {
    const sent = await mailer.send(composeEmail(notification, event, facts));
    const recorded = { ...notification, firmId: input.firmId };
    if (sent.kind === 'taken') await markNotificationSent(db, recorded, clock());
    else {
      const final = sent.kind === 'refused';
      await markNotificationFailed(db, recorded, { error: sent.message, final, at: clock() });
      if (!final) missing += 1;
    }
  }
  if (missing > 0) {
    // What the server said may quote addresses: it is kept with each notification, not in the history.
    throw ApplicationFailure.retryable(`The mail server did not take ${missing} emails`, 'mail_unavailable');
  }
}

/** The content of a refund's email. @param owed what waits for its reader, if anything */
export async function readEmailFacts(
  db: Dependencies['db'],
  input: Pick<ActivityInput, 'firmId' | 'refundId'>,
  owed: EmailFacts['owed'],
  portalUrl: string,
): Promise<EmailFacts> {
  const refund = await findRefundFacts(db, input);
  const payment = await findPayment(db, { firmId: input.firmId, transactionId: refund.transactionId });
  if (payment === null)
    throw new Error(`The payment ${refund.transactionId} of refund ${refund.id} is missing`);
  return { refund, payment, owed, portalUrl };
}
