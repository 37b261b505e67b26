// What a person fills in to request a refund, as the form sends it.
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { sensitiveFault } from '#lib/forms/sensitive-fault.ts';
import { textOf } from '#lib/forms/text-of.ts';

export type RefundRequestValues = {
  readonly transactionId: string;
  readonly reason: string;
  readonly internalNote: string;
  /** The preview that the person saw: a request based on another preview is refused (B3). */
  readonly previewHash: string;
  /** Created with the form: however often it is sent, it is one refund (B1). */
  readonly idempotencyKey: string;
};

/** After these refusals a request is a new one: nothing that an earlier one could still do is requested again. */
const ENDED_BY: ReadonlySet<string> = new Set(['preview_stale', 'idempotency_key_reused', 'other_payment']);

/**
 * The key for the next request: the same for the same request, however often it is sent (B1), until a refusal has ended
 * that request. By then it has been looked up whether a key that was used before left a refund behind.
 */
export function keyForNext(
  sent: { readonly key: string; readonly refusedWith: string | null } | null,
  newKey: string,
): string {
  return sent === null || ENDED_BY.has(sent.refusedWith ?? '') ? newKey : sent.key;
}

export type RefundRequestErrors = { readonly reason?: string; readonly internalNote?: string };

export function readRefundRequest(form: FormData): RefundRequestValues {
  return {
    transactionId: textOf(form, 'transactionId'),
    // A reason that was chosen but not typed: without scripts it arrives like this.
    reason: textOf(form, 'reason') || textOf(form, 'chosenReason'),
    internalNote: textOf(form, 'internalNote'),
    previewHash: textOf(form, 'previewHash'),
    idempotencyKey: textOf(form, 'idempotencyKey'),
  };
}

/** What is wrong with each field; empty if nothing is. */
export function findFaults({ reason, internalNote }: RefundRequestValues): RefundRequestErrors {
  const sensitive = { reason: sensitiveFault(reason), internalNote: sensitiveFault(internalNote) };
  return {
    ...(reason === '' && { reason: 'Give a reason. The users on the matter will read it.' }),
    ...(reason.length > TEXT_LENGTH_MAX.reason && {
      reason: `Shorten the reason to ${TEXT_LENGTH_MAX.reason} characters. It has ${reason.length}.`,
    }),
    ...(internalNote.length > TEXT_LENGTH_MAX.internalNote && {
      internalNote: `Shorten the note to ${TEXT_LENGTH_MAX.internalNote} characters. It has ${internalNote.length}.`,
    }),
    ...(sensitive.reason !== undefined && { reason: sensitive.reason }),
    ...(sensitive.internalNote !== undefined && { internalNote: sensitive.internalNote }),
  };
}
