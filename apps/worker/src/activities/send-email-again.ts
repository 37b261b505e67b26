import { ApplicationFailure } from '@temporalio/activity';
import { raiseAttention } from '@makewhole/db/obligations/attention';
import { findObligation } from '@makewhole/db/obligations/find-obligation';
import {
  markNotificationFailed,
  markNotificationSent,
} from '@makewhole/db/notifications/prepare-notifications';
import type { OpenObligation } from '@makewhole/db/obligations/open-and-complete';
import { findNotification, obligationOf } from '@makewhole/db/notifications/resend-notification';
import { composeEmail, eventOf } from '../emails/compose.ts';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { readEmailFacts } from './send-emails.ts';

export type OneEmail = ActivityInput & { readonly notificationId: string };

/**
 * Resends an email at a person's request. Does nothing if an earlier attempt sent it.
 * @throws ApplicationFailure if the mail server is down: it is retried
 */
export const sendEmailAgain =
  ({ db, mailer, portalUrl }: Dependencies) =>
  async (input: OneEmail): Promise<{ readonly refused: boolean }> => {
    const clock = startActivityClock(input.at);
    const { firmId } = input;
    const notification = await findNotification(db, { firmId, id: input.notificationId });
    if (notification === null || notification.status === 'sent') return { refused: false };
    if (notification.status === 'failed') return { refused: true };
    const obligationId = obligationOf(notification.event);
    const obligation = obligationId === null ? null : await findObligation(db, input, obligationId);
    const facts = await readEmailFacts(db, input, obligation, portalUrl);
    const sent = await mailer.send(composeEmail(notification, eventOf(notification), facts));
    const recorded = { ...notification, firmId };
    if (sent.kind === 'taken') {
      await markNotificationSent(db, recorded, clock());
      return { refused: false };
    }
    const final = sent.kind === 'refused';
    await markNotificationFailed(db, recorded, { error: sent.message, final, at: clock() });
    if (final) return { refused: true };
    throw ApplicationFailure.retryable('The mail server did not take the email', 'mail_unavailable');
  };

/** Ends an email that could not be delivered, and asks for a person's attention. @returns what is open for it */
export const giveUpOnEmail =
  ({ db }: Dependencies) =>
  async (input: OneEmail): Promise<OpenObligation[]> => {
    const { firmId, notificationId: id } = input;
    const at = startActivityClock(input.at)();
    const notification = await findNotification(db, { firmId, id });
    if (notification === null || notification.status === 'sent') return [];
    if (notification.status === 'pending') {
      const error = notification.lastError ?? 'The mail server was away for a day.';
      await markNotificationFailed(db, { ...notification, firmId }, { error, final: true, at });
    }
    const cause = 'notification_failed';
    const open = await raiseAttention(db, input, { cause, at });
    return open.filter(({ subject }) => subject === cause);
  };
