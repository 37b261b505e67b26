// What API and worker share about sending an email of a refund once more.
import type { FirmId, RefundId } from '../ids.ts';

export const RESEND_WORKFLOW = 'resendEmail';

export type ResendWorkflowInput = {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly notificationId: string;
  /** 1 for the first time that somebody asks for it. */
  readonly nth: number;
};

/** One workflow for each time that it is asked for: a second start of the same one is refused by the server. */
export function resendWorkflowId({ notificationId, nth }: ResendWorkflowInput): string {
  return `email:${notificationId}:${nth}`;
}

/** How often one email can be sent again: whoever it does not reach by then must be told in another way. */
export const RESENDS_MAX = 10;
/** No sooner after the last time; seconds. */
export const RESEND_PAUSE_SECONDS = 60;
