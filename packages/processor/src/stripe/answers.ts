// What each answer of Stripe's means to the port.
//
//   200, about what was asked                     -> done
//   200, about something else, or unreadable      -> unknown: unreadable_answer
//   an error code of the table below              -> what the table says
//   any other 400, 402, 404 of Stripe's           -> refused: other, their words kept
//   401, 403                                      -> retry later: connection_broken
//   409 other, 424, 5xx                           -> unknown: server_error; a replayed one: saved_error
//   429                                           -> retry later: busy, with its wait
//   no connection                                 -> retry later: busy; cut or late: unknown
//   anything that is not Stripe's JSON (a proxy)  -> unknown; to a lookup unavailable, never "not found"
import { retryAfterMs, type Exchange } from '../http-exchange.ts';
import type { Unavailable } from '../no-answer.ts';
import type { OutcomeUnknown, ProcessorRefusalCode, RetryLater, SendRefused, UnknownCause } from '../port.ts';
import { wireError } from './wire.ts';

type Meaning =
  | { readonly refused: ProcessorRefusalCode }
  /** Their code says too little: the payment as it is now says which refusal it is. */
  | { readonly refusedAs: 'the payment says'; readonly otherwise: ProcessorRefusalCode }
  | { readonly unknown: UnknownCause }
  | { readonly retryLater: RetryLater['cause'] };

const CODES: Readonly<Record<string, Meaning>> = {
  account_invalid: { retryLater: 'connection_broken' },
  api_key_expired: { retryLater: 'connection_broken' },
  balance_insufficient: { refused: 'insufficient_funds' },
  charge_already_refunded: { refused: 'already_refunded' },
  // An ACH debit that the bank returned has a dispute too.
  charge_disputed: { refusedAs: 'the payment says', otherwise: 'disputed' },
  charge_not_refundable: { refusedAs: 'the payment says', otherwise: 'other' },
  idempotency_key_in_use: { unknown: 'in_progress' },
  insufficient_funds: { refused: 'insufficient_funds' },
  livemode_mismatch: { retryLater: 'connection_broken' },
  lock_timeout: { retryLater: 'busy' },
  payment_intent_unexpected_state: { refusedAs: 'the payment says', otherwise: 'other' },
  platform_api_key_expired: { retryLater: 'connection_broken' },
  rate_limit: { retryLater: 'busy' },
  refund_disputed_payment: { refusedAs: 'the payment says', otherwise: 'disputed' },
  resource_missing: { refused: 'payment_not_found' },
  secret_key_required: { retryLater: 'connection_broken' },
  testmode_charges_only: { retryLater: 'connection_broken' },
};

const BUSY_AFTER_MS = 1_000;
/** A person has to give us another key first. */
const BROKEN_AFTER_MS = 60_000;

/** read_payment: refused, and the payment as it is now says why; otherwise with this code. */
export type NotDone =
  | SendRefused
  | OutcomeUnknown
  | RetryLater
  | {
      readonly kind: 'read_payment';
      readonly otherwise: ProcessorRefusalCode;
      readonly message: string;
    };

/** Why a send did not get the expected answer. */
export function notDone(answer: Exchange): NotDone {
  if (answer.kind === 'not_sent') {
    return { kind: 'retry_later', cause: 'busy', afterMs: BUSY_AFTER_MS, message: answer.message };
  }
  if (answer.kind === 'lost') return unknown(answer.cause, answer.message);
  const error = wireError.safeParse(answer.json).data?.error;
  if (error === undefined) {
    return unknown(
      answer.status >= 500 ? serverErrorOf(answer.headers) : 'unreadable_answer',
      `answered ${answer.status} in no known shape`,
    );
  }
  const message = `${error.code ?? error.type}: ${error.message}`;
  const meaning = meaningOf(answer.status, error, answer.headers);
  if ('unknown' in meaning) return unknown(meaning.unknown, message);
  if ('refused' in meaning) return { kind: 'refused', code: meaning.refused, message };
  if ('refusedAs' in meaning) return { kind: 'read_payment', otherwise: meaning.otherwise, message };
  const afterMs = meaning.retryLater === 'busy' ? BUSY_AFTER_MS : BROKEN_AFTER_MS;
  return {
    kind: 'retry_later',
    cause: meaning.retryLater,
    afterMs: retryAfterMs(answer.headers) ?? afterMs,
    message,
  };
}

type StripeError = {
  readonly type: string;
  readonly code?: string | null | undefined;
  readonly param?: string | null | undefined;
};

/** The status first: a code counts only where nothing can have happened. */
function meaningOf(status: number, error: StripeError, headers: Headers): Meaning {
  const known = CODES[error.code ?? ''];
  if (status >= 500 || status === 424) return { unknown: serverErrorOf(headers) };
  if (status === 429) return { retryLater: 'busy' };
  if (status === 401 || status === 403) return { retryLater: 'connection_broken' };
  if (error.type === 'idempotency_error' && status !== 409) return { unknown: 'key_reused' };
  if (status === 409) return known !== undefined && 'unknown' in known ? known : { unknown: 'server_error' };
  if (status < 400) return { unknown: 'unreadable_answer' };
  if (known !== undefined) return known;
  // Uncaptured, or more than what is left: they give no code for either.
  return { refusedAs: 'the payment says', otherwise: 'other' };
}

/** A saved error is given again for a day: sending again is useless, and the work may still have been done. */
function serverErrorOf(headers: Headers): UnknownCause {
  return headers.get('idempotent-replayed') === 'true' ? 'saved_error' : 'server_error';
}

/** Only a 404 of Stripe's own says that there is nothing. */
export function isMissing(answer: Exchange): boolean {
  if (answer.kind !== 'answered' || answer.status !== 404) return false;
  const error = wireError.safeParse(answer.json).data?.error;
  return error?.type === 'invalid_request_error' && error.code === 'resource_missing';
}

/** Why a lookup has no answer. */
export function unavailable(answer: Exchange): Unavailable {
  if (answer.kind !== 'answered') return { kind: 'unavailable', message: answer.message };
  const error = wireError.safeParse(answer.json).data?.error;
  if (error === undefined) {
    return { kind: 'unavailable', message: `answered ${answer.status}: not an answer to what was asked` };
  }
  const meaning = meaningOf(answer.status, error, answer.headers);
  const message = `answered ${answer.status}: ${error.code ?? error.type}: ${error.message}`;
  if (!('retryLater' in meaning)) return { kind: 'unavailable', message };
  if (meaning.retryLater === 'connection_broken') {
    return { kind: 'unavailable', cause: 'connection_broken', message };
  }
  return { kind: 'unavailable', afterMs: retryAfterMs(answer.headers) ?? BUSY_AFTER_MS, message };
}

export function unknown(cause: UnknownCause, message: string): OutcomeUnknown {
  return { kind: 'unknown', cause, message };
}

/** The body of a 200, or undefined. */
export function bodyOf(answer: Exchange): unknown {
  return answer.kind === 'answered' && answer.status === 200 ? answer.json : undefined;
}
