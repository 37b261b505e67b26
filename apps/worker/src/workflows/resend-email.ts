// One email, resent because a person asked for it. Anyone it still does not reach becomes a task for a person.
import { CancellationScope } from '@temporalio/workflow';
import type { ResendWorkflowInput } from '@makewhole/domain/contracts/resend-email';
import { mail } from './activity-proxies.ts';
import { SHOWN_IN_DETAILS, retryUntilDone } from './retry-until-done.ts';
import { now } from './refund/refund-progress.ts';

export function resendEmail(input: ResendWorkflowInput): Promise<'sent' | 'failed'> {
  return CancellationScope.nonCancellable(() => send(input));
}

async function send(input: ResendWorkflowInput): Promise<'sent' | 'failed'> {
  const { firmId, refundId, notificationId, nth } = input;
  const email = { firmId, refundId, notificationId };
  const sent = await mail('Send the email again')
    .sendEmailAgain({ ...email, at: now() })
    .catch(() => ({ refused: true }));
  if (!sent.refused) return 'sent';
  const opened = await retryUntilDone(
    SHOWN_IN_DETAILS,
    'Make a task of the email that could not be delivered',
  ).giveUpOnEmail(email);
  for (const { id: obligationId } of opened) {
    // Mail may be down altogether: the task is in the queue regardless.
    await mail('Tell the people of that task')
      .remindPeople({ firmId, refundId, at: now(), obligationId, kind: 'attention', nth })
      .catch(() => null);
  }
  return 'failed';
}
