// How people are notified: the matter's users when a refund runs or failed (R9), those who must act by an obligation
// and an email about it (B5, B11). Emails are sent beside the other work: mail that is down delays neither books nor
// settlement, only the closing, until each message was sent or became a task for a person.
import type { AttentionCause } from '@makewhole/domain/attention';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import type { MatterEvent, ObligationMessage } from '../../activities/send-emails.ts';
import { mail } from '../activity-proxies.ts';
import { retryUntilDone } from '../retry-until-done.ts';
import { now, type Progress } from './refund-progress.ts';
import type { WatchedObligation } from './open-obligations.ts';

/** Emails every user on the matter (R9); anyone who cannot be reached becomes a task for a person. */
export function notifyMatter(input: RefundWorkflowInput, progress: Progress, event: MatterEvent): void {
  const { summary, ifNotReached } = MATTER_EMAILS[event];
  void progress.sending(async () => {
    const notified = await mail(summary)
      .notifyMatter({ ...input, at: now(), event })
      .catch(() => ({ refused: 1 }));
    if (notified.refused > 0) await askForAttention(input, progress, ifNotReached);
  });
}

/** Separate causes: a person asked to look at the refund has not yet been told about its failure. */
const MATTER_EMAILS: Record<
  MatterEvent,
  { readonly summary: string; readonly ifNotReached: AttentionCause }
> = {
  refund_processing: { summary: 'Tell the matter of the refund', ifNotReached: 'notification_failed' },
  refund_failed: {
    summary: 'Tell the matter that the refund failed',
    ifNotReached: 'failure_notification_failed',
  },
};

/** Opens an attention item for a cause, once, and emails its people; the workflow then waits until it is resolved. */
export async function askForAttention(
  input: RefundWorkflowInput,
  progress: Progress,
  cause: AttentionCause,
): Promise<void> {
  if (progress.openObligations().some(({ kind, subject }) => kind === 'attention' && subject === cause))
    return;
  const opened = await retryUntilDone(progress, `Ask for attention: ${cause}`).raiseAttention({
    ...input,
    cause,
  });
  watchAttention(input, progress, cause, opened);
}

/** Tracks an attention item that was opened, and emails its people. */
export function watchAttention(
  input: RefundWorkflowInput,
  progress: Progress,
  cause: string,
  opened: readonly WatchedObligation[],
): void {
  progress.owes(opened);
  for (const { id, subject } of opened) {
    if (subject === cause) notifyPeople(input, progress, { obligationId: id, kind: 'attention', nth: 0 });
  }
}

/** Emails the people responsible for an obligation. If mail is down for a day, the obligation is still in the queue. */
export function notifyPeople(
  input: RefundWorkflowInput,
  progress: Progress,
  message: Pick<ObligationMessage, 'obligationId' | 'kind' | 'nth'>,
): void {
  void progress.sending(async () => {
    const notified = await mail(`Email the people of an open obligation: ${message.kind}`)
      .remindPeople({ ...input, at: now(), ...message })
      .catch(() => null);
    if (notified?.isOwed === false) progress.settled(message.obligationId);
  });
}
