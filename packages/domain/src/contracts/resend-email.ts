// What the API and the worker share about sending a refund's email again.
import type { FirmId, RefundId } from '../ids.ts';

export const RESEND_WORKFLOW = 'resendEmail';

export type ResendWorkflowInput = {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly notificationId: string;
  /** 1 for the first resend. */
  readonly nth: number;
};

/** One workflow per resend: the server refuses a second start of the same one. */
export function resendWorkflowId({ notificationId, nth }: ResendWorkflowInput): string {
  return `email:${notificationId}:${nth}`;
}

/** How often one email can be sent again: a person whom it has not reached by then must be contacted another way. */
export const RESENDS_MAX = 10;
/** Minimum wait since the last send, seconds. */
export const RESEND_PAUSE_SECONDS = 60;
